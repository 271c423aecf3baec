/* ending_holds.c - what is still to be done, and holds a ticket (ending.h).
 * SPDX-License-Identifier: MIT */
#include "desk/ending.h"
#include "desk/merge.h"
#include "desk/promise.h"
#include "desk/task.h"
#include "desk/task_told.h"

/* -- each of it -- */

#define UNDER_WAY                                       \
	"SELECT id FROM actions WHERE ticket = ?1 AND " \
	"state IN (3, 4, 5, 6, 9, 10)"

/* which: UNDER_WAY, or some of them. `force`: how that is overruled, "" when it
 * is not. */
static int under_way(struct desk *d, int64_t ticket, const char *which,
		     const char *force, struct err *err)
{
	int64_t open, *ids;
	size_t n;

	ids = merge_family(d->db, &d->arena, ticket, &n);
	if (merge_ask(d, ids, n, which, &open, err))
		return -1;
	return open ? err_set(err, ERR_DATA,
			      "T-%lld has action %lld under way; let it come "
			      "to rest%s",
			      (long long)ticket, (long long)open, force)
		    : 0;
}

/* Who writes "refunded" while the refund still waits believes it paid. */
static int money_waits(struct desk *d, int64_t ticket, const char *what,
		       const char *force, struct err *err)
{
	int64_t id, *ids;
	size_t n;

	ids = merge_family(d->db, &d->arena, ticket, &n);
	if (merge_ask(d, ids, n,
		      "SELECT id FROM actions WHERE ticket = ?1 AND "
		      "state IN (1, 2) AND (amount IS NOT NULL OR worth IS NOT "
		      "NULL) LIMIT 1",
		      &id, err))
		return -1;
	return id ? err_set(err, ERR_DATA,
			    "T-%lld has money that waits for approval, and "
			    "%s would cancel it: `action approve %lld`, or "
			    "`action cancel %lld`%s",
			    (long long)ticket, what, (long long)id,
			    (long long)id, force)
		  : 0;
}

int ending_money_rests(struct desk *d, int64_t ticket, const char *what,
		       struct err *err)
{
	return under_way(d, ticket, UNDER_WAY, "", err) ||
			       money_waits(d, ticket, what, "", err)
		       ? -1
		       : 0;
}

/* Closing ends its deadlines, and the platform does not wait for ours. */
static int limit_runs(struct desk *d, int64_t ticket, struct err *err)
{
	int64_t id;

	if (db_ask(d->db, &id, 0, err,
		   "SELECT id FROM deadlines WHERE ticket = ?1 AND state = 1 "
		   "AND purpose = 'platform' LIMIT 1",
		   "i", ticket))
		return -1;
	return id ? err_set(err, ERR_DATA,
			    "the platform still waits for an answer to T-%lld, "
			    "and closing would end its deadline: answer there, "
			    "or give --force REASON",
			    (long long)ticket)
		  : 0;
}

/* What was promised, or is to be looked at, is not over. */
static int follow_ups(struct desk *d, int64_t ticket, struct err *err)
{
	struct deadline one = { 0 };
	int found = record_find(
		d->db, &deadline_kind, &one, &d->arena, NULL, err,
		"WHERE ticket = ?1 AND state IN (1, 5) AND purpose IN "
		"('promise', 'accept', 'follow_up') ORDER BY due, id LIMIT 1",
		"i", ticket);

	if (found <= 0)
		return found;
	return err_set(err, ERR_DATA,
		       "T-%lld has an open follow-up (%s: %s); see to it, or "
		       "give --force REASON",
		       (long long)ticket, one.purpose, one.source);
}

/* -- all of it -- */

static int effects_run(struct desk *d, int64_t ticket, struct err *err)
{
	return under_way(d, ticket, UNDER_WAY " AND verb <> 'reply'",
			 ENDING_FORCE, err);
}

static int words_run(struct desk *d, int64_t ticket, struct err *err)
{
	return under_way(d, ticket, UNDER_WAY " AND verb = 'reply'",
			 ENDING_FORCE, err);
}

static int money_stays(struct desk *d, int64_t ticket, struct err *err)
{
	return money_waits(d, ticket, "closing", ENDING_FORCE, err);
}

/* What only who leads overrules, then what any reason does. */
static int (*const holds[])(struct desk *, int64_t, struct err *) = {
	effects_run, money_stays,    limit_runs,        words_run,
	task_holds,  follow_ups,     ending_unanswered, promise_ends,
	task_untold, task_told_ends,
};
#define LED 3

/* A refusal is short: how it is overruled must be in it. */
#define HELD_MAX 330

/* *more: so many were left out. */
static void put_hold(struct str *all, const char *text, int *more)
{
	size_t len = strlen(text);

	if (text_ends(text, ENDING_FORCE))
		len -= strlen(ENDING_FORCE);
	if (all->len && all->len + len > HELD_MAX)
		++*more;
	else
		str_printf(all, "%s%.*s", all->len ? "; " : "", (int)len, text);
}

/* A reason overrules them all: whoever gives it must have been shown them. */
int ending_held(struct desk *d, int64_t ticket, bool overruled, struct err *err)
{
	size_t count = overruled ? LED : COUNT_OF(holds);
	CLEANUP(str_release) struct str all = STR_INIT;
	int more = 0;

	for (size_t i = 0; i < count; i++) {
		struct err one = { 0 };

		if (holds[i](d, ticket, &one) == 0)
			continue;
		if (one.code != ERR_DATA) {
			*err = one;
			return -1;
		}
		put_hold(&all, one.text, &more);
	}
	if (more)
		str_printf(&all, "; and %d more", more);
	return all.len ? err_set(err, ERR_DATA, "%s" ENDING_FORCE, str_c(&all))
		       : 0;
}
