/* guard_names.h - the buyer's name, and what is compared with it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_NAMES_H
#define HW_POLICY_GUARD_NAMES_H

#include "policy/guard/guard_judging.h"

/* Each word of a name as plain letters. */
VEC(name_list, struct letters);

/* Appends a word as names are compared: plain letters without "'", where "ae"
 * and "a" are one; nothing when it has none. */
void name_put(struct name_list *out, const char *text, size_t len);
void names_free(struct name_list *l);

/* "<name> sama", where no blanks part names; guard_called.c. */
void guard_called_judge(struct judging *j, int rule,
			const struct name_list *names);

#endif
