/* notice.h - a text to one of our own people, of no ticket: the owner, who is
 * on call.
 *
 * It leaves as a reply does, over the first instance with that channel, under
 * the same switch (effects) and with the same care when nobody knows whether it
 * went. Nobody approves it, and it is not held for the undo window of replies,
 * which is for words to buyers: it says that somebody is needed, or tries
 * whether they are reached.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_NOTICE_H
#define HW_DESK_NOTICE_H

#include "desk/internal.h"

struct notice {
	const char *channel; /* contract's word: "email", "sms", "push" */
	const char *to;      /* as the channel has it: an address, a number of
			      * E.164, a topic */
	const char *subject, *text;
	const char *rule; /* what it is sent by, for `action show` */
};

/* Is it one: a text of no ticket and no order? */
bool notice_is(const struct action *a);
/* "" when no instance with that channel is enabled. */
const char *notice_instance(struct desk *d, const char *channel);
/* Plans it; *action, unless NULL, gets its number. ERR_DATA when no instance
 * has that channel. */
int notice_plan(struct desk *d, const struct notice *n, int64_t *action,
		struct err *err) MUST_CHECK;

/* "notice": {"channel", "to", "subject"?, "text"}, said by a manager or an
 * owner: does it reach the phone? ERR_DENIED for others. */
int notice_check(struct desk *d, struct err *err);
int notice_decide(struct desk *d, struct err *err);

#endif
