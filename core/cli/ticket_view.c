/* ticket_view.c - see ticket_view.h.
 * SPDX-License-Identifier: MIT */
#include "cli/ticket_view.h"

#include "cli/cost_view.h"
#include "cli/marks.h"
#include "cli/risk.h"
#include "cli/show.h"
#include "cli/ticket_beside.h"
#include "cli/ticket_part.h"
#include "cli/view.h"
#include "db/record.h"
#include "desk/erase/erase.h"
#include "desk/ticket/merge.h"
#include "desk/ticket/ticket.h"

static void put_head(struct str *out, struct db *db, struct arena *arena,
		     const struct ticket *t)
{
	str_printf(out, "T-%lld  %s, %s", (long long)t->id,
		   view_word(&ticket_kind, "tier", t),
		   view_word(&ticket_kind, "state", t));
	if (*t->waiting_for)
		str_printf(out, " for %s", t->waiting_for);
	str_printf(out, ": %s", view_or_dash(t->issue));
	if (*t->also)
		str_printf(out, " (also %s)", t->also);
	/* A parcel raises a ticket without a text to be read. */
	if (t->confidence)
		str_printf(out, ", %lld %% sure", (long long)t->confidence);
	str_putc(out, '\n');
	if (*t->danger)
		str_printf(out, "danger to people: %s\n", t->danger);
	str_printf(out, "order %s  owner %s  language %s  due ",
		   view_or_dash(view_order(db, arena, t->shop, t->order_ref)),
		   view_or_dash(t->owner), view_or_dash(t->lang));
	if (t->state == TICKET_CLOSED)
		view_instant(out, t->due);
	else
		view_countdown(out, db, t->due);
	str_putc(out, '\n');
	if (*t->owner && *t->owner_why)
		str_printf(out, "given to %s: %s\n", t->owner, t->owner_why);
	if (*t->kept_for)
		str_printf(out,
			   "kept for %s, who gets it back unless its owner "
			   "begins on it\n",
			   t->kept_for);
	if (*t->playbook)
		str_printf(out, "playbook %s, step %s\n", t->playbook,
			   view_or_dash(t->step));
	if (t->merged)
		str_printf(out, "merged into T-%lld\n", (long long)t->merged);
	else if (*t->outcome)
		str_printf(out, "closed: %s, root cause %s\n", t->outcome,
			   view_or_dash(t->root_cause));
	if (t->reopened)
		str_printf(out, "opened again %lld time%s\n",
			   (long long)t->reopened, t->reopened == 1 ? "" : "s");
	if (t->snoozed) {
		str_puts(out, "set aside until ");
		view_instant(out, t->snoozed);
		str_putc(out, '\n');
	}
}

static void put_erased(struct str *out, struct db *db, struct arena *arena,
		       const struct ticket *t)
{
	const char *by;
	int64_t at = erased_of_ticket(db, t, arena, &by);

	if (!at)
		return;
	str_puts(out, "the buyer was erased at ");
	view_instant(out, at);
	str_printf(out, " by %s: who it was and what was written is gone\n",
		   view_or_dash(by));
}

/* What belongs to it, and tasks. */
static int put_relations(struct str *out, struct db *db, int64_t id,
			 struct err *err)
{
	static const struct {
		const char *sql, *before, *after;
	} asks[] = {
		{ "SELECT CASE ticket WHEN ?1 THEN other ELSE ticket END FROM "
		  "operations WHERE verb = 'link' AND undone IS NULL AND "
		  "(ticket = ?1 OR other = ?1) ORDER BY id",
		  "linked with T-", "\n" },
		{ "SELECT other FROM operations WHERE verb = 'split' AND "
		  "undone IS NULL AND ticket = ?1 ORDER BY id",
		  "T-", " was split off\n" },
		{ "SELECT ticket FROM operations WHERE verb = 'split' AND "
		  "undone IS NULL AND other = ?1 ORDER BY id",
		  "split off T-", "\n" },
		{ "SELECT id FROM tasks WHERE ticket = ?1 AND state = 1 AND "
		  "waits IS NOT 1 ORDER BY id",
		  "task ", " is open: helloword task list\n" },
		{ "SELECT id FROM tasks WHERE ticket = ?1 AND state = 1 AND "
		  "waits = 1 ORDER BY id",
		  "task ", " waits for a yes: helloword task list\n" },
	};

	for (size_t i = 0; i < COUNT_OF(asks); i++) {
		CLEANUP(rows_release)
		struct rows r = rows_query(db, asks[i].sql, "i", id);

		while (rows_next(&r))
			str_printf(out, "%s%lld%s", asks[i].before,
				   (long long)rows_i64(&r, 0), asks[i].after);
		if (rows_end(&r, err))
			return -1;
	}
	return 0;
}

/* Its own parts, then those of what went into it: both histories whole. */
static int put_parts(struct str *out, struct db *db, struct arena *arena,
		     struct marks *marks, int64_t id, struct err *err)
{
	size_t n;
	int64_t *ids = merge_family(db, arena, id, &n);

	for (size_t i = 0; i < n; i++) {
		if (i)
			str_printf(out, "\n-- T-%lld, merged into this --\n",
				   (long long)ids[i]);
		for (int part = i ? PART_MESSAGES : 0; part < TICKET_PARTS;
		     part++)
			if (ticket_part(out, db, arena, marks,
					(enum ticket_part)part, ids[i], err))
				return -1;
	}
	return 0;
}

int ticket_view(struct cli *c, struct db *db, int64_t id, struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str out = STR_INIT;
	CLEANUP(marks_release) struct marks marks = { .conf = NULL };
	struct ticket t = { 0 };
	int found = record_load(db, &ticket_kind, id, &t, &arena, err);

	if (found == 0)
		return err_set(err, ERR_DATA, "there is no ticket T-%lld",
			       (long long)id);
	if (found < 0)
		return -1;
	put_head(&out, db, &arena, &t);
	put_erased(&out, db, &arena, &t);
	risk_put_ticket(&out, db, id);
	marks_open(&marks, c, db, id);
	if (put_relations(&out, db, id, err) ||
	    put_parts(&out, db, &arena, &marks, id, err))
		return -1;
	if (t.state != TICKET_CLOSED && *t.order_ref)
		cost_view_ticket(c, db, id, &out);
	show_safe(&c->out, str_c(&out));
	if (t.state != TICKET_CLOSED)
		ticket_beside(c, db, id);
	str_printf(&c->out, "\nwhy: helloword explain T-%lld\n", (long long)id);
	return 0;
}
