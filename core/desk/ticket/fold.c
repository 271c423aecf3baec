/* fold.c - see fold.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ticket/fold.h"

#include "base/when.h"

#define LATE_MS (2 * DAY_MS)
#define NOTES_MAX 100

bool fold_late(const struct desk *d, int64_t due)
{
	return due && d->tx.cmd->at - due > LATE_MS;
}

static int add_note(struct desk *d, int64_t ticket, const char *what,
		    struct err *err)
{
	if (db_i64(d->db, 0, "SELECT count(*) FROM notes WHERE ticket = ?1",
		   "i", ticket) >= NOTES_MAX)
		return 0;
	return ticket_note(d, ticket, "desk", what, err);
}

int fold_report(struct desk *d, struct report *report, const char *what,
		struct err *err)
{
	struct report one = {
		.shop = report->shop,
		.trigger = report->trigger,
		.cause = arena_printf(&d->arena, "before:%s",
				      report->what.issue),
		.what = { .issue = report->what.issue,
			  .also = "",
			  .confidence = 100 },
		.folded = true,
	};
	int64_t id;

	if (ticket_report(d, &one, &id, err) || add_note(d, id, what, err))
		return -1;
	return alert_raise(
		d, "warning",
		arena_printf(&d->arena, "before:%lld:%s",
			     (long long)report->shop, report->what.issue),
		id,
		arena_printf(&d->arena,
			     "T-%lld: %s, learnt after its time had passed",
			     (long long)id, report->what.issue),
		err);
}
