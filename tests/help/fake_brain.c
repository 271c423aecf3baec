/* fake_brain.c - see fake_brain.h.
 * SPDX-License-Identifier: MIT */
#include "help/fake_brain.h"

#include "base/str.h"
#include "base/when.h"
#include "model/records.h"

const char *fake_effects;
int64_t fake_lag;
int64_t fake_undo;
char fake_refund_class;

static const char *const issues[] = { "not received", "quality", "damaged",
				      "claim announced", "thanks" };
static const char *const words[] = { "not_received", "quality", "damaged",
				     "claim_announced", "thanks" };

static void classify(const struct brain *b, const char *text, const char *lang,
		     const char *usual, struct arena *arena,
		     struct classified *out)
{
	(void)b, (void)usual, (void)arena;
	*out = (struct classified){ .issue = "other",
				    .also = "",
				    .lang = lang ? lang : "en",
				    .confidence = 20,
				    .cues = "[]" };
	for (size_t i = 0; i < COUNT_OF(issues); i++)
		if (strstr(text, issues[i])) {
			out->issue = words[i];
			out->confidence = 90;
			return;
		}
}

static void triage(const struct brain *b, const struct matter *m,
		   struct arena *arena, struct triaged *out)
{
	bool red = text_eq(m->issue, "claim_announced") ||
		   text_eq(m->issue, "review_bad");
	bool yellow = text_eq(m->issue, "not_received") ||
		      text_eq(m->issue, "stalled");

	(void)b, (void)arena;
	out->tier = red ? TIER_RED : yellow ? TIER_YELLOW : TIER_BLUE;
	out->respond_ms = (red ? 4 : yellow ? 12 : 24) * HOUR_MS;
	out->rule = "fake";
	out->policy = "fake1";
}

static void advise(const struct brain *b, const struct matter *m,
		   struct arena *arena, struct advice *out)
{
	(void)b;
	out->vector = arena_printf(arena, "{\"issue\":\"%s\",\"total\":%lld}",
				   m->issue, (long long)m->order_total.minor);
	out->fired = "[\"reply\"]";
	out->wanted[out->count++] = (struct wanted){
		.rule = "reply",
		.policy = "fake1",
		.verb = "reply",
		.template_id = arena_printf(arena, "t.%s", m->issue),
	};
	if (!text_eq(m->issue, "quality") || m->order_total.minor >= 2000 ||
	    m->order_total.minor <= 0)
		return;
	out->wanted[out->count++] = (struct wanted){
		.rule = "small",
		.policy = "fake1",
		.verb = "refund",
		.amount = m->order_total,
		.automatic = true,
	};
}

void fake_automatic(const struct brain *b, const struct matter *m,
		    struct arena *arena, struct advice *out)
{
	(void)b, (void)m;
	out->vector = arena_strdup(arena, "{}");
	out->fired = "[]";
	out->wanted[out->count++] = (struct wanted){ .rule = "reply",
						     .policy = "fake1",
						     .verb = "reply",
						     .template_id = "t.other",
						     .automatic = true };
}

void fake_nothing(const struct brain *b, const struct matter *m,
		  struct arena *arena, struct advice *out)
{
	(void)b, (void)m, (void)arena, (void)out;
}

void fake_words_and_money(const struct brain *b, const struct matter *m,
			  struct arena *arena, struct advice *out)
{
	(void)b, (void)m, (void)arena;
	out->wanted[out->count++] = (struct wanted){ .rule = "small",
						     .policy = "p",
						     .verb = "reply",
						     .amount = { 100, "USD" },
						     .template_id = "t.paid" };
	out->wanted[out->count++] = (struct wanted){ .rule = "small",
						     .policy = "p",
						     .verb = "refund",
						     .amount = { 100, "USD" } };
}

static int render(const struct brain *b, const char *template_id,
		  const char *lang, const struct slot_value *slots,
		  size_t count, struct arena *arena, struct rendered *out,
		  struct err *err)
{
	(void)b, (void)err;
	out->subject = NULL;
	out->text = arena_printf(arena, "%s in %s with %zu values, dear %s",
				 template_id, lang, count,
				 count ? slots[0].text : "buyer");
	return 0;
}

static int64_t still_limit(const struct brain *b, const char *carrier,
			   const char *scan_status, const char *country)
{
	(void)b, (void)carrier, (void)scan_status;
	if (text_eq(country, "BR")) /* customs there take their time */
		return 9 * DAY_MS;
	return 5 * DAY_MS;
}

static const char *tracking_link(const struct brain *b, const char *carrier,
				 const char *number, struct arena *arena)
{
	(void)b, (void)carrier;
	return arena_printf(arena, "https://track.example/%s", number);
}

struct limits fake_rule_limits;
struct shop_limits fake_shop_limits;
struct money fake_four_eyes;

static bool rule_limits(const struct brain *b, const char *rule,
			struct limits *limits)
{
	(void)b;
	if (rule && !money_given(fake_rule_limits.per_action))
		return false;
	*limits = rule ? fake_rule_limits
		       : (struct limits){ .per_action = { 2000, "USD" },
					  .per_day = { 5000, "USD" } };
	return true;
}

static void shop_limits(const struct brain *b, const char *instance,
			struct shop_limits *limits)
{
	(void)b, (void)instance;
	*limits = fake_shop_limits;
}

static bool agent(const struct brain *b, const char *name, const char **role,
		  struct limits *limits)
{
	(void)b;
	*limits = (struct limits){ .per_action = { 5000, "USD" },
				   .per_day = { 20000, "USD" },
				   .four_eyes_above = fake_four_eyes };
	*role = "agent";
	if (text_eq(name, "mia"))
		return true;
	limits->per_action.minor = 50000;
	limits->per_day.minor = 1000000;
	*role = "manager";
	if (text_eq(name, "tom"))
		return true;
	*role = "auditor";
	if (text_eq(name, "ada"))
		return true;
	*role = "owner";
	return text_eq(name, "eva");
}

static void assign(const struct brain *b, const struct matter *m,
		   const char *shop, int tier, const struct load *loads,
		   size_t count, struct arena *arena, struct assigned *out)
{
	int64_t mia = 0, tom = 0;

	(void)b, (void)m, (void)shop, (void)tier, (void)arena;
	for (size_t i = 0; i < count; i++) {
		if (text_eq(loads[i].agent, "mia"))
			mia = loads[i].open;
		if (text_eq(loads[i].agent, "tom"))
			tom = loads[i].open;
	}
	out->agent = !count ? "" : count < 2 || mia <= tom ? "mia" : "tom";
	out->why = *out->agent ? "fake" : "";
}

static int64_t undo_window(const struct brain *b, const char *verb)
{
	(void)b, (void)verb;
	return fake_undo;
}

static const char *effects(const struct brain *b, const char *instance)
{
	(void)b, (void)instance;
	return fake_effects;
}

static const char *channel_instance(const struct brain *b, const char *channel)
{
	(void)b;
	return text_eq(channel, "email") || text_eq(channel, "sms") ? "mail"
								    : "";
}

static bool verb(const struct brain *b, const char *instance, const char *name,
		 struct verb_facts *out)
{
	static const struct {
		const char *name;
		char effect_class;
		bool money;
	} verbs[] = { { "refund", 'A', true },
		      { "coupon", 'B', false },
		      { "mark", 'C', true },
		      { "phone", 'D', true },
		      { "reply", 'B', false } };

	(void)b, (void)instance;
	for (size_t i = 0; i < COUNT_OF(verbs); i++) {
		if (!text_eq(verbs[i].name, name))
			continue;
		*out = (struct verb_facts){
			.effect_class =
				i ? verbs[i].effect_class : fake_refund_class,
			.money = verbs[i].money,
			.lag_ms = fake_lag,
			.key_life_ms = DAY_MS,
		};
		return true;
	}
	return false;
}

const char *fake_forbidden, *fake_promised;

/* The last word of what is promised is what must stand behind it. */
static bool promises_too_much(const struct outgoing *o)
{
	return fake_promised && o->may_promise &&
	       strstr(o->text, fake_promised) &&
	       !strstr(o->may_promise, strrchr(fake_promised, ' ') + 1);
}

static const char *guard(const struct brain *b, const struct outgoing *o,
			 struct arena *arena)
{
	(void)b;
	if (promises_too_much(o))
		return arena_printf(arena, "the guard stops \"%s\"",
				    fake_promised);
	if (!fake_forbidden || !strstr(o->text, fake_forbidden))
		return NULL;
	return arena_printf(arena,
			    "the guard stops \"%s\" to %s in %s, %s %s, about "
			    "%s",
			    fake_forbidden, o->name ? o->name : "nobody",
			    o->address ? o->address : "no street",
			    o->postcode ? o->postcode : "no postcode",
			    o->city ? o->city : "no town",
			    o->order ? o->order : "nothing");
}

struct brain fake_brain(void)
{
	fake_forbidden = fake_promised = NULL;
	fake_effects = "propose";
	fake_lag = 30 * SECOND_MS;
	fake_undo = 0;
	fake_refund_class = 'A';
	fake_rule_limits = (struct limits){ 0 };
	fake_shop_limits = (struct shop_limits){ 0 };
	fake_four_eyes = (struct money){ 0 };
	return (struct brain){ .classify = classify,
			       .triage = triage,
			       .advise = advise,
			       .render = render,
			       .guard = guard,
			       .still_limit = still_limit,
			       .tracking_link = tracking_link,
			       .agent = agent,
			       .rule_limits = rule_limits,
			       .shop_limits = shop_limits,
			       .work.assign = assign,
			       .undo_window = undo_window,
			       .effects = effects,
			       .channel_instance = channel_instance,
			       .verb = verb,
			       .mail_domain = "shop.example",
			       .auto_replies_a_day = 2,
			       .auto_replies_an_hour = 20,
			       .shop_name = "Lampshop" };
}
