/* clock_back.h - what was stamped by a clock that ran ahead.
 *
 * A clock that is set back leaves moments in the future: an undo window that
 * ends tomorrow, a look that is due next week, a key that seems to have been
 * used tomorrow and so to live a day longer than the platform keeps it. What
 * counts from a moment that is still to come counts from as long ago as it
 * really was. Moments that others gave (a platform's limit, a carrier's scan)
 * stay, and so does "away until Monday"; "away for two hours" is counted.
 *
 * How far it went back is known while the machine runs. Across a restart of it
 * only the last entry of the journal tells, so that things are moved by what
 * the clock ran ahead less the time that nobody counted; a clock that was ahead
 * by less than that is not noticed at all.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_CLOCK_BACK_H
#define HW_DESK_CLOCK_BACK_H

#include "desk/internal.h"

/* Part of the command "clock_jumped", when the clock went back: it would show
 * `from` and shows `to`. */
int clock_went_back(struct desk *d, int64_t from, int64_t to,
		    struct err *err) MUST_CHECK;

#endif
