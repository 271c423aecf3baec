/* transfer.h - HTTP requests on one libcurl multi handle.
 *
 * A request marked as the effect goes over a fresh connection that is not used
 * again: libcurl sends a POST once more by itself when a kept-alive connection
 * dies under it. No redirects, no proxy, no cookies, no netrc, HTTP/1.1.
 * SPDX-License-Identifier: MIT */
#ifndef HW_SENDER_TRANSFER_H
#define HW_SENDER_TRANSFER_H

#include "base/json.h"
#include "sender/secrets.h"

struct account {
	char *name, *domains, *ca;
	bool loopback;
	struct secrets secrets;
};

struct transfers;

/* reply(): a frame for the desk, JSON and blob. */
struct transfers *transfers_new(void (*reply)(const struct str *json,
					      const void *blob, size_t len));
void transfers_free(struct transfers *t);

/* Starts a request (docs/wire.md "http"); every way it ends is one reply. */
void transfer_start(struct transfers *all, int64_t id, struct account *account,
		    const cJSON *frame, const void *body, size_t body_len);
void transfer_cancel(struct transfers *all, int64_t id);
/* Requests of an account that goes away. */
void transfers_forget(struct transfers *all, const struct account *account);

/* Waits for network or extra_fd (POLLIN) up to max_ms and works. True when
 * extra_fd is readable. */
bool transfers_turn(struct transfers *all, int extra_fd, int max_ms);

/* {"id":..,"failed":{..},"sent":false} */
void put_failed(struct str *json, int64_t id, int status, const char *text,
		bool sent);

#endif
