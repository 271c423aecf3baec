/* clock.c - see clock.h.
 *
 * The hold is an open deadline of purpose "clock": `set` is where the clock
 * would have been without its jump, `due` is five minutes after where it went.
 * SPDX-License-Identifier: MIT */
#include "desk/ledger/clock.h"

#include "base/when.h"
#include "desk/action/action.h"
#include "desk/ledger/clock_back.h"
#include "desk/ticket/deadline.h"

#define PARTED_MS MINUTE_MS
#define AGREE_MS (5 * MINUTE_MS)

#define OPEN_HOLD                                                           \
	"INDEXED BY deadlines_source WHERE state = 1 AND source = 'clock' " \
	"AND "                                                              \
	"purpose = 'clock'"

/* Where the clock should be at `mono` of `boot`; 0 when nobody can tell. */
static int expected(struct desk *d, const struct command *cmd, int64_t *out,
		    struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT at, mono, boot FROM journal "
				   "ORDER BY seq DESC LIMIT 1",
				   "");

	*out = 0;
	if (!rows_next(&r))
		return rows_end(&r, err);
	/* One that stands before what it showed is another: of a desk that ran
	 * faster than life, of a copy from a machine that resumed. */
	if (text_eq(rows_text(&r, 2), cmd->boot) &&
	    cmd->mono >= rows_i64(&r, 1))
		*out = rows_i64(&r, 0) + (cmd->mono - rows_i64(&r, 1));
	else if (cmd->at < rows_i64(&r, 0))
		*out = rows_i64(&r, 0);
	return 0;
}

static bool parted(int64_t expected, int64_t at)
{
	return expected &&
	       (at - expected > PARTED_MS || expected - at > PARTED_MS);
}

#define COMPARE_AGAIN_MS HOUR_MS

/* A clock that stands still, or goes too slowly, parts from the last entry by
 * too little when entries are many: so both are compared with a moment of the
 * last hour, too. Nothing that is decided depends on it. */
static bool drifted(struct desk *d, const struct command *cmd, int64_t *was)
{
	int64_t passed = cmd->mono - d->agreed_mono;

	*was = d->agreed_mono ? d->agreed_at + passed : 0;
	if (parted(*was, cmd->at))
		return true;
	if (d->agreed_mono && passed < COMPARE_AGAIN_MS)
		return false;
	d->agreed_at = cmd->at;
	d->agreed_mono = cmd->mono;
	return false;
}

int clock_watch(struct desk *d, struct err *err)
{
	struct command cmd = { .kind = "clock_jumped",
			       .by = "desk",
			       .via = "host" };
	char json[80];
	int64_t was;

	desk_stamp(d, &cmd);
	if (expected(d, &cmd, &was, err))
		return -1;
	if (!parted(was, cmd.at) && !drifted(d, &cmd, &was))
		return 0;
	d->agreed_mono = 0;
	cmd.json = json;
	cmd.json_len = (size_t)snprintf(json, sizeof json,
					"{\"from\":%lld,\"to\":%lld}",
					(long long)was, (long long)cmd.at);
	return desk_do(d, &cmd, err);
}

int clock_holds(struct desk *d, bool *holds, struct err *err)
{
	int64_t open, was;

	if (db_ask(d->db, &open, 0, err, "SELECT 1 FROM deadlines " OPEN_HOLD,
		   "") ||
	    expected(d, d->tx.cmd, &was, err))
		return -1;
	*holds = open || parted(was, d->tx.cmd->at);
	return 0;
}

int clock_span(struct db *db, int64_t *from, int64_t *to, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		db, "SELECT \"set\", due FROM deadlines " OPEN_HOLD, "");

	*from = *to = 0;
	if (!rows_next(&r))
		return rows_end(&r, err);
	*from = rows_i64(&r, 0);
	*to = rows_i64(&r, 1) - AGREE_MS;
	return 0;
}

/* -- the command -- */

int clock_jumped_check(struct desk *d, struct err *err)
{
	return arg_i64(d, "from") && arg_i64(d, "to")
		       ? 0
		       : err_set(err, ERR_DATA,
				 "clock_jumped needs from and to");
}

static const char *told(struct desk *d, int64_t from, int64_t to)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	str_puts(&s, "the clock went from ");
	instant_put(&s, from);
	str_puts(&s, " to ");
	instant_put(&s, to);
	str_puts(&s, "; money and the deadlines between wait for five quiet "
		     "minutes, or until this alert is acknowledged");
	return arena_strdup(&d->arena, str_c(&s));
}

/* Looks wait for what may still land, in true time: no jump shortens that, nor
 * puts them off for a day. */
static int look_anew(struct desk *d, struct err *err)
{
	struct action a;
	int64_t id = 0;
	int rc;

	while ((rc = db_ask(d->db, &id, 0, err,
			    "SELECT id FROM actions WHERE state = 9 AND "
			    "id > ?1 ORDER BY id LIMIT 1",
			    "i", id)) == 0 &&
	       id)
		if (action_load(d, id, &a, err) || action_look_anew(d, &a, err))
			return -1;
	return rc;
}

int clock_jumped_decide(struct desk *d, struct err *err)
{
	struct deadline before = { 0 }, after;
	int64_t from = arg_i64(d, "from"), to = arg_i64(d, "to");
	int found = record_find(d->db, &deadline_kind, &before, &d->arena, NULL,
				err, OPEN_HOLD, "");

	if (found < 0)
		return -1;
	after = before;
	after.purpose = after.source = "clock";
	after.state = DEADLINE_OPEN;
	if (!found || from < before.set)
		after.set = from;
	after.due = to + AGREE_MS;
	if (change(d, &deadline_kind, found ? &before : NULL, &after, err) ||
	    (to < from && clock_went_back(d, from, to, err)) ||
	    look_anew(d, err))
		return -1;
	return alert_raise(d, "error", CLOCK_ALERT, 0, told(d, from, to), err);
}

int clock_trust(struct desk *d, struct err *err)
{
	struct deadline before = { 0 }, after;
	int found = record_find(d->db, &deadline_kind, &before, &d->arena, NULL,
				err, OPEN_HOLD, "");

	if (found <= 0)
		return found;
	after = before;
	after.state = DEADLINE_MET;
	after.done = d->tx.cmd->at;
	return change(d, &deadline_kind, &before, &after, err);
}
