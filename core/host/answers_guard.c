/* answers_guard.c - what the guard says of a text that is about to leave.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "host/answers.h"
#include "host/refusal.h"
#include "policy/guard/spoken.h"
#include "policy/rule/fact.h"

_Static_assert(OUTGOING_SHARES_MAX <= GUARD_SHARES_MAX,
	       "the guard compares each share that the desk tells");

/* The platforms of the contract; whatever else a shop is, it is the seller's
 * own. */
static const char *platform_of(const struct brain *b, const struct outgoing *o)
{
	const struct manifest *m = of(b)->manifest;

	if (text_eq(o->channel, "post") || text_eq(o->channel, "dm"))
		return "x";
	for (size_t i = 0; i < m->count; i++)
		if (text_eq(m->instances[i]->name, o->instance) &&
		    words_have("amazon ebay shopify wish",
			       m->instances[i]->plugin))
			return m->instances[i]->plugin;
	return "email";
}

static bool is_public(const struct outgoing *o)
{
	return text_eq(o->channel, "post") ||
	       text_eq(o->channel, "feedback_reply");
}

_Static_assert((int)OTHER_NAME == (int)OUTGOING_NAME &&
		       (int)OTHER_STREET == (int)OUTGOING_STREET &&
		       (int)OTHER_NUMBER == (int)OUTGOING_NUMBER,
	       "the guard knows each kind that the desk tells");

/* Every address at the domains of ours; the guard knows which domains are
 * shared by everybody. */
static void put_domains(struct str *s, const char *config)
{
	const char *signs = "abcdefghijklmnopqrstuvwxyz0123456789.-"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	while ((config = strchr(config, '@'))) {
		size_t len = 1 + strspn(config + 1, signs);

		str_printf(s, "%.*s\n", (int)len, config);
		config += len;
	}
}

/* What may be told, with our own mailboxes and numbers, of a channel all that
 * its options say, and the names of those who work here and sign by them. */
static const char *known_of(const struct brain *b, const struct outgoing *o,
			    struct arena *arena)
{
	const struct manifest *m = of(b)->manifest;
	CLEANUP(str_release) struct str s = STR_INIT;

	if (!o->known)
		return NULL;
	str_puts(&s, o->known);
	for (size_t i = 0; i < m->count; i++)
		if (m->instances[i]->is_channel) {
			str_printf(&s, "%s\n", m->instances[i]->config);
			put_domains(&s, m->instances[i]->config);
		}
	if (strchr(m->mail_domain, '.'))
		str_printf(&s, "@%s\n", m->mail_domain);
	for (size_t i = 0; i < m->agents.len; i++)
		str_printf(&s, "%s\n", m->agents.at[i].name);
	return arena_strdup(arena, str_c(&s));
}

static const struct guard_other *others_of(const struct outgoing *o,
					   struct arena *arena)
{
	struct guard_other *list =
		arena_alloc(arena, (o->other_count + 1) * sizeof *list);

	for (size_t i = 0; i < o->other_count; i++)
		list[i] = (struct guard_other){
			(enum guard_other_kind)o->others[i].kind,
			o->others[i].value, o->others[i].whose
		};
	return list;
}

static const char *ask_guard(const struct brain *b, const struct outgoing *o,
			     struct arena *arena)
{
	CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };
	CLEANUP(str_release) struct str amount = STR_INIT;
	CLEANUP(str_release) struct str coupon = STR_INIT;
	struct guard_facts facts = { .order = o->order,
				     .name = o->name,
				     .tracking = o->tracking,
				     .percent = o->percent,
				     .refund_percent = o->refund_percent,
				     .address = o->address,
				     .city = o->city,
				     .postcode = o->postcode,
				     .alone = o->alone,
				     .may_promise = o->may_promise,
				     .numbers = o->numbers,
				     .known = known_of(b, o, arena),
				     .others = others_of(o, arena),
				     .other_count = o->other_count };
	struct guard_text t = { .text = o->text,
				.lang = o->lang ? o->lang : "",
				.platform = platform_of(b, o),
				.channel = o->channel ? o->channel : "",
				.is_public = is_public(o),
				.facts = &facts };

	if (money_given(o->amount)) {
		money_put(&amount, o->amount);
		facts.amount = str_c(&amount);
		facts.currency = o->amount.currency;
	}
	if (money_given(o->coupon)) {
		money_put(&coupon, o->coupon);
		facts.coupon = str_c(&coupon);
		facts.coupon_currency = o->coupon.currency;
	}
	guard_judge(of(b)->guard, &t, &hits);
	return hits.len ? refusal_of(of(b)->guard, &t, &hits.at[0], arena)
			: NULL;
}

/* By the clock of the desk's calendar; without one by UTC. */
static int64_t ask_day(const struct brain *b, const char *text,
		       const char *lang, int64_t now)
{
	const struct calendar *c = of(b)->policy->staff.hours;
	const struct zone *z = c ? c->zone : NULL;
	int64_t day =
		guard_day_told(of(b)->guard, text ? text : "", lang ? lang : "",
			       day_of(z ? zone_civil(z, now) : now));
	int64_t morning = day * DAY_MS + DAY_TOLD_FROM, at;

	if (day < 0)
		return 0;
	return z && zone_over(z, day * DAY_MS, morning, &at) ? at : morning;
}

static const char *ask_unjudged(const struct brain *b, const char *text,
				struct arena *arena)
{
	return spoken_unjudged(of(b)->guard, &of(b)->packs, text, arena);
}

void answers_of_guard(struct brain *b)
{
	b->senses.day_told = ask_day;
	b->unjudged = ask_unjudged;
	b->guard = ask_guard;
}
