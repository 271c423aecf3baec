/* people.h - two people who can be recognised, their orders and their mails,
 * for tests of what is forgotten.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_PEOPLE_H
#define HW_TESTS_PEOPLE_H

#include "intake/page.h"

#define ANN "canaryann@x.example"
#define BOB "canarybob@x.example"

/* Order O<n>, #<n>, of the shop "shop". */
void order_of(int n, const char *email);

struct mail {
	const char *ref, *thread, *from, *to, *text, *origin, *at;
};

/* With its bytes, into the mailbox. thread NULL: its own; to, origin and at
 * have defaults. */
void mail_comes(struct mail m);

/* A text of the shop's own channel, from before the go-live line; `more` are
 * further fields. */
void told_long_ago(const char *ref, const char *more, const char *text);

#endif
