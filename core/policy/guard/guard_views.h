/* guard_views.h - a text as the guard looks at it: rewritten, so that one
 * writing stands for all that read alike, and each byte knows where it came
 * from (guard_plain.c).
 *
 * Says nothing of what stands in it; that is judging (guard_judging.h).
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_VIEWS_H
#define HW_POLICY_GUARD_VIEWS_H

#include "base/str.h"
#include "base/vec.h"

/* A rewriting of the text: for each byte, which bytes of the original it stands
 * for. */
VEC(origin_list, uint32_t);
struct view {
	struct str text;
	struct origin_list from, to;
};

struct views {
	struct view narrow; /* compatible forms as ASCII, nothing invisible */
	struct view plain;  /* and look-alikes and spaced letters undone */
	struct view heard;  /* and marks and digits inside words undone */
};
#define VIEWS_INIT                                    \
	{                                             \
		.narrow = { STR_INIT, { 0 }, { 0 } }, \
		.plain = { STR_INIT, { 0 }, { 0 } },  \
		.heard = { STR_INIT, { 0 }, { 0 } },  \
	}

void views_of(struct views *v, const char *text, size_t len);
void views_release(struct views *v);

#endif
