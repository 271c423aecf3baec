/* ticket_due.c - see ticket_due.h.
 * SPDX-License-Identifier: MIT */
#include "cli/ticket_due.h"

#include "cli/view.h"
#include "desk/ticket/queue.h"

/* The oldest; false: none. *purpose lives in the arena. */
static bool find_missed(struct db *db, struct arena *arena,
			const struct ticket *t, int64_t *due,
			const char **purpose)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		db,
		"SELECT due, purpose FROM deadlines x WHERE x.ticket = ?1 "
		"AND " QUEUE_MISSED("x") " ORDER BY due LIMIT 1",
		"i", t->id);

	if (t->state == TICKET_CLOSED || !rows_next(&r))
		return false;
	*due = rows_i64(&r, 0);
	*purpose = arena_strdup(arena, rows_text(&r, 1));
	return true;
}

void ticket_due_put(struct str *out, struct db *db, const struct ticket *t)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	const char *purpose;
	int64_t due;

	if (t->state == TICKET_CLOSED)
		view_instant(out, t->due);
	else
		view_countdown(out, db, t->due);
	if (find_missed(db, &arena, t, &due, &purpose)) {
		str_printf(out, "; missed %s ", purpose);
		view_countdown(out, db, due);
	}
	if (t->snoozed) {
		str_puts(out, "; set aside until ");
		view_instant(out, t->snoozed);
	}
}

void ticket_due_json(struct jw *w, struct db *db, const struct ticket *t)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	const char *purpose;
	int64_t due;

	if (!find_missed(db, &arena, t, &due, &purpose))
		return;
	jw_kv_text(w, "missed", purpose);
	jw_kv_i64(w, "missed_due", due);
}

void ticket_due_aside(struct db *db)
{
	int64_t n = db_i64(db, 0,
			   "SELECT count(*) FROM tickets WHERE state = 2 AND "
			   "snoozed IS NOT NULL",
			   "");

	if (n)
		fprintf(stderr,
			"%lld more %s set aside: `helloword ticket list "
			"--snoozed`\n",
			(long long)n, n == 1 ? "is" : "are");
}
