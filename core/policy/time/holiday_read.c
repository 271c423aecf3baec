/* holiday_read.c - reads a country's file.
 * SPDX-License-Identifier: MIT */
#include <limits.h>

#include "base/when.h"
#include "policy/rule/fact.h"
#include "policy/time/holiday.h"

static const char *const substitutes[] = { "none",    "next", "sunday",
					   "nearest", "eve",  NULL };

static void one_day(const struct conf_node *node, const struct conf_node *at,
		    struct day_list *out)
{
	const char *text = conf_self_text(node);
	struct when w = { 0 };
	struct err err = { 0 };

	if (!text || strlen(text) != strlen("2026-11-24") ||
	    when_parse(&w, text, &err))
		conf_mistake(at, "\"%s\" is no date; write \"2026-11-24\"",
			     text ? text : "");
	else
		day_list_push(out, day_of(w.ms));
}

void conf_days(const struct conf_node *g, const char *name,
	       struct day_list *out)
{
	const struct conf_node *node = conf_get(g, name);

	if (node && conf_self_text(node)) {
		one_day(node, node, out);
		return;
	}
	if (node && !conf_count(node))
		conf_mistake(node, "\"%s\" is [ \"2026-11-24\", ... ]", name);
	for (int i = 0; i < conf_count(node); i++)
		one_day(conf_at(node, i), node, out);
}

static int half(const struct conf_node *g, const char *name, int fallback)
{
	const char *text = conf_text(g, name, NULL);
	int minutes = text ? minutes_parse(text, strlen(text)) : fallback;

	if (minutes >= 0)
		return minutes;
	conf_mistake(conf_get(g, name), "\"%s\" is a time such as \"14:00\"",
		     name);
	return fallback;
}

void conf_half_day(const struct conf_node *g, int *opens, int *closes)
{
	bool given = conf_get(g, "opens") || conf_get(g, "closes");

	*opens = half(g, "opens", 0);
	*closes = half(g, "closes", given ? 24 * 60 : 0);
	if (given && *opens >= *closes)
		conf_mistake(g, "a half day opens before it closes");
}

static const char *regions_of(const struct country *c,
			      const struct conf_node *g, struct arena *arena)
{
	const char *words = conf_words(g, "regions", arena);
	CLEANUP(free_ptr) char *copy = xstrdup(words);
	char *save = NULL;

	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save))
		if (!words_have(c->regions, w))
			conf_mistake(conf_get(g, "regions"),
				     "\"%s\" is none of this country's "
				     "regions; they are %s",
				     w, *c->regions ? c->regions : "none");
	return words;
}

/* A text is a rule, a list is a table. */
static void read_on(struct country *c, struct holiday *h,
		    const struct conf_node *g)
{
	const struct conf_node *on = conf_get(g, "on");
	struct err err = { 0 };
	int year, month, day;

	h->rule.how = ON_TABLE; /* without a day, where it is wrong */
	if (!on)
		conf_mistake(g, "\"on\" is missing; add on = \"12-25\";");
	if (conf_self_text(on)) {
		if (holiday_rule_parse(&h->rule, conf_self_text(on), &err))
			conf_mistake(on, "\"on\": %s", err.text);
		return;
	}
	conf_days(g, "on", &h->rule.table);
	if (!h->rule.table.len)
		return;
	day_civil(h->rule.table.at[h->rule.table.len - 1], &year, &month, &day);
	if (!conf_flag(g, "once", false) && year < c->tables_until)
		c->tables_until = year;
}

static void read_holiday(struct country *c, const struct conf_node *g,
			 struct arena *arena)
{
	struct holiday h = {
		.name = arena_strdup(arena, conf_required(g, "name")),
		.regions = regions_of(c, g, arena),
		.from = (int)conf_int(g, "from", 0, 1900, 2100),
		.until = (int)conf_int(g, "until", INT_MAX, 1900, 2100),
		.substitute = (enum holiday_substitute)conf_choice(
			g, "substitute", substitutes, SUBSTITUTE_NONE),
	};

	read_on(c, &h, g);
	conf_half_day(g, &h.opens, &h.closes);
	conf_unknown(g, NULL);
	holiday_list_push(&c->holidays, h);
}

static unsigned read_weekend(const struct conf_node *g, struct arena *arena)
{
	const char *words = conf_words(g, "weekend", arena);
	unsigned days = 0;

	for (const char *at = words; *at;) {
		size_t len = strcspn(at, " ");
		int day = weekday_parse(at, len);

		if (day < 0)
			conf_mistake(conf_get(g, "weekend"),
				     "\"weekend\" is a list of mon tue wed thu "
				     "fri sat sun");
		else
			days |= 1u << day;
		at += len + strspn(at + len, " ");
	}
	if (days == 0x7f)
		conf_mistake(conf_get(g, "weekend"),
			     "\"weekend\" leaves no day to work");
	return days == 0x7f ? 0 : days;
}

struct country *country_read(struct conf *conf, struct arena *arena)
{
	const struct conf_node *root = conf_root(conf);
	const struct conf_node *list = conf_get(root, "holidays");
	struct country *c = xcalloc(1, sizeof *c);

	c->code = arena_strdup(arena, conf_required(root, "country"));
	c->name = arena_strdup(arena, conf_required(root, "name"));
	c->zone = arena_strdup(arena, conf_required(root, "zone"));
	conf_required(root, "source");
	conf_required(root, "as_of");
	c->regions = conf_words(root, "all_regions", arena);
	c->region = arena_strdup(arena, conf_text(root, "region", ""));
	if (*c->region && !words_have(c->regions, c->region))
		conf_mistake(conf_get(root, "region"),
			     "\"%s\" is not in all_regions", c->region);
	c->weekend = read_weekend(root, arena);
	c->tables_until = HOLIDAYS_UNTIL;
	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *g = conf_at(list, i);

		if (conf_is_group(g))
			read_holiday(c, g, arena);
		else
			conf_mistake(g, "a holiday is { name = \"...\"; on = "
					"\"12-25\"; }");
	}
	if (conf_get(root, "workdays"))
		conf_days(root, "workdays", &c->workdays);
	conf_unknown(root, NULL);
	return c;
}
