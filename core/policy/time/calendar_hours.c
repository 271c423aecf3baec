/* calendar_hours.c - the weekly hours of a calendar, as files write them.
 * SPDX-License-Identifier: MIT */
#include "policy/time/calendar_own.h"

/* "mon-fri", "sat", "fri-mon"; more of them by blanks. 0: it is none. */
static unsigned days_parse(const char *text)
{
	unsigned days = 0;

	while (*text) {
		size_t len = strcspn(text, " ");
		const char *dash = memchr(text, '-', len);
		size_t first = dash ? (size_t)(dash - text) : len;
		int from = weekday_parse(text, first), until = from;

		if (dash)
			until = weekday_parse(dash + 1, len - first - 1);
		if (from < 0 || until < 0)
			return 0;
		for (int d = from;; d = (d + 1) % 7) {
			days |= 1u << d;
			if (d == until)
				break;
		}
		text += len + strspn(text + len, " ");
	}
	return days;
}

/* "22:00-06:00"; past midnight when it ends before it begins. */
static bool span_parse(const char *text, size_t len, struct hours *h)
{
	if (len != strlen("22:00-06:00") || text[5] != '-')
		return false;
	h->from = minutes_parse(text, 5);
	h->until = minutes_parse(text + 6, 5);
	if (h->from < 0 || h->from >= DAY_MINUTES || h->until < 0 ||
	    h->from == h->until)
		return false;
	if (h->until < h->from)
		h->until += DAY_MINUTES;
	return true;
}

static void read_open(const struct conf_node *g, struct hours_list *out)
{
	const struct conf_node *node = conf_get(g, "open");
	const char *text = conf_required(g, "open");

	while (*text) {
		size_t len = strcspn(text, " ");
		struct hours h = { 0 };

		if (!span_parse(text, len, &h))
			conf_mistake(node,
				     "\"%.*s\" is no span of hours; write "
				     "\"09:00-12:30 13:30-17:00\", or "
				     "\"22:00-06:00\" over midnight",
				     (int)len, text);
		else if (out->len && h.from < out->at[out->len - 1].until)
			conf_mistake(node,
				     "\"%.*s\" begins before the span before "
				     "it is over; put them in order, apart",
				     (int)len, text);
		else
			hours_list_push(out, h);
		text += len + strspn(text + len, " ");
	}
}

/* `given`: weekdays that have their hours. */
static void read_hours(struct calendar *c, const struct conf_node *g,
		       unsigned *given)
{
	CLEANUP(hours_list_release) struct hours_list open = { 0 };
	const char *text = conf_required(g, "days");
	unsigned days = days_parse(text);

	if (!days && *text)
		conf_mistake(conf_get(g, "days"),
			     "\"%s\" are no days; write \"mon-fri\" or \"sat "
			     "sun\"",
			     text);
	if (days & *given)
		conf_mistake(conf_get(g, "days"),
			     "a day has its hours already; write them in one "
			     "text: open = \"09:00-12:00 13:00-17:00\";");
	days &= ~*given;
	*given |= days;
	read_open(g, &open);
	for (int d = 0; d < 7; d++)
		for (size_t i = 0; days & 1u << d && i < open.len; i++)
			hours_list_push(&c->week[d], open.at[i]);
}

/* The night of a day into the morning of the next. */
static void check_nights(const struct calendar *c, const struct conf_node *g)
{
	for (int d = 0; d < 7; d++) {
		const struct hours_list *a = &c->week[d];
		const struct hours_list *b = &c->week[(d + 1) % 7];

		if (a->len && b->len &&
		    a->at[a->len - 1].until - DAY_MINUTES > b->at[0].from) {
			conf_mistake(conf_get(g, "hours"),
				     "the hours over midnight reach into those "
				     "of the next day; shorten one of them");
			return;
		}
	}
}

void calendar_hours(struct calendar *c, const struct conf_node *g)
{
	const struct conf_node *list = conf_get(g, "hours");
	unsigned given = 0;

	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *item = conf_at(list, i);

		if (!conf_is_group(item)) {
			conf_mistake(item, "an entry of hours is { days = "
					   "\"mon-fri\"; open = "
					   "\"09:00-17:00\"; }");
			continue;
		}
		read_hours(c, item, &given);
		conf_unknown(item, NULL);
	}
	check_nights(c, g);
}
