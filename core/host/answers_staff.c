/* answers_staff.c - who gets a ticket, who is at work, when the desk is open.
 * SPDX-License-Identifier: MIT */
#include "base/vec.h"
#include "host/answers.h"
#include "model/records.h"
#include "policy/people/assign.h"

VEC(colleague_list, struct colleague);

static const struct calendar *calendar_of(const struct brain_of *o,
					  const struct agent_entry *a)
{
	return a->calendar && *a->calendar && o->policy
		       ? calendars_find(&o->policy->calendars, a->calendar)
		       : NULL;
}

static bool works(const struct brain_of *o, const struct agent_entry *a,
		  int64_t now)
{
	const struct calendar *c = calendar_of(o, a);

	return !c || calendar_is_open(c, now);
}

static const struct load *load_of(const char *agent, const struct load *loads,
				  size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_eq(loads[i].agent, agent))
			return &loads[i];
	return NULL;
}

static const char *word(const char *text)
{
	return text ? text : "";
}

static struct colleague colleague_of(const struct brain_of *o,
				     const struct agent_entry *a,
				     const struct load *load, int64_t now)
{
	return (struct colleague){
		.name = a->name,
		.skills = word(a->skills),
		.languages = word(a->languages),
		.shops = word(a->shops),
		.countries = word(a->countries),
		.open = load ? load->open : 0,
		.there = !text_eq(a->role, "auditor") &&
			 !(load && load->away > now) && works(o, a, now),
	};
}

static bool is_key(const struct brain_of *o, const struct matter *m, int tier,
		   struct arena *arena)
{
	const struct condition *key = o->policy ? o->policy->staff.key : NULL;
	struct fact_values v;

	if (tier == TIER_RED || !key)
		return tier == TIER_RED;
	answer_facts(o, m, arena, &v);
	return condition_holds(key, &v) == 1;
}

static void ask_assign(const struct brain *b, const struct matter *m,
		       const char *shop, int tier, const struct load *loads,
		       size_t count, struct arena *arena, struct assigned *out)
{
	static const struct staff none = { .key = NULL };
	const struct brain_of *o = of(b);
	const struct agent_list *agents = &o->manifest->agents;
	const struct staff *s = o->policy ? &o->policy->staff : &none;
	CLEANUP(colleague_list_release) struct colleague_list list = { 0 };
	struct errand e = { word(m->issue), word(m->lang), word(m->country),
			    word(shop), is_key(o, m, tier, arena) };
	int who;

	for (size_t i = 0; i < agents->len; i++)
		colleague_list_push(
			&list,
			colleague_of(o, &agents->at[i],
				     load_of(agents->at[i].name, loads, count),
				     m->now));
	who = assign_pick(s, list.at, list.len, &e);
	*out = (struct assigned){ "", "" };
	if (who < 0 || !list.at)
		return;
	out->agent = list.at[who].name;
	out->why = assign_why(s, list.at, list.len, who, &e, arena);
}

static bool ask_duty(const struct brain *b, const char *agent, int64_t now,
		     struct duty *out)
{
	const struct brain_of *o = of(b);
	const struct agent_list *agents = &o->manifest->agents;

	for (size_t i = 0; i < agents->len; i++) {
		const struct agent_entry *a = &agents->at[i];
		const struct calendar *c = calendar_of(o, a);

		if (!text_eq(a->name, agent))
			continue;
		*out = (struct duty){ .there = works(o, a, now),
				      .hand_over = a->hand_over };
		out->until = c ? calendar_turns(c, now) : 0;
		return true;
	}
	return false;
}

static bool ask_hours(const struct brain *b, int64_t now, struct opening *out)
{
	const struct calendar *c = of(b)->policy->staff.hours;

	if (!c)
		return false;
	*out = (struct opening){ .open = calendar_is_open(c, now),
				 .until = calendar_turns(c, now),
				 .zone = c->zone->name };
	return true;
}

static bool ask_receipt(const struct brain *b, const char *channel,
			const char *plugin, const char *shop, const char *issue)
{
	return staff_receipt(&of(b)->policy->staff, channel, plugin, shop,
			     issue);
}

/* Of a country with several clocks its holidays say which. */
static const char *ask_home_zone(const struct brain *b, const char *country,
				 struct arena *arena)
{
	const struct calendar *c =
		calendars_of_country(&of(b)->policy->calendars, country);
	struct zone *z = c ? NULL : zone_of_country(country);
	const char *name = arena_strdup(arena, c   ? c->zone->name
					       : z ? z->name
						   : "");

	zone_close(z);
	return name;
}

void answers_of_staff(struct brain *b)
{
	b->work.assign = ask_assign;
	b->work.duty = ask_duty;
	b->work.hours = ask_hours;
	b->work.receipt = ask_receipt;
	b->work.home_zone = ask_home_zone;
}

/* -- checking -- */

static void check_skill(struct brain_of *b, const struct conf_node *at,
			const char *skill)
{
	const char *near = text_nearest(skill, issue_types);

	if (staff_knows(&b->policy->staff, skill))
		return;
	if (near)
		mistake(&b->mistakes, conf_file(at), conf_line(at),
			"\"%.60s\" is no issue type; did you mean \"%s\"?",
			skill, near);
	else
		mistake(&b->mistakes, conf_file(at), conf_line(at),
			"\"%.60s\" is no issue type and no skill of "
			"staff.conf; both are listed there",
			skill);
}

void staff_check(struct brain_of *b)
{
	for (size_t i = 0; i < b->manifest->agents.len; i++) {
		const struct agent_entry *a = &b->manifest->agents.at[i];
		const struct conf_node *skills = conf_get(a->node, "skills");
		const struct conf_node *at = conf_get(a->node, "calendar");
		CLEANUP(free_ptr) char *copy = xstrdup(a->skills);
		char *save = NULL;

		for (char *w = strtok_r(copy, " ", &save); w;
		     w = strtok_r(NULL, " ", &save))
			check_skill(b, skills, w);
		if (*a->calendar && !calendar_of(b, a))
			mistake(&b->mistakes, conf_file(at), conf_line(at),
				"\"%.60s\" is no calendar of calendars.conf",
				a->calendar);
	}
}
