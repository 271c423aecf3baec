/* answers.c - the desk's questions to the rules: what a matter asks for, how
 * urgent it is and by when.
 * SPDX-License-Identifier: MIT */
#include "host/answers.h"

static void put_time(const struct policy *p, const struct tier_rule *t,
		     const struct matter *m, struct triaged *out)
{
	int64_t due = policy_respond(p, t, m->country, m->now);
	int64_t by = policy_respond_on(p, m->channel, m->country, m->now);

	*out = (struct triaged){ t->tier, (by < due ? by : due) - m->now,
				 t->name, p->version };
}

static void put_tier(const struct policy *p, const struct decision *d,
		     const struct matter *m, struct triaged *out)
{
	const struct tier_rule *t =
		policy_tier(p, m->issue, d->tier ? d->tier->tier : 0);

	if (!t)
		return;
	put_time(p, t, m, out);
	if (d->tier && d->tier->tier == t->tier &&
	    policy_tier(p, m->issue, 0) != t)
		out->rule = d->tier->name;
}

static bool ask_vip(const struct brain *b, const char *buyer_ref)
{
	return vip_named(&of(b)->policy->vip, buyer_ref);
}

static void ask_retier(const struct brain *b, const struct matter *m, int tier,
		       struct triaged *out)
{
	const struct policy *p = of(b)->policy;

	for (size_t i = 0; i < p->tiers.len; i++)
		if (p->tiers.at[i].tier == tier) {
			put_time(p, &p->tiers.at[i], m, out);
			return;
		}
}

static void ask_triage(const struct brain *b, const struct matter *m,
		       struct arena *arena, struct triaged *out)
{
	struct fact_values v;
	struct decision d;

	answer_facts(of(b), m, arena, &v);
	policy_decide(of(b)->policy, m->trigger, &v, arena, &d);
	put_tier(of(b)->policy, &d, m, out);
}

static bool ask_remind(const struct brain *b, const struct matter *m, int tier,
		       int64_t began, int64_t due, struct reminder *out)
{
	const struct policy *p = of(b)->policy;
	const struct tier_rule *t = policy_tier(p, m->issue, tier);

	out->percent =
		policy_remind(p, t, m->country, began, due, m->now, &out->at);
	return out->percent > 0;
}

static struct wanted wish(const struct policy *p, const struct rule *r,
			  const char *verb)
{
	return (struct wanted){ .rule = r->name,
				.policy = p->version,
				.verb = verb };
}

struct money answer_sum(const struct sum *s, const struct matter *m)
{
	return s->whole ? matter_rest(m) : s->amount;
}

/* What the reply of a rule says of the money of the same rule. */
static struct money told_by(const struct brain *b, const struct decision *d,
			    const struct matter *m, struct arena *arena)
{
	if (d->reply->matrix)
		return answer_matrix_refund(b, m, arena);
	if (d->refund == d->reply)
		return answer_sum(&d->refund->refund, m);
	return d->coupon == d->reply ? answer_sum(&d->coupon->coupon, m)
				     : (struct money){ 0 };
}

static void put_wanted(const struct brain *b, const struct decision *d,
		       const struct matter *m, struct arena *arena,
		       struct advice *out)
{
	const struct policy *p = of(b)->policy;
	struct wanted *w = out->wanted;

	if (d->reply && *d->reply->reply) {
		struct wanted *reply = d->playbook ? &out->again : w++;

		*reply = wish(p, d->reply, "reply");
		reply->template_id = d->reply->reply;
		reply->tells_of = d->reply->tells_of;
		reply->amount = told_by(b, d, m, arena);
	}
	if (d->refund && d->refund->matrix) {
		w += answer_matrix(b, d->refund, m, arena, w);
	} else if (d->refund) {
		*w = wish(p, d->refund, "refund");
		w->automatic = d->refund->automatic;
		w++->amount = answer_sum(&d->refund->refund, m);
	}
	if (d->coupon && !d->coupon->matrix) {
		*w = wish(p, d->coupon, "coupon");
		w->automatic = d->coupon->automatic;
		w++->amount = d->coupon->coupon.amount;
	}
	out->count = (int)(w - out->wanted);
	out->playbook = d->playbook ? d->playbook->playbook : "";
}

static void put_names(struct jw *w, const struct rule *const *rules, int count)
{
	jw_array(w);
	for (int i = 0; i < count; i++)
		jw_text(w, rules[i]->name);
	jw_end(w);
}

static const char *considered(const struct policy *p, const struct decision *d,
			      struct arena *arena)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct jw w = JW_INIT(&s);

	jw_object(&w);
	jw_kv_text(&w, "policy", p->version);
	if (d->held_count) {
		jw_key(&w, "held");
		jw_array(&w);
		for (int i = 0; i < d->held_count; i++) {
			jw_object(&w);
			jw_kv_text(&w, "rule", d->held[i].rule->name);
			jw_kv_text(&w, "why", d->held[i].why);
			jw_end(&w);
		}
		jw_end(&w);
	}
	if (d->also_count) {
		jw_key(&w, "also");
		put_names(&w, d->also, d->also_count);
	}
	jw_end(&w);
	return arena_strdup(arena, str_c(&s));
}

static void ask_judge(const struct brain *b, const struct matter *m,
		      struct arena *arena, struct triaged *tier,
		      struct advice *out)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct jw w = JW_INIT(&s);
	const struct policy *p = of(b)->policy;
	struct fact_values v;
	struct decision d;

	answer_facts(of(b), m, arena, &v);
	policy_decide(p, m->trigger, &v, arena, &d);
	if (tier)
		put_tier(p, &d, m, tier);
	put_wanted(b, &d, m, arena, out);
	put_names(&w, d.fired, d.fired_count);
	out->fired = arena_strdup(arena, str_c(&s));
	out->vector = answer_vector(&v, arena);
	out->considered = considered(p, &d, arena);
	out->held_back =
		d.held_count ? arena_printf(arena, "rule \"%s\": %s",
					    d.held[0].rule->name, d.held[0].why)
			     : "";
}

static void ask_advise(const struct brain *b, const struct matter *m,
		       struct arena *arena, struct advice *out)
{
	ask_judge(b, m, arena, NULL, out);
}

static bool ask_listens(const struct brain *b, const char *trigger)
{
	return policy_listens(of(b)->policy, trigger);
}

static int ask_convert(const struct brain *b, struct money m,
		       const char *currency, int64_t now, struct money *out,
		       struct err *err)
{
	return rates_convert(&of(b)->policy->rates, m, currency, now, out, err);
}

/* -- periods -- */

static int64_t ask_period_end(const struct brain *b, const char *period,
			      const char *country, int64_t from)
{
	return policy_period_end(of(b)->policy, period, country, from);
}

static bool ask_pauses(const struct brain *b, const char *period)
{
	const struct period *p = periods_find(&of(b)->policy->periods, period);

	return p && p->pauses;
}

/* A period that a reload removed goes on as if every hour counted. */
static int64_t ask_resume(const struct brain *b, const char *period,
			  const char *country, int64_t due, int64_t paused,
			  int64_t resumed)
{
	const struct policy *p = of(b)->policy;
	const struct period *one = periods_find(&p->periods, period);
	int64_t moved;

	return one && period_resume(
			      period_calendar(one, &p->calendars, country), due,
			      paused, resumed, &moved)
		       ? moved
		       : due + resumed - paused;
}

void answers_of_policy(struct brain *b)
{
	b->triage = ask_triage;
	b->retier = ask_retier;
	b->remind = ask_remind;
	b->advise = ask_advise;
	b->judge = ask_judge;
	b->listens = ask_listens;
	b->work.period_end = ask_period_end;
	b->work.pauses = ask_pauses;
	b->work.resume = ask_resume;
	b->convert = ask_convert;
	b->vip = ask_vip;
	b->compensate = answer_compensate;
	answers_of_play(b);
	answers_of_text(b);
	answers_of_closing(&b->after);
	answers_of_senses(&b->senses);
}
