/* lists.c - see lists.h.
 * SPDX-License-Identifier: MIT */
#include "policy/rule/lists.h"

#include <string.h>

#include "model/records.h"
#include "policy/policy.h"

static const char *const tier_words[] = { "red", "yellow", "blue", NULL };

static const char *issues_of(struct policy *p, const struct conf_node *g,
			     const char *name)
{
	const char *words = conf_words(g, name, &p->arena);
	CLEANUP(free_ptr) char *copy = xstrdup(words);
	char *save = NULL;

	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save)) {
		const char *near = text_nearest(w, issue_types);

		if (!text_eq(w, "*") && issue_index(w) < 0)
			conf_mistake(conf_get(g, name),
				     "\"%s\" is no issue type%s%s%s", w,
				     near ? "; did you mean \"" : "",
				     near ? near : "", near ? "\"?" : "");
	}
	return words;
}

/* The one that is named at "period", or the usual one; NULL when there is
 * none. */
static const struct period *
period_of(struct policy *p, const struct conf_node *g, const char *usual)
{
	const char *name = conf_text(g, "period", usual);
	const struct period *found = periods_find(&p->periods, name);

	if (!found && conf_get(g, "period"))
		conf_mistake(conf_get(g, "period"),
			     "\"%.40s\" is no period of this file", name);
	return found;
}

static void read_channel(struct policy *p, const struct conf_node *g)
{
	struct channel_rule one = { conf_required(g, "channel"),
				    period_of(p, g, "") };

	if (!conf_get(g, "period"))
		conf_mistake(g, "\"period\" is missing; add period = "
				"\"social\";");
	if (one.period)
		channel_rules_push(&p->channels, one);
}

/* How soon is what the period of its tier says, or a time of its own. */
static void read_tier(struct policy *p, const struct conf_node *g)
{
	struct tier_rule t = {
		.name = conf_required(g, "name"),
		.issues = issues_of(p, g, "issues"),
		.tier = TIER_RED + conf_choice(g, "tier", tier_words, 2),
		.respond_ms = conf_duration(g, "respond", 0),
	};

	if (!conf_get(g, "respond"))
		t.period = period_of(p, g, tier_words[t.tier - TIER_RED]);
	if (t.period)
		t.respond_ms = t.period->within.ms;
	if (t.period ? t.period->within.days != 0 : t.respond_ms <= 0)
		conf_mistake(g,
			     "\"respond\" is missing; add respond = \"4 h\";, "
			     "or a period \"%s\" in hours",
			     tier_words[t.tier - TIER_RED]);
	tier_rules_push(&p->tiers, t);
}

static void read_still(struct policy *p, const struct conf_node *g)
{
	still_rules_push(&p->stills,
			 (struct still_rule){
				 .carrier = conf_text(g, "carrier", "*"),
				 .status = conf_text(g, "status", "*"),
				 .country = conf_text(g, "country", "*"),
				 .limit_ms = conf_duration(g, "limit", 0),
			 });
}

static void read_guide(struct policy *p, const struct conf_node *g)
{
	struct guide one = { conf_required(g, "sku"),
			     conf_required(g, "link") };

	if (*one.link && !text_starts(one.link, "https://"))
		conf_mistake(conf_get(g, "link"),
			     "\"link\" begins with https://");
	guide_list_push(&p->guides, one);
}

static void read_list(struct policy *p, struct conf *c, const char *list,
		      void (*one)(struct policy *, const struct conf_node *))
{
	const struct conf_node *node = conf_get(conf_root(c), list);

	for (int i = 0; i < conf_count(node); i++) {
		const struct conf_node *g = conf_at(node, i);

		if (!conf_is_group(g)) {
			conf_mistake(g, "an entry of %s is { ... }", list);
			continue;
		}
		one(p, g);
		conf_unknown(g, NULL);
	}
}

/* When the file does not say. */
#define AUTO_REPLIES_A_DAY 1
#define AUTO_REPLIES_AN_HOUR 20

void caps_read(struct policy *p, struct conf *c)
{
	const struct conf_node *g = conf_get(conf_root(c), "automatic_replies");

	p->auto_replies_a_day =
		conf_int(g, "per_address_per_day", AUTO_REPLIES_A_DAY, 0, 100);
	p->auto_replies_an_hour =
		conf_int(g, "per_hour", AUTO_REPLIES_AN_HOUR, 0, 10000);
	if (g)
		conf_unknown(g, NULL);
}

void triage_read(struct policy *p, struct conf *c)
{
	periods_read(&p->periods, conf_root(c), &p->calendars, &p->arena);
	read_list(p, c, "tiers", read_tier);
	read_list(p, c, "channels", read_channel);
	conf_unknown(conf_root(c), NULL);
}

void stills_read(struct policy *p, struct conf *c)
{
	read_list(p, c, "still", read_still);
	conf_unknown(conf_root(c), NULL);
}

void guides_read(struct policy *p, struct conf *c)
{
	read_list(p, c, "guides", read_guide);
	conf_unknown(conf_root(c), NULL);
}
