/* erase_blank.h - the writing half of an erasure: what its files share.
 *
 * All of it happens within the transaction of the command and the same in a
 * replay; what stands outside the database is only noted (erase_finish.c).
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ERASE_BLANK_H
#define HW_DESK_ERASE_BLANK_H

#include "desk/erase/erase_find.h"

/* Blanks the personal fields of every row of a record_query, which it releases;
 * all are read before one is written: a query must not meet its own changes. */
int blank_rows(struct desk *d, const struct kind *kind, struct rows r,
	       struct err *err) MUST_CHECK;
/* What hangs on the order itself, and its own row. */
int blank_of_order(struct desk *d, const struct erase_item *t,
		   struct err *err) MUST_CHECK;

/* The subject's key and files are to go; and that it was erased is remembered,
 * for what a poll brings afterwards. */
int forget_subject(struct desk *d, const char *subject,
		   struct err *err) MUST_CHECK;
/* A record of the quarantine that is open still comes to this state, without
 * its words; a webhook that nobody could read stands in the inbox, too. Its key
 * is among the subjects. */
int forget_record(struct desk *d, int64_t id, const char *state,
		  struct err *err) MUST_CHECK;
/* A conversation, with the threads that are all of it. */
int forget_ticket(struct desk *d, int64_t ticket, struct err *err) MUST_CHECK;
/* One message of no ticket, with its raw bytes. Its key is among the subjects.
 */
int forget_message(struct desk *d, const struct erase_item *m,
		   struct err *err) MUST_CHECK;
/* The parcels of an order (erase_parcel.c), but none that another order has a
 * part in. */
int forget_parcels(struct desk *d, const struct erase_item *t,
		   struct err *err) MUST_CHECK;

#endif
