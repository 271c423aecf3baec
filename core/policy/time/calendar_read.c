/* calendar_read.c - reads the seller's calendars, and makes one of each
 * country.
 * SPDX-License-Identifier: MIT */
#include <strings.h>

#include "base/when.h"
#include "policy/rule/fact.h"
#include "policy/time/calendar_own.h"

#define CLOSED_DAYS_MAX 400 /* of one closure */

struct reader {
	struct calendars *all;
	struct calendar *c;
	struct arena *arena;
};

/* -- zones -- */

static const struct zone *zone_of(struct calendars *all, const char *name)
{
	struct zone *z;

	for (size_t i = 0; i < all->zones.len; i++)
		if (text_eq(all->zones.at[i]->name, name))
			return all->zones.at[i];
	z = zone_open(name);
	if (z)
		zone_list_push(&all->zones, z);
	return z;
}

static const struct zone *read_zone(struct calendars *all,
				    const struct conf_node *g)
{
	const char *name = conf_required(g, "zone");
	const struct zone *z = zone_of(all, name);

	if (!z && *name)
		conf_mistake(conf_get(g, "zone"),
			     "\"%s\" is no time zone; write one such as "
			     "\"Europe/Berlin\"",
			     name);
	return z ? z : zone_of(all, "UTC");
}

/* The day whose hours a weekend has that is worked instead. */
static void set_workday(struct calendar *c)
{
	for (int d = 6; d >= 0; d--)
		if (c->week[d].len)
			c->workday = d;
}

/* -- days off -- */

static const struct country *country_of(const struct calendars *all,
					const char *code, size_t len)
{
	for (size_t i = 0; i < all->read.len; i++)
		if (strlen(all->read.at[i]->code) == len &&
		    strncasecmp(all->read.at[i]->code, code, len) == 0)
			return all->read.at[i];
	return NULL;
}

/* "DE" or "DE-BE" */
static void read_country(struct reader *r, const struct conf_node *at,
			 const char *text)
{
	size_t len = strcspn(text, "-");
	const char *region = text + len + (text[len] == '-');
	const struct country *country = country_of(r->all, text, len);

	if (!country)
		conf_mistake(at,
			     "no holidays of \"%.*s\" are known; add "
			     "holidays/%.*s.conf, or list the days in closed",
			     (int)len, text, (int)len, text);
	else if (*region && !words_have(country->regions, region))
		conf_mistake(at, "\"%s\" is no region of %s; they are %s",
			     region, country->name,
			     *country->regions ? country->regions : "none");
	else
		country_days(country, region, &r->c->off);
	if (country && country->tables_until < r->c->tables_until)
		r->c->tables_until = country->tables_until;
}

static void read_holidays(struct reader *r, const struct conf_node *g)
{
	CLEANUP(free_ptr)
	char *words = xstrdup(conf_words(g, "holidays", r->arena));
	char *save = NULL;

	for (char *w = strtok_r(words, " ", &save); w;
	     w = strtok_r(NULL, " ", &save))
		read_country(r, conf_get(g, "holidays"), w);
}

/* Days of { on = "..."; } or { from = "..."; until = "..."; }, both within. */
static void closure_days(const struct conf_node *g, struct day_list *days)
{
	CLEANUP(day_list_release) struct day_list from = { 0 }, until = { 0 };

	if (conf_get(g, "on")) {
		conf_days(g, "on", days);
		return;
	}
	conf_days(g, "from", &from);
	conf_days(g, "until", &until);
	if (from.len != 1 || until.len != 1)
		conf_mistake(g, "a closure is { on = \"2026-12-24\"; } or { "
				"from = \"2026-12-24\"; until = "
				"\"2027-01-01\"; }");
	else if (until.at[0] < from.at[0] ||
		 until.at[0] - from.at[0] >= CLOSED_DAYS_MAX)
		conf_mistake(g,
			     "\"until\" is before \"from\", or more than %d "
			     "days after it",
			     CLOSED_DAYS_MAX);
	else
		for (int64_t d = from.at[0]; d <= until.at[0]; d++)
			day_list_push(days, d);
}

static void read_closure(struct reader *r, const struct conf_node *g)
{
	CLEANUP(day_list_release) struct day_list days = { 0 };
	struct day_off off = { .name = conf_text(g, "name", "closed") };

	closure_days(g, &days);
	conf_half_day(g, &off.opens, &off.closes);
	conf_unknown(g, NULL);
	for (size_t i = 0; i < days.len; i++) {
		off.day = days.at[i];
		day_off_list_push(&r->c->off, off);
	}
}

/* -- calendars -- */

static void each(struct reader *r, const struct conf_node *g, const char *name,
		 void (*one)(struct reader *, const struct conf_node *))
{
	const struct conf_node *list = conf_get(g, name);

	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *item = conf_at(list, i);

		if (conf_is_group(item))
			one(r, item);
		else
			conf_mistake(item, "an entry of %s is { ... }", name);
	}
}

static struct calendar *make(const char *name, const struct zone *zone)
{
	struct calendar *c = xcalloc(1, sizeof *c);

	c->name = name;
	c->zone = zone;
	c->tables_until = HOLIDAYS_UNTIL;
	return c;
}

static void read_calendar(struct reader *r, const struct conf_node *g)
{
	const char *name = conf_required(g, "name");

	if (calendars_find(r->all, name) || text_eq(name, "buyer"))
		conf_mistake(conf_get(g, "name"),
			     "there is a calendar \"%s\" already; choose "
			     "another name",
			     name);
	r->c = make(name, read_zone(r->all, g));
	calendar_list_push(&r->all->list, r->c);
	calendar_hours(r->c, g);
	set_workday(r->c);
	if (!r->c->week[r->c->workday].len)
		conf_mistake(g, "it is never open; add hours = ( { days = "
				"\"mon-fri\"; open = \"09:00-17:00\"; } );");
	read_holidays(r, g);
	each(r, g, "closed", read_closure);
	day_off_list_sort(&r->c->off);
	conf_unknown(g, NULL);
}

static void open_all_day(struct calendar *c, unsigned weekend)
{
	for (int d = 0; d < 7; d++)
		if (!(weekend & 1u << d))
			hours_list_push(&c->week[d],
					(struct hours){ 0, DAY_MINUTES });
	set_workday(c);
}

void calendars_country(struct calendars *all, struct conf *conf,
		       struct arena *arena)
{
	struct country *country = country_read(conf, arena);
	const struct conf_node *root = conf_root(conf);
	struct calendar *c = make(country->code, read_zone(all, root));

	if (country_of(all, country->code, strlen(country->code)))
		conf_mistake(conf_get(root, "country"),
			     "the holidays of \"%s\" are known already; keep "
			     "one of the files",
			     country->code);
	open_all_day(c, country->weekend);
	country_days(country, "", &c->off);
	day_off_list_sort(&c->off);
	day_off_list_fit(&c->off);
	c->tables_until = country->tables_until;
	country_list_push(&all->read, country);
	calendar_list_push(&all->countries, c);
}

static void add_own(struct calendars *all, const char *name, unsigned weekend)
{
	struct calendar *c = make(name, zone_of(all, "UTC"));

	open_all_day(c, weekend);
	calendar_list_push(&all->list, c);
}

void calendars_read(struct calendars *all, struct conf *c, struct arena *arena)
{
	struct reader r = { .all = all, .arena = arena };

	add_own(all, "always", 0);
	add_own(all, "weekdays", 1u << 5 | 1u << 6);
	if (!c)
		return;
	each(&r, conf_root(c), "calendars", read_calendar);
	conf_unknown(conf_root(c), NULL);
}

/* -- all of them -- */

static void release(struct calendar_list *list)
{
	for (size_t i = 0; i < list->len; i++) {
		for (int d = 0; d < 7; d++)
			hours_list_release(&list->at[i]->week[d]);
		day_off_list_release(&list->at[i]->off);
		free(list->at[i]);
	}
	calendar_list_release(list);
}

void calendars_release(struct calendars *all)
{
	release(&all->list);
	release(&all->countries);
	for (size_t i = 0; i < all->read.len; i++)
		country_free(all->read.at[i]);
	country_list_release(&all->read);
	for (size_t i = 0; i < all->zones.len; i++)
		zone_close(all->zones.at[i]);
	zone_list_release(&all->zones);
}

static const struct calendar *named(const struct calendar_list *list,
				    const char *name)
{
	for (size_t i = 0; i < list->len; i++)
		if (strcasecmp(list->at[i]->name, name) == 0)
			return list->at[i];
	return NULL;
}

const struct calendar *calendars_find(const struct calendars *all,
				      const char *name)
{
	return named(&all->list, name);
}

const struct calendar *calendars_of_country(const struct calendars *all,
					    const char *country)
{
	return named(&all->countries, country);
}
