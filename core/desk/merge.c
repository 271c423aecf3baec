/* merge.c - see merge.h.
 * SPDX-License-Identifier: MIT */
#include "desk/merge.h"

#include "base/set.h"
#include "base/vec.h"
#include "desk/action.h"
#include "desk/deadline.h"
#include "desk/ending.h"
#include "desk/ladder.h"
#include "desk/message.h"
#include "desk/playbook.h"
#include "desk/remind.h"

/* -- who went where -- */

VEC(id_list, int64_t);

#define DEEP 32 /* a chain is as long as people merge */

int64_t merge_target(struct desk *d, int64_t ticket)
{
	for (int i = 0; i < DEEP; i++) {
		int64_t into = db_i64(
			d->db, 0, "SELECT merged FROM tickets WHERE id = ?1",
			"i", ticket);

		if (!into)
			break;
		ticket = into;
	}
	return ticket;
}

int64_t merge_found(struct desk *d, int64_t ticket)
{
	return db_i64(d->db, 0,
		      "SELECT id FROM tickets WHERE id = ?1 AND state <> 3",
		      "i", merge_target(d, ticket));
}

/* Breadth first; what is pushed is looked at in its turn. */
int64_t *merge_family(struct db *db, struct arena *arena, int64_t ticket,
		      size_t *count)
{
	CLEANUP(id_list_release) struct id_list ids = { 0 };

	id_list_push(&ids, ticket);
	for (size_t i = 0; i < ids.len; i++) {
		CLEANUP(rows_release)
		struct rows r = rows_query(db,
					   "SELECT id FROM tickets WHERE "
					   "merged = ?1 AND merged IS NOT NULL "
					   "ORDER BY id",
					   "i", ids.at[i]);

		while (rows_next(&r))
			id_list_push(&ids, rows_i64(&r, 0));
	}
	*count = ids.len;
	return arena_copy(arena, ids.at, ids.len * sizeof *ids.at);
}

int merge_ask(struct desk *d, const int64_t *ids, size_t count, const char *sql,
	      int64_t *found, struct err *err)
{
	*found = 0;
	for (size_t i = 0; i < count && !*found; i++)
		if (db_ask(d->db, found, 0, err, sql, "i", ids[i]))
			return -1;
	return 0;
}

/* -- merging -- */

/* Everybody who wrote in a ticket, and its order's buyer. */
static struct rows parties(struct desk *d, int64_t ticket)
{
	return rows_query(d->db,
			  "SELECT lower(from_addr) FROM messages WHERE "
			  "ticket = ?1 AND direction = 1 AND from_addr IS NOT "
			  "NULL UNION ALL SELECT lower(o.email) FROM tickets t "
			  "JOIN orders o ON o.shop = t.shop AND o.ref = "
			  "t.order_ref WHERE t.id = ?1 AND o.email IS NOT NULL",
			  "i", ticket);
}

/* Nobody is known of one of them, or somebody stands in both. */
static int same_buyer(struct desk *d, int64_t a, int64_t b, struct err *err)
{
	CLEANUP(text_set_release) struct text_set known = { 0 };
	CLEANUP(rows_release) struct rows first = parties(d, a);
	CLEANUP(rows_release) struct rows second = { 0 };
	bool any = false, common = false;

	while (rows_next(&first))
		text_set_add(&known,
			     arena_strdup(&d->arena, rows_text(&first, 0)));
	if (rows_end(&first, err))
		return -1;
	second = parties(d, b);
	for (; rows_next(&second); any = true)
		common = common || text_set_has(&known, rows_text(&second, 0));
	if (rows_end(&second, err))
		return -1;
	return common || !any || !known.len
		       ? 0
		       : err_set(err, ERR_DATA,
				 "T-%lld and T-%lld have no address in "
				 "common, and who is answered would read of "
				 "the other; give --force REASON if it is "
				 "the same buyer",
				 (long long)a, (long long)b);
}

int merge_check(struct desk *d, struct err *err)
{
	struct ticket from, into;

	if (ticket_load(d, arg_i64(d, "ticket"), &from, err) ||
	    ticket_load(d, arg_i64(d, "into"), &into, err))
		return -1;
	if (from.id == into.id)
		return err_set(err, ERR_DATA, "T-%lld cannot go into itself",
			       (long long)from.id);
	if (from.state == TICKET_CLOSED || into.state == TICKET_CLOSED)
		return err_set(err, ERR_DATA,
			       "T-%lld is closed; `ticket reopen` first, or "
			       "`ticket link` the two",
			       (long long)(from.state == TICKET_CLOSED
						   ? from.id
						   : into.id));
	d->tx.subject = arena_strdup(&d->arena, ticket_subject(d, &from));
	if (ending_money_rests(d, from.id, "merging", err))
		return -1;
	return ending_overruled(d, same_buyer(d, from.id, into.id, err), err);
}

/* Open ones, and those that stand still. */
static struct deadline *running(struct desk *d, int64_t ticket, size_t *n,
				struct err *err)
{
	return record_all(record_query(d->db, &deadline_kind,
				       "WHERE ticket = ?1 AND state IN (1, 5) "
				       "AND action IS NULL",
				       "i", ticket),
			  &deadline_kind, &d->arena, n, err);
}

/* They run on under the other ticket, and know the first that they were of. */
static int deadlines_go(struct desk *d, int64_t from, int64_t into,
			struct err *err)
{
	size_t n;
	struct deadline *list = running(d, from, &n, err);

	for (size_t i = 0; list && i < n; i++) {
		struct deadline after = list[i];

		after.ticket = into;
		if (!after.came_from)
			after.came_from = from;
		if (change(d, &deadline_kind, &list[i], &after, err))
			return -1;
	}
	return list ? 0 : -1;
}

static int mark_merged(struct desk *d, int64_t id, int64_t into,
		       struct err *err)
{
	struct ticket before, after;

	if (ticket_load(d, id, &before, err))
		return -1;
	after = before;
	after.state = TICKET_CLOSED;
	after.waiting_for = "";
	after.closed = d->tx.cmd->at;
	after.due = after.snoozed = 0;
	after.merged = into;
	after.outcome = "merged";
	if (*before.owner && agent_load(d, before.owner, -1, err))
		return -1;
	return ticket_change(d, &before, &after, err);
}

/* The more urgent of the two counts, and its messages are waited for. */
static int raise_tier(struct desk *d, int64_t id, const struct ticket *other,
		      struct err *err)
{
	struct ticket before, after;

	if (ticket_load(d, id, &before, err))
		return -1;
	after = before;
	after.snoozed = 0;
	if (other->tier && other->tier < before.tier)
		after.tier = other->tier;
	if (before.snoozed &&
	    deadline_end(d, id, 0, "snooze", NULL, DEADLINE_DROPPED, err))
		return -1;
	return after.tier == before.tier && !before.snoozed
		       ? 0
		       : ticket_change(d, &before, &after, err);
}

int merge_into(struct desk *d, int64_t from, int64_t into, struct err *err)
{
	struct ticket t;

	if (ticket_load(d, from, &t, err) ||
	    playbook_stop(d, from, "merged", false, err) ||
	    ending_drop_waiting(d, from, "the ticket was merged", err) ||
	    deadline_end(d, from, 0, "snooze", NULL, DEADLINE_DROPPED, err) ||
	    deadlines_go(d, from, into, err) ||
	    ladder_answered(d, from, false, err) ||
	    mark_merged(d, from, into, err) || raise_tier(d, into, &t, err))
		return -1;
	return ticket_settle(d, into, err);
}

int merge_decide(struct desk *d, struct err *err)
{
	struct operation op = { .ticket = arg_i64(d, "ticket"),
				.other = arg_i64(d, "into"),
				.verb = "merge" };

	return merge_into(d, op.ticket, op.other, err) ||
			       ending_note_force(d, op.ticket, "merged", err) ||
			       operation_note(d, &op, err)
		       ? -1
		       : 0;
}

/* -- taking it back -- */

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
	struct deadline *list = running(d, from, &n, err);
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

static int is_party(struct desk *d, int64_t ticket, const char *address,
		    bool *is, struct err *err)
{
	CLEANUP(rows_release) struct rows r = parties(d, ticket);

	*is = false;
	while (rows_next(&r))
		*is = *is || strcasecmp(rows_text(&r, 0), address) == 0;
	return rows_end(&r, err);
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

		if (is_party(d, ticket, list[i].to_addr, &ours, err) ||
		    is_party(d, other, list[i].to_addr, &theirs, err) ||
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
			       begin_anew(d, &after, target, err) ||
			       drop_answers(d, before.id, target, err)
		       ? -1
		       : 0;
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
	return found ? 0
		     : err_set(err, ERR_DATA, "T-%lld was not merged",
			       (long long)ticket);
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
