/* merge.c - see merge.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ticket/merge.h"

#include "base/set.h"
#include "desk/alert/alert.h"
#include "desk/alert/danger.h"
#include "desk/playbook/playbook.h"
#include "desk/task/task_told.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/ending.h"
#include "desk/ticket/merge_own.h"

/* Nobody is known of one of them, or somebody stands in both. */
static int same_buyer(struct desk *d, int64_t a, int64_t b, struct err *err)
{
	CLEANUP(text_set_release) struct text_set known = { 0 };
	CLEANUP(rows_release)
	struct rows first = merge_parties(d->db, a, INT64_MAX);
	CLEANUP(rows_release) struct rows second = { 0 };
	bool any = false, common = false;

	while (rows_next(&first))
		text_set_add(&known,
			     arena_strdup(&d->arena, rows_text(&first, 0)));
	if (rows_end(&first, err))
		return -1;
	second = merge_parties(d->db, b, INT64_MAX);
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

struct deadline *merge_running(struct desk *d, int64_t ticket, size_t *n,
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
	struct deadline *list = merge_running(d, from, &n, err);

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
		      bool unseen, struct err *err)
{
	struct ticket before, after;

	if (ticket_load(d, id, &before, err))
		return -1;
	after = before;
	after.snoozed = 0;
	if (other->tier && other->tier < before.tier)
		after.tier = other->tier;
	danger_add(d, &after, other->danger);
	if (before.snoozed &&
	    deadline_end(d, id, 0, "snooze", NULL, DEADLINE_DROPPED, err))
		return -1;
	if ((after.tier != before.tier || before.snoozed ||
	     !text_eq(after.danger, before.danger)) &&
	    ticket_change(d, &before, &after, err))
		return -1;
	return danger_carried(d, &before, &after, unseen, err);
}

int merge_into(struct desk *d, int64_t from, int64_t into, struct err *err)
{
	struct ticket t;
	int64_t unseen;

	if (ticket_load(d, from, &t, err) ||
	    danger_alert(d, from, &unseen, err) ||
	    playbook_stop(d, from, "merged", false, err) ||
	    ending_drop_waiting(d, from, PLAYBOOK_MERGED, err) ||
	    deadline_end(d, from, 0, "snooze", NULL, DEADLINE_DROPPED, err) ||
	    merge_missed_goes(d, &t, into, err) ||
	    deadlines_go(d, from, into, err) ||
	    alert_ticket_over(d, from, err) ||
	    mark_merged(d, from, into, err) ||
	    raise_tier(d, into, &t, unseen, err) ||
	    task_told_since(d, into, 0, "", err))
		return -1;
	return ticket_settle(d, into, err);
}

/* The danger that the other one did not tell of before: it goes again with what
 * brought it. */
static int note_danger(struct desk *d, struct operation *op,
		       const char *danger_before, struct err *err)
{
	struct ticket from, into;

	if (ticket_load(d, op->ticket, &from, err) ||
	    ticket_load(d, op->other, &into, err))
		return -1;
	op->was = text_eq(into.danger, danger_before) ? "" : from.danger;
	return 0;
}

int merge_decide(struct desk *d, struct err *err)
{
	struct operation op = { .ticket = arg_i64(d, "ticket"),
				.other = arg_i64(d, "into"),
				.verb = "merge" };
	struct ticket into;

	return ticket_load(d, op.other, &into, err) ||
			       merge_into(d, op.ticket, op.other, err) ||
			       note_danger(d, &op, into.danger, err) ||
			       ending_note_force(d, op.ticket, "merged", err) ||
			       operation_note(d, &op, err)
		       ? -1
		       : 0;
}
