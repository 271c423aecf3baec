/* snooze.c - see snooze.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ticket/snooze.h"

#include "base/when.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/ticket.h"

#define SNOOZE_MAX_MS (90 * DAY_MS)

/* A moment, or a time from now on. */
static int until_of(struct desk *d, int64_t *until, struct err *err)
{
	const char *text = arg_text(d, "until");
	struct err none = { 0 };
	struct when w;
	int64_t ms;

	if (duration_parse(&ms, text, &none) == 0)
		*until = d->tx.cmd->at + ms;
	else if (when_parse(&w, text, &none) == 0)
		*until = w.ms;
	else
		return err_set(err, ERR_DATA,
			       "\"%.40s\" is no time; write 48h, 3d or "
			       "2026-11-30T09:00Z",
			       text);
	return 0;
}

static int past_limit(struct desk *d, const struct ticket *t, int64_t until,
		      struct err *err)
{
	CLEANUP(str_release) struct str due = STR_INIT;
	int64_t limit = db_i64(d->db, 0,
			       "SELECT min(due) FROM deadlines WHERE "
			       "ticket = ?1 AND state = 1 AND purpose = "
			       "'platform'",
			       "i", t->id);

	if (!limit || until < limit)
		return 0;
	instant_put(&due, limit);
	return err_set(err, ERR_DATA,
		       "the platform waits for an answer to T-%lld by %s only; "
		       "snooze it for less",
		       (long long)t->id, str_c(&due));
}

int snooze_check(struct desk *d, struct err *err)
{
	int64_t until = 0, now = d->tx.cmd->at;
	struct ticket t;

	if (ticket_load(d, arg_i64(d, "ticket"), &t, err) ||
	    until_of(d, &until, err))
		return -1;
	if (t.state == TICKET_CLOSED)
		return err_set(err, ERR_DATA, "T-%lld is closed",
			       (long long)t.id);
	if (until <= now || until - now > SNOOZE_MAX_MS)
		return err_set(err, ERR_DATA,
			       "snooze until a moment that comes, within 90 "
			       "days");
	return past_limit(d, &t, until, err);
}

int snooze_decide(struct desk *d, struct err *err)
{
	struct operation op = { .ticket = arg_i64(d, "ticket"),
				.verb = "snooze" };
	struct ticket before, after;
	int64_t until = 0;

	if (ticket_load(d, op.ticket, &before, err) || until_of(d, &until, err))
		return -1;
	after = before;
	after.snoozed = until;
	if (ticket_change(d, &before, &after, err) ||
	    deadline_set(d, op.ticket, 0, "snooze", "snooze", until, err) ||
	    operation_note(d, &op, err))
		return -1;
	return ticket_settle(d, op.ticket, err);
}

static int wake(struct desk *d, int64_t ticket, struct err *err)
{
	struct ticket before, after;

	if (ticket_load(d, ticket, &before, err))
		return -1;
	if (!before.snoozed)
		return 0;
	after = before;
	after.snoozed = 0;
	return ticket_change(d, &before, &after, err);
}

int snooze_undo(struct desk *d, const struct operation *op, struct err *err)
{
	return deadline_end(d, op->ticket, 0, "snooze", NULL, DEADLINE_DROPPED,
			    err) ||
			       wake(d, op->ticket, err)
		       ? -1
		       : 0;
}

int snooze_over(struct desk *d, int64_t ticket, struct err *err)
{
	return wake(d, ticket,
		    err) || alert_raise(d, "info",
					arena_printf(&d->arena, "snooze:%lld",
						     (long long)ticket),
					ticket,
					arena_printf(&d->arena,
						     "T-%lld is back: it was "
						     "set aside until now",
						     (long long)ticket),
					err)
		       ? -1
		       : 0;
}
