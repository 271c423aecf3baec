/* check.c - what must be true after each step, each day and at the end.
 * SPDX-License-Identifier: MIT */
#include "year/seller.h"

#include <unistd.h>

#include "base/file.h"
#include "desk/ledger/clock.h"
#include "desk/ledger/invariants.h"
#include "desk/ledger/journal.h"
#include "desk/ledger/replay.h"
#include "year/happens.h"

#define QUIET_MS (5 * MINUTE_MS) /* after a clock jumped */

static int64_t count(struct world *w, const char *sql)
{
	return db_i64(desk_db(w->desk), -1, sql, "");
}

static void none(struct world *w, const char *what, const char *sql)
{
	int64_t id = db_i64(desk_db(w->desk), 0, sql, "");

	if (id)
		broken(w, "%s: %lld", what, (long long)id);
}

/* -- each step: what is cheap -- */

/* It was sent by a history that a copy put back does not have, and the shop
 * shows no name: it stands on the list of differences. */
static bool nobody_knows(const struct world *w, int n, const struct truth *t)
{
	return t->forgotten && w->shop[n].effect_class >= 'C';
}

static void check_orders(struct world *w, int n)
{
	struct shop_truth *s = &w->shop[n];
	const struct refund_truth *last;
	struct truth t;

	if (!s->refunds.len)
		return;
	last = &s->refunds.at[s->refunds.len - 1];
	if (paid_back(w, n, last->order) > s->orders.at[last->order].paid)
		broken(w, "%s %d got more back than it was paid with", s->name,
		       last->order);
	if (!*last->intent)
		return;
	t = truth_of(w, n, last->order, last->intent);
	/* A rule gives the rest of an order, also beside what nobody knows of:
	 * people look first, and plan nothing there. */
	if (t.count > 1 && !(w->seller && nobody_knows(w, n, &t)))
		broken(w, "%s %d: one refund was paid %d times", s->name,
		       last->order, t.count);
}

/* A clock that the desk saw go back: what was sent while it ran ahead is as
 * long ago as before. */
static void clocks_went_back(struct world *w)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		desk_db(w->desk),
		"SELECT json_extract(payload, '$.from'), json_extract(payload, "
		"'$.to') FROM journal WHERE seq > ?1 AND kind = 'clock_jumped'",
		"i", w->seq);

	while (rows_next(&r)) {
		int64_t from = rows_i64(&r, 0), to = rows_i64(&r, 1);

		for (size_t i = 0; i < w->sends.len; i++)
			if (to < from && w->sends.at[i].at > to)
				w->sends.at[i].at -= from - to;
	}
}

void check_step(struct world *w)
{
	int64_t seq = count(w, "SELECT max(seq) FROM journal");

	for (int n = 0; n < w->shops; n++)
		check_orders(w, n);
	none(w, "two of one order under way",
	     "SELECT min(id) FROM actions WHERE state = 5 AND amount IS NOT "
	     "NULL GROUP BY shop, order_ref HAVING count(*) > 1");
	if (seq == w->seq)
		return;
	if (w->seq) /* else it is another desk's, or a copy's */
		clocks_went_back(w);
	w->figures->commands += seq - w->seq;
	w->seq = seq;
	w->apart = wall(w) - w->now;
}

/* -- when one is sent -- */

static void check_breaker(struct world *w, const struct action *a)
{
	int64_t at = wall(w), since = at - HOUR_MS, sum = 0, times = 0;

	if (a->attempts > 1)
		return;
	send_list_push(&w->sends,
		       (struct first_send){ at, a->amount.minor, a->id });
	if (w->went_on > since)
		since = w->went_on;
	for (size_t i = 0; i < w->sends.len; i++) {
		if (w->sends.at[i].at <= since)
			continue;
		times++;
		sum += db_i64(desk_db(w->desk), 0,
			      "SELECT amount FROM actions WHERE id = ?1 AND "
			      "state NOT IN (8, 11, 12)",
			      "i", w->sends.at[i].action);
	}
	if (sum > w->limits.per_hour.minor || times > w->limits.count_per_hour)
		broken(w, "%s gave %lld away in an hour, %lld times",
		       w->shop[0].name, (long long)sum, (long long)times);
}

void check_sent(struct world *w, int n, const char *key, const char *order_ref,
		int64_t minor)
{
	struct arena arena = ARENA_INIT;
	struct action a = { 0 };
	struct err err = { 0 };
	int64_t id = db_i64(desk_db(w->desk), 0,
			    "SELECT id FROM actions WHERE key = ?1", "s", key);

	if (!id || record_load(desk_db(w->desk), &action_kind, id, &a, &arena,
			       &err) <= 0)
		broken(w, "what leaves is no action");
	if (a.state != ACTION_SENDING || a.amount.minor != minor ||
	    !text_eq(a.order_ref, order_ref) ||
	    a.shop != w->lane[n].instance->shop)
		broken(w, "action %lld leaves otherwise than decided",
		       (long long)id);
	if (db_i64(desk_db(w->desk), 0,
		   "SELECT 1 FROM actions WHERE shop = ?1 AND order_ref = ?2 "
		   "AND id <> ?3 AND state IN (5, 9) AND amount IS NOT NULL",
		   "isi", a.shop, order_ref, id))
		broken(w, "action %lld leaves beside another of its order",
		       (long long)id);
	none(w, "money leaves a restored copy on hold", "SELECT 1 FROM holds");
	if (w->jumped && w->now - w->jumped < QUIET_MS)
		broken(w, "money leaves %lld s after the clock jumped",
		       (long long)(w->now - w->jumped) / 1000);
	if (n == 0)
		check_breaker(w, &a);
	arena_release(&arena);
}

/* -- each day -- */

static void check_counters(struct world *w)
{
	none(w, "a queue count is wrong",
	     "SELECT 1 FROM (SELECT state, tier, coalesce(owner, '') o, "
	     "count(*) n FROM tickets GROUP BY 1, 2, 3) t FULL JOIN (SELECT * "
	     "FROM queue_counts WHERE tickets <> 0) q ON q.state = t.state AND "
	     "q.tier = t.tier AND q.owner = t.o WHERE t.n IS NOT q.tickets");
	none(w, "an agent's load is wrong",
	     "SELECT id FROM agents a WHERE coalesce(open_load, 0) <> (SELECT "
	     "count(*) FROM tickets t WHERE t.owner = a.name AND "
	     "t.state <> 3)");
}

void check_day(struct world *w)
{
	CLEANUP(str_release) struct str wrong = STR_INIT;
	struct err err = { 0 };
	int found = invariants_look(desk_db(w->desk), &wrong, &err);

	if (found)
		broken(w, "%s%s", str_c(&wrong), err.text);
	check_counters(w);
	if (w->seller)
		seller_check(w);
}

/* -- the end: both sides say the same -- */

static int shop_of_row(const struct world *w, int64_t row)
{
	for (int n = 0; n < w->shops; n++)
		if (w->lane[n].instance->shop == row)
			return n;
	return -1;
}

/* One that was made by hand may be taken for ours where a shop shows no names:
 * the buyer has got that much, once. */
static bool by_its_like(const struct world *w, int n, int order, int64_t minor)
{
	const struct shop_truth *s = &w->shop[n];

	for (int i = s->orders.at[order].first; i >= 0;
	     i = s->refunds.at[i].next)
		if (!*s->refunds.at[i].key && s->refunds.at[i].minor == minor)
			return s->effect_class == 'C';
	return false;
}

static void check_refund(struct world *w, const struct action *a)
{
	int n = shop_of_row(w, a->shop), order = order_of(a->order_ref);
	struct truth t = truth_of(w, n, order, a->intent);
	bool settled = a->state == ACTION_SETTLED;

	w->figures->refunds++;
	w->figures->settled += settled;
	if (settled && !t.count && !t.taken_back &&
	    by_its_like(w, n, order, a->amount.minor))
		w->figures->mistaken++;
	else if (settled && !t.count && !t.taken_back)
		broken(w, "action %lld is settled, and nothing was paid",
		       (long long)a->id);
	if (!settled && t.count && !nobody_knows(w, n, &t))
		broken(w, "action %lld is %s, and was paid", (long long)a->id,
		       action_state_name(a->state));
	if (t.count && !t.forgotten && t.minor != a->amount.minor)
		broken(w, "action %lld paid %lld", (long long)a->id,
		       (long long)t.minor);
}

static void check_ledger(struct world *w)
{
	CLEANUP(rows_release)
	struct rows r = record_query(desk_db(w->desk), &action_kind,
				     "WHERE verb = 'refund' ORDER BY id", "");
	struct arena arena = ARENA_INIT;
	struct err err = { 0 };
	struct action a;

	while (rows_next(&r)) {
		record_read(&r, &action_kind, &a, &arena);
		check_refund(w, &a);
	}
	if (rows_end(&r, &err))
		broken(w, "%s", err.text);
	arena_release(&arena);
}

static void check_journal(struct world *w)
{
	CLEANUP(free_ptr) char *path = path_join(w->folder, "replay.db");
	struct hash live, again;
	struct err err = { 0 };
	int64_t n = 0;

	if (journal_verify(desk_db(w->desk), &n, &err) ||
	    state_hash(desk_db(w->desk), &live, &err))
		broken(w, "the journal: %s", err.text);
	remove(path);
	if (w->erased)
		return; /* a replay is without what was erased */
	if (replay_into(w->desk, path, &again, &n, &err))
		broken(w, "the replay: %s", err.text);
	if (!hash_eq(&live, &again))
		broken(w, "a replay gives another state");
	remove(path);
	if (replay_decide(w->desk, &n, &err))
		broken(w, "deciding again: %s", err.text);
}

void check_end(struct world *w)
{
	none(w, "a refund is lost: it never came to rest",
	     "SELECT id FROM actions WHERE state NOT IN (7, 8, 11, 12) ORDER "
	     "BY id LIMIT 1");
	check_ledger(w);
	check_journal(w);
	if (w->seller)
		seller_check_end(w);
	w->figures->seeds++;
	w->figures->tickets += count(w, "SELECT count(*) FROM tickets");
	w->figures->parks +=
		count(w, "SELECT coalesce(sum(count), 0) FROM alerts WHERE "
			 "cause LIKE 'action:%:parked'");
}
