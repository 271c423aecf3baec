/* alarm_read.c - reads policy/alerts.conf.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "policy/people/alarm_own.h"
#include "policy/people/vip.h"

#define A_DAY_MAX 1000

/* -- channels, on call, vip -- */

static void read_channel(struct alarm_reader *r, const struct conf_node *g)
{
	struct alarm_channel c = {
		.name = alarm_channel_words[conf_choice(
			g, "name", alarm_channel_words, 0)],
		.gather_ms = conf_duration(g, "gather", 0),
		.between_ms = conf_duration(g, "between", 5 * MINUTE_MS),
		.a_day = conf_int(g, "a_day", 50, 1, A_DAY_MAX),
		.urgent = conf_int(g, "kept_for_urgent", 0, 0, A_DAY_MAX),
	};

	if (c.urgent >= c.a_day)
		conf_mistake(conf_get(g, "kept_for_urgent"),
			     "\"kept_for_urgent\" is a part of \"a_day\", less "
			     "than all of it");
	if (alarms_channel(r->a, c.name)->name[0])
		conf_mistake(g, "\"%s\" stands there already", c.name);
	conf_unknown(g, NULL);
	alarm_channels_push(&r->a->channels, c);
}

static const struct calendar *read_calendar(struct alarm_reader *r,
					    const struct conf_node *g,
					    const char *key,
					    const char *fallback)
{
	const char *name = conf_text(g, key, fallback);
	const struct calendar *c = calendars_find(r->all, name);

	if (!c)
		conf_mistake(conf_get(g, key) ? conf_get(g, key) : g,
			     "\"%s\" is no calendar of calendars.conf, nor "
			     "\"always\"",
			     name);
	return c ? c : calendars_find(r->all, "always");
}

static void read_on_call(struct alarm_reader *r, const struct conf_node *g)
{
	CLEANUP(day_list_release) struct day_list since = { 0 };
	struct on_call o = {
		.who = conf_words(g, "who", r->arena),
		.calendar = read_calendar(r, g, "calendar", "always"),
		.turn_days = conf_duration(g, "turn", 0) / DAY_MS,
		.node = g,
	};

	if (!*o.who)
		conf_mistake(g, "\"who\" is missing; add who = [ \"mia\" ];");
	if (conf_get(g, "turn") && !o.turn_days)
		conf_mistake(conf_get(g, "turn"),
			     "\"turn\" is a day or more: \"7 d\"");
	if (conf_get(g, "since"))
		conf_days(g, "since", &since);
	if (o.turn_days && since.len != 1)
		conf_mistake(g, "\"turn\" needs the day on which the first of "
				"them began: since = \"2026-11-23\";");
	o.since_day = since.len ? since.at[0] : 0;
	conf_unknown(g, NULL);
	on_call_list_push(&r->a->on_call, o);
}

/* Files from before there was one fact of it said it here. */
static void moved(const struct conf_node *g, const char *key)
{
	const struct conf_node *at = conf_get(g, key);

	if (at)
		conf_mistake(at,
			     "who is a VIP is said once, in facts.conf: "
			     "move \"%s\" to vip = { ... }; there, and leave "
			     "\"hours\" here",
			     key);
}

static void read_vip(struct alarm_reader *r, const struct conf_node *g,
		     const struct vocabulary *facts)
{
	moved(g, "when");
	moved(g, "buyers");
	r->a->vip_hours = read_calendar(r, g, "hours", "always");
	if (!conf_get(g, "hours"))
		conf_mistake(g, "\"hours\" is missing: outside of which "
				"calendar are they told of? hours = "
				"\"shop\";");
	if (fact_find(facts, BUYER_VIP) < 0)
		conf_mistake(g,
			     "facts.conf does not say who is one: add the "
			     "fact \"" BUYER_VIP "\" there, and vip = { when "
			     "= \"buyer_orders >= 10\"; };");
	conf_unknown(g, NULL);
}

static void read_list(struct alarm_reader *r, const struct conf_node *root,
		      const char *name,
		      void (*one)(struct alarm_reader *,
				  const struct conf_node *))
{
	const struct conf_node *list = conf_get(root, name);

	for (int i = 0; i < conf_count(list); i++)
		if (conf_is_group(conf_at(list, i)))
			one(r, conf_at(list, i));
		else
			conf_mistake(conf_at(list, i),
				     "an entry of %s is { ... }", name);
}

static bool known_arrival(const char *word)
{
	return alarm_word_in(word, alarm_tiers) || issue_index(word) >= 0;
}

static void need_vip_ladder(struct alarm_reader *r, const struct conf_node *vip)
{
	const struct ladder *l = alarms_ladder(r->a, "vip", "", "");

	if (!l || !words_have(l->of, "vip"))
		conf_mistake(vip, "no ladder has \"vip\" in \"of\": name who "
				  "is told of them");
}

void alarms_read(struct alarms_file *a, struct conf *c,
		 const struct calendars *all, const struct vocabulary *facts,
		 struct arena *arena)
{
	const struct conf_node *root = conf_root(c), *vip;
	struct alarm_reader r = { a, all, arena };

	a->given = true;
	a->arrivals = alarm_words(&r, root, "arrivals", known_arrival,
				  issue_types, "it is a tier or an issue type");
	a->link = conf_text(root, "link", "");
	read_list(&r, root, "ladders", alarm_ladder_read);
	read_list(&r, root, "channels", read_channel);
	read_list(&r, root, "on_call", read_on_call);
	vip = a->vip = conf_get(root, "vip");
	if (vip) {
		read_vip(&r, vip, facts);
		need_vip_ladder(&r, vip);
	}
	conf_unknown(root, NULL);
}

void alarms_release(struct alarms_file *a)
{
	for (size_t i = 0; i < a->ladders.len; i++)
		alarm_steps_release(&a->ladders.at[i].steps);
	ladder_list_release(&a->ladders);
	alarm_channels_release(&a->channels);
	on_call_list_release(&a->on_call);
}
