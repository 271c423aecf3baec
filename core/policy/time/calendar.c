/* calendar.c - see calendar.h.
 * SPDX-License-Identifier: MIT */
#include "policy/time/calendar.h"

#include "base/when.h"

/* -- the hours of a day -- */

/* The i-th span of a day; false when there are no more. What a half day takes
 * away leaves an empty span, which nobody sees. */
static bool day_hours(const struct calendar *c, int64_t day, size_t i,
		      struct hours *out)
{
	const struct day_off *off = day_off_find(&c->off, day);
	const struct hours_list *list = &c->week[weekday_of(day)];

	if (off && off->worked)
		list = &c->week[c->workday];
	else if (off && !off->closes)
		return false;
	if (i >= list->len)
		return false;
	*out = list->at[i];
	if (!off || !off->closes)
		return true;
	if (out->from < off->opens)
		out->from = off->opens;
	if (off->closes < 24 * 60 && out->until > off->closes)
		out->until = off->closes;
	return true;
}

static int64_t more(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t less(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* -- walking over what is open -- */

struct open {
	int64_t from, until;
};

/* From one offset of the clock to the next, and there from day to day. */
struct walk {
	const struct calendar *c;
	int64_t at, limit; /* instants */
	size_t shift;
	int64_t from, until; /* civil, of this shift */
	int64_t day;
	size_t i;
	int64_t done; /* given until then: hours of two days may overlap */
};

static void walk_shift(struct walk *w, size_t shift)
{
	const struct shift *s = &w->c->zone->shifts.at[shift];

	w->shift = shift;
	w->from = more(w->at, s->from) + s->offset;
	w->until = less(w->limit, s->until) + s->offset;
	w->day = day_of(w->from) - 1; /* its hours may pass midnight */
	w->i = 0;
}

static void walk_begin(struct walk *w, const struct calendar *c, int64_t at,
		       int64_t limit)
{
	*w = (struct walk){ .c = c, .at = at, .limit = limit, .done = at };
	walk_shift(w, zone_shift(c->zone, at));
}

static bool walk_next(struct walk *w, struct open *out)
{
	const struct shift_list *shifts = &w->c->zone->shifts;
	struct hours h;

	for (;;) {
		int64_t offset = shifts->at[w->shift].offset;

		for (; w->day * DAY_MS < w->until; w->day++, w->i = 0)
			while (day_hours(w->c, w->day, w->i, &h)) {
				int64_t base = w->day * DAY_MS;

				w->i++;
				out->from = more(more(base + h.from * MINUTE_MS,
						      w->from) -
							 offset,
						 w->done);
				out->until = less(base + h.until * MINUTE_MS,
						  w->until) -
					     offset;
				if (out->from >= out->until)
					continue;
				w->done = out->until;
				return true;
			}
		if (w->shift + 1 >= shifts->len ||
		    shifts->at[w->shift].until >= w->limit)
			return false;
		walk_shift(w, w->shift + 1);
	}
}

static int64_t reach(int64_t at)
{
	return at + CALENDAR_REACH_DAYS * DAY_MS;
}

/* -- asking -- */

bool calendar_next_open(const struct calendar *c, int64_t at, int64_t *open)
{
	struct walk w;
	struct open o;

	walk_begin(&w, c, at, reach(at));
	if (!walk_next(&w, &o))
		return false;
	*open = o.from;
	return true;
}

bool calendar_is_open(const struct calendar *c, int64_t at)
{
	struct walk w;
	struct open o;

	walk_begin(&w, c, at, at + 1);
	return walk_next(&w, &o);
}

int64_t calendar_turns(const struct calendar *c, int64_t at)
{
	int64_t limit = reach(at), until = at;
	struct walk w;
	struct open o;

	walk_begin(&w, c, at, limit);
	while (walk_next(&w, &o) && o.from == until)
		until = o.until;
	if (until > at)
		return until < limit ? until : 0;
	return calendar_next_open(c, at, &until) ? until : 0;
}

int64_t calendar_worked(const struct calendar *c, int64_t from, int64_t until)
{
	int64_t sum = 0;
	struct walk w;
	struct open o;

	if (until <= from)
		return 0;
	walk_begin(&w, c, from, until);
	while (walk_next(&w, &o))
		sum += o.until - o.from;
	return sum;
}

bool calendar_add(const struct calendar *c, int64_t at, int64_t ms,
		  int64_t *due)
{
	struct walk w;
	struct open o = { at, at };

	if (ms < 0)
		ms = 0;
	walk_begin(&w, c, at, reach(at));
	while (ms > 0) {
		if (!walk_next(&w, &o))
			return false;
		ms -= o.until - o.from;
	}
	*due = o.until + ms; /* what the last span had too much */
	return true;
}

/* When the hours of a day are over; false when it has none, or the clock never
 * showed them. */
static bool day_over(const struct calendar *c, int64_t day, int64_t *at)
{
	struct hours h;
	int64_t over;
	bool works = false;

	for (size_t i = 0; day_hours(c, day, i, &h); i++) {
		int64_t base = day * DAY_MS;

		if (h.from >= h.until ||
		    !zone_over(c->zone, base + h.from * MINUTE_MS,
			       base + h.until * MINUTE_MS, &over))
			continue;
		*at = works ? more(*at, over) : over;
		works = true;
	}
	return works;
}

bool calendar_add_days(const struct calendar *c, int64_t at, int days,
		       int64_t *due)
{
	int64_t day = day_of(zone_civil(c->zone, at)), over;

	if (days <= 0) { /* the night of the day before may still go on */
		for (int64_t d = day - 1; d < day + CALENDAR_REACH_DAYS; d++)
			if (day_over(c, d, &over) && over > at) {
				*due = over;
				return true;
			}
		return false;
	}
	for (int64_t d = day + 1; d < day + CALENDAR_REACH_DAYS; d++)
		if (day_over(c, d, &over) && --days == 0) {
			*due = over;
			return true;
		}
	return false;
}
