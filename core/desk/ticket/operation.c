/* operation.c - see operation.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ticket/operation.h"

#include "desk/people/assign.h"

#include "desk/ticket/ending.h"
#include "desk/ticket/merge.h"
#include "desk/ticket/regroup.h"
#include "desk/ticket/snooze.h"
#include "desk/ticket/ticket.h"

int operation_note(struct desk *d, struct operation *op, struct err *err)
{
	op->at = d->tx.cmd->at;
	op->by = d->tx.cmd->by;
	return change(d, &operation_kind, NULL, op, err);
}

int operation_undone(struct desk *d, const struct operation *op,
		     struct err *err)
{
	struct operation after = *op;

	after.undone = d->tx.cmd->at;
	after.undone_by = d->tx.cmd->by;
	return change(d, &operation_kind, op, &after, err);
}

int operation_last(struct desk *d, int64_t ticket, const char *verb,
		   struct operation *op, struct err *err)
{
	static const char tail[] =
		"WHERE id = (SELECT max(id) FROM (SELECT max(id) AS id FROM "
		"operations WHERE ticket = ?1 AND undone IS NULL AND "
		"(?2 IS NULL OR verb = ?2) UNION ALL SELECT max(id) FROM "
		"operations WHERE other = ?1 AND undone IS NULL AND verb IN "
		"('merge', 'split', 'link') AND (?2 IS NULL OR verb = ?2)))";

	*op = (struct operation){ 0 };
	return record_find(d->db, &operation_kind, op, &d->arena, NULL, err,
			   tail, "is", ticket, verb);
}

/* -- taking back -- */

static int assign_undo_check(struct desk *d, const struct operation *op,
			     struct err *err)
{
	struct ticket t;

	if (ticket_load(d, op->ticket, &t, err))
		return -1;
	return t.state == TICKET_CLOSED
		       ? err_set(err, ERR_DATA, "T-%lld is closed",
				 (long long)t.id)
		       : 0;
}

static int assign_undo(struct desk *d, const struct operation *op,
		       struct err *err)
{
	return assign_to(d, op->ticket, op->was,
			 *op->was ? arena_printf(&d->arena,
						 "%s took the change back",
						 d->tx.cmd->by)
				  : "",
			 err);
}

static int nothing_more(struct desk *d, const struct operation *op,
			struct err *err)
{
	(void)d, (void)op, (void)err;
	return 0;
}

static const struct {
	const char *verb;
	int (*check)(struct desk *d, const struct operation *op,
		     struct err *err);
	int (*undo)(struct desk *d, const struct operation *op,
		    struct err *err);
} verbs[] = {
	{ "close", close_undo_check, close_undo },
	{ "assign", assign_undo_check, assign_undo },
	{ "merge", unmerge_check_of, unmerge },
	{ "split", split_undo_check, split_undo },
	{ "link", nothing_more, nothing_more },
	{ "snooze", nothing_more, snooze_undo },
};

/* Which of them the last operation is; -1 with err. */
static int find(struct desk *d, struct operation *op, struct err *err)
{
	int64_t ticket = arg_i64(d, "ticket");
	struct ticket t;
	int found;

	if (ticket_load(d, ticket, &t, err))
		return -1;
	found = operation_last(d, ticket, NULL, op, err);
	if (found < 0)
		return -1;
	for (size_t i = 0; found && i < COUNT_OF(verbs); i++)
		if (text_eq(verbs[i].verb, op->verb))
			return (int)i;
	return err_set(err, ERR_DATA,
		       "T-%lld has nothing that could be taken back",
		       (long long)ticket);
}

int ticket_undo_check(struct desk *d, struct err *err)
{
	struct operation op;
	int i = find(d, &op, err);

	return i < 0 ? -1 : verbs[i].check(d, &op, err);
}

int ticket_undo_decide(struct desk *d, struct err *err)
{
	struct operation op;
	int i = find(d, &op, err);

	if (i < 0 || verbs[i].undo(d, &op, err) ||
	    operation_undone(d, &op, err))
		return -1;
	return ticket_settle(d, op.ticket, err) ||
			       (op.other && ticket_settle(d, op.other, err))
		       ? -1
		       : 0;
}
