/* follow.h - what follows from each kind of fact.
 *
 * The decide() of the commands that facts are (commands.c): called once for a
 * fact that is new or says something new, after fact_apply() wrote its row, in
 * the same transaction. A fact of before the shop's go-live line makes history
 * and no ticket, unless the platform still waits for an answer; what is learnt
 * too late to be met is folded (fold.h).
 *
 * They read d->tx.fact and change rows through change() only. 0, or -1 and err
 * when the database failed: nothing about a fact is refused here, that was
 * fact_check().
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_FOLLOW_H
#define HW_DESK_FOLLOW_H

#include "desk/internal.h"

/* Keeps the buyer's row; of a cancelled order the playbooks look again. */
int order_follow(struct desk *d, struct err *err);
/* A refund is held against ours (refund.h), and the playbooks of its order look
 * again; a sale that failed is a ticket. */
int payment_follow(struct desk *d, struct err *err);
/* Both watch the parcel and say what its newest scan asks for, whichever of
 * them came first. One that left before the go-live line is asked about, and
 * watched unless it stood still by then; a scan of after that line is a matter
 * whenever its parcel left. */
int shipment_follow(struct desk *d, struct err *err);
int scan_follow(struct desk *d, struct err *err);
/* A bad review is a ticket. */
int review_follow(struct desk *d, struct err *err);
/* An open dispute is a ticket with the platform's deadline, once what ran on
 * the order's ticket has ended. One that is answered or closed ends that
 * deadline and the tasks of the playbook `dispute`; one that is decided that
 * playbook. */
int dispute_follow(struct desk *d, struct err *err);
/* What waits for a proof goes on. */
int evidence_follow(struct desk *d, struct err *err);
/* A return that is asked for is a ticket. */
int return_follow(struct desk *d, struct err *err);

/* The deadline "parcel" came due: one alert and one ticket for a parcel that
 * has stood still for its limit, unless nobody could have looked yet. tracking
 * as in parcels.tracking; one that is not there is nothing to do. */
int parcel_stalled(struct desk *d, const char *tracking,
		   struct err *err) MUST_CHECK;

#endif
