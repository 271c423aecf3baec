/* scorecard.h - which figures of a carrier are bad (A130):
 * policy/scorecard.conf.
 *
 * A figure is a share in points (share.h) or a time in ms. Limits are the
 * seller's, by carrier and country. A folder without the file marks nothing.
 * Pure.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_SCORECARD_H
#define HW_POLICY_SCORECARD_H

#include "policy/conf/share.h"

enum score_figure {
	SCORE_ON_TIME, /* points; the more the better */
	SCORE_SLOW,    /* ms */
	SCORE_STALLED, /* points */
	SCORE_MISSING,
	SCORE_DAMAGED,
	SCORE_FIGURES
};
extern const char *const score_words[SCORE_FIGURES + 1];

#define SCORE_UNKNOWN INT64_C(-1)

struct score_limit {
	enum score_figure figure;
	const char *carrier, *country; /* "*": any */
	int64_t at;
};
VEC(score_limits, struct score_limit);

/* Embedded: zero it. */
struct scorecard {
	struct score_limits limits;
	int64_t within_ms; /* 0: all that is known */
	int64_t least;     /* parcels */
};

/* Takes a whole file; mistakes are recorded. Texts live as long as c. */
void scorecard_read(struct scorecard *s, struct conf *c);
void scorecard_release(struct scorecard *s);

/* Is the figure of so many parcels worse than its limit? country "": all. */
bool scorecard_bad(const struct scorecard *s, enum score_figure figure,
		   const char *carrier, const char *country, int64_t parcels,
		   int64_t value);

#endif
