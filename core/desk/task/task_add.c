/* task_add.c - a person gives a task: see task.h.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "desk/intake/order_find.h"
#include "desk/money/remedy.h"
#include "desk/playbook/overtaken.h"
#include "desk/task/task_money.h"
#include "desk/task/task_own.h"
#include "desk/ticket/ending.h"
#include "desk/ticket/ticket.h"

#define WITHIN_MAX_MS (90 * DAY_MS)

/* -- what it gives -- */

static int check_gives(struct desk *d, struct err *err)
{
	const char *gives = arg_text(d, "gives");

	if (!*gives)
		return 0;
	for (size_t i = 0; task_gifts[i]; i++)
		if (text_eq(gives, task_gifts[i]))
			return 0;
	return err_set(err, ERR_DATA,
		       "what the task gives the buyer is reship, exchange, "
		       "return, refund, store_credit, coupon or nothing");
}

/* Of the warehouse any may send goods, as long as nobody says what it gives. */
static const char *remedy_given(struct desk *d)
{
	const char *gives = arg_text(d, "gives");

	if (!*gives && text_eq(arg_text(d, "role"), "warehouse"))
		return "reship";
	return remedy_verb(gives) || text_eq(gives, "coupon") ? gives : NULL;
}

static int names_beside(struct desk *d, struct err *err)
{
	return arg_i64(d, "beside") > 0 || arg_i64(d, "beside_task") > 0
		       ? err_set(err, ERR_DATA,
				 "the task gives no refund, store credit or "
				 "goods that go beside another remedy; leave "
				 "--beside out, or say with --gives what it "
				 "gives")
		       : 0;
}

/* What is given by hand is asked for as what the shop gives. */
static int check_remedy(struct desk *d, const struct task *t, struct err *err)
{
	struct action a = task_gift(d, t);

	/* What was given then was given. */
	if (d->tx.taking != LIVE)
		return 0;
	a.verb = remedy_given(d);
	if (!a.verb)
		return names_beside(d, err);
	if (remedy_beside(d, &a, err))
		return -1;
	if (remedy_of_task(d, &a, err) == 0)
		return 0;
	return *arg_text(d, "gives") || err->code != ERR_DATA
		       ? -1
		       : err_set(err, ERR_DATA,
				 "%s; if the task sends nothing, add --gives "
				 "nothing",
				 arena_strdup(&d->arena, err->text));
}

/* Kept for what may have to be asked again (task_money.h). */
static int read_beside(struct desk *d, struct task *t, struct err *err)
{
	struct action a = task_gift(d, t);

	if (!remedy_given(d))
		return 0;
	if (remedy_beside(d, &a, err))
		return -1;
	t->beside = a.beside;
	return 0;
}

/* -- the command -- */

/* Who had tasks then had them. */
static int check_role(struct desk *d, struct err *err)
{
	const struct brain *b = d->brain;

	return d->tx.taking != LIVE || !b || !b->after.task_role
		       ? 0
		       : b->after.task_role(b, arg_text(d, "role"), err);
}

/* Of its ticket, or, where that is about none, the one that is named. */
static int read_order(struct desk *d, const struct ticket *of, struct task *t,
		      struct err *err)
{
	struct found_order order;

	t->shop = of->shop;
	t->order_ref = of->order_ref;
	if (!*arg_text(d, "order"))
		return 0;
	if (order_called(d, arg_text(d, "order"), arg_text(d, "shop"), &order,
			 err))
		return -1;
	if (*of->order_ref &&
	    (of->shop != order.shop || !text_eq(of->order_ref, order.ref)))
		return err_set(err, ERR_DATA,
			       "T-%lld is about another order than that; leave "
			       "--order out",
			       (long long)of->id);
	t->shop = order.shop;
	t->order_ref = order.ref;
	return 0;
}

static int read_task(struct desk *d, struct ticket *of, struct task *t,
		     struct err *err)
{
	if (ticket_load(d, arg_i64(d, "ticket"), of, err))
		return -1;
	*t = (struct task){ .ticket = of->id,
			    .role = arg_text(d, "role"),
			    .step = "",
			    .playbook = "",
			    .text = arg_text(d, "text"),
			    .gives = arg_text(d, "gives"),
			    .proposed_by = d->tx.cmd->by };
	return read_order(d, of, t, err) || task_sum(d, t, err) ? -1 : 0;
}

static int check_words(struct desk *d, const struct ticket *of, struct err *err)
{
	int64_t within = 0;

	if (of->state == TICKET_CLOSED)
		return err_set(err, ERR_DATA, "T-%lld is closed",
			       (long long)of->id);
	if (!*arg_text(d, "role") || !arg_is_code(d, "role"))
		return err_set(err, ERR_DATA,
			       "whose task is it? a role is one word, such as "
			       "warehouse or finance");
	if (check_role(d, err))
		return -1;
	if (text_blank(arg_text(d, "text")))
		return err_set(err, ERR_DATA, "say what is to be done");
	if (duration_parse(&within, arg_text(d, "within"), err))
		return -1;
	return within > 0 && within <= WITHIN_MAX_MS
		       ? 0
		       : err_set(err, ERR_DATA, "a task is due within 90 days");
}

int task_check(struct desk *d, struct err *err)
{
	struct ticket of;
	struct task t;

	if (read_task(d, &of, &t, err) || check_words(d, &of, err) ||
	    task_subject(d, &t, err))
		return -1;
	return check_gives(d, err) || overtaken_task(d, of.id, t.gives, err) ||
			       task_sum_check(d, &t, err) ||
			       check_remedy(d, &t, err) || task_fits(d, &t, err)
		       ? -1
		       : 0;
}

/* A reason that overrules nothing leaves none. */
static int note_overtaken(struct desk *d, int64_t ticket, const char *gives,
			  struct err *err)
{
	int64_t message;

	if (text_blank(arg_text(d, "force")))
		return 0;
	if (overtaken_by(d, ticket, gives, &message, err))
		return -1;
	return message ? ending_note_force(d, ticket, "a task was given", err)
		       : 0;
}

int task_decide(struct desk *d, struct err *err)
{
	struct ticket of;
	struct task t;
	int64_t within = 0, no;

	if (read_task(d, &of, &t, err) || read_beside(d, &t, err) ||
	    duration_parse(&within, arg_text(d, "within"), err))
		return -1;
	t.due = d->tx.cmd->at + within;
	no = 1 + db_i64(d->db, 0,
			"SELECT count(*) FROM tasks WHERE ticket = ?1", "i",
			of.id);
	/* Before the task: the command answers with what it made last. */
	if (note_overtaken(d, of.id, t.gives, err))
		return -1;
	return task_give(d, &t,
			 arena_printf(&d->arena, "task:%lld:#%lld",
				      (long long)of.id, (long long)no),
			 arena_printf(&d->arena,
				      "T-%lld: %s has a task; `helloword task "
				      "list` says which",
				      (long long)of.id, t.role),
			 err) ||
			       ticket_settle(d, of.id, err)
		       ? -1
		       : 0;
}
