/* usual.h - in which languages the buyer of a matter may write.
 *
 * "Hello" and "5521" are in many languages: there a reply is in that in which
 * the buyer wrote before or bought, and not in whichever is the nearest.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_USUAL_H
#define HW_DESK_USUAL_H

#include "desk/internal.h"

/* The ticket's (0: of the open one of the order or the thread), the order's,
 * that of its country ("und-SE"): by blanks, in the arena. "" when nothing
 * tells. */
const char *usual_languages(struct desk *d, int64_t ticket, int64_t shop,
			    const char *order_ref, const char *thread);

#endif
