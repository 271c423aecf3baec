/* answers_alarm.c - who is told of alerts: policy/alerts.conf, and the agents
 * of the manifest with their addresses.
 * SPDX-License-Identifier: MIT */
#include "host/answers.h"

static const struct alarms_file *file_of(const struct brain *b)
{
	return &of(b)->policy->alarms;
}

static const struct agent_entry *agent_named(const struct brain *b,
					     const char *name)
{
	const struct agent_list *list = &of(b)->manifest->agents;

	for (size_t i = 0; i < list->len; i++)
		if (text_eq(list->at[i].name, name))
			return &list->at[i];
	return NULL;
}

static bool ask_ladder(const struct brain *b, const char *cause,
		       const char *tier, const char *weight,
		       struct alarm_ladder *out)
{
	const struct ladder *l = alarms_ladder(file_of(b), cause, tier, weight);

	if (l)
		*out = (struct alarm_ladder){ l->name, l->urgent,
					      (int)l->steps.len, l->again_ms,
					      l->times };
	return l;
}

static bool ask_level(const struct brain *b, const char *name, int64_t n,
		      struct alarm_level *out)
{
	const struct alarms_file *a = file_of(b);

	for (size_t i = 0; i < a->ladders.len; i++) {
		const struct ladder *l = &a->ladders.at[i];

		if (!text_eq(l->name, name) || n < 1 ||
		    (size_t)n > l->steps.len)
			continue;
		*out = (struct alarm_level){ l->steps.at[n - 1].by,
					     l->steps.at[n - 1].to,
					     l->steps.at[n - 1].after_ms };
		return true;
	}
	return false;
}

static const char *of_role(const struct brain *b, const char *role, size_t i)
{
	const struct agent_list *list = &of(b)->manifest->agents;

	for (size_t k = 0; k < list->len; k++)
		if (text_eq(list->at[k].role, role) && i-- == 0)
			return list->at[k].name;
	return NULL;
}

static const char *ask_who(const struct brain *b, const char *word, int64_t at,
			   size_t i, struct arena *arena)
{
	if (text_eq(word, "on_call"))
		return alarms_on_call(file_of(b), at, i, arena);
	if (text_starts(word, "person:"))
		return i ? NULL : word + strlen("person:");
	return of_role(b, word, i);
}

static const char *address_of(const struct agent_entry *a, const char *channel)
{
	return text_eq(channel, "email")  ? a->mail
	       : text_eq(channel, "sms")  ? a->phone
	       : text_eq(channel, "push") ? a->push
					  : "";
}

static bool ask_person(const struct brain *b, const char *name,
		       const char *channel, int64_t at,
		       struct alarm_person *out)
{
	const struct agent_entry *a = agent_named(b, name);

	if (!a || !a->zone)
		return false;
	*out = (struct alarm_person){
		.address = address_of(a, channel),
		.quiet_until = quiet_until(&a->quiet, a->zone, at),
		.day_ends = quiet_day_ends(a->zone, at),
	};
	return true;
}

static void ask_budget(const struct brain *b, const char *channel,
		       struct alarm_budget *out)
{
	const struct alarm_channel *c = alarms_channel(file_of(b), channel);

	*out = (struct alarm_budget){ c->gather_ms, c->between_ms, c->a_day,
				      c->urgent };
}

static bool ask_arrives(const struct brain *b, const char *tier,
			const char *issue)
{
	const char *words = file_of(b)->arrivals;

	return (*tier && words_have(words, tier)) || words_have(words, issue);
}

static bool ask_vip(const struct brain *b, const struct matter *m)
{
	struct arena arena = ARENA_INIT;
	struct fact_values v;
	bool is;

	if (!file_of(b)->vip_hours)
		return false;
	answer_facts(of(b), m, &arena, &v);
	is = v.at[fact_find(v.of, BUYER_VIP)].known &&
	     v.at[fact_find(v.of, BUYER_VIP)].number;
	arena_release(&arena);
	return is;
}

static bool ask_open(const struct brain *b, int64_t at)
{
	const struct calendar *c = file_of(b)->vip_hours;

	return !c || calendar_is_open(c, at);
}

static const char *ask_link(const struct brain *b)
{
	return file_of(b)->link;
}

void answers_of_alarms(struct brain_of *o)
{
	static const struct alarms alarms = {
		.ladder = ask_ladder,
		.level = ask_level,
		.who = ask_who,
		.person = ask_person,
		.budget = ask_budget,
		.arrives = ask_arrives,
		.vip = ask_vip,
		.open = ask_open,
		.link = ask_link,
	};

	if (o->policy->alarms.given)
		o->brain.alarms = &alarms;
}
