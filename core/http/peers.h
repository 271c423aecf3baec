/* peers.h - connections that take too long, and who has too many of them.
 *
 * A request's head must be whole within seconds of its connection's start (or
 * of the answer before), its body within half a minute, or longer where it may
 * be large (server.h): a byte now and then keeps nothing open. Others than this
 * machine have a few connections each and never all of them, so that health
 * checks and the sandbox always get in. SPDX-License-Identifier: MIT */
#ifndef HW_HTTP_PEERS_H
#define HW_HTTP_PEERS_H

#include <microhttpd.h>

#include "http/server.h"

#define CONNECTIONS_MAX 200u

struct peers {
	struct peer *first;
	unsigned count;
	int64_t head_ms; /* 0: 10 s */
	int64_t body_ms; /* 0: 30 s */
	unsigned each;   /* 0: 32 each, and this machine as it likes */
};

/* For MHD_start_daemon: arg is the struct peers. */
enum MHD_Result peers_accept(void *arg, const struct sockaddr *address,
			     socklen_t len);
/* For MHD_OPTION_NOTIFY_CONNECTION. */
void peers_notify(void *arg, struct MHD_Connection *c, void **context,
		  enum MHD_ConnectionNotificationCode what);

/* The head is here; the body is; the answer is out. */
void peers_head(const struct peers *p, struct MHD_Connection *c);
void peers_body(struct MHD_Connection *c);
void peers_over(struct peers *p, struct MHD_Connection *c);

/* A body that may be long has so much more time. */
void peers_longer(struct MHD_Connection *c, int64_t ms);

/* Ends connections that are too late. Returns how long until the next one may
 * be, -1: none. */
int64_t peers_sweep(struct peers *p);

#endif
