/* canary_test.c - many buyers who can be recognised, on every way that what
 * they are takes through the desk; and nothing of them where it may not be,
 * nor anywhere once they are forgotten.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/encode.h"
#include "base/file.h"
#include "base/when.h"
#include "desk/brain.h"
#include "desk/intake/intake.h"
#include "desk/ledger/backup.h"
#include "desk/ledger/journal.h"
#include "help/full.h"
#include "intake/page.h"

#define WORD "kanarie" /* begins what only a buyer is */

/* Facts with everything that a model has of a person. */
static void put_buyer(int n)
{
	CLEANUP(str_release) struct str raw = STR_INIT, b64 = STR_INIT;

	str_printf(&raw, "From: " WORD "raw%d\r\n\r\n" WORD "file%d", n, n);
	put_base64(&b64, str_c(&raw), raw.len);
	str_printf(&lines,
		   "{\"kind\":\"order\",\"ref\":\"O%d\",\"name\":\"#%d\","
		   "\"placed\":\"2026-09-20T10:00:00Z\",\"buyer_ref\":\"B%d\","
		   "\"buyer_name\":\"" WORD "name%d\",\"email\":\"" WORD
		   "%d@x.example\",\"phone\":\"" WORD "phone%d\",\"address\":"
		   "\"" WORD "street%d\",\"city\":\"" WORD "city%d\","
		   "\"postcode\":\"" WORD "post%d\"}\n",
		   n, n, n, n, n, n, n, n, n);
	str_printf(
		&lines,
		"{\"kind\":\"payment\",\"ref\":\"P%d\",\"order_ref\":\"O%d\","
		"\"type\":\"refund\",\"status\":\"success\",\"amount\":"
		"{\"amount\":\"1.00\",\"currency\":\"USD\"},\"note\":\""
		"for " WORD "paid%d\"}\n",
		n, n, n);
	str_printf(&lines,
		   "{\"kind\":\"review\",\"ref\":\"R%d\",\"order_ref\":\"O%d\","
		   "\"title\":\"" WORD "title%d\",\"text\":\"" WORD
		   "review%d\",\"author\":\"" WORD "author%d\",\"stars\":5,"
		   "\"at\":\"2026-09-21T09:00:00Z\"}\n",
		   n, n, n, n, n);
	str_printf(&lines,
		   "{\"kind\":\"return\",\"ref\":\"X%d\",\"order_ref\":\"O%d\","
		   "\"status\":\"closed\",\"note\":\"" WORD "back%d\"}\n",
		   n, n, n);
	str_printf(
		&lines,
		"{\"kind\":\"evidence\",\"ref\":\"E%d\",\"order_ref\":"
		"\"O%d\",\"type\":\"photo\",\"mime\":\"image/jpeg\",\"name\":"
		"\"" WORD "photo%d.jpg\",\"bytes\":\"%s\"}\n",
		n, n, n, str_c(&b64));
	deliver("shop");
	str_printf(&lines,
		   "{\"kind\":\"text_in\",\"ref\":\"m%d\",\"channel\":"
		   "\"email\",\"thread\":\"m%d\",\"from_addr\":\"" WORD
		   "%d@x.example\",\"from_name\":\"" WORD "from%d\","
		   "\"subject\":\"" WORD "subject%d\",\"text\":\"#%d was not "
		   "received " WORD "text%d\",\"message_id\":\"<m%d@x>\","
		   "\"raw\":\"%s\",\"origin\":\"human\",\"at\":"
		   "\"2026-09-21T10:00:00Z\"}\n",
		   n, n, n, n, n, n, n, n, str_c(&b64));
	deliver("mail");
}

/* Records that are refused, each for a value that names the buyer. */
static void put_refused(int n)
{
	str_printf(
		&lines,
		"{\"kind\":\"return\",\"order_ref\":\"O%d\",\"status\":\"" WORD
		"status%d\",\"note\":\"" WORD "note%d\"}\n"
		"{\"kind\":\"return\",\"order_ref\":\"O%d\",\"status\":"
		"\"open\",\"at\":\"" WORD "at%d\"}\n"
		"{\"kind\":\"dispute\",\"ref\":\"D%d\",\"order_ref\":\"O%d\","
		"\"status\":\"won\",\"amount\":{\"amount\":\"" WORD
		"amount%d\",\"currency\":\"USD\"}}\n"
		"{\"kind\":\"payment\",\"ref\":\"PP%d\",\"order_ref\":"
		"\"O%d\",\"amount\":{\"amount\":\"1.00\",\"currency\":\"" WORD
		"cur%d\"}}\n"
		"{\"kind\":\"order\",\"ref\":\"O%d\",\"" WORD "key%d\":1,"
		"\"placed\":3}\n",
		n, n, n, n, n, n, n, n, n, n, n, n, n);
	deliver("shop");
}

static int64_t ticket_of(int n)
{
	CLEANUP(free_ptr) char *ref = xasprintf("O%d", n);

	return db_i64(desk_db(d), 0,
		      "SELECT id FROM tickets WHERE order_ref = ?1", "s", ref);
}

static void say_of(const char *kind, const char *by, const char *member,
		   int64_t id, const char *more)
{
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"%s\":%lld%s}", member, (long long)id, more);

	say(kind, by, json);
}

/* The same buyer from another address: a ticket of its own, that goes into the
 * order's. */
static void merge_another(int n, int64_t ticket)
{
	CLEANUP(free_ptr)
	char *args =
		xasprintf(",\"into\":%lld,\"force\":\"it is " WORD "force%d\"",
			  (long long)ticket, n);

	str_printf(&lines,
		   "{\"kind\":\"text_in\",\"ref\":\"w%d\",\"channel\":"
		   "\"email\",\"thread\":\"w%d\",\"from_addr\":\"" WORD
		   "work%d@x.example\",\"from_name\":\"" WORD "wname%d\","
		   "\"subject\":\"" WORD "wsubject%d\",\"text\":\"about "
		   "#%d: " WORD "wtext%d\",\"message_id\":\"<w%d@x>\","
		   "\"origin\":\"human\",\"at\":\"2026-09-21T11:00:00Z\"}\n",
		   n, n, n, n, n, n, n, n);
	deliver("mail");
	say_of("merge", "tom", "ticket", one("SELECT max(id) FROM tickets"),
	       args);
}

static const char *tag(const struct brain *b, const struct matter *m,
		       struct arena *arena)
{
	(void)b, (void)m;
	return arena_strdup(arena, WORD "tag");
}

/* A desk that tags whoever had a matter. */
static void tag_buyers(void)
{
	static struct brain tagging;

	tagging = *desk_brain(d);
	tagging.after.tags = tag;
	desk_set_brain(d, &tagging);
}

/* What people do, and its end. */
static void handle(int n)
{
	CLEANUP(free_ptr)
	char *task = xasprintf(",\"role\":\"warehouse\",\"within\":\"24h\","
			       "\"text\":\"look for " WORD "task%d\"",
			       n);
	CLEANUP(free_ptr)
	char *done = xasprintf(",\"note\":\"found by " WORD "done%d\"", n);
	CLEANUP(free_ptr)
	char *note = xasprintf(",\"text\":\"call " WORD "said%d\"", n);
	CLEANUP(free_ptr)
	char *reply = xasprintf(",\"text\":\"Dear " WORD "dear%d\"", n);
	int64_t ticket = ticket_of(n), id;

	assert_true(ticket > 0);
	say_of("note", "mia", "ticket", ticket, note);
	say_of("reply", "mia", "ticket", ticket, reply);
	merge_another(n, ticket);
	say_of("task", "mia", "ticket", ticket, task);
	say_of("task_done", "mia", "task", one("SELECT max(id) FROM tasks"),
	       done);
	while ((id = db_i64(desk_db(d), 0,
			    "SELECT id FROM actions WHERE ticket = ?1 AND "
			    "state IN (2, 3, 4) LIMIT 1",
			    "i", ticket)))
		say_of("cancel", "mia", "action", id, "");
	say_of("close", "mia", "ticket", ticket,
	       ",\"outcome\":\"found\",\"force\":\"it came\"");
}

/* Tables that no erasure touches. */
static void nothing_stands_in_the_open(void)
{
	static const struct {
		const char *what, *sql;
	} places[] = {
		{ "the journal",
		  "SELECT count(*) FROM journal WHERE instr(coalesce(payload, "
		  "'') || decisions || coalesce(subject, '') || actor, '" WORD
		  "')" },
		{ "alerts", "SELECT count(*) FROM alerts WHERE instr(text || "
			    "cause, '" WORD "')" },
		{ "decided facts",
		  "SELECT count(*) FROM vectors WHERE instr(facts || fired || "
		  "considered, '" WORD "')" },
		{ "reasons of the quarantine",
		  "SELECT count(*) FROM quarantine WHERE instr(reason || "
		  "coalesce(ref, ''), '" WORD "')" },
		{ "what plugins keep",
		  "SELECT count(*) FROM kv WHERE instr(value, '" WORD "')" },
		{ "configuration",
		  "SELECT count(*) FROM blobs WHERE instr(bytes, '" WORD "')" },
		{ "payments",
		  "SELECT count(*) FROM payments WHERE instr(coalesce(note, "
		  "'') || coalesce(reason, ''), '" WORD "')" },
	};
	int bad = 0;

	for (size_t i = 0; i < COUNT_OF(places); i++) {
		int64_t n = db_i64(desk_db(d), -1, places[i].sql, "");

		if (n) {
			print_message("# %s: %lld\n", places[i].what,
				      (long long)n);
			bad++;
		}
	}
	assert_int_equal(bad, 0);
}

static void keep_a_copy(const char *dir)
{
	struct backup b = { .dir = dir, .state = state_dir };
	struct err err = { 0 };

	must(backup_write(&b, desk_db(d), &err), &err);
}

/* Beside the state folder, as a backup is. It has the rows as they were, and
 * no key: what is sealed in it stays closed. */
static void keep_an_old_copy(void)
{
	CLEANUP(free_ptr) char *dir = xasprintf("%s-copy", state_dir);
	CLEANUP(free_ptr) char *inside = path_join(dir, "keys.db");
	CLEANUP(free_ptr) char *beside = xasprintf("%s-keys.db", dir);

	keep_a_copy(dir);
	assert_false(file_exists(inside));
	assert_false(file_exists(beside));
}

/* The keys that are to be destroyed, as they are. */
static void note_keys(struct hash *keys, int count)
{
	CLEANUP(free_ptr) char *path = path_join(state_dir, "keys.db");
	sqlite3_stmt *st = NULL;
	sqlite3 *raw = NULL;

	assert_int_equal(
		sqlite3_open_v2(path, &raw, SQLITE_OPEN_READONLY, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(raw,
					    "SELECT key FROM keys WHERE "
					    "subject = 'order:1:O' || ?1",
					    -1, &st, NULL),
			 SQLITE_OK);
	for (int i = 0; i < count; i++) {
		sqlite3_bind_int(st, 1, i + 1);
		assert_int_equal(sqlite3_step(st), SQLITE_ROW);
		memcpy(keys[i].at, sqlite3_column_blob(st, 0), HASH_LEN);
		sqlite3_reset(st);
	}
	sqlite3_finalize(st);
	sqlite3_close(raw);
}

static int keys_left(const struct hash *keys, int count)
{
	static const char *const names[] = { "keys.db", "keys.db-wal" };
	int n = 0;

	for (size_t k = 0; k < COUNT_OF(names); k++) {
		CLEANUP(free_ptr) char *path = path_join(state_dir, names[k]);
		CLEANUP(str_release) struct str bytes = STR_LIMIT(1 << 26);
		struct err err = { 0 };

		must(file_read(&bytes, path, 1 << 26, &err), &err);
		for (int i = 0; i < count && bytes.len; i++)
			n += memmem(bytes.at, bytes.len, keys[i].at,
				    HASH_LEN) != NULL;
	}
	return n;
}

static void forgotten_buyers_are_nowhere(void **state)
{
	int count = (int)full_or_quick(1000, 50);
	CLEANUP(free_ptr) char *next = NULL;
	CLEANUP(free_ptr) struct hash *keys = NULL;
	struct err err = { 0 };
	int64_t n = 0;

	(void)state;
	tag_buyers();
	for (int i = 1; i <= count; i++) {
		put_buyer(i);
		put_refused(i);
		handle(i);
	}
	assert_true(one("SELECT count(*) FROM quarantine WHERE state = 'open'"
			"") > 0);
	assert_int_equal(
		one("SELECT count(*) FROM tags WHERE name IS NOT NULL"), count);
	assert_int_equal(one("SELECT count(*) FROM tickets WHERE merged > 0"),
			 count);
	nothing_stands_in_the_open();
	keep_an_old_copy();
	keys = xcalloc((size_t)count, sizeof *keys);
	note_keys(keys, count);
	for (int i = 1; i <= count; i++) {
		CLEANUP(free_ptr)
		char *json =
			xasprintf("{\"shop\":\"shop\",\"order\":\"O%d\"}", i);

		say("erase", "eva", json);
	}
	must(journal_verify(desk_db(d), &n, &err), &err);
	next = path_join(state_dir, "next");
	keep_a_copy(next);
	assert_int_equal(found_in_state(WORD), 0);
	assert_int_equal(keys_left(keys, count), 0);
	print_message("# %d buyers, %lld entries: 0 hits in any file\n", count,
		      (long long)n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(forgotten_buyers_are_nowhere,
						page_begin, page_end),
	};

	return cmocka_run_group_tests_name("canary", tests, NULL, NULL);
}
