/* desk_bench.c - commands a second through the whole desk, durable, against
 * bare SQLite writing the rows that it leaves.
 *
 *	desk.batched    BENCH_BATCHES batches of 100 commands, one commit each
 *	desk.single     BENCH_SINGLES commands, one commit each
 *	desk.growth     desk.batched with BENCH_TICKETS tickets (stock.h) over
 *			itself with 10,000, against the same quotient of the
 *			bare database: BENCH_GROWTH batches, checkpoints and all
 *
 * The desk and the bare database take turns, batch by batch, so that a slow
 * moment of the machine hits both. Real policy and packs decide.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "base/when.h"
#include "bench/bare.h"
#include "bench/house.h"
#include "bench/mix.h"
#include "bench/report.h"
#include "bench/stock.h"
#include "desk/config.h"

#define BATCH 100
#define GROUPS 10 /* samples; each of a tenth of the commits */

static struct db *open_bare(const char *state)
{
	CLEANUP(free_ptr) char *path = path_join(state, "helloword.db");
	struct err err = { 0 };
	struct db *db;

	must(dir_make(state, 0700, &err) == 0 &&
		     db_open(&db, path, DB_WRITE, &err) == 0,
	     err.text);
	return db;
}

/* What stands there before the first measured command. */
static struct mix prepare(struct desk *d)
{
	CLEANUP(str_release) struct str parcels = STR_INIT;
	struct mix m = { .base = clock_now() };
	struct delivery del = { .instance = "shop", .via = "sync" };
	struct err err = { 0 };

	must(brain_announce(house_brain(), d, &err) == 0 &&
		     shop_ensure(d, "shop", "shopify", 1, &m.shop, &err) == 0 &&
		     shop_ensure(d, "mail", "email", 1, &m.mail, &err) == 0,
	     err.text);
	m.first = db_i64(desk_db(d), 0, "SELECT max(id) FROM tickets", "");
	mix_parcels(&parcels);
	del.shop = m.shop;
	del.records = str_c(&parcels);
	del.records_len = parcels.len;
	must(desk_deliver(d, &del, &err) == 0, err.text);
	must(del.quarantined == 0, "the parcels were refused");
	return m;
}

static void count_refused(const struct command *cmds, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (cmds[i].verdict != TAKEN) {
			fprintf(stderr, "%s: %s\n", cmds[i].kind,
				cmds[i].err.text);
			must(false, "a command of the mix was not taken");
		}
}

/* Returns the seconds that the desk took. */
static double take(struct desk *d, struct mix *m, size_t n)
{
	struct command cmds[BATCH];
	struct err err = { 0 };
	double from;

	m->tickets =
		db_i64(desk_db(d), m->first, "SELECT max(id) FROM tickets", "");
	mix_fill(m, cmds, n);
	from = seconds();
	for (size_t i = 0; i < n; i++)
		desk_stamp(d, &cmds[i]);
	must(desk_take(d, cmds, n, &err) == 0, err.text);
	from = seconds() - from;
	count_refused(cmds, n);
	return from;
}

/* A desk, and a bare database that writes what this desk would. */
struct pair {
	size_t n; /* commands a batch */
	struct desk *desk;
	struct mix mix;
	struct db *db;
	struct bare *bare;
	size_t batch;
};

static void stand(int64_t tickets, const char *state)
{
	if (tickets)
		stock_copy(tickets, state);
}

static struct bare *record(int64_t tickets, const char *state, size_t commits,
			   size_t n)
{
	struct bare *b = bare_new();
	struct desk *d;
	struct mix m;

	stand(tickets, state);
	d = house_desk(state);
	bare_record(b, desk_db(d));
	m = prepare(d);
	bare_recorded(b);
	for (size_t i = 0; i < commits; i++) {
		bare_record(b, desk_db(d));
		take(d, &m, n);
		bare_recorded(b);
	}
	arena_release(&m.arena);
	desk_close(d);
	return b;
}

static void pair_open(struct pair *p, const char *name, int64_t tickets,
		      size_t commits, size_t n)
{
	const char *in = house_scratch();
	CLEANUP(free_ptr) char *first = xasprintf("%s/%s.first", in, name);
	CLEANUP(free_ptr) char *desk = xasprintf("%s/%s.desk", in, name);
	CLEANUP(free_ptr) char *bare = xasprintf("%s/%s.bare", in, name);

	*p = (struct pair){ .n = n };
	p->bare = record(tickets, first, commits, n);
	stand(tickets, desk);
	stand(tickets, bare);
	p->desk = house_desk(desk);
	p->mix = prepare(p->desk);
	p->db = open_bare(bare);
	bare_write(p->bare, p->db, p->batch++);
}

static void pair_close(struct pair *p)
{
	arena_release(&p->mix.arena);
	desk_close(p->desk);
	db_close(p->db);
	bare_free(p->bare);
}

struct speeds {
	double desk, bare; /* commands a second */
};

/* The two take turns. */
static struct speeds pair_run(struct pair *p, size_t commits)
{
	double desk = 0, bare = 0, from, commands = (double)(commits * p->n);

	for (size_t i = 0; i < commits; i++) {
		desk += take(p->desk, &p->mix, p->n);
		from = seconds();
		bare_write(p->bare, p->db, p->batch++);
		bare += seconds() - from;
	}
	return (struct speeds){ commands / desk, commands / bare };
}

static void measure(const char *name, size_t commits, size_t n, double goal)
{
	static struct samples s;
	struct pair p;

	pair_open(&p, name, 0, commits, n);
	s.n = 0;
	for (size_t g = 0; g < GROUPS; g++) {
		struct speeds r = pair_run(&p, commits / GROUPS);

		sample(&s, r.desk, r.bare);
	}
	report(name, "commands/s", &s, goal, true);
	pair_close(&p);
}

static void growth(size_t commits)
{
	static struct samples s;
	struct pair small, large;

	pair_open(&small, "small", 10000, commits, BATCH);
	pair_open(&large, "large", stock_size(), commits, BATCH);
	for (size_t g = 0; g < GROUPS; g++) {
		struct speeds a = pair_run(&small, commits / GROUPS);
		struct speeds b = pair_run(&large, commits / GROUPS);

		sample(&s, b.desk / a.desk, b.bare / a.bare);
	}
	report("desk.growth", "of itself", &s, 0.85, true);
	pair_close(&small);
	pair_close(&large);
}

int main(void)
{
	size_t batches = (size_t)size_of("BENCH_BATCHES", 100);

	measure("desk.batched", batches, BATCH, 0.4);
	measure("desk.single", (size_t)size_of("BENCH_SINGLES", 500), 1, 0.6);
	growth((size_t)size_of("BENCH_GROWTH", (long)batches));
	return 0;
}
