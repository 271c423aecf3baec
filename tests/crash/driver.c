/* driver.c - what tests/crash/row.sh needs done quickly and exactly.
 *
 *	driver feed STATE N     keeps at least N approved refunds ahead of the
 *	                        desk, whether it runs or not, until it is ended
 *	                        or every order has its refund
 *	driver approve STATE    approves what still waits
 *	driver kill STATE PID   kill -9; prints 1 when an action stood as
 *	                        `sending` in the database at that moment, else 0
 *
 * feed and approve speak the control socket; a desk that is just dead is asked
 * again.
 * SPDX-License-Identifier: MIT */
#include <signal.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/when.h"
#include "db/db.h"
#include "host/control.h"

#define PAUSE_US 10000
#define APPROVE_MS (60 * SECOND_MS)

static const char *state;

/* "" when the desk answered with an error or there was none: what was asked
 * may be done nevertheless, so the rows are read again before the next. */
static int64_t ask(const char *what, const char *args)
{
	CLEANUP(str_release) struct str request = STR_INIT;
	CLEANUP(json_free_ptr) cJSON *reply = NULL;
	struct err err = { 0 };

	str_printf(&request, "{\"do\":\"%s\",\"args\":%s}", what, args);
	if (control_ask(state, &request, &reply, &err)) {
		usleep(PAUSE_US);
		return 0;
	}
	if (json_text(reply, "error"))
		fprintf(stderr, "%s %s: %s\n", what, args,
			json_text(reply, "error"));
	return json_i64(reply, "id", 0);
}

static struct db *open_rows(void)
{
	CLEANUP(free_ptr) char *path = path_join(state, "helloword.db");
	struct err err = { 0 };
	struct db *db = NULL;

	while (db_open(&db, path, DB_READ, &err))
		usleep(PAUSE_US);
	return db;
}

static int64_t waiting(struct db *db)
{
	return db_i64(db, 0,
		      "SELECT id FROM actions WHERE state IN (1, 2) LIMIT 1",
		      "");
}

static void approve(int64_t id)
{
	CLEANUP(str_release) struct str args = STR_INIT;

	str_printf(&args, "{\"action\":%lld}", (long long)id);
	ask("approve", str_c(&args));
}

static void plan(const char *order)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	int64_t id;

	str_printf(&args,
		   "{\"verb\":\"refund\",\"order\":\"%s\",\"amount\":\"5.00\","
		   "\"currency\":\"USD\"}",
		   order);
	id = ask("plan", str_c(&args));
	if (id)
		approve(id);
}

static int feed(struct db *db, int64_t ahead)
{
	struct arena arena = ARENA_INIT;
	const char *order;
	int64_t id;

	for (;;) {
		arena_clear(&arena);
		if ((id = waiting(db))) {
			approve(id);
		} else if (db_i64(db, 0,
				  "SELECT count(*) FROM actions WHERE "
				  "state IN (3, 4)",
				  "") >= ahead) {
			usleep(PAUSE_US);
		} else {
			order = db_text(db, &arena,
					"SELECT name FROM orders o WHERE NOT "
					"EXISTS (SELECT 1 FROM actions a WHERE "
					"a.order_ref = o.ref) ORDER BY id "
					"LIMIT 1",
					"");
			if (!*order)
				break;
			plan(order);
		}
	}
	arena_release(&arena);
	return 0;
}

static int approve_all(struct db *db)
{
	int64_t end = clock_mono() + APPROVE_MS, id;

	while ((id = waiting(db)) && clock_mono() < end)
		approve(id);
	return id != 0;
}

static int kill_one(struct db *db, pid_t pid)
{
	int64_t sending = db_i64(db, 0,
				 "SELECT count(*) FROM actions WHERE "
				 "state = 5",
				 "");

	if (kill(pid, SIGKILL))
		return 1;
	puts(sending ? "1" : "0");
	return 0;
}

int main(int argc, char **argv)
{
	int64_t n = argc > 3 ? strtoll(argv[3], NULL, 10) : 0;
	const char *what = argc > 2 ? argv[1] : "";
	struct db *db;
	int rc = 64;

	if (argc < 3)
		return rc;
	state = argv[2];
	db = open_rows();
	if (text_eq(what, "feed"))
		rc = feed(db, n);
	else if (text_eq(what, "approve"))
		rc = approve_all(db);
	else if (text_eq(what, "kill"))
		rc = kill_one(db, (pid_t)n);
	db_close(db);
	return rc;
}
