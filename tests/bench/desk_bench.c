/* desk_bench.c - commands a second through the whole desk, durable, against
 * bare SQLite writing the rows that it leaves.
 *
 *	desk.batched    BENCH_BATCHES batches of 100 commands, one commit each
 *	desk.single     BENCH_SINGLES commands, one commit each
 *
 * The desk and the bare database take turns, batch by batch, so that a slow
 * moment of the machine hits both. Real policy and packs decide.
 * SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "base/file.h"
#include "base/when.h"
#include "bench/bare.h"
#include "bench/mix.h"
#include "bench/report.h"
#include "desk/config.h"
#include "host/brain.h"

#define BATCH 100
#define GROUPS 10 /* samples; each of a tenth of the commits */

static char build[4096], scratch[300];
static struct manifest *manifest;
static struct brain_of *brain;

static void load_brain(void)
{
	CLEANUP(mistakes_release) struct mistakes mistakes = { { 0 } };
	CLEANUP(free_ptr) char *path = path_join(scratch, "helloword.conf");
	CLEANUP(free_ptr) char *secret = path_join(scratch, "secret");
	CLEANUP(free_ptr) char *worker = path_join(build, "helloword-worker");
	CLEANUP(free_ptr) char *plugins = path_join(build, "plugins");
	CLEANUP(free_ptr) char *here = realpath(".", NULL);
	CLEANUP(str_release) struct str s = STR_INIT;
	struct describer d = { worker, plugins };
	struct err err = { 0 };

	str_printf(&s,
		   "desk = { state = \"state\"; policy = \"%s/policy\"; };\n"
		   "agents = ( { name = \"mia\"; uid = 4242; role = "
		   "\"owner\"; languages = [ \"en\" ]; } );\n"
		   "instances = ( { name = \"shop\"; plugin = \"shopify\"; "
		   "shop = \"x.myshopify.com\"; client_id = \"c\"; "
		   "client_secret = \"file:%s\"; } );\n",
		   here, secret);
	must(file_write(secret, "x", 1, 0600, &err) == 0 &&
		     file_write(path, str_c(&s), s.len, 0600, &err) == 0,
	     err.text);
	manifest = manifest_open(path, describe_plugin, &d, &mistakes);
	for (size_t i = 0; i < mistakes.list.len; i++)
		fprintf(stderr, "%s\n", mistakes.list.at[i]);
	must(manifest && !mistakes.list.len, "the manifest is wrong");
	brain = brain_load(manifest, &d, &err);
	must(brain != NULL, err.text);
}

static struct desk *open_desk(const char *name)
{
	CLEANUP(free_ptr) char *state = path_join(scratch, name);
	struct desk_options options = { .state = state,
					.brain = brain_of(brain) };
	struct err err = { 0 };
	struct desk *d;

	must(desk_open(&d, &options, &err) == 0, err.text);
	return d;
}

static struct db *open_bare(const char *name)
{
	CLEANUP(free_ptr) char *path = path_join(scratch, name);
	struct err err = { 0 };
	struct db *db;

	must(db_open(&db, path, DB_WRITE, &err) == 0, err.text);
	return db;
}

/* What stands there before the first measured command. */
static struct mix prepare(struct desk *d)
{
	CLEANUP(str_release) struct str parcels = STR_INIT;
	struct mix m = { .base = clock_now() };
	struct delivery del = { .instance = "shop", .via = "sync" };
	struct err err = { 0 };

	must(brain_announce(brain, d, &err) == 0 &&
		     shop_ensure(d, "shop", "shopify", 1, &m.shop, &err) == 0 &&
		     shop_ensure(d, "mail", "gateway", 1, &m.mail, &err) == 0,
	     err.text);
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

	m->tickets = db_i64(desk_db(d), 0, "SELECT max(id) FROM tickets", "");
	mix_fill(m, cmds, n);
	from = seconds();
	for (size_t i = 0; i < n; i++)
		desk_stamp(d, &cmds[i]);
	must(desk_take(d, cmds, n, &err) == 0, err.text);
	from = seconds() - from;
	count_refused(cmds, n);
	return from;
}

static struct bare *record(const char *name, size_t commits, size_t n)
{
	struct desk *d = open_desk(name);
	struct bare *b = bare_new();
	struct mix m;

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

static void measure(const char *name, size_t commits, size_t n, double goal)
{
	CLEANUP(free_ptr) char *recorded = xasprintf("%s.recorded", name);
	CLEANUP(free_ptr) char *bare_name = xasprintf("%s.bare", name);
	static struct samples s;
	struct bare *b = record(recorded, commits, n);
	struct db *db = open_bare(bare_name);
	struct desk *d = open_desk(name);
	struct mix m = prepare(d);
	size_t a_group = commits / GROUPS;

	s.n = 0;
	bare_write(b, db, 0);
	for (size_t g = 0; g < GROUPS; g++) {
		double desk = 0, bare = 0, from;
		double commands = (double)(a_group * n);

		for (size_t i = 0; i < a_group; i++) {
			desk += take(d, &m, n);
			from = seconds();
			bare_write(b, db, 1 + g * a_group + i);
			bare += seconds() - from;
		}
		sample(&s, commands / desk, commands / bare);
	}
	report(name, "commands/s", &s, goal, true);
	arena_release(&m.arena);
	desk_close(d);
	db_close(db);
	bare_free(b);
}

int main(void)
{
	const char *dir = getenv("HW_SCRATCH");
	ssize_t len = readlink("/proc/self/exe", build, sizeof build - 1);
	struct err err = { 0 };

	for (int up = 0; up < 3 && len > 0; up++) {
		while (len > 0 && build[--len] != '/')
			build[len] = '\0';
		build[len] = '\0';
	}
	must(dir != NULL, "HW_SCRATCH names no folder");
	snprintf(scratch, sizeof scratch, "%s", dir);
	must(hash_start(&err) == 0, err.text);
	load_brain();
	measure("desk.batched", (size_t)size_of("BENCH_BATCHES", 100), BATCH,
		0.4);
	measure("desk.single", (size_t)size_of("BENCH_SINGLES", 500), 1, 0.6);
	brain_close(brain);
	manifest_close(manifest);
	return 0;
}
