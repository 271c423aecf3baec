/* overtaken.c - see overtaken.h.
 * SPDX-License-Identifier: MIT */
#include "desk/playbook/overtaken.h"

#include "desk/action/action.h"
#include "desk/money/worth.h"
#include "desk/playbook/advice.h"
#include "desk/playbook/playbook.h"
#include "desk/reply/heard.h"
#include "desk/reply/promise.h"
#include "desk/ticket/ending.h"
#include "desk/ticket/merge.h"

#define WHY "the buyer needs nothing any more"
#define HELD_BACK WHY ": read it before you approve"

/* What goes on all the same, and the words that stop it: what a person asked
 * for, what somebody said yes to, what is parked, and tasks. */
#define OURS "ticket IN " MERGE_FAMILY("?1")
#define GOES_ON                                                              \
	"SELECT 1 AS kind, id, verb, iif(state = 2, '`helloword action "     \
	"approve ' || id || '` gives it, ', '') || '`helloword action "      \
	"cancel ' || id || '` stops it' FROM actions WHERE verb <> 'reply' " \
	"AND part_of IS NULL AND state IN (2, 3, 4, 10) AND " OURS
#define GIVEN                                                            \
	"SELECT 2 AS kind, id, role || ' has a task', '`helloword task " \
	"failed ' || id || ' --note TEXT` stops it' FROM tasks WHERE "   \
	"state = 1 AND " OURS
#define TAKEN_BACK                                                           \
	"SELECT id, verb FROM actions WHERE ticket = ?1 AND state = 11 AND " \
	"settled = ?2 AND substr(why, -length(?3)) = ?3 ORDER BY id"

/* One alert a ticket; nothing where nothing is listed. */
static int tell(struct desk *d, int64_t ticket, const char *level,
		const char *cause, const char *what, const char *list,
		struct err *err)
{
	return *list ? alert_raise(d, level,
				   arena_printf(&d->arena, "%s:%lld", cause,
						(long long)ticket),
				   ticket,
				   arena_printf(&d->arena,
						"T-%lld: " WHY "; %s: %s",
						(long long)ticket, what, list),
				   err)
		     : 0;
}

/* Who misread "it is solved" sees what went. */
static int tell_taken(struct desk *d, int64_t ticket, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db, TAKEN_BACK, "iis", ticket,
				   d->tx.cmd->at, WHY);
	CLEANUP(str_release) struct str gone = STR_INIT;

	while (rows_next(&r))
		str_printf(&gone, "%s%s (action %lld)", gone.len ? ", " : "",
			   rows_text(&r, 1), (long long)rows_i64(&r, 0));
	return rows_end(&r, err)
		       ? -1
		       : tell(d, ticket, "info", "taken-back",
			      "this was taken back", str_c(&gone), err);
}

static int tell_rest(struct desk *d, int64_t ticket, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r =
		rows_query(d->db, GOES_ON " UNION ALL " GIVEN " ORDER BY 1, 2",
			   "i", ticket);
	CLEANUP(str_release) struct str rest = STR_INIT;

	while (rows_next(&r))
		str_printf(&rest, "%s%s (%s)", rest.len ? ", " : "",
			   rows_text(&r, 2), rows_text(&r, 3));
	return rows_end(&r, err)
		       ? -1
		       : tell(d, ticket, "warning", "overtaken",
			      "this waits, or goes on unless you stop it",
			      str_c(&rest), err);
}

/* One that may have left, in doubt, is for a person anyway; so is one of which
 * the buyer was told, and one under a ticket that went into this one, where
 * nobody would see it wait. */
static int may_wait(struct desk *d, const struct action *a, bool *may,
		    struct err *err)
{
	struct err why = { 0 };
	struct money worth;

	*may = !a->doubt && worth_of(d, a, &worth) != GIVES_NOTHING;
	if (!*may ||
	    (action_can_wait(d, a, &why) == 0 && promise_left(d, a, &why) == 0))
		return 0;
	*may = false;
	if (why.code == ERR_DATA)
		return 0;
	*err = why;
	return -1;
}

/* What gives something and has not begun to leave is said yes to again by who
 * knows that: money that is paid is not got back by an alert. */
static int hold_back(struct desk *d, int64_t ticket, struct err *err)
{
	size_t n;
	struct action *list = record_all(
		record_query(d->db, &action_kind,
			     "WHERE verb <> 'reply' AND part_of IS NULL AND "
			     "state IN (3, 4) AND " OURS " ORDER BY id",
			     "i", ticket),
		&action_kind, &d->arena, &n, err);
	bool may;

	for (size_t i = 0; list && i < n; i++)
		if (may_wait(d, &list[i], &may, err) ||
		    (may && action_take_back(d, &list[i], HELD_BACK, err)))
			return -1;
	return list ? 0 : -1;
}

static bool needs_nothing(const struct classified *what)
{
	return what->over && what->confidence >= SURE_OF_MATTER;
}

int overtaken_look(struct desk *d, int64_t ticket, const struct report *said,
		   struct err *err)
{
	if (!needs_nothing(&said->what) || said->claims || said->folded)
		return 0;
	return playbook_needless(d, ticket, WHY, err) ||
			       advice_withdraw_all(d, ticket, HELD_BACK, WHY,
						   err) ||
			       hold_back(d, ticket, err) ||
			       tell_taken(d, ticket, err) ||
			       tell_rest(d, ticket, err)
		       ? -1
		       : 0;
}

/* What they wrote before words that ask for nothing, thanks say, still holds.
 */
int overtaken_by(struct desk *d, int64_t ticket, const char *gives,
		 int64_t *message, struct err *err)
{
	struct classified what = { .over = false };
	bool asks = false;

	*message = 0;
	if (text_eq(gives, "nothing"))
		return 0;
	if (heard_last(d, ticket, message, err))
		return -1;
	while (*message && !asks) {
		if (heard_about(d, *message, &what, err))
			return -1;
		if (needs_nothing(&what))
			return 0;
		if (heard_asks(d, *message, &asks, err) ||
		    heard_before(d, ticket, *message, message, err))
			return -1;
	}
	*message = 0;
	return 0;
}

int overtaken_task(struct desk *d, int64_t ticket, const char *gives,
		   struct err *err)
{
	int64_t message;

	if (d->tx.taking != LIVE || !text_blank(arg_text(d, "force")))
		return 0;
	if (overtaken_by(d, ticket, gives, &message, err))
		return -1;
	return message ? err_set(err, ERR_DATA,
				 WHY
				 " (message %lld of `ticket show "
				 "T-%lld`); if the task gives them nothing, "
				 "add --gives nothing" ENDING_FORCE,
				 (long long)message, (long long)ticket)
		       : 0;
}
