/* backing_own.h - what the files of backing.h share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_BACKING_OWN_H
#define HW_DESK_BACKING_OWN_H

#include "desk/backing.h"

/* What an action of that verb stands behind. */
const char *backing_words(const char *verb);
/* What stands behind words beside actions: tasks, and what the shop shows. In
 * the arena. */
int backing_else(struct desk *d, const struct action *reply, const char **words,
		 struct err *err) MUST_CHECK;

#endif
