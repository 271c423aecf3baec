/* hands.h - calls of the acting lanes, answered by the shops' ledger and the
 * mailbox, as workers, plugins and the sender would.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_YEAR_HANDS_H
#define HW_TESTS_YEAR_HANDS_H

#include "host/worker.h"

struct world;

/* A lane's worker: one call at a time (hands.c). */
struct worker {
	struct world *w;
	int lane;
	struct call_job *head;
	bool begun, asked; /* the head: heard of; its request was made */
	int64_t until;     /* true time of its next move */
	bool dies;
	hw_status status;
	struct str records;
	bool replied; /* there is a reply to the marked request */
	struct sender_reply reply;
	int http;
	char blob[80];
};

void hands_open(struct world *w, int lane);
void hands_forget(struct world *w); /* a crash: what is on its way is */
/* What has come to its moment. True when something had. */
bool hands_move(struct world *w);
int64_t hands_next(const struct world *w); /* true time, or INT64_MAX */

/* -- a request for money (ask.c) -- */

struct asked {
	const char *key, *order_ref;
	int64_t minor;
};
/* Leaves in the worker what it will hear. */
void send_request(struct worker *k, const struct asked *a);

#endif
