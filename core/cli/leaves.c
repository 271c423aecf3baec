/* leaves.c - see leaves.h.
 * SPDX-License-Identifier: MIT */
#include "cli/leaves.h"

#include "cli/awaited.h"
#include "cli/view.h"

/* What it waits for beside its own moment: other actions, and `otherwise`, or
 * NULL. False: nothing. */
static bool put_waits(struct str *out, struct db *db, const struct action *a,
		      const char *otherwise, bool *awaits)
{
	*awaits = awaited_put(out, db, a);
	if (otherwise)
		str_printf(out, "%s%s", *awaits ? ", and " : "", otherwise);
	return *awaits || otherwise;
}

/* "at 2026-11-30T10:00:00Z", or what else it waits for, "not before" that.
 * True when that is other actions: an undo ends with the hold, before them. */
static bool put_moment(struct str *out, struct db *db, const struct action *a,
		       const char *otherwise)
{
	bool awaits;

	str_puts(out, put_waits(out, db, a, otherwise, &awaits)
			      ? ", not before "
			      : "at ");
	view_instant(out, a->hold_until);
	return awaits;
}

/* Until when it can be undone. */
static void put_until(struct str *out, const struct action *a, bool awaits)
{
	str_puts(out, awaits ? "until " : "until then");
	if (awaits)
		view_instant(out, a->hold_until);
}

void leaves_give_up(struct str *out, const struct action *a)
{
	str_printf(out, "`helloword action cancel %lld` gives it up",
		   (long long)a->id);
}

static void put_until_then(struct str *out, const struct action *a)
{
	str_puts(out, "; until then ");
	leaves_give_up(out, a);
	str_putc(out, '\n');
}

static void hint_due(struct str *out, struct db *db, const struct action *a)
{
	CLEANUP(str_release) struct str once = STR_INIT;

	if (!awaited_put(&once, db, a))
		return;
	str_printf(out, "  leaves %s", str_c(&once));
	put_until_then(out, a);
}

static void hint_held(struct str *out, struct db *db, const struct action *a)
{
	long long id = (long long)a->id;
	bool awaits;

	str_puts(out, "  leaves ");
	awaits = put_moment(out, db, a, NULL);
	str_puts(out, "; ");
	put_until(out, a, awaits);
	str_printf(out,
		   ": helloword action undo %lld     %s: action cancel %lld\n",
		   id, awaits ? "later" : "or", id);
}

void leaves_hint(struct str *out, struct db *db, const struct action *a)
{
	if (a->state == ACTION_HELD)
		hint_held(out, db, a);
	else if (a->state == ACTION_DUE)
		hint_due(out, db, a);
}

/* By what an approved action waits, beside its own moment. */
static const char *const until[] = {
	[LEAVES_ITSELF] = NULL,
	[LEAVES_WITH_A_DESK] = "when a desk runs",
	[LEAVES_AFTER_HOLD] = "when the hold after the restore is over "
			      "(helloword doctor tells)",
};

static void put_held(struct str *out, struct db *db, const struct action *a,
		     enum leaving leaving)
{
	long long id = (long long)a->id;

	bool awaits = put_moment(out, db, a, until[leaving]);

	str_printf(out, "; `helloword action undo %lld` takes that back ", id);
	put_until(out, a, awaits);
	if (awaits)
		str_printf(out, ", later `helloword action cancel %lld`", id);
	str_putc(out, '\n');
}

static void put_due(struct str *out, struct db *db, const struct action *a,
		    enum leaving leaving)
{
	bool awaits;

	if (put_waits(out, db, a, until[leaving], &awaits))
		put_until_then(out, a);
	else
		str_puts(out, "now\n");
}

void leaves_said(struct str *out, struct db *db, const struct action *a,
		 enum leaving leaving)
{
	if (a->state == ACTION_HELD)
		put_held(out, db, a, leaving);
	else
		put_due(out, db, a, leaving);
}
