/* erase_test.c - what is forgotten is nowhere, and nothing else is lost.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/encode.h"
#include "base/file.h"
#include "base/when.h"
#include "desk/config.h"
#include "desk/erase/erase.h"
#include "desk/intake/evidence.h"
#include "desk/intake/intake.h"
#include "desk/ledger/backup.h"
#include "desk/ledger/journal.h"
#include "desk/ledger/replay.h"
#include "desk/ledger/restored.h"
#include "help/fake_brain.h"
#include "hw_plugin.h"
#include "intake/page.h"

#define FILE_MAX ((size_t)256 << 20)

/* -- a buyer who can be recognised -- */

static void buyer(int n, const char *canary)
{
	CLEANUP(str_release) struct str raw = STR_INIT, b64 = STR_INIT;

	str_printf(&raw, "From: raw%s\r\n\r\nfile%s", canary, canary);
	put_base64(&b64, str_c(&raw), raw.len);
	str_printf(&lines,
		   "{\"kind\":\"order\",\"ref\":\"O%d\",\"name\":\"#%d\","
		   "\"placed\":\"2026-09-20T10:00:00Z\",\"buyer_ref\":\"B%d\","
		   "\"buyer_name\":\"name%s\",\"email\":\"%s@x.example\","
		   "\"phone\":\"+49%d%s\",\"address\":\"street%s\","
		   "\"city\":\"city%s\"}\n",
		   n, n, n, canary, canary, n, canary, canary, canary);
	deliver("shop");
	str_printf(&lines,
		   "{\"kind\":\"text_in\",\"ref\":\"m%d\",\"channel\":"
		   "\"email\",\"thread\":\"m%d\",\"from_addr\":"
		   "\"%s@x.example\",\"from_name\":\"from%s\",\"subject\":"
		   "\"subject%s\",\"text\":\"#%d was not received text%s\","
		   "\"message_id\":\"<m%d@x>\",\"raw\":\"%s\",\"origin\":"
		   "\"human\",\"at\":\"2026-09-21T10:00:00Z\"}\n",
		   n, n, canary, canary, canary, n, canary, n, str_c(&b64));
	deliver("mail");
}

HW_PRINTF_LIKE(3, 4)
static void say_of(const char *kind, const char *by, const char *fmt, ...)
{
	char json[200];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(json, sizeof json, fmt, ap);
	va_end(ap);
	say(kind, by, json);
}

/* Ann's matter with a note, a reply and an ending; and another buyer's. */
static void two_buyers(void)
{
	buyer(1, "canaryone");
	buyer(2, "canarytwo");
	say("note", "mia", "{\"ticket\":1,\"text\":\"note canaryone\"}");
	say("cancel", "mia", "{\"action\":1}");
	say("close", "mia",
	    "{\"ticket\":1,\"outcome\":\"found\",\"force\":\"it came\"}");
}

#define ERASE "{\"shop\":\"shop\",\"order\":\"O1\"}"

static void what_is_erased_is_nowhere(void **state)
{
	struct err err = { 0 };
	int64_t n = 0;

	(void)state;
	two_buyers();
	assert_true(found_in_state("canaryone") > 0);
	say("erase", "eva", ERASE);
	assert_int_equal(found_in_state("canaryone"), 0);
	assert_true(found_in_state("canarytwo") > 0);
	assert_int_equal(one("SELECT count(*) FROM erasing"), 0);
	assert_int_equal(one("SELECT count(*) FROM messages_text WHERE "
			     "messages_text MATCH 'textcanaryone'"),
			 0);
	assert_int_equal(journal_verify(desk_db(d), &n, &err), 0);
	/* What is no personal datum is kept. */
	assert_int_equal(one("SELECT count(*) FROM orders WHERE name = '#1' "
			     "AND email IS NULL"),
			 1);
	assert_int_equal(one("SELECT count(*) FROM tickets WHERE id = 1 AND "
			     "outcome = 'found'"),
			 1);
}

static void a_poll_does_not_bring_it_back(void **state)
{
	CLEANUP(free_ptr) char *path = path_join(state_dir, "replayed.db");
	struct err err = { 0 };
	struct hash hash;
	int64_t n = 0;

	(void)state;
	two_buyers();
	say("erase", "eva", ERASE);
	str_printf(&lines, "{\"kind\":\"order\",\"ref\":\"O1\",\"name\":\"#1\","
			   "\"status\":\"cancelled\",\"placed\":"
			   "\"2026-09-20T10:00:00Z\",\"buyer_ref\":\"B1\","
			   "\"buyer_name\":\"namecanaryone\",\"email\":"
			   "\"canaryone@x.example\"}\n");
	deliver("shop");
	str_printf(&lines,
		   "{\"kind\":\"text_in\",\"ref\":\"m9\",\"channel\":"
		   "\"email\",\"thread\":\"m9\",\"order_ref\":\"O1\","
		   "\"from_addr\":\"canaryone@x.example\",\"subject\":\"#1\","
		   "\"text\":\"textcanaryone\",\"origin\":\"human\",\"at\":"
		   "\"2026-09-21T11:00:00Z\"}\n");
	deliver("mail");
	assert_int_equal(found_in_state("canaryone"), 0);
	assert_int_equal(one("SELECT status FROM orders WHERE ref = 'O1'"),
			 HW_ORDER_CANCELLED);
	/* The mailbox is read again: its files do not come back. */
	buyer(1, "canaryone");
	assert_int_equal(found_in_state("canaryone"), 0);
	/* The order has a key again; what the old one sealed stays erased. */
	must(replay_into(d, path, &hash, &n, &err), &err);
}

static void what_the_quarantine_holds_of_it_goes_too(void **state)
{
	(void)state;
	two_buyers();
	str_printf(&lines, "{\"kind\":\"return\",\"order_ref\":\"O1\","
			   "\"status\":\"nonsense\",\"note\":"
			   "\"canaryone\"}\n");
	deliver("shop");
	assert_int_equal(one("SELECT count(*) FROM quarantine WHERE "
			     "state = 'open'"),
			 1);
	say("erase", "eva", ERASE);
	assert_int_equal(one("SELECT count(*) FROM quarantine WHERE "
			     "state = 'erased' AND length(sealed) = 0"),
			 1);
}

static void a_replay_goes_over_what_was_erased(void **state)
{
	CLEANUP(free_ptr) char *path = path_join(state_dir, "replayed.db");
	struct err err = { 0 };
	struct hash hash;
	int64_t n = 0;

	(void)state;
	two_buyers();
	say("erase", "eva", ERASE);
	must(replay_into(d, path, &hash, &n, &err), &err);
	assert_true(n > 0);
	assert_int_equal(found_in_state("canaryone"), 0);
}

static void what_is_needed_still_is_kept(void **state)
{
	struct err err = { 0 };

	(void)state;
	buyer(1, "canaryone");
	assert_int_equal(act("erase", "tom", ERASE, &err), -1);
	assert_int_equal(err.code, ERR_DENIED);
	assert_int_equal(act("erase", "eva", ERASE, &err), -1);
	assert_non_null(strstr(err.text, "ticket 1 is open"));
	say("cancel", "mia", "{\"action\":1}");
	say("close", "mia",
	    "{\"ticket\":1,\"outcome\":\"found\",\"force\":\"it came\"}");
	str_printf(&lines,
		   "{\"kind\":\"dispute\",\"ref\":\"D1\",\"order_ref\":\"O1\","
		   "\"status\":\"under_review\",\"opened\":"
		   "\"2020-01-01T00:00:00Z\"}\n");
	deliver("shop");
	assert_int_equal(act("erase", "eva", ERASE, &err), -1);
	assert_non_null(strstr(err.text, "dispute"));
	assert_true(found_in_state("canaryone") > 0);
}

/* The machine stops between the commit and the destroyed key. */
static void what_was_left_half_done_is_finished_at_the_start(void **state)
{
	CLEANUP(str_release) struct str bytes = STR_LIMIT(FILE_MAX);
	struct err err = { 0 };

	(void)state;
	two_buyers();
	assert_int_equal(evidence_read(d, 2, &bytes, &err), 1);
	assert_int_equal(db_run(desk_db(d), &err,
				"INSERT INTO erasing SELECT 'key', subject "
				"FROM files WHERE evidence = 2",
				""),
			 0);
	must(desk_start(d, &err), &err);
	assert_int_equal(one("SELECT count(*) FROM erasing"), 0);
	str_clear(&bytes);
	assert_int_equal(evidence_read(d, 2, &bytes, &err), 0);
	assert_int_equal(evidence_read(d, 1, &bytes, &err), 1);
}

/* The database of before, beside the keys of now. */
static void bring_back(const char *copy)
{
	CLEANUP(free_ptr) char *db = path_join(state_dir, "helloword.db");
	CLEANUP(free_ptr) char *kept = path_join(copy, "helloword.db");
	struct err err = { 0 };

	desk_close(d);
	assert_int_equal(rename(kept, db), 0);
	page_open(state_dir);
	must(desk_start(d, &err), &err);
}

static void what_a_copy_brings_back_is_erased_again(void **state)
{
	CLEANUP(free_ptr) char *copy = xasprintf("%s.copy", state_dir);
	struct backup b = { .dir = copy, .state = state_dir };
	struct err err = { 0 };

	(void)state;
	two_buyers();
	must(backup_write(&b, desk_db(d), &err), &err);
	say("erase", "eva", ERASE);
	bring_back(copy);
	assert_int_equal(found_in_state("canaryone"), 0);
	assert_true(found_in_state("canarytwo") > 0);
	assert_int_equal(one("SELECT count(*) FROM alerts WHERE cause = "
			     "'erased-again'"),
			 1);
	assert_int_equal(one("SELECT count(*) FROM alerts WHERE cause IN ("
			     "'erased-returned', 'register-silent')"),
			 0);
}

static void
what_is_open_in_the_copy_is_told_and_erased_once_it_is_closed(void **state)
{
	CLEANUP(free_ptr) char *copy = xasprintf("%s.copy", state_dir);
	struct backup b = { .dir = copy, .state = state_dir };
	struct err err = { 0 };

	(void)state;
	buyer(1, "canaryone");
	must(backup_write(&b, desk_db(d), &err), &err);
	say("cancel", "mia", "{\"action\":1}");
	say("close", "mia",
	    "{\"ticket\":1,\"outcome\":\"found\",\"force\":\"it came\"}");
	say("erase", "eva", ERASE);
	bring_back(copy);
	assert_int_equal(one("SELECT count(*) FROM alerts WHERE cause = "
			     "'erased-returned' AND text LIKE "
			     "'%order:1:O1 (ticket 1 is open%'"),
			 1);
	say("cancel", "mia", "{\"action\":1}");
	say("close", "mia",
	    "{\"ticket\":1,\"outcome\":\"found\",\"force\":\"it came\"}");
	must(desk_start(d, &err), &err);
	assert_int_equal(found_in_state("canaryone"), 0);
}

static void a_copy_of_whose_erasures_nobody_knows_is_told(void **state)
{
	CLEANUP(free_ptr) char *copy = xasprintf("%s.copy", state_dir);
	CLEANUP(free_ptr) char *keys = path_join(state_dir, "keys.db");
	struct backup b = { .dir = copy, .state = state_dir };
	struct err err = { 0 };

	(void)state;
	two_buyers();
	must(backup_write(&b, desk_db(d), &err), &err);
	assert_int_equal(remove(keys), 0);
	bring_back(copy);
	assert_int_equal(one("SELECT count(*) FROM alerts WHERE cause = "
			     "'register-silent'"),
			 1);
}

static void keys_that_an_older_keys_file_brings_back_are_destroyed(void **state)
{
	CLEANUP(free_ptr) char *keys = path_join(state_dir, "keys.db");
	CLEANUP(free_ptr) char *old = xasprintf("%s.keys", state_dir);
	CLEANUP(str_release) struct str text = STR_INIT;
	struct err err = { 0 };

	(void)state;
	two_buyers();
	must(db_copy(keys, old, &err), &err);
	say("erase", "eva", ERASE);
	desk_close(d);
	assert_int_equal(rename(old, keys), 0);
	page_open(state_dir);
	assert_true(keys_was_destroyed(desk_keys(d), "order:1:O1", &err) == 0);
	must(desk_start(d, &err), &err);
	assert_int_equal(keys_was_destroyed(desk_keys(d), "order:1:O1", &err),
			 1);
	assert_int_equal(one("SELECT count(*) FROM alerts WHERE cause = "
			     "'register-older'"),
			 1);
}

/* The pages of a large database are wiped in steps, by whoever runs the desk.
 */
static void a_large_database_is_wiped_in_steps(void **state)
{
	struct err err = { 0 };
	int64_t pages;
	int steps = 0;

	(void)state;
	for (int i = 1; i <= 40; i++) {
		CLEANUP(free_ptr) char *name = xasprintf("canarypage%d", i);

		buyer(i, name);
		say_of("cancel", "mia", "{\"action\":%d}", i);
		say_of("close", "mia",
		       "{\"ticket\":%d,\"outcome\":\"found\",\"force\":\"it "
		       "came\"}",
		       i);
	}
	erase_pace(8, 0);
	for (int i = 1; i <= 40; i++)
		say_of("erase", "eva", "{\"shop\":\"shop\",\"order\":\"O%d\"}",
		       i);
	pages = one("SELECT page_count FROM pragma_page_count");
	db_checkpoint(desk_db(d), 0);
	assert_true(found_in_state("canarypage") > 0);
	while (erase_step(d, &err) > 0)
		steps++;
	must(err.code, &err);
	erase_pace(8192, 6);
	assert_true(steps >= pages / 8);
	assert_int_equal(found_in_state("canarypage"), 0);
	must(db_integrity(desk_db(d), &err), &err);
}

/* Staff write there too; payments are not sealed. */
static void of_a_payments_note_only_our_reference_is_taken_in(void **state)
{
	(void)state;
	buyer(1, "canaryone");
	str_printf(&lines,
		   "{\"kind\":\"payment\",\"ref\":\"P1\",\"order_ref\":"
		   "\"O1\",\"type\":\"refund\",\"status\":\"success\","
		   "\"amount\":{\"amount\":\"1.00\",\"currency\":\"USD\"},"
		   "\"note\":\"for canarynote, HelloWord "
		   "0b34ab1c-77aa-8123-9abc-0123456789ab.\"}\n"
		   "{\"kind\":\"payment\",\"ref\":\"P2\",\"order_ref\":"
		   "\"O1\",\"type\":\"refund\",\"status\":\"success\","
		   "\"amount\":{\"amount\":\"1.00\",\"currency\":\"USD\"},"
		   "\"note\":\"canarynote-0b34ab1c-77aa-8123-9abc-0123456789ab"
		   "\"}\n");
	deliver("shop");
	assert_int_equal(one("SELECT count(*) FROM payments WHERE note = "
			     "'0b34ab1c-77aa-8123-9abc-0123456789ab'"),
			 1);
	assert_int_equal(one("SELECT count(*) FROM payments"), 2);
	assert_int_equal(found_in_state("canarynote"), 0);
}

static void a_webhook_that_was_read_is_not_kept(void **state)
{
	static const char body[] = "{\"email\":\"canaryhook\"}";
	struct arena arena = ARENA_INIT;
	struct inbox_item item;
	struct err err = { 0 };
	struct delivery out = { .instance = "shop", .via = "hook" };

	(void)state;
	assert_int_equal(inbox_store(d, "shop", "ev1", "orders/create", body,
				     sizeof body - 1, &err),
			 1);
	assert_int_equal(inbox_next(d, "shop", &arena, &item, &err), 1);
	assert_string_equal(str_c(&item.body), body);
	str_release(&item.body);
	out.shop = shop_of(desk_db(d), "shop");
	out.records = "";
	out.inbox = item.id;
	must(desk_deliver(d, &out, &err), &err);
	assert_int_equal(one("SELECT length(sealed) FROM inbox WHERE "
			     "state = 'read'"),
			 0);
	assert_int_equal(found_in_state("canaryhook"), 0);
	arena_release(&arena);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, page_begin, page_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_erased_is_nowhere),
		TEST(a_poll_does_not_bring_it_back),
		TEST(what_the_quarantine_holds_of_it_goes_too),
		TEST(a_replay_goes_over_what_was_erased),
		TEST(what_is_needed_still_is_kept),
		TEST(what_a_copy_brings_back_is_erased_again),
		TEST(what_is_open_in_the_copy_is_told_and_erased_once_it_is_closed),
		TEST(a_copy_of_whose_erasures_nobody_knows_is_told),
		TEST(keys_that_an_older_keys_file_brings_back_are_destroyed),
		TEST(a_large_database_is_wiped_in_steps),
		TEST(of_a_payments_note_only_our_reference_is_taken_in),
		TEST(a_webhook_that_was_read_is_not_kept),
		TEST(what_was_left_half_done_is_finished_at_the_start),
	};

	return cmocka_run_group_tests_name("erase", tests, NULL, NULL);
}
