/* stock.c - see stock.h.
 * SPDX-License-Identifier: MIT */
#include "bench/stock.h"

#include "base/file.h"
#include "base/when.h"
#include "bench/house.h"
#include "bench/mix.h"
#include "bench/multiply.h"
#include "bench/report.h"
#include "desk/config.h"

#define DEFAULT_SIZE 100000
#define FULL_SIZE 1000000

int64_t stock_size(void)
{
	const char *full = getenv("HW_FULL");

	return size_of("BENCH_TICKETS",
		       full && *full == '1' ? FULL_SIZE : DEFAULT_SIZE);
}

/* -- a thousand tickets by real commands -- */

static void submit(struct desk *d, struct mix *m, struct command *cmds,
		   size_t *n)
{
	struct err err = { 0 };

	for (size_t i = 0; i < *n; i++)
		desk_stamp(d, &cmds[i]);
	must(desk_take(d, cmds, *n, &err) == 0, err.text);
	for (size_t i = 0; i < *n; i++)
		must(cmds[i].verdict == TAKEN, cmds[i].err.text);
	*n = 0;
	arena_clear(&m->arena);
}

static void close_old(struct desk *d, struct mix *m, int64_t i)
{
	struct command cmd = { .kind = "close",
			       .by = "mia",
			       .via = "http",
			       .json = arena_printf(
				       &m->arena,
				       "{\"ticket\":%lld,\"outcome\":"
				       "\"answered\",\"cause\":\"delay\","
				       "\"force\":\"done\"}",
				       (long long)i) };
	struct err err = { 0 };

	cmd.json_len = strlen(cmd.json);
	must(desk_do(d, &cmd, &err) == 0, err.text);
}

static void make_template(const char *state)
{
	struct desk *d = house_desk(state);
	struct mix m = { .base = clock_now() };
	struct command cmds[4];
	struct err err = { 0 };
	size_t n = 0;

	must(brain_announce(house_brain(), d, &err) == 0 &&
		     shop_ensure(d, "shop", "shopify", 1, &m.shop, &err) == 0 &&
		     shop_ensure(d, "mail", "email", 1, &m.mail, &err) == 0,
	     err.text);
	for (int64_t i = 0; i < STOCK_TEMPLATE; i++) {
		n = mix_ticket(&m, cmds, i);
		submit(d, &m, cmds, &n);
	}
	must(db_i64(desk_db(d), 0, "SELECT count(*) FROM tickets", "") ==
		     STOCK_TEMPLATE,
	     "the template has not one ticket a message");
	for (int64_t i = 1; i <= STOCK_TEMPLATE; i++)
		if (i % 20)
			close_old(d, &m, i);
	arena_release(&m.arena);
	desk_close(d);
}

/* -- kept -- */

static char *folder(const char *name)
{
	CLEANUP(free_ptr) char *bench = path_join(house_build(), "bench");
	struct err err = { 0 };

	must(dir_make(bench, 0700, &err) == 0, err.text);
	return path_join(bench, name);
}

/* The beginning of a hash over the schema: another one makes another desk. */
static char *schema_name(void)
{
	CLEANUP(str_release) struct str all = STR_INIT;
	char hex[2 * HASH_LEN + 1];
	struct err err = { 0 };
	struct hash h;
	struct db *db;

	must(db_open(&db, NULL, DB_MEMORY, &err) == 0, err.text);
	{
		CLEANUP(rows_release)
		struct rows r = rows_query(
			db, "SELECT sql FROM sqlite_schema ORDER BY name", "");

		while (rows_next(&r))
			str_puts(&all, rows_text(&r, 0));
	}
	db_close(db);
	h = sha256(str_c(&all), all.len);
	hash_hex(&h, hex);
	return xstrndup(hex, 12);
}

static char *kept_as(int64_t tickets)
{
	CLEANUP(free_ptr) char *schema = schema_name();
	CLEANUP(free_ptr)
	char *name = xasprintf("tickets-%lld.%s", (long long)tickets, schema);

	return folder(name);
}

static void remove_all(const char *dir)
{
	static const char *const names[] = {
		"helloword.db", "helloword.db-wal", "helloword.db-shm",
		"keys.db",      "keys.db-wal",      "keys.db-shm"
	};
	struct err err = { 0 };

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		CLEANUP(free_ptr) char *path = path_join(dir, names[i]);

		if (file_exists(path) && file_remove(path, &err))
			must(false, err.text);
	}
}

static void make(const char *dir, int64_t tickets)
{
	CLEANUP(free_ptr) char *template = path_join(dir, "template");
	struct err err = { 0 };
	double from = seconds();

	must(dir_make(template, 0700, &err) == 0, err.text);
	remove_all(template);
	remove_all(dir);
	make_template(template);
	house_copy(template, dir, "helloword.db");
	house_copy(template, dir, "keys.db");
	if (tickets > STOCK_TEMPLATE) {
		multiply(template, dir, tickets / STOCK_TEMPLATE - 1);
	}
	remove_all(template);
	fprintf(stderr, "# a desk with %lld tickets was made in %.0f s\n",
		(long long)tickets, seconds() - from);
}

const char *stock(int64_t tickets)
{
	static char *dir;
	CLEANUP(free_ptr) char *done = NULL;
	struct err err = { 0 };

	free(dir);
	dir = kept_as(tickets);
	done = path_join(dir, "made");
	if (file_exists(done))
		return dir;
	make(dir, tickets);
	must(file_write(done, "", 0, 0600, &err) == 0, err.text);
	return dir;
}

void stock_copy(int64_t tickets, const char *state)
{
	const char *from = stock(tickets);
	CLEANUP(free_ptr) char *path = path_join(state, "helloword.db");
	struct err err = { 0 };
	struct db *db;

	must(dir_make(state, 0700, &err) == 0, err.text);
	house_copy(from, state, "helloword.db");
	house_copy(from, state, "keys.db");
	must(db_open(&db, path, DB_WRITE, &err) == 0 &&
		     db_run(db, &err,
			    "UPDATE deadlines SET due = max(due, ?1) WHERE "
			    "state = 1",
			    "i", clock_now() + DAY_MS) == 0,
	     err.text);
	db_close(db);
}
