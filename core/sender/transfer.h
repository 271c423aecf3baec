/* transfer.h - HTTP requests on one libcurl multi handle.
 *
 * A request marked as the effect goes over a fresh connection that is not used
 * again: libcurl sends a POST once more by itself when a kept-alive connection
 * dies under it. No redirects, no proxy, no cookies, no netrc, HTTP/1.1.
 * SPDX-License-Identifier: MIT */
#ifndef HW_SENDER_TRANSFER_H
#define HW_SENDER_TRANSFER_H

#include <poll.h>

#include "base/hash.h"
#include "base/json.h"
#include "sender/secrets.h"

struct account {
	char *name, *domains, *ca;
	char *servers; /* "imap.example:993 ...": where streams may go */
	bool loopback;
	struct hash print; /* of all that is configured */
	int64_t left;      /* when another took its place; clock_mono ms */
	struct secrets secrets;
	struct ssl_ctx_st *tls; /* of its streams; made when first used */
};

struct transfers;

/* reply(): a frame for the desk, JSON and blob. */
struct transfers *transfers_new(void (*reply)(const struct str *json,
					      const void *blob, size_t len));

/* Starts a request (docs/wire.md "http"); every way it ends is one reply. */
void transfer_start(struct transfers *all, int64_t id, struct account *account,
		    const cJSON *frame, const void *body, size_t body_len);
void transfer_cancel(struct transfers *all, int64_t id);
/* Is a request of this account under way? */
bool transfers_use(const struct transfers *all, const struct account *account);

/* Connects a socket for somebody else, with the same rules for addresses.
 * connected() is called once: it takes fd, or gets -1 and why. */
typedef void transfer_connected(void *arg, int fd, const char *why);
void transfer_connect(struct transfers *all, struct account *account,
		      const char *host, int port, transfer_connected *connected,
		      void *arg);
/* Forgets the connection that arg waits for. */
void transfer_connect_cancel(struct transfers *all, const void *arg);

#define TRANSFERS_WAITS_MAX 80 /* extra descriptors of a turn */

/* Waits for network or the extra descriptors up to max_ms, fills in what
 * happened to them, and works. */
void transfers_turn(struct transfers *all, struct pollfd *extra, unsigned count,
		    int max_ms);

/* {"id":..,"failed":{..},"sent":false} */
void put_failed(struct str *json, int64_t id, int status, const char *text,
		bool sent);

#endif
