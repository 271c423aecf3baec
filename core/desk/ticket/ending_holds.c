/* ending_holds.c - what is still to be done, and holds a ticket (ending.h).
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "desk/alert/danger.h"
#include "desk/reply/promise.h"
#include "desk/task/task.h"
#include "desk/task/task_told.h"
#include "desk/ticket/ending.h"
#include "desk/ticket/merge.h"

/* -- each of it -- */

#define OURS "FROM actions WHERE ticket IN " MERGE_FAMILY("?1")
#define UNDER_WAY "SELECT id, NULL " OURS " AND state IN (3, 4, 5, 6, 9, 10)"
#define MONEY_WAITS                                                    \
	"SELECT id, NULL " OURS " AND state IN (1, 2) AND (amount IS " \
	"NOT NULL OR worth IS NOT NULL)"

static int actions_named(struct desk *d, struct named *out, const char *sql,
			 int64_t ticket, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db, sql, "i", ticket);

	return ending_named(d, out, "action", &r, err);
}

/* which: UNDER_WAY, or some of them. `force`: how that is overruled, "" when it
 * is not. */
static int under_way(struct desk *d, int64_t ticket, const char *which,
		     const char *force, struct err *err)
{
	struct named open;

	if (actions_named(d, &open, which, ticket, err))
		return -1;
	return open.count ? err_set(err, ERR_DATA,
				    "T-%lld has %s under way; let %s come to "
				    "rest%s",
				    (long long)ticket, open.all,
				    open.count > 1 ? "them" : "it", force)
			  : 0;
}

/* Who writes "refunded" while the refund still waits believes it paid. */
static int money_waits(struct desk *d, int64_t ticket, const char *what,
		       const char *force, struct err *err)
{
	struct named list;
	const char *these = "", *id = "ID";

	if (actions_named(d, &list, MONEY_WAITS " ORDER BY id", ticket, err))
		return -1;
	if (list.count > 1)
		these = arena_printf(&d->arena, " (%s)", list.all);
	else
		id = arena_printf(&d->arena, "%lld", (long long)list.first);
	return list.count
		       ? err_set(err, ERR_DATA,
				 "T-%lld has money that waits for approval%s"
				 ", and %s would cancel it: `action approve "
				 "%s`, or `action cancel %s`%s",
				 (long long)ticket, these, what, id, id, force)
		       : 0;
}

int ending_money_rests(struct desk *d, int64_t ticket, const char *what,
		       struct err *err)
{
	return under_way(d, ticket, UNDER_WAY " ORDER BY id", "", err) ||
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
#define FOLLOW_UPS                                              \
	"WHERE ticket = ?1 AND state IN (1, 5) AND purpose IN " \
	"('promise', 'accept', 'follow_up') ORDER BY due, id"

static int follow_ups(struct desk *d, int64_t ticket, struct err *err)
{
	size_t n;
	struct deadline *list = record_all(
		record_query(d->db, &deadline_kind, FOLLOW_UPS, "i", ticket),
		&deadline_kind, &d->arena, &n, err);

	if (!list || !n)
		return list ? 0 : -1;
	return err_set(
		err, ERR_DATA,
		"T-%lld has an open follow-up (%s: %s)%s; see to it, or "
		"give --force REASON",
		(long long)ticket, list->purpose, list->source,
		n == 1 ? "" : arena_printf(&d->arena, " and %zu more", n - 1));
}

/* -- all of it -- */

static int effects_run(struct desk *d, int64_t ticket, struct err *err)
{
	return under_way(d, ticket,
			 UNDER_WAY " AND verb <> 'reply' ORDER BY id",
			 ENDING_FORCE, err);
}

static int words_run(struct desk *d, int64_t ticket, struct err *err)
{
	return under_way(d, ticket, UNDER_WAY " AND verb = 'reply' ORDER BY id",
			 ENDING_FORCE, err);
}

static int money_stays(struct desk *d, int64_t ticket, struct err *err)
{
	return money_waits(d, ticket, "closing", ENDING_FORCE, err);
}

typedef int hold(struct desk *d, int64_t ticket, struct err *err);

/* What only who leads overrules. */
static hold *const led[] = { danger_unseen, effects_run, money_stays,
			     limit_runs, NULL };
/* What any reason does. */
static hold *const others[] = {
	words_run,         task_holds,        follow_ups,
	ending_unanswered, promise_told_ends, promise_unpaid,
	task_untold,       task_told_ends,    NULL
};

/* Of a refusal, so that how it is overruled, by whom, and how much it leaves
 * out stand in it as well. */
#define CUT "\u2026"
#define HELD_MAX                                               \
	(sizeof((struct err *)0)->text - sizeof ENDING_FORCE - \
	 sizeof ENDING_LEADS - sizeof "; and 99 more" - sizeof CUT)

struct held {
	struct str all;
	int more; /* for which there was no room */
};

static void held_release(struct held *h)
{
	str_release(&h->all);
}

/* Once one has no room those behind it, which weigh less, have none. */
static void put_hold(struct held *h, const char *text)
{
	const char *between = h->all.len ? "; " : "";
	size_t len = strlen(text), room = HELD_MAX - strlen(between);

	if (text_ends(text, ENDING_FORCE))
		len -= strlen(ENDING_FORCE);
	if (h->more || (h->all.len && h->all.len + len > room))
		h->more++;
	else
		str_printf(&h->all, "%s%.*s%s", between,
			   (int)utf8_prefix(text, len, room), text,
			   len > room ? CUT : "");
}

static int put_all(struct desk *d, struct held *h, hold *const *list,
		   int64_t ticket, struct err *err)
{
	for (; *list; list++) {
		struct err one = { 0 };

		if ((*list)(d, ticket, &one) == 0)
			continue;
		if (one.code != ERR_DATA) {
			*err = one;
			return -1;
		}
		put_hold(h, one.text);
	}
	return 0;
}

/* A reason overrules them all: whoever gives it must have been shown them. */
int ending_held(struct desk *d, int64_t ticket, bool overruled, struct err *err)
{
	CLEANUP(held_release) struct held h = { .all = STR_INIT };

	if (put_all(d, &h, led, ticket, err) ||
	    (!overruled && put_all(d, &h, others, ticket, err)))
		return -1;
	if (h.more)
		str_printf(&h.all, "; and %d more", h.more);
	return h.all.len ? err_set(err, ERR_DATA, "%s" ENDING_FORCE,
				   str_c(&h.all))
			 : 0;
}
