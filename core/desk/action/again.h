/* again.h - what was given up by mistake is proposed again.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_AGAIN_H
#define HW_DESK_AGAIN_H

#include "desk/internal.h"

/* As it was written then, for a person to approve; key and number are new. *id:
 * the new one, 0 when it cannot be: an alert says why. part_of: what
 * it goes with now, 0 for nothing. */
int again_propose(struct desk *d, const struct action *old, int64_t part_of,
		  int64_t *id, struct err *err) MUST_CHECK;
/* An alert instead: the reply that waited is not proposed, as `why` says. */
int again_say_no_answer(struct desk *d, int64_t ticket, const char *why,
			struct err *err) MUST_CHECK;

#endif
