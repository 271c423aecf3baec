/* declared_own.h - how what a plugin says of itself is judged, for verbs
 * (declared_verbs.c) and the rest (declared.c).
 * SPDX-License-Identifier: MIT */
#ifndef HW_JUDGE_DECLARED_OWN_H
#define HW_JUDGE_DECLARED_OWN_H

#include "judge/sections.h"

/* A finding about `sent`; advice: what to do. */
#define FIND(s, sent, advice, ...)                                        \
	report_find((s)->report, JUDGE_DECLARED, (s)->name, sent, advice, \
		    __VA_ARGS__)

static inline const char *or_empty(const char *text)
{
	return text ? text : "";
}

static inline void declared_good(struct subject *s, bool is_good)
{
	if (is_good)
		report_good(s->report, JUDGE_DECLARED);
}

/* What the verb may send and how its replies are read, told and judged. */
void declared_verb(struct subject *s, const struct verb_info *v);

#endif
