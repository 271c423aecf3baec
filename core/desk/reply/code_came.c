/* code_came.c - a code came after the words that would have had it: see code.h.
 * SPDX-License-Identifier: MIT */
#include "desk/action/action.h"
#include "desk/action/again.h"
#include "desk/reply/code.h"
#include "desk/reply/promise.h"
#include "desk/reply/reply_text.h"
#include "desk/ticket/ticket.h"

/* The refund that its words name, which stands in them. */
static struct money sum_told(struct desk *d, const struct action *reply)
{
	CLEANUP(rows_release)
	struct rows r =
		rows_query(d->db,
			   "SELECT m.amount, m.amount_currency FROM "
			   "actions a, actions m WHERE a.id = ?1 AND "
			   "+m.verb = 'refund' AND m.amount IS NOT "
			   "NULL AND " PROMISES " ORDER BY m.id LIMIT 1",
			   "i", reply->id);
	struct money sum = { 0 };

	if (rows_next(&r)) {
		sum.minor = rows_i64(&r, 0);
		snprintf(sum.currency, sizeof sum.currency, "%s",
			 rows_text(&r, 1));
	}
	return sum;
}

static bool has_code(struct desk *d, const char *text, const char *code)
{
	return db_i64(d->db, 0, "SELECT instr(upper(?1), upper(?2))", "ss",
		      text, code) != 0;
}

/* Has its template that code now, and its words do not? *text: what it would
 * say, in the arena. */
static int lacks(struct desk *d, const struct action *reply, const char *code,
		 struct rendered *text, bool *does, struct err *err)
{
	struct err none = { 0 };
	struct ticket t;

	*does = false;
	if (text_blank(reply->template_id) || text_blank(reply->text) ||
	    has_code(d, reply->text, code))
		return 0;
	if (ticket_load(d, reply->ticket, &t, err))
		return -1;
	*does = reply_render(d, &t, reply, reply->template_id,
			     sum_told(d, reply), text, &none) == 0 &&
		has_code(d, text->text, code);
	return 0;
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
		const struct action *coupon, struct err *err)
{
	const char *why = arena_printf(&d->arena, "action %lld made a code",
				       (long long)coupon->id);
	struct rendered text = { 0 };
	bool does;

	if (reply->doubt || lacks(d, reply, coupon->result, &text, &does, err))
		return reply->doubt ? 0 : -1;
	if (!does)
		return 0;
	return reply_of_person(reply)
		       ? wait_for_writer(d, reply, why, coupon->result, err)
		       : write_anew(d, reply, &text, why, err);
}

#define NOT_LEFT "AND verb = 'reply' AND state IN (2, 3, 4)"

int code_came(struct desk *d, const struct action *coupon, struct err *err)
{
	size_t n;
	struct action *list;

	if (text_blank(coupon->result))
		return 0;
	list = record_all(
		record_query(
			d->db, &action_kind,
			"WHERE id IN (SELECT id FROM actions WHERE ticket "
			"= ?1 " NOT_LEFT " UNION SELECT id FROM actions "
			"WHERE shop = ?2 AND order_ref = nullif(?3, "
			"'') " NOT_LEFT ") AND ticket IS NOT NULL ORDER BY id",
			"iis", coupon->ticket, coupon->shop, coupon->order_ref),
		&action_kind, &d->arena, &n, err);
	for (size_t i = 0; list && i < n; i++)
		if (look(d, &list[i], coupon, err))
			return -1;
	return list ? 0 : -1;
}

int code_again(struct desk *d, const struct action *reply, struct err *err)
{
	struct action now, coupon;
	int64_t id = 0;

	if (!text_eq(reply->verb, "reply") || !reply->ticket)
		return 0;
	if (db_ask(d->db, &id, 0, err,
		   "SELECT max(id) FROM actions WHERE shop = ?1 AND verb = "
		   "'coupon' AND order_ref = nullif(?2, '') AND state IN (6, "
		   "7) AND result IS NOT NULL AND coalesce(settled, sent) >= "
		   "?3",
		   "isi", reply->shop, reply->order_ref, reply->sent) ||
	    action_load(d, reply->id, &now, err))
		return -1;
	if (!id || now.state > ACTION_DUE)
		return 0;
	return action_load(d, id, &coupon, err) || look(d, &now, &coupon, err)
		       ? -1
		       : 0;
}
