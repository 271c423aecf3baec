/* answers.c - the desk's questions to the policy and the packs.
 * SPDX-License-Identifier: MIT */
#include "host/answers.h"

static void ask_classify(const struct brain *b, const char *text,
			 const char *lang, const char *channel,
			 struct arena *arena, struct classified *out)
{
	struct guess g;

	(void)channel;
	classify(&of(b)->packs, text, lang, arena, &g);
	*out = (struct classified){ g.issue, g.also, g.lang, g.confidence,
				    g.cues };
}

/* -- rules -- */

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

static struct money sum_of(const struct sum *s, const struct matter *m)
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
		return sum_of(&d->refund->refund, m);
	return d->coupon == d->reply ? sum_of(&d->coupon->coupon, m)
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
		reply->amount = told_by(b, d, m, arena);
	}
	if (d->refund && d->refund->matrix) {
		w += answer_matrix(b, d->refund, m, arena, w);
	} else if (d->refund) {
		*w = wish(p, d->refund, "refund");
		w->automatic = d->refund->automatic;
		w++->amount = sum_of(&d->refund->refund, m);
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

/* -- playbooks -- */

static struct move move_of(const struct brain *b, const struct step *s,
			   const struct matter *m, struct arena *arena)
{
	const struct policy *p = of(b)->policy;
	struct move move;
	int64_t promise =
		s->promise_days
			? policy_promise(p, m->country, m->now, s->promise_days)
			: 0;

	move = (struct move){ .step = s->name,
			      .ask = s->ask,
			      .reply = s->reply,
			      .alert = s->alert,
			      .refund = s->refund.given,
			      .amount = sum_of(&s->refund, m),
			      .reship = s->reship,
			      .back = s->back,
			      .coupon = s->coupon.given || s->coupon_percent,
			      .coupon_amount = s->coupon.amount,
			      .coupon_percent = s->coupon_percent,
			      .task = s->task,
			      .task_due = *s->task ? policy_limit(p, &s->period,
								  m->country,
								  m->now)
						   : 0,
			      .promise = promise,
			      .promise_period = s->promise };
	if (s->matrix)
		answer_matrix_move(b, m, arena, &move);
	return move;
}

static void wait_of(const struct policy *p, const struct step *s,
		    const struct matter *m, int64_t from, struct play *out)
{
	out->wait_at = *s->accept
			       ? policy_limit(p, &s->period, m->country, from)
			       : policy_wait(p, &s->period, m->country, from);
	out->period = s->period.name;
	out->after_sent = s->after == AFTER_SENT;
	out->after_done = s->after == AFTER_DONE;
	out->for_buyer = s->for_buyer;
	out->accept = s->accept;
}

static bool ask_play(const struct brain *b, const char *playbook,
		     const char *after, const struct matter *m,
		     struct arena *arena, struct play *out)
{
	const struct policy *p = of(b)->policy;
	const struct playbook *book = playbook_find(&p->playbooks, playbook);
	int from = book && *after ? playbook_step(book, after) + 1 : 0;
	struct fact_values v;
	struct plan plan;

	if (!book || (*after && !from))
		return false;
	answer_facts(of(b), m, arena, &v);
	playbook_plan(book, from, &v, &plan);
	*out = (struct play){ .count = plan.count,
			      .wait = plan.wait ? plan.wait->name : "",
			      .accept = "",
			      .policy = p->version,
			      .vector = answer_vector(&v, arena) };
	for (int i = 0; i < plan.count; i++)
		out->moves[i] = move_of(b, plan.steps[i], m, arena);
	if (plan.wait)
		wait_of(p, plan.wait, m, m->now, out);
	return true;
}

static bool ask_waits(const struct brain *b, const char *playbook,
		      const char *step, const struct matter *m, int64_t from,
		      struct play *out)
{
	const struct policy *p = of(b)->policy;
	const struct playbook *book = playbook_find(&p->playbooks, playbook);
	int i = book ? playbook_step(book, step) : -1;
	const struct condition *until;
	struct arena arena = ARENA_INIT;
	struct fact_values v;

	if (i < 0 || !book->steps.at[i].waits || *book->steps.at[i].task)
		return false;
	*out = (struct play){ .wait = step };
	wait_of(p, &book->steps.at[i], m, from, out);
	until = book->steps.at[i].until;
	answer_facts(of(b), m, &arena, &v);
	out->early = until && condition_holds(until, &v) == 1;
	arena_release(&arena);
	return true;
}

static const char *ask_play_ends(const struct brain *b, const char *playbook,
				 const struct matter *m)
{
	const struct playbook *book =
		playbook_find(&of(b)->policy->playbooks, playbook);
	struct arena arena = ARENA_INIT;
	struct fact_values v;
	bool ends = false;

	if (!book)
		return "";
	answer_facts(of(b), m, &arena, &v);
	if (book->stop)
		ends = condition_holds(book->stop, &v) == 1;
	arena_release(&arena);
	return ends ? book->stop_text : "";
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

/* -- texts and parcels -- */

#define VALUES_MAX 48

static int ask_render(const struct brain *b, const char *template_id,
		      const char *lang, const struct slot_value *slots,
		      size_t count, struct arena *arena, struct rendered *out,
		      struct err *err)
{
	const struct brain_of *o = of(b);
	const struct pack *p = pack_for(&o->packs, lang);
	struct value values[VALUES_MAX];

	if (!p)
		p = pack_for(&o->packs, o->manifest->language);
	if (!p)
		return err_set(err, ERR_DATA,
			       "no locale pack for \"%.20s\" is installed",
			       lang);
	for (size_t i = 0; i < count && i < VALUES_MAX; i++) {
		values[i] = (struct value){ .name = slots[i].name,
					    .text = slots[i].text,
					    .money = slots[i].money,
					    .instant = slots[i].number };
		values[i].type = slots[i].type == SLOT_MONEY    ? VALUE_MONEY
				 : slots[i].type == SLOT_DATE   ? VALUE_DATE
				 : slots[i].type == SLOT_MOMENT ? VALUE_MOMENT
								: VALUE_TEXT;
	}
	return pack_render(p, template_id, values, count, arena, &out->subject,
			   &out->text, err);
}

static int64_t ask_still(const struct brain *b, const char *carrier,
			 const char *scan_status, const char *country)
{
	return policy_still(of(b)->policy, carrier, scan_status, country);
}

static const char *ask_link(const struct brain *b, const char *carrier,
			    const char *number, struct arena *arena)
{
	return numbers_link(of(b)->numbers, carrier, number, arena);
}

static const char *ask_guide(const struct brain *b, const char *sku)
{
	return policy_guide(of(b)->policy, sku);
}

static const char *ask_carrier(const struct brain *b, const char *word,
			       const char *number)
{
	return numbers_carrier(of(b)->numbers, word, number);
}

void answers_of_policy(struct brain *b)
{
	b->classify = ask_classify;
	b->triage = ask_triage;
	b->retier = ask_retier;
	b->remind = ask_remind;
	b->advise = ask_advise;
	b->judge = ask_judge;
	b->listens = ask_listens;
	b->play = ask_play;
	b->waits = ask_waits;
	b->play_ends = ask_play_ends;
	b->period_end = ask_period_end;
	b->pauses = ask_pauses;
	b->resume = ask_resume;
	b->convert = ask_convert;
	b->vip = ask_vip;
	b->compensate = answer_compensate;
	b->render = ask_render;
	b->still_limit = ask_still;
	b->tracking_link = ask_link;
	b->guide = ask_guide;
	b->carrier_of = ask_carrier;
	answers_of_closing(&b->after);
	answers_of_senses(&b->senses);
}
