/* ticket_people.c - what people do to a ticket itself: notes and owners.
 * Endings have a file of their own (ending.c).
 * SPDX-License-Identifier: MIT */
#include "desk/people/assign.h"
#include "desk/ticket/operation.h"
#include "desk/ticket/ticket.h"

int ticket_note(struct desk *d, int64_t ticket, const char *author,
		const char *text, struct err *err)
{
	struct note n = { .ticket = ticket,
			  .author = author,
			  .text = text,
			  .at = d->tx.cmd->at };

	return change(d, &note_kind, NULL, &n, err);
}

int note_check(struct desk *d, struct err *err)
{
	struct ticket t;

	if (ticket_load(d, arg_i64(d, "ticket"), &t, err))
		return -1;
	d->tx.subject = arena_strdup(&d->arena, ticket_subject(d, &t));
	return text_blank(arg_text(d, "text"))
		       ? err_set(err, ERR_DATA, "the note is empty")
		       : 0;
}

int note_decide(struct desk *d, struct err *err)
{
	return ticket_note(d, arg_i64(d, "ticket"), d->tx.cmd->by,
			   arg_text(d, "text"), err);
}

int assign_check(struct desk *d, struct err *err)
{
	const char *agent = arg_text(d, "agent");
	struct ticket t;

	if (ticket_load(d, arg_i64(d, "ticket"), &t, err))
		return -1;
	if (t.state == TICKET_CLOSED)
		return err_set(err, ERR_DATA,
			       "T-%lld is closed: there is nothing left to do "
			       "for anybody",
			       (long long)t.id);
	if (*agent && !db_i64(d->db, 0, "SELECT id FROM agents WHERE name = ?1",
			      "s", agent))
		return err_set(err, ERR_DATA,
			       "\"%.60s\" is no agent of the manifest", agent);
	return 0;
}

int assign_decide(struct desk *d, struct err *err)
{
	const char *agent = arg_text(d, "agent");
	struct operation op = { .verb = "assign" };
	struct ticket t;

	if (ticket_load(d, arg_i64(d, "ticket"), &t, err))
		return -1;
	op.ticket = t.id;
	op.was = t.owner;
	return assign_to(d, t.id, agent,
			 *agent ? arena_printf(&d->arena, "%s said so",
					       d->tx.cmd->by)
				: "",
			 err) ||
			       operation_note(d, &op, err)
		       ? -1
		       : 0;
}

int agent_load(struct desk *d, const char *name, int64_t step, struct err *err)
{
	struct agent before = { 0 }, after;
	int found = record_find(d->db, &agent_kind, &before, &d->arena, NULL,
				err, "WHERE name = ?1", "s", name);

	if (found <= 0)
		return found;
	after = before;
	after.open_load += step;
	return change(d, &agent_kind, &before, &after, err);
}
