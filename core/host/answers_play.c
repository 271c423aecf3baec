/* answers_play.c - what a playbook does next, and how long it waits.
 * SPDX-License-Identifier: MIT */
#include "host/answers.h"

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
			      .tells_of = s->tells_of,
			      .alert = s->alert,
			      .refund = s->refund.given,
			      .amount = answer_sum(&s->refund, m),
			      .reship = s->reship,
			      .back = s->back,
			      .coupon = s->coupon.given || s->coupon_percent,
			      .coupon_amount = s->coupon.amount,
			      .coupon_percent = s->coupon_percent,
			      .task = s->task,
			      .gives = s->gives,
			      .task_amount = answer_sum(&s->amount, m),
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
	out->for_photo = s->for_photo;
	out->for_choice = s->for_choice;
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

void answers_of_play(struct brain *b)
{
	b->play = ask_play;
	b->waits = ask_waits;
	b->play_ends = ask_play_ends;
}
