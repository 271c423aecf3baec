/* guard_day.h - the order's day, and the days that a text tells.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_DAY_H
#define HW_POLICY_GUARD_DAY_H

#include "policy/guard/guard_words.h"

struct day {
	int y, m, d, weekday; /* 0 is Sunday */
	bool right, wrong;
	const struct view *view;     /* whose bytes these are: */
	size_t from, to;             /* of the first wrong one */
	size_t right_from, right_to; /* of the last right one */
};

void day_note(struct day *day, bool right, size_t from, size_t to);
/* Digits at the cursor, which moves behind them; -1 when there are none or more
 * than `most`. */
int day_number(const char **at, int most);

/* Days in digits, in the narrow view, and before the signs for month and day
 * (guard_dates.c). */
void look_for_numbers(struct judging *j, struct day *day);
/* Months by their names, and what is written in words before the signs for
 * month and day, in the heard view. */
void look_for_months(struct judging *j, struct day *day); /* guard_months.c */
/* Days without a month, as `bare_day` of the language finds them: only where no
 * other is told. */
void look_for_bare_days(struct judging *j, struct day *day);

#endif
