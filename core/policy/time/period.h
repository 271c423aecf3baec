/* period.h - how long everything may take: one table (policy/triage.conf).
 *
 * A period is a span of time or a number of working days, counted on a
 * calendar. Where it is a range, `aim` is its near end and `within` the far
 * one, which is the deadline. Pure: moments come in and go out.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_PERIOD_H
#define HW_POLICY_PERIOD_H

#include "policy/time/calendar.h"

#define REMINDERS_MAX 4

struct span {
	int64_t ms; /* 0 when it is in days */
	int days;   /* working days */
};

struct period {
	const char *name;
	struct span aim, within; /* aim: zeroes when there is none */
	/* "always": every hour counts. "buyer": of the buyer's country, or
	 * Monday to Friday, UTC, where its holidays are not known. Else one
	 * of calendars.conf. */
	const char *calendar;
	bool pauses; /* while we wait for the buyer */
};
VEC(period_list, struct period);

struct periods {
	struct period_list list;
	int remind[REMINDERS_MAX]; /* percent, rising */
	size_t reminders;
};

/* Takes "periods" and "remind" of a file's root; mistakes are recorded. */
void periods_read(struct periods *p, const struct conf_node *root,
		  const struct calendars *all, struct arena *arena);
void periods_release(struct periods *p);
const struct period *periods_find(const struct periods *p, const char *name);

/* A wait or a limit at a key: "48 h", working days of the buyer's country, or
 * the name of a period. False when it is not there or wrong (recorded). */
bool period_at(const struct conf_node *g, const char *key,
	       const struct periods *p, struct period *out);

/* Never NULL. country may be "". */
const struct calendar *period_calendar(const struct period *p,
				       const struct calendars *all,
				       const char *country);

/* These answer false when the calendar does not open for so long
 * (calendar.h). */

/* The end of a span that begins at `from`. */
bool span_end(const struct span *s, const struct calendar *c, int64_t from,
	      int64_t *end) MUST_CHECK;
/* When so many percent of the time that counts between two moments are over. */
bool period_share(const struct calendar *c, int64_t from, int64_t due,
		  int percent, int64_t *at) MUST_CHECK;
/* The deadline after a pause: what was left at `paused` is left at `resumed`.
 * One that was over before the pause stays. */
bool period_resume(const struct calendar *c, int64_t due, int64_t paused,
		   int64_t resumed, int64_t *moved) MUST_CHECK;

#endif
