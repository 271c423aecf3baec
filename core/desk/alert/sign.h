/* sign.h - signs of trouble before it is there: the risk of orders and messages
 * (A6), and the seller's words in what buyers write (A10).
 *
 * Every order that comes in or changes after the go-live line is scored, and
 * any order when something befalls it (a failed payment, a dispute, a parcel in
 * trouble or standing still); a score that is kept is made anew when the order
 * is sent or its parcel moves. Every message of a ticket is scored once. People
 * are told once of an order, and never of what an open alert of its ticket has
 * told already: a score is one more reason to look, not one more cause. Alerts
 * say the policy's words, and nothing that the buyer wrote.
 *
 * 0, or -1 and err when the database failed. Called by decide() only.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_SIGN_H
#define HW_DESK_SIGN_H

#include "desk/ticket/ticket.h"
#include "hw_plugin.h"
#include "model/loop.h"

/* Scores the order anew; one that nobody knows has no score. */
int sign_order(struct desk *d, int64_t shop, const char *order_ref,
	       struct err *err) MUST_CHECK;
/* The same of an order that has a score; of others nothing. */
int sign_order_again(struct desk *d, int64_t shop, const char *order_ref,
		     struct err *err) MUST_CHECK;
/* The fact being taken is a message, which made that report of that ticket (0:
 * it opened none, as thanks do not). Fills its matter, if it is not. */
int sign_message(struct desk *d, const struct hw_text_in *in,
		 struct report *report, int64_t ticket,
		 struct err *err) MUST_CHECK;
/* The fact being taken is a review that changed so: an alert, when it has a
 * word of the list and its stars alone would not have been told of. */
int sign_review(struct desk *d, const struct review_change *c,
		struct err *err) MUST_CHECK;

/* The score of an order by what is known now, also of one from before the
 * go-live line; for reading. False: the policy has no scores. */
bool sign_now(struct db *db, const struct brain *b, int64_t now, int64_t shop,
	      const char *order_ref, struct arena *arena,
	      struct risk_told *out);

#endif
