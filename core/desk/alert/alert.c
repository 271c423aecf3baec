/* alert.c - see alert.h.
 * SPDX-License-Identifier: MIT */
#include "desk/alert/alert.h"

#include "desk/alert/ladder.h"
#include "desk/ledger/clock.h"
#include "desk/money/breaker.h"
#include "desk/people/assign_own.h"
#include "desk/playbook/playbook.h"
#include "desk/task/task.h"
#include "desk/task/task_told.h"
#include "desk/ticket/merge.h"

int alert_raise(struct desk *d, const char *level, const char *cause,
		int64_t ticket, const char *text, struct err *err)
{
	struct alert before = { 0 }, after;
	int found = record_find(
		d->db, &alert_kind, &before, &d->arena, NULL, err,
		"WHERE cause = ?1 AND acknowledged IS NULL", "s", cause);

	if (found < 0)
		return -1;
	after = before;
	after.count++;
	if (!found) {
		after.ticket = ticket ? merge_target(d, ticket) : 0;
		after.cause = cause;
		after.level = level;
		after.text = text;
		after.at = d->tx.cmd->at;
		if (ladder_choose(d, &after, err))
			return -1;
	}
	if (change(d, &alert_kind, found ? &before : NULL, &after, err))
		return -1;
	return found ? 0 : ladder_begin(d, &after, err);
}

struct command alert_command(struct str *json, const char *level,
			     const char *cause, const char *text)
{
	struct command cmd = { .kind = "alert", .by = "desk", .via = "host" };
	struct jw w = JW_INIT(json);

	jw_object(&w);
	jw_kv_text(&w, "level", level);
	jw_kv_text(&w, "cause", cause);
	jw_kv_text(&w, "text", text);
	jw_end(&w);
	cmd.json = str_c(json);
	cmd.json_len = json->len;
	return cmd;
}

int alert_check(struct desk *d, struct err *err)
{
	return *arg_text(d, "cause") && *arg_text(d, "text")
		       ? 0
		       : err_set(err, ERR_DATA, "alert needs cause and text");
}

int alert_decide(struct desk *d, struct err *err)
{
	return alert_raise(d, arg_text(d, "level"), arg_text(d, "cause"),
			   arg_i64(d, "ticket"), arg_text(d, "text"), err);
}

static int load(struct desk *d, struct alert *a, struct err *err)
{
	int found = record_load(d->db, &alert_kind, arg_i64(d, "alert"), a,
				&d->arena, err);

	if (found == 0)
		return err_set(err, ERR_DATA, "there is no alert %lld",
			       (long long)arg_i64(d, "alert"));
	return found < 0 ? -1 : 0;
}

int acknowledge_check(struct desk *d, struct err *err)
{
	struct alert a;

	if (load(d, &a, err))
		return -1;
	if (a.acknowledged)
		d->tx.cmd->verdict = UNCHANGED;
	return breaker_may_lift(d, a.cause, err);
}

static int acknowledge(struct desk *d, const struct alert *before,
		       const char *by, struct err *err)
{
	struct alert after = *before;

	after.acknowledged = d->tx.cmd->at;
	after.acknowledged_by = by;
	after.next = 0;
	if (change(d, &alert_kind, before, &after, err))
		return -1;
	return ladder_stop(d, &after, err);
}

int alert_over(struct desk *d, const char *cause, struct err *err)
{
	struct alert a = { 0 };
	int found = record_find(d->db, &alert_kind, &a, &d->arena, NULL, err,
				"WHERE cause = ?1 AND acknowledged IS NULL",
				"s", cause);

	return found <= 0 ? found : acknowledge(d, &a, d->tx.cmd->by, err);
}

/* Nobody has seen what it said: the desk says so. */
int alert_raise_anew(struct desk *d, const char *level, const char *cause,
		     int64_t ticket, const char *text, struct err *err)
{
	struct alert a = { 0 };
	int found = record_find(d->db, &alert_kind, &a, &d->arena, NULL, err,
				"WHERE cause = ?1 AND acknowledged IS NULL",
				"s", cause);

	if (found < 0 || (found && !text_eq(a.text, text) &&
			  acknowledge(d, &a, "desk", err)))
		return -1;
	return alert_raise(d, level, cause, ticket, text, err);
}

int alert_end(struct desk *d, int64_t id, struct err *err)
{
	struct alert a = { 0 };
	int found = record_load(d->db, &alert_kind, id, &a, &d->arena, err);

	return found <= 0 || a.acknowledged
		       ? (found < 0 ? -1 : 0)
		       : acknowledge(d, &a, d->tx.cmd->by, err);
}

int acknowledge_decide(struct desk *d, struct err *err)
{
	struct alert a;

	if (load(d, &a, err) ||
	    (text_eq(a.cause, CLOCK_ALERT) && clock_trust(d, err)) ||
	    acknowledge(d, &a, d->tx.cmd->by, err))
		return -1;
	return task_acknowledged(d, a.id, err);
}

/* -- with their ticket -- */

#define OF_NO_OPEN_TASK                                                      \
	"AND NOT EXISTS (SELECT 1 FROM tasks k WHERE k.ticket = ?1 AND "     \
	"k.state = 1 AND (k.alert = alerts.id OR alerts.cause = 'task-late:" \
	"' || k.id)) "

/* One that tells of many matters has the ticket of the first; an order that is
 * not sent, and money that was paid after all, are no matter of a ticket. */
#define OF_IT_ALONE                                                      \
	"AND cause <> '" ASSIGN_ALERT                                    \
	"' AND cause NOT GLOB 'breach-before:*' "                        \
	"AND cause NOT GLOB 'handling-before:*' AND cause NOT GLOB "     \
	"'handling:*' AND cause NOT GLOB 'render:*' AND cause NOT GLOB " \
	"'action:*:late' AND cause NOT GLOB 'action:*:late-yes' "

/* Nor does a buyer hear of what they do not get by the ticket's end. */
#define OF_NOTHING_TOLD                                                   \
	"AND NOT EXISTS (SELECT 1 FROM tickets t, tasks_in_vain k WHERE " \
	"t.id = ?2 AND alerts.cause = '" TASK_FAILED_ALERT                \
	"' || k.id AND " TASK_TOLD " AND " TASK_STILL_OWED ") "

/* Nobody has seen them: the desk says so, not who ended the ticket. */
static int over_of(struct desk *d, int64_t ticket, int64_t ended,
		   struct err *err)
{
	size_t n;
	struct alert *list =
		record_all(record_query(d->db, &alert_kind,
					"WHERE ticket = ?1 AND acknowledged "
					"IS NULL " OF_IT_ALONE OF_NO_OPEN_TASK
						OF_NOTHING_TOLD "ORDER BY id",
					"ii", ticket, ended),
			   &alert_kind, &d->arena, &n, err);

	for (size_t i = 0; list && i < n; i++)
		if (acknowledge(d, &list[i], "desk", err))
			return -1;
	return list ? 0 : -1;
}

int alert_ticket_over(struct desk *d, int64_t ticket, struct err *err)
{
	size_t n;
	int64_t *ids = merge_family(d->db, &d->arena, ticket, &n);

	/* What went into it may have kept one. */
	for (size_t i = 0; i < n; i++)
		if (over_of(d, ids[i], ticket, err))
			return -1;
	return 0;
}

static int open_again(struct desk *d, const struct alert *before,
		      struct err *err)
{
	struct alert after = *before;

	after.acknowledged = 0;
	after.acknowledged_by = "";
	return ladder_choose(d, &after, err) ||
			       change(d, &alert_kind, before, &after, err) ||
			       ladder_begin(d, &after, err)
		       ? -1
		       : 0;
}

static int back_of(struct desk *d, int64_t ticket, int64_t ended,
		   struct err *err)
{
	size_t n;
	struct alert *list = record_all(
		record_query(d->db, &alert_kind,
			     "WHERE ticket = ?1 AND acknowledged = ?2 AND "
			     "NOT EXISTS (SELECT 1 FROM alerts o WHERE "
			     "o.cause = alerts.cause AND o.acknowledged IS "
			     "NULL) ORDER BY id",
			     "ii", ticket, ended),
		&alert_kind, &d->arena, &n, err);

	for (size_t i = 0; list && i < n; i++)
		if (open_again(d, &list[i], err))
			return -1;
	return list ? 0 : -1;
}

int alert_ticket_back(struct desk *d, int64_t ticket, int64_t ended,
		      struct err *err)
{
	size_t n;
	int64_t *ids = merge_family(d->db, &d->arena, ticket, &n);

	/* A task of what went into it had kept its alert there. */
	for (size_t i = 0; i < n; i++)
		if (back_of(d, ids[i], ended, err))
			return -1;
	return 0;
}
