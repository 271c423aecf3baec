/* people.c - agents who approve, look on the platform, and clear away.
 *
 * Whoever says what became of money has looked: the shop's ledger answers.
 * SPDX-License-Identifier: MIT */
#include "year/people.h"

#include "desk/ledger/clock.h"
#include "year/happens.h"

int64_t people_pick(struct world *w, const char *sql)
{
	return db_i64(desk_db(w->desk), 0, sql, "i", (int64_t)chance(w, 1000));
}

static bool load(struct world *w, int64_t id, struct action *a,
		 struct arena *arena)
{
	struct err err = { 0 };

	return id && record_load(desk_db(w->desk), &action_kind, id, a, arena,
				 &err) > 0;
}

static int shop_index(const struct world *w, const char *name)
{
	for (int n = 0; n < w->shops; n++)
		if (text_eq(w->shop[n].name, name))
			return n;
	return -1;
}

static int with(struct world *w, const char *kind, const char *by, int64_t id,
		const char *more)
{
	struct err err;
	char json[200];

	snprintf(json, sizeof json, "{\"action\":%lld%s}", (long long)id, more);
	return submit(w, kind, by, json, &err);
}

/* Whoever may; nobody is the last. False: nobody may. */
bool people_do(struct world *w, const char *kind, int64_t id, const char *more)
{
	static const char *const agents[] = { "mia", "tom", "eva" };

	for (size_t i = chance(w, 2); i < COUNT_OF(agents); i++)
		if (with(w, kind, agents[i], id, more) == 0)
			return true;
	return false;
}

/* -- what is parked -- */

/* Also one of which the buyer was told: then somebody writes to them. */
static void give_up(struct world *w, int64_t id)
{
	if (!people_do(w, "cancel", id, ""))
		people_do(w, "give_up", id, ",\"force\":\"it never left\"");
}

/* Again only what still fits; what the shop took back is not sent again. */
static void not_done(struct world *w, const struct action *a, int n, int order,
		     bool taken_back)
{
	bool fits = paid_back(w, n, order) + a->amount.minor <=
		    w->shop[n].orders.at[order].paid;

	if (fits && !taken_back && !w->calm && one_in(w, 2))
		people_do(w, "retry", a->id, ",\"seen\":\"not-done\"");
	else
		give_up(w, a->id);
}

static void judge_refund(struct world *w, const struct action *a)
{
	int n = shop_index(w, a->instance), order = order_of(a->order_ref);
	struct truth t = truth_of(w, n, order, a->intent);

	if (t.pending)
		return; /* comes back later */
	w->figures->resolved++;
	if (t.count)
		people_do(w, "retry", a->id, ",\"seen\":\"done\"");
	else
		not_done(w, a, n, order, t.taken_back);
}

static void judge_reply(struct world *w, const struct action *a)
{
	bool left = false;

	for (size_t i = 0; i < w->mails.len; i++)
		left |= w->mails.at[i] == a->id;
	if (left)
		with(w, "retry", "mia", a->id, ",\"seen\":\"done\"");
	else
		with(w, "cancel", "mia", a->id, "");
}

void people_judge(struct world *w, int64_t id)
{
	struct arena arena = ARENA_INIT;
	struct action a = { 0 };

	if (load(w, id, &a, &arena))
		text_eq(a.verb, "refund") ? judge_refund(w, &a)
					  : judge_reply(w, &a);
	arena_release(&arena);
}

/* -- what else they do -- */

static int recent(struct world *w, int n)
{
	size_t len = w->shop[n].orders.len;

	return len ? (int)(len - 1 - chance(w, len < 40 ? len : 40)) : -1;
}

/* Who gives money back has the order before them, in the shop's own pages:
 * nothing is planned on one where more went back than the desk knows. */
static bool agrees(struct world *w, int n, const char *ref)
{
	int64_t known = db_i64(desk_db(w->desk), 0,
			       "SELECT sum(amount) FROM actions WHERE "
			       "shop = ?1 AND order_ref = ?2 AND state IN "
			       "(6, 7)",
			       "is", w->lane[n].instance->shop, ref);

	return known == paid_back(w, n, order_of(ref));
}

static void plan(struct world *w)
{
	int n = (int)chance(w, (uint64_t)w->shops), order = recent(w, n);
	int64_t amount, after;
	struct err err;
	char ref[20], json[240];

	snprintf(ref, sizeof ref, "%c%d", letter_of(w, n), order);
	if (order < 0 || !agrees(w, n, ref))
		return;
	after = db_i64(desk_db(w->desk), 0,
		       "SELECT id FROM actions WHERE shop = ?1 AND order_ref = "
		       "?2 AND verb = 'refund' AND state NOT IN (8, 11, 12) "
		       "ORDER BY intent_no DESC LIMIT 1",
		       "is", w->lane[n].instance->shop, ref);
	amount = between(w, 1, w->shop[n].orders.at[order].paid / 2);
	snprintf(json, sizeof json,
		 "{\"verb\":\"refund\",\"order\":\"%s\",\"shop\":\"%s\","
		 "\"amount\":\"%lld.%02lld\",\"currency\":\"USD\",\"after\":"
		 "%lld,\"reason\":\"sorry\"}",
		 ref, w->shop[n].name, (long long)amount / 100,
		 (long long)amount % 100, (long long)after);
	submit(w, "plan", one_in(w, 2) ? "mia" : "tom", json, &err);
}

#define UNSEEN "acknowledged IS NULL"

/* Of a seller errors first: one holds up all that leaves. */
void people_acknowledge(struct world *w)
{
	struct err err;
	char json[60];
	int64_t id = people_pick(
		w, w->seller ? "SELECT id FROM alerts WHERE " UNSEEN
			       " ORDER BY level <> 'error', id * ?1 "
			       "% 997 LIMIT 1"
			     : "SELECT id FROM alerts WHERE " UNSEEN
			       " ORDER BY id * ?1 % 997 LIMIT 1");
	bool breaker, clock;

	if (!id)
		return;
	breaker = db_i64(desk_db(w->desk), 0,
			 "SELECT 1 FROM alerts WHERE id = ?1 AND cause = "
			 "'breaker:alpha'",
			 "i", id);
	clock = db_i64(desk_db(w->desk), 0,
		       "SELECT 1 FROM alerts WHERE id = ?1 AND cause = ?2",
		       "is", id, CLOCK_ALERT);
	snprintf(json, sizeof json, "{\"alert\":%lld}", (long long)id);
	if (submit(w, "acknowledge", "tom", json, &err))
		return;
	if (breaker)
		w->went_on = wall(w);
	if (clock)
		w->jumped = 0;
}

void people_close(struct world *w, int64_t id, const char *more)
{
	struct err err;
	char json[120];

	snprintf(json, sizeof json,
		 "{\"ticket\":%lld,\"outcome\":\"solved\",\"cause\":\"delay\""
		 "%s}",
		 (long long)id, more);
	submit(w, "close", "mia", json, &err);
}

/* Half of them whatever is still to be done, a buyer who waits for an answer,
 * say. */
static void close_one(struct world *w)
{
	int64_t id = people_pick(
		w, "SELECT id FROM tickets WHERE state <> 3 ORDER BY "
		   "id * ?1 % 997 LIMIT 1");

	if (id)
		people_close(w, id, id % 2 ? ",\"force\":\"by phone\"" : "");
}

static void write_one(struct world *w)
{
	struct err err;
	char json[80];
	int64_t id = people_pick(
		w, "SELECT id FROM tickets WHERE state <> 3 ORDER BY "
		   "id * ?1 % 997 LIMIT 1");

	snprintf(json, sizeof json, "{\"ticket\":%lld,\"text\":\"So be it\"}",
		 (long long)id);
	if (id)
		submit(w, "reply", "mia", json, &err);
}

static void erase(struct world *w)
{
	int n = (int)chance(w, (uint64_t)w->shops);
	size_t len = w->shop[n].orders.len;
	struct err err;
	char json[80];

	if (!len)
		return;
	snprintf(json, sizeof json, "{\"shop\":\"%s\",\"order\":\"%c%d\"}",
		 w->shop[n].name, letter_of(w, n), (int)chance(w, len));
	if (submit(w, "erase", "eva", json, &err))
		return;
	w->figures->erased++;
	w->erased = true;
}

static void explain(struct world *w)
{
	struct err err;
	char json[100];
	int64_t id =
		people_pick(w, "SELECT id FROM differences WHERE explained IS "
			       "NULL ORDER BY id * ?1 % 997 LIMIT 1");

	snprintf(json, sizeof json,
		 "{\"difference\":%lld,\"cause\":\"made_in_the_shop\"}",
		 (long long)id);
	if (id)
		submit(w, "explain_difference", "mia", json, &err);
}

/* Of a seller hardly ever: people who cancelled every other reply within its
 * undo window, as those of the money's world do, left six answers of ten late.
 */
static bool changes_mind(struct world *w)
{
	return !w->seller || one_in(w, 20);
}

static void look_after(struct world *w, uint64_t what)
{
	int64_t waiting =
		people_pick(w, "SELECT id FROM actions WHERE state = 2 "
			       "ORDER BY id * ?1 % 997 LIMIT 1");
	int64_t open =
		people_pick(w, "SELECT id FROM actions WHERE state IN (2, 3, "
			       "4, 9) ORDER BY id * ?1 % 997 LIMIT 1");
	int64_t parked =
		people_pick(w, "SELECT id FROM actions WHERE state = 10 "
			       "ORDER BY id * ?1 % 997 LIMIT 1");

	if (what < 40 && waiting)
		people_do(w, "approve", waiting, "");
	else if (what < 44 && open && changes_mind(w))
		people_do(w, "cancel", open, "");
	else if (what < 60 && parked)
		people_judge(w, parked);
}

void people_act(struct world *w)
{
	uint64_t what = chance(w, 103);

	if (w->seller) {
		queue_clear(w);
		seller_decides(w);
	}
	if (what < 60)
		look_after(w, what);
	else if (what < 72)
		plan(w);
	else if (what < 84)
		people_acknowledge(w);
	else if (what < 90)
		close_one(w);
	else if (what < 95)
		write_one(w);
	else if (what < 98)
		explain(w);
	else if (what < 100)
		erase(w);
	else
		submit(w, "lift", "eva", "{}", &(struct err){ 0 });
}

void people_finish(struct world *w)
{
	int64_t id =
		people_pick(w, "SELECT id FROM actions WHERE state IN (2, 10) "
			       "ORDER BY id * ?1 % 997 LIMIT 1");
	bool parked =
		db_i64(desk_db(w->desk), 0,
		       "SELECT state = 10 FROM actions WHERE id = ?1", "i", id);

	people_acknowledge(w);
	if (w->seller)
		seller_decides(w);
	if (parked)
		people_judge(w, id);
	else if (id && one_in(w, 2))
		people_do(w, "approve", id, "");
	else if (id)
		give_up(w, id);
}
