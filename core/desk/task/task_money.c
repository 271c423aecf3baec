/* task_money.c - see task_money.h.
 * SPDX-License-Identifier: MIT */
#include "desk/task/task_money.h"

#include "desk/action/by_hand.h"
#include "desk/money/disputed.h"
#include "desk/money/limit.h"
#include "desk/money/matrix.h"
#include "desk/money/refund.h"
#include "desk/money/remedy.h"
#include "desk/money/worth.h"
#include "desk/task/task_own.h"

bool task_pays(const struct task *t)
{
	return by_hand_pays(t->gives);
}

struct action task_gift(struct desk *d, const struct task *t)
{
	return (struct action){
		.ticket = t->ticket,
		.shop = t->shop,
		.order_ref = t->order_ref,
		.verb = t->gives,
		.amount = t->amount,
		.args = t->percent
				? arena_printf(&d->arena, "{\"percent\":%lld}",
					       (long long)t->percent)
				: "",
		.items = "",
		.reason = t->reason ? t->reason : "",
		.proposed_by = t->proposed_by ? t->proposed_by : "",
		.planned = t->set,
		.beside = t->beside,
	};
}

/* -- what it gives -- */

int task_sum(struct desk *d, struct task *t, struct err *err)
{
	const char *amount = arg_text(d, "amount");

	t->reason = arg_text(d, "reason");
	t->percent = arg_i64(d, "percent");
	if (!*amount)
		return 0;
	if (money_parse(&t->amount, amount, arg_text(d, "currency"), err))
		return -1;
	return t->amount.minor > 0 ? 0
				   : err_set(err, ERR_DATA,
					     "the amount must be above zero");
}

static int needs_sum(const struct task *t, struct err *err)
{
	if (text_eq(t->gives, "coupon"))
		return err_set(err, ERR_DATA,
			       "a task that gives a coupon says how much: "
			       "--amount 5.00 --currency USD, or --percent 10");
	return err_set(err, ERR_DATA,
		       "a task that gives a %s says how much: --amount 5.00 "
		       "--currency USD",
		       t->gives);
}

/* A percentage is one of a coupon. */
static int has_sum(struct desk *d, const struct task *t, struct err *err)
{
	const struct action gift = task_gift(d, t);
	bool coupon = text_eq(t->gives, "coupon");

	if (!task_pays(t))
		return money_given(t->amount) || t->percent
			       ? err_set(err, ERR_DATA,
					 "only a refund, store credit or a "
					 "coupon has an amount: say with "
					 "--gives which it is, or leave it "
					 "away")
			       : 0;
	if ((!money_given(t->amount) && !t->percent) || (t->percent && !coupon))
		return needs_sum(t, err);
	return worth_check(&gift, err);
}

static int is_left(struct desk *d, const struct task *t, struct err *err)
{
	const struct action gift = task_gift(d, t);

	return text_eq(gift.verb, "refund") && money_given(gift.amount)
		       ? refund_plannable(d, &gift, t->id, err)
		       : 0;
}

int task_sum_check(struct desk *d, const struct task *t, struct err *err)
{
	/* What was given then was given. */
	if (d->tx.taking != LIVE)
		return 0;
	if (has_sum(d, t, err))
		return -1;
	return task_pays(t) && text_blank(t->order_ref)
		       ? err_set(err, ERR_DATA,
				 "T-%lld is about no order: say with --order "
				 "REF of which the %s is",
				 (long long)t->ticket, t->gives)
		       : 0;
}

int task_fits(struct desk *d, const struct task *t, struct err *err)
{
	struct action gift = task_gift(d, t);

	if (d->tx.taking != LIVE || !task_pays(t))
		return 0;
	matrix_note(d, &gift);
	return disputed_check(d, &gift, err) || is_left(d, t, err) ||
			       matrix_reason(&gift, err)
		       ? -1
		       : 0;
}

/* -- who says yes -- */

static int may_approve(struct desk *d, const struct task *t, struct err *err)
{
	const struct action gift = task_gift(d, t);
	struct approval yes = { .gives = true, .proposed_by = t->proposed_by };

	if (!limit_applies(d, &gift, &yes.worth))
		yes.worth = (struct money){ 0 };
	return limit_may_approve(d, &yes, err);
}

static void approved(struct desk *d, struct task *t)
{
	t->waits = 0;
	t->approved_by = d->tx.cmd->by;
	t->approved = d->tx.cmd->at;
}

/* A person gave one of an old journal, which asked for no sum. */
static bool is_of_before(const struct task *t)
{
	return text_blank(t->playbook) && !money_given(t->amount) &&
	       !t->percent;
}

int task_weigh(struct desk *d, struct task *t, struct err *err)
{
	struct action gift = task_gift(d, t);
	struct err why = { 0 };

	if (!task_pays(t) || is_of_before(t))
		return 0;
	if (worth_of(d, &gift, &t->worth) == GIVES_NOTHING)
		t->worth = (struct money){ 0 };
	matrix_note(d, &gift);
	t->matrix_row = gift.matrix_row;
	t->advised = gift.advised;
	t->deviates = gift.deviates;
	if (!text_blank(t->playbook) || may_approve(d, t, &why))
		t->waits = 1;
	else
		approved(d, t);
	if (!why.code || why.code == ERR_DENIED)
		return 0;
	*err = why;
	return -1;
}

/* -- "task_approve" -- */

static int waiting(struct desk *d, struct task *t, struct err *err)
{
	if (task_load(d, t, err))
		return -1;
	if (t->state != TASK_OPEN)
		return err_set(err, ERR_DATA, "task %lld has ended already",
			       (long long)t->id);
	return t->waits ? 0
			: err_set(err, ERR_DATA,
				  "task %lld waits for nobody's yes",
				  (long long)t->id);
}

int task_approve_check(struct desk *d, struct err *err)
{
	struct task t;
	struct action gift;

	if (waiting(d, &t, err))
		return -1;
	gift = task_gift(d, &t);
	return remedy_beside(d, &gift, err) || remedy_of_task(d, &gift, err) ||
			       disputed_check(d, &gift, err) ||
			       is_left(d, &t, err) || may_approve(d, &t, err)
		       ? -1
		       : 0;
}

int task_approve_decide(struct desk *d, struct err *err)
{
	struct task before, after;
	struct action gift;

	if (waiting(d, &before, err))
		return -1;
	after = before;
	approved(d, &after);
	gift = task_gift(d, &before);
	if (remedy_beside(d, &gift, err))
		return -1;
	after.beside = gift.beside;
	return task_begins(d, &before, &after, err);
}
