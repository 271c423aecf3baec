/* unmerge.c - a merge is taken back.
 * SPDX-License-Identifier: MIT */
#include "desk/action/action.h"
#include "desk/alert/alert.h"
#include "desk/alert/danger.h"
#include "desk/alert/remind.h"
#include "desk/intake/message.h"
#include "desk/playbook/playbook.h"
#include "desk/reply/heard.h"
#include "desk/ticket/ending.h"
#include "desk/ticket/merge_own.h"

int unmerge_check_of(struct desk *d, const struct operation *op,
		     struct err *err)
{
	struct ticket t;

	if (ticket_load(d, op->ticket, &t, err))
		return -1;
	if (!t.merged)
		return err_set(err, ERR_DATA, "T-%lld was not merged",
			       (long long)t.id);
	return ticket_cause_free(d, &t, err);
}

/* What came in its thread since then, where the other has a thread of its own.
 */
static int messages_back(struct desk *d, const struct ticket *t,
			 const struct operation *op, struct err *err)
{
	int64_t target = merge_target(d, op->other), counted = 0;
	size_t n;
	struct message *list = record_all(
		record_query(d->db, &message_kind,
			     "WHERE shop = ?1 AND thread = ?2 AND thread IS "
			     "NOT NULL AND ticket = ?3 AND ?2 IS NOT (SELECT "
			     "thread FROM tickets WHERE id = ?3)",
			     "isi", t->shop, t->thread, target),
		&message_kind, &d->arena, &n, err);

	for (size_t i = 0; list && i < n; i++) {
		counted += list[i].direction == DIR_IN;
		if (message_link(d, list[i].id, t->id, err))
			return -1;
	}
	return !list || ticket_count(d, target, -counted, err) ||
			       ticket_count(d, t->id, counted, err)
		       ? -1
		       : 0;
}

static bool is_of(const int64_t *family, size_t count, int64_t ticket)
{
	for (size_t i = 0; i < count; i++)
		if (family[i] == ticket)
			return true;
	return false;
}

/* What it brought, and what those that had gone into it before had. */
static int deadlines_back(struct desk *d, int64_t from, int64_t ticket,
			  struct err *err)
{
	size_t n, count;
	struct deadline *list = merge_running(d, from, &n, err);
	int64_t *family = merge_family(d->db, &d->arena, ticket, &count);

	for (size_t i = 0; list && i < n; i++) {
		struct deadline after = list[i];

		if (!is_of(family, count, after.came_from))
			continue;
		after.ticket = ticket;
		if (after.came_from == ticket)
			after.came_from = 0;
		if (change(d, &deadline_kind, &list[i], &after, err))
			return -1;
	}
	return list ? 0 : -1;
}

/* What the other ticket was about to answer this one's buyer would tell them of
 * somebody else. */
static int drop_answers(struct desk *d, int64_t ticket, int64_t other,
			struct err *err)
{
	size_t n;
	struct action *list = record_all(
		record_query(d->db, &action_kind,
			     "WHERE ticket = ?1 AND verb = 'reply' AND state "
			     "IN (1, 2, 3, 4) AND to_addr IS NOT NULL ORDER BY "
			     "id",
			     "i", other),
		&action_kind, &d->arena, &n, err);

	for (size_t i = 0; list && i < n; i++) {
		bool ours, theirs;

		if (merge_is_party(d->db, ticket, list[i].to_addr, &ours,
				   err) ||
		    merge_is_party(d->db, other, list[i].to_addr, &theirs,
				   err) ||
		    (ours && !theirs &&
		     action_cancel(d, list[i].id,
				   "whom it answers stands in another ticket "
				   "again",
				   err)))
			return -1;
	}
	return list ? 0 : -1;
}

/* The other one was closed meanwhile, and what this one had brought was dropped
 * with it: an answer is waited for again, and a platform may be. */
static int begin_anew(struct desk *d, const struct ticket *t, int64_t target,
		      struct err *err)
{
	struct ticket into;
	int64_t *family;
	size_t n;

	if (ticket_load(d, target, &into, err))
		return -1;
	if (into.state != TICKET_CLOSED)
		return 0;
	family = merge_family(d->db, &d->arena, t->id, &n);
	return ending_limits_back(d, &into, family, n, t->id, err) ||
			       response_by_tier(d, t, err)
		       ? -1
		       : 0;
}

/* Its response was met meanwhile, by an answer to somebody else, and none runs;
 * who has no address is not told apart. */
#define MET_BY_ANOTHER                                                        \
	"SELECT 1 FROM messages m WHERE m.id = ?2 AND m.from_addr <> '' "     \
	"AND EXISTS (SELECT 1 FROM deadlines WHERE ticket = ?4 AND state = "  \
	"2 AND purpose = 'first_response' AND done >= ?3 AND came_from "      \
	"IN " MERGE_FAMILY("?1") ") AND NOT EXISTS (SELECT 1 FROM deadlines " \
				 "WHERE ticket = ?1 AND purpose = "           \
				 "'first_response' AND state IN (1, "         \
				 "5)) AND NOT EXISTS (SELECT 1 FROM actions " \
				 "WHERE ticket = ?4 AND "                     \
				 "verb = 'reply' AND state IN (6, 7) AND "    \
				 "heard >= ?2 AND "                           \
				 "lower(to_addr) = lower(m.from_addr))"

/* Who wrote there still waits, and since then. */
static int response_back(struct desk *d, const struct ticket *t,
			 const struct operation *op, int64_t target,
			 struct err *err)
{
	int64_t message, waits, came;

	if (ending_waits(d, t->id, &message, err) ||
	    db_ask(d->db, &waits, 0, err, MET_BY_ANOTHER, "iiii", t->id,
		   message, op->at, target))
		return -1;
	if (!waits)
		return 0;
	return heard_came(d, message, &came, err) ||
			       response_since(d, t, came, err)
		       ? -1
		       : 0;
}

static int danger_back(struct desk *d, const struct operation *op,
		       int64_t target, struct err *err)
{
	struct ticket before, after;

	if (ticket_load(d, target, &before, err))
		return -1;
	after = before;
	if (danger_parted(d, &after, op->was ? op->was : "", op->at, err))
		return -1;
	return text_eq(after.danger, before.danger)
		       ? 0
		       : ticket_change(d, &before, &after, err);
}

int unmerge(struct desk *d, const struct operation *op, struct err *err)
{
	int64_t target = merge_target(d, op->other);
	struct ticket before, after;

	if (ticket_load(d, op->ticket, &before, err) ||
	    messages_back(d, &before, op, err) ||
	    ticket_load(d, op->ticket, &before, err))
		return -1;
	after = before;
	after.state = TICKET_OPEN;
	return ticket_reopen(d, &before, &after, REOPEN_MISTAKE, err) ||
			       deadlines_back(d, target, before.id, err) ||
			       response_back(d, &after, op, target, err) ||
			       merge_missed_back(d, before.id, target, err) ||
			       alert_ticket_back(d, before.id, before.closed,
						 err) ||
			       danger_back(d, op, target, err) ||
			       begin_anew(d, &after, target, err) ||
			       playbook_back(d, before.id, before.closed,
					     err) ||
			       drop_answers(d, before.id, target, err)
		       ? -1
		       : 0;
}

/* Of two that are one, people name the one that they see. */
static int no_merge(struct desk *d, int64_t ticket, struct err *err)
{
	long long other = db_i64(d->db, 0,
				 "SELECT max(id) FROM tickets WHERE merged = "
				 "?1 AND merged IS NOT NULL",
				 "i", ticket);

	return other ? err_set(err, ERR_DATA,
			       "T-%lld was not merged: T-%lld went into it, "
			       "and "
			       "`helloword ticket unmerge T-%lld` parts them",
			       (long long)ticket, other, other)
		     : err_set(err, ERR_DATA, "T-%lld was not merged",
			       (long long)ticket);
}

static int last_merge(struct desk *d, struct operation *op, struct err *err)
{
	int64_t ticket = arg_i64(d, "ticket");
	struct ticket t;
	int found;

	*op = (struct operation){ 0 };
	if (ticket_load(d, ticket, &t, err))
		return -1;
	found = record_find(d->db, &operation_kind, op, &d->arena, NULL, err,
			    "WHERE ticket = ?1 AND undone IS NULL AND verb = "
			    "'merge' ORDER BY id DESC LIMIT 1",
			    "i", ticket);
	if (found < 0)
		return -1;
	return found ? 0 : no_merge(d, ticket, err);
}

int unmerge_check(struct desk *d, struct err *err)
{
	struct operation op;

	return last_merge(d, &op, err) || unmerge_check_of(d, &op, err) ? -1
									: 0;
}

int unmerge_decide(struct desk *d, struct err *err)
{
	struct operation op;

	return last_merge(d, &op, err) || unmerge(d, &op, err) ||
			       operation_undone(d, &op, err) ||
			       ticket_settle(d, op.ticket, err) ||
			       ticket_settle(d, merge_target(d, op.other), err)
		       ? -1
		       : 0;
}
