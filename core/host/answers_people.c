/* answers_people.c - who may do what, and who performs.
 * SPDX-License-Identifier: MIT */
#include "host/answers.h"
#include "host/enclose.h"
#include "host/verb_args.h"
#include "policy/rule/fact.h"

static void limits_of(const struct manifest *m, const char *role,
		      struct limits *limits)
{
	for (size_t i = 0; i < m->limits.len; i++)
		if (text_eq(m->limits.at[i].role, role))
			*limits = m->limits.at[i].limits;
}

static bool ask_rule_limits(const struct brain *b, const char *rule,
			    struct limits *limits)
{
	const struct limit_list *list = &of(b)->manifest->limits;

	*limits = (struct limits){ 0 };
	for (size_t i = 0; i < list->len; i++) {
		if (!text_eq(list->at[i].role, "rule") ||
		    !text_eq(list->at[i].rule, rule ? rule : ""))
			continue;
		*limits = list->at[i].limits;
		return true;
	}
	return false;
}

/* The shop's own entry, or the one for all that have none. */
static void ask_shop_limits(const struct brain *b, const char *instance,
			    struct shop_limits *limits)
{
	const struct limit_list *list = &of(b)->manifest->limits;

	*limits = (struct shop_limits){ 0 };
	for (size_t i = 0; i < list->len; i++) {
		const char *shop = list->at[i].shop;

		if (text_eq(shop, instance)) {
			*limits = list->at[i].of_shop;
			return;
		}
		if (text_eq(shop, "*"))
			*limits = list->at[i].of_shop;
	}
}

static bool ask_agent(const struct brain *b, const char *name,
		      const char **role, struct limits *limits)
{
	const struct manifest *m = of(b)->manifest;

	for (size_t i = 0; i < m->agents.len; i++) {
		if (!text_eq(m->agents.at[i].name, name))
			continue;
		*role = m->agents.at[i].role;
		limits_of(m, *role, limits);
		return true;
	}
	return false;
}

static int64_t ask_undo(const struct brain *b, const char *verb)
{
	const struct manifest *m = of(b)->manifest;

	for (size_t i = 0; i < m->undo.len; i++)
		if (text_eq(m->undo.at[i].verb, verb))
			return m->undo.at[i].window_ms;
	return 0;
}

static const struct instance *instance_named(const struct brain *b,
					     const char *name)
{
	return manifest_instance(of(b)->manifest, name);
}

static const char *ask_effects(const struct brain *b, const char *instance)
{
	const struct instance *in = instance_named(b, instance);

	return in ? in->effects : "off";
}

static const char *ask_channel(const struct brain *b, const char *channel)
{
	const struct manifest *m = of(b)->manifest;

	for (size_t i = 0; i < m->count; i++)
		if (m->instances[i]->is_channel &&
		    text_eq(m->instances[i]->channel, channel))
			return m->instances[i]->name;
	return "";
}

static const char *ask_speaks_for(const struct brain *b, const char *channel,
				  const char *shop)
{
	const struct manifest *m = of(b)->manifest;
	const char *any = "";

	for (size_t i = 0; i < m->count; i++) {
		const struct instance *in = m->instances[i];

		if (!in->is_channel || !text_eq(in->channel, channel))
			continue;
		if (words_have(in->shops, shop))
			return in->name;
		if (!*any && !*in->shops)
			any = in->name;
	}
	return *any ? any : ask_channel(b, channel);
}

static bool ask_sends(const struct brain *b, const char *instance,
		      const char *channel)
{
	const struct instance *in = instance_named(b, instance);

	return in && in->is_channel && text_eq(in->channel, channel);
}

static bool ask_verb(const struct brain *b, const char *instance,
		     const char *verb, struct verb_facts *out)
{
	const struct instance *in = instance_named(b, instance);
	const struct verb_info *v = in ? instance_verb(in, verb) : NULL;

	if (!v)
		return false;
	*out = (struct verb_facts){ .effect_class = v->effect_class,
				    .money = v->money,
				    .lag_ms = v->lag_ms,
				    .key_life_ms = v->key_life_ms };
	return true;
}

static int ask_check_args(const struct brain *b, const char *instance,
			  const char *verb, const char *object, struct err *err)
{
	const struct instance *in = instance_named(b, instance);
	const struct verb_info *v = in ? instance_verb(in, verb) : NULL;

	return v ? verb_args_check(v, object, err)
		 : err_set(err, ERR_DATA, "\"%.40s\" is no verb of \"%s\"",
			   verb, instance);
}

/* A carrier's id is its plugin's. */
static bool ask_tracks(const struct brain *b, const char *carrier)
{
	const struct manifest *m = of(b)->manifest;

	for (size_t i = 0; i < m->count; i++)
		if (m->instances[i]->is_carrier &&
		    text_eq(m->instances[i]->plugin, carrier))
			return true;
	return false;
}

static bool ask_carries(const struct brain *b, const char *instance,
			const char *mime, int64_t size)
{
	const struct instance *in = instance_named(b, instance);

	return in && enclose_carries(in, mime, size);
}

static const char *ask_tells(const struct brain *b, size_t i)
{
	const struct manifest *m = of(b)->manifest;

	for (size_t k = 0; k < m->count; k++)
		if ((m->instances[k]->is_marketplace ||
		     m->instances[k]->has_fetch) &&
		    i-- == 0)
			return m->instances[k]->name;
	return NULL;
}

/* Without an address from outside there is no link; what comes with a mail is
 * judged all the same. */
static bool ask_uploads(const struct brain *b, const char *platform,
			struct upload_terms *out)
{
	const struct uploads *u = &of(b)->policy->uploads;

	if (!u->platforms || (*platform && !words_have(u->platforms, platform)))
		return false;
	*out = (struct upload_terms){ .base = of(b)->manifest->seen,
				      .types = u->types,
				      .scanner = of(b)->manifest->scanner,
				      .bytes = u->bytes,
				      .files = u->files,
				      .valid_ms = u->valid_ms };
	return true;
}

void answers_of_manifest(struct brain *b)
{
	b->uploads = ask_uploads;
	b->agent = ask_agent;
	b->rule_limits = ask_rule_limits;
	b->shop_limits = ask_shop_limits;
	answers_of_staff(b);
	b->undo_window = ask_undo;
	b->effects = ask_effects;
	b->channel_instance = ask_channel;
	b->speaks_for = ask_speaks_for;
	b->sends = ask_sends;
	b->verb = ask_verb;
	b->check_args = ask_check_args;
	b->tracks = ask_tracks;
	b->tells = ask_tells;
	b->carries = ask_carries;
}
