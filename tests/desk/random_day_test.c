/* random_day_test.c - a random day through the real policy and packs, and what
 * the journal promises of it afterwards.
 *
 * HW_SEED lives another day than that of make test; HW_DAY sets how many
 * commands it has (10000).
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <unistd.h>

#include "base/file.h"
#include "base/when.h"
#include "desk/config.h"
#include "desk/day.h"
#include "desk/ledger/journal.h"
#include "desk/ledger/replay.h"
#include "desk/simulate/simulate.h"
#include "help/draw.h"
#include "help/must.h"
#include "help/place.h"
#include "host/brain.h"

#define FLIPS 200

static struct manifest *manifest;
static struct brain_of *brain;
static struct day day;

static int64_t from_env(const char *name, int64_t otherwise)
{
	const char *text = getenv(name);

	return text && *text ? strtoll(text, NULL, 10) : otherwise;
}

static int64_t day_now(void *arg)
{
	return ((struct day *)arg)->now;
}

static void open_brain(void)
{
	static const char text[] =
		"desk = { state = \"state\"; policy = \"%s/policy\"; company = "
		"\"Lampshop\"; mail_domain = \"lampshop.example\"; language = "
		"\"en\"; };\n"
		"agents = ( { name = \"mia\"; role = \"agent\"; languages = "
		"[ \"en\" ]; mail = \"mia@desk.example\"; zone = "
		"\"Europe/Berlin\"; quiet = \"22:00-07:00\"; }, "
		"{ name = \"tom\"; role = \"manager\"; mail = "
		"\"tom@desk.example\"; }, "
		"{ name = \"eva\"; role = \"owner\"; } );\n"
		"limits = ( { role = \"agent\"; per_action = \"20.00 USD\"; }, "
		"{ role = \"manager\"; per_action = \"50.00 EUR\"; "
		"per_day = \"500.00 EUR\"; } );\n"
		"undo = { reply = \"5 min\"; refund = \"10 min\"; };\n"
		"instances = ( { name = \"shop\"; plugin = \"shopify\"; shop = "
		"\"lampshop.myshopify.com\"; client_id = \"a\"; client_secret "
		"= \"file:secret\"; effects = \"auto\"; }, { name = \"mail\"; "
		"plugin = \"email\"; address = \"help@lampshop.example\"; "
		"user = \"help\"; password = \"file:secret\"; imap_host = "
		"\"imap.lampshop.example\"; smtp_host = "
		"\"smtp.lampshop.example\"; effects = \"auto\"; } );\n";
	CLEANUP(free_ptr) char *worker = built("helloword-worker");
	CLEANUP(free_ptr) char *plugins = built("plugins");
	CLEANUP(free_ptr) char *conf = in_scratch("helloword.conf");
	CLEANUP(free_ptr) char *secret = in_scratch("secret");
	CLEANUP(free_ptr) char *here = getcwd(NULL, 0);
	CLEANUP(free_ptr) char *filled = xasprintf(text, here);
	struct describer d = { .worker = worker, .plugins = plugins };
	struct mistakes mistakes = { 0 };
	struct err err = { 0 };

	must(file_write(secret, "s", 1, 0600, &err), &err);
	must(file_write(conf, filled, strlen(filled), 0600, &err), &err);
	manifest = manifest_open(conf, describe_plugin, &d, &mistakes);
	for (size_t i = 0; i < mistakes.list.len; i++)
		print_message("# %s\n", mistakes.list.at[i]);
	assert_non_null(manifest);
	assert_int_equal(mistakes.list.len, 0);
	mistakes_release(&mistakes);
	brain = brain_load(manifest, &d, &err);
	if (!brain)
		fail_msg("%s", err.text);
}

static void begin(uint64_t seed)
{
	struct desk_options options = { .state = scratch_dir(),
					.brain = brain_of(brain),
					.now = day_now,
					.now_arg = &day,
					.path = ":memory:" };
	struct err err = { 0 };

	day_begin(&day, seed, &options);
	must(brain_announce(brain, day.desk, &err), &err);
}

static void end(void)
{
	desk_close(day.desk);
	str_release(&day.lines);
	day = (struct day){ 0 };
}

static int64_t one(const char *sql)
{
	return db_i64(desk_db(day.desk), 0, sql, "");
}

/* As one(), for a text that does not live as long as the database. */
static int64_t ask(const char *sql)
{
	sqlite3_stmt *st;
	int64_t value = 0;

	if (sqlite3_prepare_v2(db_raw(desk_db(day.desk)), sql, -1, &st, NULL))
		fail_msg("%s", sql);
	if (sqlite3_step(st) == SQLITE_ROW)
		value = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return value;
}

static void run(const char *sql)
{
	char *text = NULL;

	if (sqlite3_exec(db_raw(desk_db(day.desk)), sql, NULL, NULL, &text))
		fail_msg("%s: %s", sql, text);
}

static void live(int64_t commands)
{
	while (one("SELECT max(seq) FROM journal") < commands)
		day_step(&day);
}

/* -- the big day -- */

/* The kind of a command that the day had none of; NULL: of every kind one. */
static const char *missing(void)
{
	static const char *const kinds[] = {
		"order",    "payment",   "shipment",     "scan",
		"text_in",  "review",    "dispute",      "return",
		"evidence", "reply",     "note",         "assign",
		"close",    "plan",      "approve",      "cancel",
		"retry",    "due",       "sending",      "result",
		"started",  "alert",     "acknowledge",  "restored",
		"lift",     "looked",    "clock_jumped", "shop",
		"config",   "reopen",    "merge",        "unmerge",
		"split",    "link",      "snooze",       "ticket_undo",
		"task",     "task_done", "task_failed",  "task_approve",
		"tier",     "away",      "back",         "emergency",
		"file_in"
	};

	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (!db_i64(desk_db(day.desk), 0,
			    "SELECT 1 FROM journal WHERE kind = ?1", "s",
			    kinds[i]))
			return kinds[i];
	return NULL;
}

static int big_day(void **state)
{
	uint64_t seed = (uint64_t)from_env("HW_SEED", 11);
	int64_t whole = from_env("HW_DAY", 10000);

	(void)state;
	print_message("# HW_SEED=%llu\n", (unsigned long long)seed);
	begin(seed);
	live(whole);
	for (int more = 1; more < 24 && missing(); more++)
		live(whole + whole / 4 * more); /* what is rare */
	print_message("# %lld commands, %lld tickets, %lld actions, %lld "
		      "refused acts, %lld quarantined records\n",
		      (long long)one("SELECT max(seq) FROM journal"),
		      (long long)one("SELECT count(*) FROM tickets"),
		      (long long)one("SELECT count(*) FROM actions"),
		      (long long)day.refused, (long long)day.quarantined);
	return 0;
}

static int big_night(void **state)
{
	(void)state;
	end();
	return 0;
}

static void every_kind_of_command_was_taken(void **state)
{
	(void)state;
	if (missing())
		fail_msg("no %s was taken", missing());
}

static void the_chain_of_a_random_day_holds(void **state)
{
	struct err err = { 0 };
	int64_t n = 0;

	(void)state;
	must(journal_verify(desk_db(day.desk), &n, &err), &err);
	assert_int_equal(n, one("SELECT max(seq) FROM journal"));
}

static void a_replay_gives_the_same_state(void **state)
{
	CLEANUP(free_ptr) char *path = in_scratch("replay.db");
	struct hash was, again;
	struct err err = { 0 };
	int64_t n = 0;

	(void)state;
	must(state_hash(desk_db(day.desk), &was, &err), &err);
	must(replay_into(day.desk, path, &again, &n, &err), &err);
	assert_int_equal(n, one("SELECT max(seq) FROM journal"));
	assert_true(hash_eq(&was, &again));
}

static void deciding_again_finds_no_difference(void **state)
{
	struct err err = { 0 };
	int64_t n = 0;

	(void)state;
	must(replay_decide(day.desk, &n, &err), &err);
	assert_int_equal(n, one("SELECT max(seq) FROM journal"));
}

static void the_same_policy_would_have_decided_the_same(void **state)
{
	struct err err = { 0 };
	struct trial trial;

	(void)state;
	must(simulate(desk_db(day.desk), brain_of(brain), 0, INT64_MAX, &trial,
		      &err),
	     &err);
	print_message("# %lld decisions tried again, %zu rules and steps\n",
		      (long long)trial.decisions, trial.rules.len);
	assert_int_equal(trial.decisions, one("SELECT count(*) FROM vectors"));
	assert_true(trial.decisions > 100);
	for (size_t i = 0; i < trial.rules.len; i++)
		assert_int_equal(trial.rules.at[i].fired[DECIDED],
				 trial.rules.at[i].fired[WOULD]);
	assert_int_equal(trial.differing, 0);
	assert_int_equal(trial.other_format + trial.gone, 0);
	assert_int_equal(trial.responses.late[DECIDED],
			 trial.responses.late[WOULD]);
	trial_release(&trial);
}

/* -- a small day: every value is hashed, every bit is in the chain -- */

static int small_day(void **state)
{
	(void)state;
	end();
	begin(7);
	live(700);
	/* Rare, and state all the same. */
	for (int64_t n = 800; n < 5000 && !one("SELECT count(*) FROM endings");
	     n += 100)
		live(n);
	day_submit(&day, "restored", "desk", "{}");
	run("DROP TRIGGER journal_is_final");
	return 0;
}

/* The command log, configuration bytes and what stands outside of commands;
 * everything else is state. */
static bool is_no_state(const char *table)
{
	static const char *const names[] = { "journal",    "blobs", "inbox",
					     "quarantine", "kv",    "erasing" };

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (text_eq(names[i], table))
			return true;
	return text_starts(table, "messages_text") ||
	       text_starts(table, "sqlite_");
}

/* Another value of the column's type in the last row. */
static const char *changed(const char *type)
{
	return text_eq(type, "INTEGER") ? "coalesce(c, 0) + 100000007"
	       : text_eq(type, "BLOB")  ? "zeroblob(7)"
					: "coalesce(c, '') || 'x'";
}

static void change_one(const char *table, const char *column, const char *type)
{
	CLEANUP(str_release) struct str keys = STR_INIT, sql = STR_INIT;
	sqlite3_stmt *st;

	str_printf(&sql,
		   "SELECT group_concat('\"' || name || '\"') FROM "
		   "pragma_table_info('%s') WHERE pk > 0",
		   table);
	sqlite3_prepare_v2(db_raw(desk_db(day.desk)), str_c(&sql), -1, &st,
			   NULL);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	str_puts(&keys, (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	str_clear(&sql);
	str_printf(&sql,
		   "WITH was(c) AS (SELECT \"%s\" FROM %s ORDER BY %s) "
		   "UPDATE %s SET \"%s\" = (SELECT %s FROM was LIMIT 1) "
		   "WHERE (%s) = (SELECT %s FROM %s ORDER BY %s LIMIT 1)",
		   column, table, str_c(&keys), table, column, changed(type),
		   str_c(&keys), str_c(&keys), table, str_c(&keys));
	run(str_c(&sql));
	assert_int_equal(sqlite3_changes(db_raw(desk_db(day.desk))), 1);
}

static void check_column(const char *table, const char *column,
			 const char *type, const struct hash *was)
{
	struct err err = { 0 };
	struct hash now;

	run("BEGIN");
	change_one(table, column, type);
	must(state_hash(desk_db(day.desk), &now, &err), &err);
	run("ROLLBACK");
	if (hash_eq(was, &now))
		fail_msg("%s.%s is not in the state hash", table, column);
}

static void every_value_of_every_state_table_is_hashed(void **state)
{
	struct err err = { 0 };
	struct hash was;
	sqlite3_stmt *st;
	int columns = 0;

	(void)state;
	/* No day restores a backup or erases, and hardly one tags anybody or
	 * has a refund that no shop shows; that is state all the same. */
	run("INSERT INTO holds(name, since) VALUES('test', 1)");
	run("INSERT INTO erased(subject, at) VALUES('test', 1)");
	run("INSERT INTO unread(instance) VALUES('test')");
	run("INSERT INTO differences(id, shop, whose, ref) VALUES(999, 1, 1, "
	    "'test')");
	run("INSERT INTO tags VALUES(999, 1, 1, 'O1', 'test', 1, 1)");
	must(state_hash(desk_db(day.desk), &was, &err), &err);
	sqlite3_prepare_v2(db_raw(desk_db(day.desk)),
			   "SELECT t.name, c.name, c.type FROM sqlite_master t "
			   "JOIN pragma_table_info(t.name) c WHERE "
			   "t.type = 'table' ORDER BY 1, 2",
			   -1, &st, NULL);
	while (sqlite3_step(st) == SQLITE_ROW) {
		CLEANUP(free_ptr)
		char *table = xstrdup((const char *)sqlite3_column_text(st, 0));
		CLEANUP(free_ptr)
		char *sql = xasprintf("SELECT count(*) FROM %s", table);

		if (is_no_state(table))
			continue;
		if (!ask(sql))
			fail_msg("the small day left %s empty", table);
		check_column(table, (const char *)sqlite3_column_text(st, 1),
			     (const char *)sqlite3_column_text(st, 2), &was);
		columns++;
	}
	sqlite3_finalize(st);
	run("DELETE FROM differences WHERE id = 999");
	run("DELETE FROM tags WHERE id = 999");
	run("DELETE FROM holds WHERE name = 'test'");
	run("DELETE FROM erased WHERE subject = 'test'");
	run("DELETE FROM unread");
	assert_true(columns > 200);
}

/* One bit of what one column of one entry holds (a number as its digits). */
static void flip(int64_t seq, const char *column)
{
	CLEANUP(free_ptr)
	char *read = xasprintf("SELECT CAST(%s AS BLOB), typeof(%s) FROM "
			       "journal WHERE seq = %lld",
			       column, column, (long long)seq);
	CLEANUP(free_ptr) char *write = NULL, *bytes = NULL;
	struct sqlite3 *raw = db_raw(desk_db(day.desk));
	sqlite3_stmt *st;
	size_t len, bit;

	sqlite3_prepare_v2(raw, read, -1, &st, NULL);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	len = (size_t)sqlite3_column_bytes(st, 0);
	assert_true(len > 0);
	bytes = xmalloc(len);
	memcpy(bytes, sqlite3_column_blob(st, 0), len);
	bit = draw(&day.seed, len * 8);
	bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
	write = xasprintf("UPDATE journal SET %s = CAST(?1 AS %s) WHERE "
			  "seq = %lld",
			  column, (const char *)sqlite3_column_text(st, 1),
			  (long long)seq);
	sqlite3_finalize(st);
	sqlite3_prepare_v2(raw, write, -1, &st, NULL);
	sqlite3_bind_blob64(st, 1, bytes, len, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(st), SQLITE_DONE);
	sqlite3_finalize(st);
}

static void a_flipped_bit_in_any_entry_is_found(void **state)
{
	static const char *const columns[] = {
		"at",     "boot", "mono",    "entropy", "actor",
		"via",    "kind", "subject", "payload", "decisions",
		"sealed", "prev", "hash"
	};
	int64_t last = one("SELECT max(seq) FROM journal");

	(void)state;
	for (int i = 0; i < FLIPS; i++) {
		const char *column =
			columns[draw(&day.seed, COUNT_OF(columns))];
		CLEANUP(free_ptr)
		char *sql = xasprintf(
			"SELECT seq FROM journal WHERE seq >= "
			"%llu AND length(%s) > 0 LIMIT 1",
			(unsigned long long)draw(&day.seed, (uint64_t)last),
			column);
		int64_t seq = ask(sql), n = 0;
		struct err err = { 0 };

		if (!seq)
			continue;
		run("BEGIN");
		flip(seq, column);
		assert_int_equal(journal_verify(desk_db(day.desk), &n, &err),
				 -1);
		assert_int_equal(err.code, ERR_FOUND);
		assert_int_equal(n, seq - 1);
		run("ROLLBACK");
	}
}

int main(void)
{
	const struct CMUnitTest big[] = {
		cmocka_unit_test(every_kind_of_command_was_taken),
		cmocka_unit_test(the_chain_of_a_random_day_holds),
		cmocka_unit_test(a_replay_gives_the_same_state),
		cmocka_unit_test(deciding_again_finds_no_difference),
		cmocka_unit_test(the_same_policy_would_have_decided_the_same),
		cmocka_unit_test_setup(
			every_value_of_every_state_table_is_hashed, small_day),
		cmocka_unit_test(a_flipped_bit_in_any_entry_is_found),
	};
	int rc;

	open_brain();
	rc = cmocka_run_group_tests(big, big_day, big_night);
	brain_close(brain);
	manifest_close(manifest);
	return rc;
}
