/* put_off.c - a moment that could not be taken is tried again later.
 * SPDX-License-Identifier: MIT */
#include "desk/alert/alert.h"
#include "desk/ticket/deadline.h"

int put_off_check(struct desk *d, struct err *err)
{
	struct deadline one = { 0 };
	int found = deadline_named(d, &one, err);

	if (found < 0)
		return -1;
	if (!found || one.state != DEADLINE_OPEN)
		d->tx.cmd->verdict = UNCHANGED;
	return arg_i64(d, "until") > one.due
		       ? 0
		       : err_set(err, ERR_DATA, "put_off needs a later moment");
}

/* Only the row itself and the alert: its ticket or action may be what cannot be
 * read. */
int put_off_decide(struct desk *d, struct err *err)
{
	struct deadline one = { 0 }, after;

	if (deadline_named(d, &one, err) < 0)
		return -1;
	after = one;
	after.due = arg_i64(d, "until");
	after.set = d->tx.cmd->at;
	if (change(d, &deadline_kind, &one, &after, err))
		return -1;
	return alert_raise(
		d, "error",
		arena_printf(&d->arena, "put-off:%lld", (long long)one.id), 0,
		arena_printf(&d->arena,
			     "a deadline (%s) of T-%lld cannot be taken and is "
			     "tried again every 15 minutes: %s",
			     one.purpose, (long long)one.ticket,
			     arg_text(d, "why")),
		err);
}
