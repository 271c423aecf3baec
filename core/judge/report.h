/* report.h - what the judging found: a line a finding, the rest counted.
 * SPDX-License-Identifier: MIT */
#ifndef HW_JUDGE_REPORT_H
#define HW_JUDGE_REPORT_H

#include "base/json.h"
#include "base/mem.h"
#include "base/vec.h"

enum judge_group {
	JUDGE_DECLARED, /* what the plugin says of itself */
	JUDGE_FIXTURES, /* its fixtures pass */
	JUDGE_HOSTILE,  /* replies that are no answer */
	JUDGE_KILLED,   /* the worker dies in a call */
	JUDGE_AGAIN,    /* the same again, and many times */
	JUDGE_OPTIONS,  /* options at their edges */
	JUDGE_GROUPS
};

/* One thing to mend. All texts are in the report's arena. */
struct finding {
	enum judge_group group;
	const char *where;  /* a fixture's file, or the plugin's */
	const char *sent;   /* what was done to it */
	const char *found;  /* what it did, and what was expected */
	const char *advice; /* what to do */
	int more;           /* further ones of the same place and advice */
};
VEC(finding_list, struct finding);
VEC(told_list, const char *);

struct report {
	struct arena arena;
	char *id, *version; /* in the arena; NULL: it did not load */
	struct finding_list findings;
	int good[JUDGE_GROUPS];
	struct told_list may; /* what the plugin may do, a line each */
	const char *how;      /* "in the worker's sandbox" ... */
};
#define REPORT_INIT                 \
	{                           \
		.arena = ARENA_INIT \
	}
void report_release(struct report *r);

void report_good(struct report *r, enum judge_group group);
/* A finding; fmt says what was found. One of the same group, place and advice
 * is only counted. */
void report_find(struct report *r, enum judge_group group, const char *where,
		 const char *sent, const char *advice, const char *fmt, ...)
	HW_PRINTF_LIKE(6, 7);
/* A line of what the plugin may do. */
void report_may(struct report *r, const char *fmt, ...) HW_PRINTF_LIKE(2, 3);

/* Append the report: for people, grouped and counted; as one JSON object. */
void report_put_text(struct str *s, const struct report *r);
void report_put_json(struct str *s, const struct report *r);

#endif
