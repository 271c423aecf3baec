/* promise.c - see promise.h.
 * SPDX-License-Identifier: MIT */
#include "desk/reply/promise.h"

#include "desk/action/action.h"
#include "desk/playbook/advice.h"
#include "desk/playbook/given.h"
#include "desk/reply/backing.h"

#define TELLING                                                          \
	"SELECT a.id FROM actions m, actions a WHERE m.id = ?1 AND "     \
	"a.verb = 'reply' AND (a.ticket = m.ticket OR (a.shop = m.shop " \
	"AND a.order_ref = m.order_ref)) AND " PROMISES " AND a.state IN "

struct action *promise_replies(struct desk *d, const struct action *a,
			       size_t *count, struct err *err)
{
	return record_all(record_query(d->db, &action_kind,
				       "WHERE id IN (" TELLING
				       "(2, 3, 4)) ORDER BY id",
				       "i", a->id),
			  &action_kind, &d->arena, count, err);
}

/* What a person wrote waits to be looked at again (backing.h). */
int promise_stop(struct desk *d, const struct action *reply, const char *why,
		 struct err *err)
{
	if (!reply_by_hand(reply) || reply->doubt)
		return action_cancel(d, reply->id, why, err);
	return reply->state == ACTION_WAITING
		       ? 0
		       : action_wait_again(d, reply, why, err);
}

/* One that a person did not write goes on telling of what else is given. */
static int stop_one(struct desk *d, const struct action *reply, const char *why,
		    struct err *err)
{
	bool tells;

	if (advice_tells(d, reply, &tells, err))
		return -1;
	return tells && !reply_by_hand(reply)
		       ? 0
		       : promise_stop(d, reply, why, err);
}

/* Of some of them somebody said yes when it was still true, and some leave by
 * themselves. What a person promises is all of it given, or said anew. */
static int stop_replies(struct desk *d, const struct action *a, int32_t from,
			const char *why, struct err *err)
{
	size_t n;
	struct action *list = promise_replies(d, a, &n, err);

	for (size_t i = 0; list && i < n; i++)
		if (list[i].state >= from && stop_one(d, &list[i], why, err))
			return -1;
	return list ? 0 : -1;
}

int promise_again(struct desk *d, const struct action *reply, struct err *err)
{
	struct action now;
	int64_t gone = 0;

	if (!text_eq(reply->verb, "reply"))
		return 0;
	if (db_ask(d->db, &gone, 0, err,
		   "SELECT min(m.id) FROM actions a, actions m WHERE a.id = ?1 "
		   "AND +m.state IN (8, 11, 12) AND m.settled >= a.sent AND "
		   "m.part_of IS NULL AND " PROMISES,
		   "i", reply->id) ||
	    (gone && action_load(d, reply->id, &now, err)))
		return -1;
	return gone ? stop_one(d, &now, NOT_DONE, err) : 0;
}

int promise_broken(struct desk *d, const struct action *a, const char *why,
		   struct err *err)
{
	bool of_rule = a->ticket && !text_blank(a->rule) &&
		       text_eq(a->proposed_by, "policy");

	if (a->part_of || text_eq(a->verb, "reply"))
		return 0;
	return (of_rule &&
		advice_withdraw(d, a->ticket, a->rule, false, why, err)) ||
			       stop_replies(d, a, ACTION_WAITING, why, err)
		       ? -1
		       : 0;
}

int promise_replaced(struct desk *d, const struct action *a, const char *why,
		     struct err *err)
{
	return a->part_of || text_eq(a->verb, "reply")
		       ? 0
		       : stop_replies(d, a, ACTION_HELD, why, err);
}

int promise_cancel(struct desk *d, int64_t id, const char *why, struct err *err)
{
	struct action a;

	if (action_cancel(d, id, why, err) || action_load(d, id, &a, err))
		return -1;
	return a.state != ACTION_CANCELLED || a.part_of ||
			       text_eq(a.verb, "reply")
		       ? 0
		       : stop_replies(d, &a, ACTION_WAITING, why, err);
}

int promise_beside(struct desk *d, int64_t ticket, const char *rule,
		   int64_t other, struct err *err)
{
	struct action effect, before, after;
	int64_t id = 0;

	if (action_load(d, other, &effect, err))
		return -1;
	if (action_at_rest(effect.state) && effect.state != ACTION_PARKED &&
	    effect.state != ACTION_SETTLED)
		return 0;
	if (db_ask(d->db, &id, 0, err,
		   "SELECT max(id) FROM actions WHERE ticket = ?1 AND "
		   "verb = 'reply' AND state IN (2, 3, 4) AND planned = ?2 AND "
		   "rule = ?3",
		   "iis", ticket, d->tx.cmd->at, rule))
		return -1;
	if (!id)
		return 0;
	if (action_load(d, id, &before, err))
		return -1;
	after = before;
	after.beside = other;
	return change(d, &action_kind, &before, &after, err);
}

int promise_there(struct desk *d, struct action *reply, const char *verb,
		  struct err *err)
{
	CLEANUP(rows_release) struct rows r = given_rows(d, reply);
	CLEANUP(str_release) struct str more = STR_INIT;
	int n = 0;

	while (rows_next(&r)) {
		if (!text_eq(rows_text(&r, 1), verb) || n == TELLS_MOST)
			continue;
		if (n++ == 0)
			reply->beside = rows_i64(&r, 0);
		else
			str_printf(&more, "%s%lld", more.len ? "," : "[",
				   (long long)rows_i64(&r, 0));
	}
	if (more.len)
		reply->besides = arena_printf(&d->arena, "%s]", str_c(&more));
	if (rows_end(&r, err))
		return -1;
	/* Where there is an action the words mean that: its sum stands in them.
	 */
	return n ? 0 : backing_there(d, reply, verb, err);
}

int promise_left(struct desk *d, const struct action *a, struct err *err)
{
	int64_t id = 0;

	if (text_eq(a->verb, "reply"))
		return 0;
	if (db_ask(d->db, &id, 0, err, TELLING "(5, 6, 7, 9) LIMIT 1", "i",
		   a->id))
		return -1;
	return id ? err_set(err, ERR_DATA,
			    "the buyer was told of action %lld (%s) by action "
			    "%lld; if they get nothing, give --force REASON, "
			    "and write to them",
			    (long long)a->id, a->verb, (long long)id)
		  : 0;
}
