/* holiday.c - see holiday.h.
 * SPDX-License-Identifier: MIT */
#include "policy/time/holiday.h"

#include "base/when.h"
#include "policy/rule/fact.h"

/* -- days that are known -- */

static bool closed(const struct day_off *d)
{
	return !d->worked && !d->closes;
}

static int by_day(const void *a, const void *b)
{
	const struct day_off *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return strcmp(x->name, y->name); /* the same on every machine */
}

/* Closed all day is stronger than anything; of half days what all leave. */
static void merge(struct day_off *into, const struct day_off *more)
{
	if (closed(into) || closed(more)) {
		if (!closed(into))
			*into = *more;
		return;
	}
	into->worked = into->worked || more->worked;
	if (more->opens > into->opens)
		into->opens = more->opens;
	if (more->closes && (!into->closes || more->closes < into->closes))
		into->closes = more->closes;
}

void day_off_list_sort(struct day_off_list *list)
{
	size_t n = 0;

	if (list->len)
		qsort(list->at, list->len, sizeof *list->at, by_day);
	for (size_t i = 0; i < list->len; i++)
		if (n && list->at[n - 1].day == list->at[i].day)
			merge(&list->at[n - 1], &list->at[i]);
		else
			list->at[n++] = list->at[i];
	list->len = n;
}

const struct day_off *day_off_find(const struct day_off_list *list, int64_t day)
{
	size_t low = 0, high = list->len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (list->at[middle].day == day)
			return &list->at[middle];
		if (list->at[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* -- days of a country -- */

struct working_out {
	const struct country *country;
	const char *region;
	struct day_off_list *out;
	size_t first; /* where its days begin in out */
};

static bool holds_in(const struct holiday *h, const char *region)
{
	return !*h->regions || words_have(h->regions, region);
}

static void add(struct working_out *w, const struct holiday *h, int64_t day)
{
	if (h->substitute == SUBSTITUTE_EVE && weekday_of(day) == 6)
		day--;
	day_off_list_push(w->out, (struct day_off){ .day = day,
						    .name = h->name,
						    .opens = h->opens,
						    .closes = h->closes });
}

/* `done` with each day of the rule in the years that are worked out. */
static void each_day(struct working_out *w, const struct holiday *h,
		     void (*done)(struct working_out *, const struct holiday *,
				  int64_t))
{
	int64_t day;

	for (size_t i = 0; i < h->rule.table.len; i++)
		done(w, h, h->rule.table.at[i]);
	for (int y = HOLIDAYS_FROM; y <= HOLIDAYS_UNTIL; y++)
		if (y >= h->from && y <= h->until &&
		    holiday_rule_day(&h->rule, y, &day))
			done(w, h, day);
}

static bool taken(const struct working_out *w, int64_t day)
{
	if (w->country->weekend & 1u << weekday_of(day))
		return true;
	for (size_t i = w->first; i < w->out->len; i++)
		if (w->out->at[i].day == day)
			return true;
	return false;
}

static void substitute(struct working_out *w, const struct holiday *h,
		       int64_t day)
{
	int weekday = weekday_of(day);
	bool weekend = w->country->weekend & 1u << weekday;
	int64_t other = day;

	switch (h->substitute) {
	case SUBSTITUTE_NEXT:
	case SUBSTITUTE_SUNDAY:
		if (h->substitute == SUBSTITUTE_NEXT ? weekend : weekday == 6)
			while (taken(w, other))
				other++;
		break;
	case SUBSTITUTE_NEAREST:
		other += weekday == 5 ? -1 : weekday == 6 ? 1 : 0;
		break;
	default:
		break;
	}
	if (other != day)
		add(w, h, other);
}

void country_days(const struct country *c, const char *region,
		  struct day_off_list *out)
{
	struct working_out w = { c, *region ? region : c->region, out,
				 out->len };

	for (size_t i = 0; i < c->holidays.len; i++)
		if (holds_in(&c->holidays.at[i], w.region))
			each_day(&w, &c->holidays.at[i], add);
	for (size_t i = 0; i < c->holidays.len; i++)
		if (holds_in(&c->holidays.at[i], w.region) &&
		    c->holidays.at[i].substitute != SUBSTITUTE_NONE)
			each_day(&w, &c->holidays.at[i], substitute);
	for (size_t i = 0; i < c->workdays.len; i++)
		day_off_list_push(out,
				  (struct day_off){ .day = c->workdays.at[i],
						    .name = "worked instead",
						    .worked = true });
}

void country_free(struct country *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->holidays.len; i++)
		day_list_release(&c->holidays.at[i].rule.table);
	holiday_list_release(&c->holidays);
	day_list_release(&c->workdays);
	free(c);
}
