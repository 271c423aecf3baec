/* refund.h - what a platform shows of refunds, held against one of ours.
 *
 * The platform has the last word about money: ours settles or fails by the
 * payments that it shows, whatever we thought of it. Whether all of them agree
 * is compared by night (reconcile.h).
 *
 * In commands only (struct desk): every change goes through the journal. -1 and
 * err when the database failed; ERR_DATA where said, in words for people.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_REFUND_H
#define HW_DESK_REFUND_H

#include "desk/money/shown.h"

/* All of ours of an order, by id: *count of them in the desk's arena. NULL when
 * the database failed. */
struct action *refunds_of(struct desk *d, int64_t shop, const char *order_ref,
			  size_t *count, struct err *err) MUST_CHECK;
/* Planned, or of unknown fate: would be sent, or sent again. */
bool refund_may_leave(int32_t state);

/* -- before one leaves (refund_left.c) -- */

/* May this refund leave, by what the platform showed just before and by what
 * others of ours may have paid? Of these are tasks that pay it by hand, until a
 * payment of their sum shows it. What an unfinished attempt of this very action
 * moved is not counted against it. ERR_DATA says why not. */
int refund_fits(struct desk *d, const struct action *a,
		struct err *err) MUST_CHECK;

/* May one more be planned? As above, and every other one of ours that may still
 * leave counts, too: what one proposal holds cannot be promised twice. Where
 * the payments are not known there is nothing to compare with. task: the one
 * that it stands for (task_money.h), 0 when that is new, or it is an action. */
int refund_plannable(struct desk *d, const struct action *a, int64_t task,
		     struct err *err) MUST_CHECK;

/* -- when one is shown (refund.c) -- */

/* A refund was reported. One of ours settles, or fails, whatever we thought of
 * it; a foreign one parks ours that is unknown or not sent yet: nobody can tell
 * whether both are meant. */
int refund_seen(struct desk *d, const struct hw_payment *p,
		struct err *err) MUST_CHECK;

/* Is the refund among the payments that were told already? Then it settles by
 * that one, and *moved. */
int refund_known(struct desk *d, const struct action *a, bool *moved,
		 struct err *err) MUST_CHECK;

#endif
