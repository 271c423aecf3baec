/* answers_guard.c - what the guard says of a text that is about to leave.
 * SPDX-License-Identifier: MIT */
#include "host/answers.h"
#include "host/refusal.h"
#include "policy/fact.h"
#include "policy/spoken.h"

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

static const char *ask_guard(const struct brain *b, const struct outgoing *o,
			     struct arena *arena)
{
	CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };
	CLEANUP(str_release) struct str amount = STR_INIT;
	struct guard_facts facts = { .order = o->order,
				     .name = o->name,
				     .tracking = o->tracking,
				     .percent = o->percent,
				     .refund_percent = o->refund_percent,
				     .address = o->address,
				     .city = o->city,
				     .postcode = o->postcode,
				     .may_promise = o->may_promise };
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
	guard_judge(of(b)->guard, &t, &hits);
	return hits.len ? refusal_of(of(b)->guard, &t, &hits.at[0], arena)
			: NULL;
}

static const char *ask_unjudged(const struct brain *b, const char *text,
				struct arena *arena)
{
	return spoken_unjudged(of(b)->guard, &of(b)->packs, text, arena);
}

void answers_of_guard(struct brain *b)
{
	b->unjudged = ask_unjudged;
	b->guard = ask_guard;
}
