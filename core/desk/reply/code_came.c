/* code_came.c - a code came after the words that would have had it: see code.h.
 * SPDX-License-Identifier: MIT */
#include "desk/action/action.h"
#include "desk/action/again.h"
#include "desk/reply/code.h"
#include "desk/reply/promise.h"
#include "desk/reply/reply_text.h"
#include "desk/ticket/ticket.h"
#include "model/loop.h"

/* A code, and how it came. */
struct coming {
	const char *code, *why;
};

/* The refund that its words name, which stands in them. */
static int sum_told(struct desk *d, const struct action *reply,
		    struct money *sum, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r =
		rows_query(d->db,
			   "SELECT m.amount, m.amount_currency FROM "
			   "actions a, actions m WHERE a.id = ?1 AND "
			   "+m.verb = 'refund' AND m.amount IS NOT "
			   "NULL AND " PROMISES " ORDER BY m.id LIMIT 1",
			   "i", reply->id);

	*sum = (struct money){ 0 };
	if (rows_next(&r)) {
		sum->minor = rows_i64(&r, 0);
		snprintf(sum->currency, sizeof sum->currency, "%s",
			 rows_text(&r, 1));
	}
	return rows_end(&r, err);
}

static int has_code(struct desk *d, const char *text, const char *code,
		    bool *has, struct err *err)
{
	int64_t at;

	if (db_ask(d->db, &at, 0, err, "SELECT instr(upper(?1), upper(?2))",
		   "ss", text, code))
		return -1;
	*has = at != 0;
	return 0;
}

/* What its template says now; text->text stays NULL when that has no such text
 * any more. */
static int says_now(struct desk *d, const struct action *reply,
		    struct rendered *text, struct err *err)
{
	struct err why = { 0 };
	struct money sum;
	struct ticket t;

	if (ticket_load(d, reply->ticket, &t, err) ||
	    sum_told(d, reply, &sum, err))
		return -1;
	if (reply_render(d, &t, reply, reply->template_id, sum, text, &why) ==
	    0)
		return 0;
	*text = (struct rendered){ 0 };
	if (why.code == ERR_DATA)
		return 0;
	*err = why;
	return -1;
}

/* Has its template that code now, and its words do not? *text: what it would
 * say, in the arena. */
static int lacks(struct desk *d, const struct action *reply, const char *code,
		 struct rendered *text, bool *does, struct err *err)
{
	bool has;

	*does = false;
	if (text_blank(reply->template_id) || text_blank(reply->text))
		return 0;
	if (has_code(d, reply->text, code, &has, err))
		return -1;
	if (has)
		return 0;
	if (says_now(d, reply, text, err))
		return -1;
	return text->text ? has_code(d, text->text, code, does, err) : 0;
}

/* What the policy wrote it writes anew, for a yes of its own. */
static int write_anew(struct desk *d, const struct action *reply,
		      const struct rendered *text, const char *why,
		      struct err *err)
{
	struct action now = *reply;
	int64_t id;

	now.text = text->text;
	if (!text_blank(text->subject))
		now.subject = text->subject;
	return action_cancel(d, reply->id, why, err) ||
			       again_propose(d, &now, 0, &id, err)
		       ? -1
		       : 0;
}

/* Whoever changed its words does so again. */
static int wait_for_writer(struct desk *d, const struct action *reply,
			   const char *why, const char *code, struct err *err)
{
	struct action after = *reply;

	after.why = arena_printf(&d->arena,
				 "%s: write \"%s\" into it with `helloword "
				 "ticket reply T-%lld --edit`",
				 why, code, (long long)reply->ticket);
	return reply->state == ACTION_WAITING
		       ? change(d, &action_kind, reply, &after, err)
		       : action_wait_again(d, reply, after.why, err);
}

static int look(struct desk *d, const struct action *reply,
		const struct coming *c, struct err *err)
{
	struct rendered text = { 0 };
	bool does;

	if (reply->doubt)
		return 0;
	if (lacks(d, reply, c->code, &text, &does, err))
		return -1;
	if (!does)
		return 0;
	return reply_of_person(reply)
		       ? wait_for_writer(d, reply, c->why, c->code, err)
		       : write_anew(d, reply, &text, c->why, err);
}

#define NOT_LEFT "AND verb = 'reply' AND state IN (2, 3, 4)"

static int came(struct desk *d, int64_t ticket, int64_t shop,
		const char *order_ref, const struct coming *c, struct err *err)
{
	size_t n;
	struct action *list;

	if (text_blank(c->code))
		return 0;
	list = record_all(
		record_query(d->db, &action_kind,
			     "WHERE id IN (SELECT id FROM actions WHERE ticket "
			     "= ?1 " NOT_LEFT " UNION SELECT id FROM actions "
			     "WHERE shop = ?2 AND order_ref = nullif(?3, "
			     "'') " NOT_LEFT
			     ") AND ticket IS NOT NULL ORDER BY id",
			     "iis", ticket, shop, order_ref),
		&action_kind, &d->arena, &n, err);
	for (size_t i = 0; list && i < n; i++)
		if (look(d, &list[i], c, err))
			return -1;
	return list ? 0 : -1;
}

static const char *why_action(struct desk *d, int64_t coupon)
{
	return arena_printf(&d->arena, "action %lld made a code",
			    (long long)coupon);
}

static const char *why_task(struct desk *d, int64_t task)
{
	return arena_printf(&d->arena, "task %lld made a code",
			    (long long)task);
}

int code_came(struct desk *d, const struct action *coupon, struct err *err)
{
	const struct coming c = { coupon->result, why_action(d, coupon->id) };

	return came(d, coupon->ticket, coupon->shop, coupon->order_ref, &c,
		    err);
}

int code_came_by_hand(struct desk *d, const struct task *t, const char *code,
		      struct err *err)
{
	const struct coming c = { code, why_task(d, t->id) };

	return came(d, t->ticket, t->shop, t->order_ref, &c, err);
}

/* -- what was on its way -- */

#define OF_SHOP                                                             \
	"SELECT max(id) FROM actions WHERE shop = ?1 AND verb = 'coupon' "  \
	"AND order_ref = nullif(?2, '') AND state IN (6, 7) AND result IS " \
	"NOT NULL AND coalesce(settled, sent) >= ?3"
#define BY_HAND                                                              \
	"SELECT max(id) FROM tasks WHERE shop = ?1 AND order_ref = "         \
	"nullif(?2, '') AND gives = 'coupon' AND state = 2 AND code IS NOT " \
	"NULL AND done >= ?3"

static int last_coming(struct desk *d, const struct action *reply,
		       struct coming *c, struct err *err)
{
	struct action coupon;
	struct task t = { 0 };
	int64_t id, task;

	if (db_ask(d->db, &id, 0, err, OF_SHOP, "isi", reply->shop,
		   reply->order_ref, reply->sent) ||
	    db_ask(d->db, &task, 0, err, BY_HAND, "isi", reply->shop,
		   reply->order_ref, reply->sent) ||
	    (id && action_load(d, id, &coupon, err)) ||
	    (task &&
	     record_load(d->db, &task_kind, task, &t, &d->arena, err) < 0))
		return -1;
	if (id)
		*c = (struct coming){ coupon.result, why_action(d, id) };
	else if (task)
		*c = (struct coming){ t.code, why_task(d, task) };
	return 0;
}

int code_again(struct desk *d, const struct action *reply, struct err *err)
{
	struct coming c = { "", "" };
	struct action now;

	if (!text_eq(reply->verb, "reply") || !reply->ticket)
		return 0;
	if (last_coming(d, reply, &c, err) ||
	    action_load(d, reply->id, &now, err))
		return -1;
	return text_blank(c.code) || now.state > ACTION_DUE
		       ? 0
		       : look(d, &now, &c, err);
}
