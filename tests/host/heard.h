/* heard.h - one answer of the sender, for tests that ask it themselves.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_HEARD_H
#define HW_TESTS_HEARD_H

#include "host/sender.h"

struct heard {
	int64_t began; /* clock_mono(), set by who asks */
	int answers;   /* how often it came */
	bool done, failed, sent;
	int64_t after_ms; /* since `began` */
	int64_t http;     /* the status of the response */
	int64_t status;   /* the hw_status of a stream that failed */
	int64_t stream;   /* its number */
	bool idle;
	char why[300], body[500];
};

/* A sender_done; arg: a struct heard. */
void hear(void *arg, const struct sender_reply *reply);

/* Turns the loop until it is so (NULL: never), so long at most. Gives whether
 * it is. */
bool turn_until(struct loop *loop, int64_t ms, const bool *so);

#endif
