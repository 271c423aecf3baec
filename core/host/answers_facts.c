/* answers_facts.c - what the desk knows of a matter, as the declared facts.
 * SPDX-License-Identifier: MIT */
#include "host/answers.h"

static void set_flag(struct fact_values *v, const char *name, int flag)
{
	if (flag != FLAG_UNKNOWN)
		fact_set_number(v, name, flag == FLAG_YES);
}

static void set_number(struct fact_values *v, const char *name, int64_t n)
{
	if (n >= 0)
		fact_set_number(v, name, n);
}

/* In the currency that facts.conf declares; unknown where there is no rate. */
static void set_money(const struct brain_of *o, const char *name,
		      struct money m, int64_t now, struct arena *arena,
		      struct fact_values *v)
{
	int i = fact_find(v->of, name);
	struct money here;
	struct err err = { 0 };

	if (i < 0 || !money_given(m))
		return;
	if (rates_convert(&o->policy->rates, m, v->of->kinds.at[i].currency,
			  now, &here, &err))
		fact_set_unknown(v, name, arena_strdup(arena, err.text));
	else
		fact_set_number(v, name, here.minor);
}

static void set_sums(const struct brain_of *o, const struct matter *m,
		     struct arena *arena, struct fact_values *v)
{
	set_money(o, "order_total", m->order_total, m->now, arena, v);
	set_money(o, "refunded_amount", m->refunded_amount, m->now, arena, v);
	set_money(o, "refund_open", m->refund_open, m->now, arena, v);
}

static void set_return(const struct brain_of *o, const struct matter *m,
		       struct arena *arena, struct fact_values *v)
{
	struct err err = { 0 };
	int wanted;

	if (m->has_order != FLAG_YES || !o->policy->matrix.there)
		return;
	wanted = matrix_returns(&o->policy->matrix, &o->policy->rates,
				m->shop ? m->shop : "", m->order_total, m->now,
				&err);
	if (wanted < 0)
		fact_set_unknown(v, "return_wanted",
				 arena_strdup(arena, err.text));
	else
		fact_set_number(v, "return_wanted", wanted);
}

static void set_words(const struct matter *m, struct arena *arena,
		      struct fact_values *v)
{
	fact_set_word(v, "issue", m->issue);
	fact_set_word(v, "trigger", m->trigger);
	fact_set_word(v, "platform", m->platform);
	fact_set_word(v, "channel", m->channel);
	fact_set_word(v, "country", m->country);
	fact_set_word(v, "carrier", m->carrier);
	fact_set_word(v, "scan_status", m->scan_status);
	fact_set_word(v, "remedy", m->remedy ? m->remedy : "");
	fact_set_word(v, "refund", m->refund ? m->refund : "");
	fact_set_word(v, "ticket_issue",
		      m->ticket_issue ? m->ticket_issue : "");
	fact_set_word(v, "chosen", m->chosen ? m->chosen : "");
	fact_set_word(v, "lang",
		      arena_strndup(arena, m->lang, strcspn(m->lang, "-_")));
}

/* By all the others. */
static void set_vip(const struct brain_of *o, const struct matter *m,
		    struct fact_values *v)
{
	int is = fact_find(v->of, BUYER_VIP) < 0
			 ? -1
			 : vip_is(&o->policy->vip, v, m->vip == FLAG_YES);

	if (is >= 0)
		fact_set_number(v, BUYER_VIP, is);
}

void answer_facts(const struct brain_of *o, const struct matter *m,
		  struct arena *arena, struct fact_values *v)
{
	*v = (struct fact_values){ .of = &o->policy->facts };
	set_words(m, arena, v);
	fact_set_also(v, m->also);
	set_sums(o, m, arena, v);
	set_number(v, "confidence", m->confidence);
	set_number(v, "buyer_orders", m->buyer_orders);
	set_number(v, "order_pieces", m->order_pieces);
	set_number(v, "messages", m->messages);
	set_number(v, "stars", m->stars ? m->stars : UNKNOWN);
	set_number(v, "parcel_still", m->parcel_still_ms);
	set_number(v, "order_age", m->age_ms);
	set_number(v, "ticket_age", m->ticket_age_ms);
	set_number(v, "late_by", m->late_by_ms);
	set_number(v, "placed", m->placed ? m->placed : UNKNOWN);
	set_flag(v, "has_order", m->has_order);
	set_flag(v, "has_tracking", m->has_tracking);
	set_flag(v, "shipped", m->shipped);
	set_flag(v, "delivered", m->delivered);
	set_flag(v, "lost", m->lost);
	set_flag(v, "refunded", m->refunded);
	set_flag(v, "cancelled", m->cancelled);
	set_flag(v, "disputed", m->disputed);
	set_flag(v, "paid", m->paid);
	set_flag(v, "has_proof", m->has_proof);
	set_flag(v, "has_coupon", m->has_coupon);
	set_flag(v, "has_photo", m->has_photo);
	set_flag(v, "proven", m->proven);
	set_flag(v, "can_refund", m->can_refund);
	set_flag(v, "can_reship", m->can_reship);
	set_flag(v, "can_coupon", m->can_coupon);
	set_flag(v, "can_return", m->can_return);
	set_flag(v, "can_exchange", m->can_exchange);
	set_return(o, m, arena, v);
	set_flag(v, "answered", m->answered);
	set_flag(v, "accepted", m->accepted);
	set_flag(v, "satisfied", m->satisfied);
	set_flag(v, "danger", m->danger);
	set_vip(o, m, v);
	derived_set(&o->policy->derived, v);
}

const char *answer_vector(const struct fact_values *v, struct arena *arena)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct jw w = JW_INIT(&s);

	fact_values_put(v, &w);
	return arena_strdup(arena, str_c(&s));
}
