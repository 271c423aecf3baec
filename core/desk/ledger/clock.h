/* clock.h - a clock that jumped.
 *
 * The last journal entry says how far the wall clock and the monotonic clock of
 * its boot stood apart. When a later look finds them parted from that by more
 * than a minute, the command "clock_jumped" is taken: one open deadline
 * "clock" holds the deadlines of the span that was skipped, and all money,
 * until five minutes went by without another jump or a person acknowledges the
 * alert. After another boot only a clock that went back can be told.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_CLOCK_H
#define HW_DESK_CLOCK_H

#include "desk/internal.h"

#define CLOCK_ALERT "clock-jumped" /* its cause */

/* Looks, and takes the command when they parted. Outside a transaction. */
int clock_watch(struct desk *d, struct err *err) MUST_CHECK;

/* Whether money waits, by the rows; also true when the command being taken
 * itself shows a jump that was not told yet. */
int clock_holds(struct desk *d, bool *holds, struct err *err) MUST_CHECK;

/* The span (from, to] whose deadlines wait; both 0 when none do. */
int clock_span(struct db *db, int64_t *from, int64_t *to,
	       struct err *err) MUST_CHECK;

/* A person looked: the clock is right. */
int clock_trust(struct desk *d, struct err *err) MUST_CHECK;

int clock_jumped_check(struct desk *d, struct err *err);
int clock_jumped_decide(struct desk *d, struct err *err);

#endif
