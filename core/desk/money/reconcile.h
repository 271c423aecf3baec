/* reconcile.h - every night: our refunds against those that the shops show.
 *
 * Two lists must be empty or explained: what we call settled and no shop shows
 * (lost), and what a shop shows and none of ours is (made elsewhere, or twice).
 * The looks that feed it are spread over the weeks after a refund
 * (action_again), not made all at once: a platform's quota is for buyers.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_RECONCILE_H
#define HW_DESK_RECONCILE_H

#include "desk/internal.h"

/* Sets the first night, unless one is set. */
int reconcile_start(struct desk *d, struct err *err) MUST_CHECK;
/* Compares the refunds of the last 60 days, records what is new, raises one
 * alert while any is not explained, and sets the next night. */
int reconcile_night(struct desk *d, struct err *err) MUST_CHECK;

/* -- commands -- */

/* "reconcile": the night's work at once. */
int reconcile_decide(struct desk *d, struct err *err);
/* "explain_difference": somebody says how it came about, in one word. */
int explain_difference_check(struct desk *d, struct err *err);
int explain_difference_decide(struct desk *d, struct err *err);

#endif
