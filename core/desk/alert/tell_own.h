/* tell_own.h - rows that tell.c and tell_send.c share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_TELL_OWN_H
#define HW_DESK_TELL_OWN_H

#include "desk/internal.h"

int recipient_load(struct desk *d, int64_t id, struct recipient *r,
		   struct err *err) MUST_CHECK;
/* With its wait: to `next`, or none when that is 0. */
int recipient_save(struct desk *d, const struct recipient *before,
		   struct recipient *after, struct err *err) MUST_CHECK;

/* action: the notice that tells of it, 0 when none does. */
int summons_to(struct desk *d, const struct summons *before, int32_t state,
	       int64_t action, struct err *err) MUST_CHECK;
/* All that a notice tells of, in the arena; NULL when the database failed. */
struct summons *summons_of(struct desk *d, int64_t action, size_t *n,
			   struct err *err) MUST_CHECK;

/* Has a notice (0: none) not left yet? 1, 0, -1. */
int tell_still_here(struct desk *d, int64_t action, struct err *err) MUST_CHECK;

#endif
