/* loop_help.h - a desk with the shipped policy and one order, for the tests of
 * how matters end.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_LOOP_HELP_H
#define HW_TESTS_LOOP_HELP_H

#include "desk/play_help.h"

#define ANN "ann@example.com"
/* O1 of Ann Smith, ANN, 49.00 USD, paid; no parcel. */
struct desk *loop_desk(void);
/* A mail of that address, now; "[late] where is it" is about being late. */
void loop_mail(struct desk *d, const char *from, const char *thread,
	       const char *text);
/* Its parcel was looked for in vain, of which ANN wrote: the offer of
 * not_received and a refund of all wait, as two steps (offer_with_money()). */
struct desk *loop_offered(void);
void loop_review(struct desk *d, const char *ref, int stars, const char *text);
/* Proposals and playbooks out of the way, and the ticket closed. */
void loop_close(struct desk *d, int64_t ticket, const char *cause);
/* It is refused, and the sentence has `words` in it. */
void must_refuse(struct desk *d, const char *kind, const char *json,
		 const char *words);

#endif
