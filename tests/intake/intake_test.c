/* intake_test.c - deliveries, the quarantine and its way back, versions.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "desk/intake/evidence.h"
#include "desk/intake/intake.h"
#include "help/steps.h"
#include "intake/page.h"

/* -- one bad record in a page -- */

static void one_bad_order_of_a_page_stands_in_the_quarantine(void **state)
{
	struct delivery out;
	CLEANUP(str_release) struct str raw = STR_INIT;
	struct err err = { 0 };

	(void)state;
	for (int i = 0; i < 250; i++)
		put_order(i, 1, i == 100 ? "5.001" : "5.00", wall);
	out = deliver("shop");
	assert_int_equal(out.taken, 249);
	assert_int_equal(out.quarantined, 1);
	assert_int_equal(one("SELECT count(*) FROM orders"), 249);
	assert_int_equal(one("SELECT count(*) FROM kv WHERE instance = 'shop' "
			     "AND key = 'cursor' AND value = 'page 2'"),
			 1);
	assert_int_equal(one("SELECT instr(reason, 'order.total') > 0 AND "
			     "kind = 'order' AND state = 'open' FROM "
			     "quarantine"),
			 1);
	must(quarantine_read(d, 1, &raw, &err), &err);
	assert_non_null(strstr(str_c(&raw), "\"O100\""));
	assert_non_null(strstr(str_c(&raw), "b50@buyer.example"));
	assert_int_equal(one("SELECT count(*) FROM alerts"), 1);
	/* The same cause again is the same alert, counted. */
	put_order(300, 1, "7.0001", wall);
	put_order(301, 1, "9.0001", wall);
	deliver("shop");
	assert_int_equal(one("SELECT count(*) FROM alerts"), 1);
	assert_int_equal(one("SELECT count FROM alerts"), 3);
	replays();
}

/* Also where escapes spell the word, and where a line is not read at once. */
static void only_the_desk_says_where_bytes_lie(void **state)
{
	(void)state;
	str_puts(&lines,
		 "{\"kind\":\"order\",\"ref\":\"A\",\"name\":\"#1\","
		 "\"file\":{\"sha256\":\"00\"}}\n"
		 "{\"kind\":\"payment\",\"ref\":\"B\",\"order_ref\":\"A\","
		 "\"\\u0066ile\":{}}\n"
		 "{ \"kind\":\"scan\",\"carrier\":\"dhl\",\"tracking\":\"C\","
		 "\"file\":1}\n"
		 "{\"kind\":\"order\",\"ref\":\"D\",\"name\":\"#1\","
		 "\"beside\":5}\n");
	assert_int_equal(deliver("shop").quarantined, 4);
	assert_int_equal(one("SELECT count(*) FROM quarantine WHERE reason "
			     "LIKE '%not a reporter''s to give%'"),
			 4);
	assert_int_equal(one("SELECT count(*) FROM facts"), 0);
}

static void a_line_that_is_no_record_keeps_its_own_reason(void **state)
{
	struct delivery out;

	(void)state;
	str_puts(&lines, "{\"kind\":\"order\",\n{\"kind\":\"ordr\"}\n");
	out = deliver("shop");
	assert_int_equal(out.quarantined, 2);
	assert_int_equal(one("SELECT count(*) FROM quarantine WHERE "
			     "reason LIKE '%byte 16%'"),
			 1);
	assert_int_equal(one("SELECT count(*) FROM quarantine WHERE "
			     "reason LIKE '%\"...\" is no kind of fact%'"),
			 1);
}

static void quarantined_bytes_are_on_disk_only_sealed(void **state)
{
	CLEANUP(free_ptr) char *db = path_join(state_dir, "helloword.db");
	CLEANUP(free_ptr) char *wal = path_join(state_dir, "helloword.db-wal");
	const char *files[] = { db, wal };
	struct err err = { 0 };

	(void)state;
	str_puts(&lines, "{\"kind\":\"order\",\"buyer_name\":"
			 "\"CanaryOfTheMine\",\"ref\":\"O1\",\"placed\":1}\n");
	assert_int_equal(deliver("shop").quarantined, 1);
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		CLEANUP(str_release)
		struct str bytes = STR_LIMIT((size_t)64 << 20);

		if (!file_exists(files[i]))
			continue;
		must(file_read(&bytes, files[i], (size_t)64 << 20, &err), &err);
		assert_null(memmem(bytes.at, bytes.len, "CanaryOfTheMine", 15));
	}
}

/* A program before 2025 did not know the Caribbean guilder (ISO 4217 amendment
 * 176): what it refused is taken in by one that does. */
static void a_retry_takes_in_what_a_newer_program_knows(void **state)
{
	static const char record[] =
		"{\"kind\":\"order\",\"ref\":\"O9\",\"placed\":"
		"\"2026-09-20T00:00:00Z\",\"total\":{\"amount\":\"5.00\","
		"\"currency\":\"XCG\"}}";
	struct err err = { 0 };

	(void)state;
	must(db_begin(desk_db(d), &err), &err);
	must(quarantine_put(d, "shop", "order", "", record, strlen(record),
			    "order.total: \"XCG\" is no currency", &err),
	     &err);
	must(desk_commit(d, &err), &err);
	must(quarantine_retry(d, 1, &err), &err);
	assert_int_equal(one("SELECT count(*) FROM orders WHERE ref = 'O9' AND "
			     "total = 500 AND total_currency = 'XCG' AND "
			     "shop = 1"),
			 1);
	assert_int_equal(one("SELECT count(*) FROM quarantine WHERE "
			     "state = 'taken'"),
			 1);
	assert_int_equal(quarantine_retry(d, 1, &err), -1);
	replays();
}

/* The evidence store cannot be written, then it can. */
static void a_retry_takes_in_bytes_when_the_store_works_again(void **state)
{
	CLEANUP(free_ptr) char *store = path_join(state_dir, "evidence");
	struct err err = { 0 };

	(void)state;
	assert_int_equal(rmdir(store), 0);
	must(file_write(store, "", 0, 0600, &err), &err);
	str_puts(&lines, "{\"kind\":\"evidence\",\"ref\":\"E1\",\"type\":"
			 "\"photo\",\"bytes\":\"AAECAw==\"}\n");
	assert_int_equal(deliver("shop").quarantined, 1);
	assert_int_equal(quarantine_retry(d, 1, &err), -1);
	assert_int_equal(one("SELECT count(*) FROM quarantine WHERE "
			     "state = 'open'"),
			 1);
	assert_int_equal(remove(store), 0);
	assert_int_equal(mkdir(store, 0700), 0);
	err = (struct err){ 0 };
	must(quarantine_retry(d, 1, &err), &err);
	assert_int_equal(one("SELECT size FROM files"), 4);
	assert_int_equal(one("SELECT count(*) FROM evidence"), 1);
}

static void a_refused_retry_keeps_its_row_and_the_present_reason(void **state)
{
	struct err err = { 0 };

	(void)state;
	must(db_begin(desk_db(d), &err), &err);
	must(quarantine_put(d, "shop", "order", "", "{\"kind\":\"order\"}", 16,
			    "an old reason", &err),
	     &err);
	must(desk_commit(d, &err), &err);
	assert_int_equal(quarantine_retry(d, 1, &err), -1);
	assert_int_equal(err.code, ERR_DATA);
	assert_non_null(strstr(err.text, "order.ref is missing"));
	assert_int_equal(one("SELECT count(*) FROM quarantine WHERE id = 1 AND "
			     "state = 'open' AND reason LIKE "
			     "'order.ref is missing%'"),
			 1);
	assert_int_equal(one("SELECT count(*) FROM quarantine"), 1);
}

static void a_reporter_cannot_name_a_file_of_the_store(void **state)
{
	(void)state;
	str_puts(&lines, "{\"kind\":\"evidence\",\"ref\":\"E1\",\"type\":"
			 "\"photo\",\"file\":{\"name\":\"../keys.db\","
			 "\"sha256\":\"\",\"size\":1}}\n");
	assert_int_equal(deliver("shop").quarantined, 1);
	assert_int_equal(one("SELECT count(*) FROM files"), 0);
}

static void a_hook_no_plugin_can_read_is_kept_and_comes_back(void **state)
{
	struct arena arena = ARENA_INIT;
	struct inbox_item item;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(
		inbox_store(d, "shop", "ev1", "orders/create", "{]", 2, &err),
		1);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(inbox_next(d, "shop", &arena, &item, &err), 1);
		str_release(&item.body);
		must(inbox_failed(d, item.id, "not JSON", &err), &err);
	}
	assert_int_equal(inbox_next(d, "shop", &arena, &item, &err), 0);
	assert_int_equal(one("SELECT count(*) FROM quarantine WHERE "
			     "kind = 'hook' AND reason = 'not JSON'"),
			 1);
	assert_int_equal(one("SELECT count(*) FROM alerts"), 1);
	must(quarantine_retry(d, 1, &err), &err);
	assert_int_equal(inbox_next(d, "shop", &arena, &item, &err), 1);
	assert_string_equal(str_c(&item.body), "{]");
	str_release(&item.body);
	arena_release(&arena);
	replays();
}

/* An ordinary backup has no keys.db. */
static void a_hook_without_its_key_keeps_no_other_back(void **state)
{
	CLEANUP(free_ptr) char *keys = path_join(state_dir, "keys.db");
	struct arena arena = ARENA_INIT;
	struct inbox_item item;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(inbox_store(d, "shop", "ev1", "t", "{}", 2, &err), 1);
	assert_int_equal(inbox_store(d, "shop", "ev2", "t", "{}", 2, &err), 1);
	desk_close(d);
	assert_int_equal(remove(keys), 0);
	page_open(state_dir);
	assert_int_equal(inbox_store(d, "shop", "ev3", "t", "[]", 2, &err), 1);
	assert_int_equal(inbox_next(d, "shop", &arena, &item, &err), 1);
	assert_string_equal(item.event_id, "ev3");
	assert_string_equal(str_c(&item.body), "[]");
	str_release(&item.body);
	assert_int_equal(one("SELECT count(*) FROM inbox WHERE "
			     "state = 'lost'"),
			 2);
	assert_int_equal(one("SELECT count(*) FROM alerts WHERE "
			     "cause = 'inbox-lost:shop'"),
			 1);
	/* The platform sends one of them again. */
	assert_int_equal(inbox_store(d, "shop", "ev1", "t", "{}", 2, &err), 1);
	assert_int_equal(inbox_next(d, "shop", &arena, &item, &err), 1);
	assert_string_equal(item.event_id, "ev1");
	str_release(&item.body);
	assert_int_equal(inbox_store(d, "shop", "ev3", "t", "[]", 2, &err), 0);
	arena_release(&arena);
}

/* -- versions and content -- */

static void an_older_version_changes_nothing(void **state)
{
	int64_t was;

	(void)state;
	put_order(1, 5, "5.00", wall);
	deliver("shop");
	was = entries();
	put_order(1, 4, "9.00", wall);
	assert_int_equal(deliver("shop").unchanged, 1);
	assert_int_equal(one("SELECT total FROM orders"), 500);
	assert_int_equal(entries(), was);
}

static void of_one_version_the_content_seen_later_wins(void **state)
{
	(void)state;
	put_order(1, 5, "5.00", wall);
	deliver("shop");
	put_order(1, 5, "9.00", wall);
	assert_int_equal(deliver("shop").taken, 1);
	assert_int_equal(one("SELECT total FROM orders"), 900);
	replays();
}

static void equal_content_is_not_journaled_whatever_its_version(void **state)
{
	int64_t was;

	(void)state;
	put_order(1, 5, "5.00", wall);
	deliver("shop");
	was = entries();
	put_order(1, 5, "5.00", wall);
	put_order(1, 6, "5.00", wall);
	assert_int_equal(deliver("shop").unchanged, 2);
	assert_int_equal(entries(), was);
}

static void evidence_with_other_bytes_is_news(void **state)
{
	static const char *const shots[] = { "AAECAw==", "AAECBA==",
					     "AAECBA==" };
	CLEANUP(str_release) struct str bytes = STR_INIT;
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(shots); i++) {
		str_printf(&lines,
			   "{\"kind\":\"evidence\",\"ref\":\"E1\",\"type\":"
			   "\"photo\",\"bytes\":\"%s\"}\n",
			   shots[i]);
		assert_int_equal(deliver("shop").taken, i < 2);
	}
	assert_int_equal(evidence_read(d, 1, &bytes, &err), 1);
	assert_int_equal(bytes.len, 4);
	assert_int_equal(bytes.at[3], 4);
	replays();
}

static void put_raw_mail(const char *ref)
{
	str_printf(&lines,
		   "{\"kind\":\"text_in\",\"ref\":\"%s\",\"channel\":"
		   "\"email\",\"thread\":\"H1\",\"from_addr\":"
		   "\"b0@buyer.example\",\"subject\":\"Order #1\",\"text\":"
		   "\"not received\",\"origin\":\"human\",\"raw\":"
		   "\"AAECAw==\"",
		   ref);
	put_when("at", wall);
	str_puts(&lines, "}\n");
}

/* The first is stored before its order is known, and read as sealed then. */
static void the_bytes_of_a_mail_are_sealed_with_its_order(void **state)
{
	CLEANUP(str_release) struct str first = STR_INIT, second = STR_INIT;
	struct err err = { 0 };

	(void)state;
	put_order(1, 1, "5.00", wall);
	put_raw_mail("M1");
	assert_int_equal(deliver("shop").taken, 2);
	put_raw_mail("M2");
	assert_int_equal(deliver("mail").taken, 1);
	assert_int_equal(one("SELECT count(*) FROM journal WHERE "
			     "kind = 'text_in' AND subject = 'order:1:O1'"),
			 2);
	assert_int_equal(one("SELECT count(*) FROM files WHERE "
			     "subject = 'order:1:O1'"),
			 1);
	assert_int_equal(evidence_read(d, 1, &first, &err), 1);
	assert_int_equal(evidence_read(d, 2, &second, &err), 1);
	assert_int_equal(first.len, 4);
	assert_int_equal(second.len, 4);
	replays();
}

static void an_order_with_two_lines_of_one_name_is_refused(void **state)
{
	(void)state;
	put_order(1, 1, "5.00", wall);
	str_puts(&lines, "{\"kind\":\"order\",\"ref\":\"O2\",\"placed\":"
			 "\"2026-09-20T00:00:00Z\",\"lines\":[{\"ref\":\"L1\"},"
			 "{\"ref\":\"L2\"},{\"ref\":\"L1\"}]}\n");
	assert_int_equal(deliver("shop").quarantined, 1);
	assert_int_equal(one("SELECT count(*) FROM quarantine WHERE reason = "
			     "'order.lines: two lines have the ref \"...\"'"),
			 1);
	assert_int_equal(one("SELECT count(*) FROM orders"), 1);
}

/* -- what no check foresees -- */

/* A page of orders, the second half of which the database refuses. Tens of
 * database steps that it took. */
static int64_t half_refused(int from, int count)
{
	struct delivery out;
	int64_t steps;

	for (int i = 0; i < count; i++)
		put_order(from + i, 1, i < count / 2 ? "5.00" : "6.66", wall);
	steps_start(desk_db(d));
	out = deliver("shop");
	steps = steps_end(desk_db(d));
	assert_int_equal(out.taken, count / 2);
	assert_int_equal(out.quarantined, count / 2);
	return steps;
}

static void many_refused_records_cost_what_each_costs(void **state)
{
	int64_t few, many;

	(void)state;
	assert_int_equal(
		sqlite3_exec(db_raw(desk_db(d)),
			     "CREATE TEMP TRIGGER refuse BEFORE INSERT ON "
			     "orders WHEN new.total = 666 BEGIN "
			     "SELECT raise(ABORT, 'no such order'); END",
			     NULL, NULL, NULL),
		SQLITE_OK);
	few = half_refused(0, 100);
	many = half_refused(1000, 400);
	print_message("# %lld tens of steps for 100, %lld for 400\n",
		      (long long)few, (long long)many);
	assert_true(many < 5 * few);
	assert_int_equal(one("SELECT count(*) FROM orders"), 250);
	assert_int_equal(one("SELECT count(*) FROM orders WHERE total = 666"),
			 0);
	replays();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, page_begin, page_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_bad_order_of_a_page_stands_in_the_quarantine),
		TEST(only_the_desk_says_where_bytes_lie),
		TEST(a_line_that_is_no_record_keeps_its_own_reason),
		TEST(quarantined_bytes_are_on_disk_only_sealed),
		TEST(a_retry_takes_in_what_a_newer_program_knows),
		TEST(a_retry_takes_in_bytes_when_the_store_works_again),
		TEST(a_refused_retry_keeps_its_row_and_the_present_reason),
		TEST(a_reporter_cannot_name_a_file_of_the_store),
		TEST(a_hook_no_plugin_can_read_is_kept_and_comes_back),
		TEST(a_hook_without_its_key_keeps_no_other_back),
		TEST(an_older_version_changes_nothing),
		TEST(of_one_version_the_content_seen_later_wins),
		TEST(equal_content_is_not_journaled_whatever_its_version),
		TEST(the_bytes_of_a_mail_are_sealed_with_its_order),
		TEST(an_order_with_two_lines_of_one_name_is_refused),
		TEST(many_refused_records_cost_what_each_costs),
		TEST(evidence_with_other_bytes_is_news),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
