/* reach_test.c - how far an erasure reaches: everything that is the buyer's,
 * and nothing that only looks like it.
 * SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "desk/erase/erase.h"
#include "desk/intake/intake.h"
#include "help/fail_reads.h"
#include "intake/people.h"

#define ERASE "{\"shop\":\"shop\",\"order\":\"O1\"}"
#define LEE "{\"address\":\"lee@x.example\"}"
#define FILE_MAX ((size_t)64 << 20)

static void record(const char *instance, const char *json)
{
	str_printf(&lines, "%s\n", json);
	deliver(instance);
}

static int64_t kept(const char *state)
{
	return db_i64(desk_db(d), -1,
		      "SELECT count(*) FROM quarantine WHERE state = ?1", "s",
		      state);
}

/* -- what intake could not read -- */

static void an_order_takes_its_own_records_out_of_the_quarantine(void **state)
{
	(void)state;
	order_of(1, ANN);
	record("shop", "{\"kind\":\"return\",\"order_ref\":\"O1\","
		       "\"status\":\"nonsense\"}");
	record("shop", "{\"kind\":\"order\",\"ref\":\"O1\",\"placed\":"
		       "\"nonsense\"}");
	/* Another shop's O1; O7 with a parcel O1 and a reason that is "O1". */
	record("mail", "{\"kind\":\"return\",\"order_ref\":\"O1\","
		       "\"status\":\"nonsense\"}");
	record("shop", "{\"kind\":\"dispute\",\"ref\":\"D1\",\"order_ref\":"
		       "\"O7\",\"reason\":\"O1\",\"status\":\"nonsense\"}");
	record("shop", "{\"kind\":\"shipment\",\"ref\":\"O1\",\"order_ref\":"
		       "\"O7\",\"status\":\"nonsense\"}");
	assert_int_equal(kept("open"), 5);
	say("erase", "eva", ERASE);
	assert_int_equal(kept("erased"), 2);
	assert_int_equal(one("SELECT count(*) FROM quarantine WHERE state = "
			     "'open' AND id IN (3, 4, 5)"),
			 3);
}

static void hook(const char *id, const char *body)
{
	struct inbox_item item = { 0 };
	struct arena arena = ARENA_INIT;
	struct err err = { 0 };

	assert_int_equal(inbox_store(d, "shop", id, "orders/updated", body,
				     strlen(body), &err),
			 1);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(inbox_next(d, "shop", &arena, &item, &err), 1);
		str_release(&item.body);
		must(inbox_failed(d, item.id, "not readable", &err), &err);
	}
	arena_release(&arena);
}

static void
a_webhook_about_the_order_goes_by_what_it_calls_an_order(void **state)
{
	(void)state;
	order_of(1, ANN);
	hook("e1", "{\"refund\":{\"order_id\":\"O1\"}}");
	hook("e2", "{\"order_id\":\"O7\",\"note\":\"O1\"}");
	hook("e3",
	     "{\"order_id\":\"O8\",\"customer\":{\"email\":\"" ANN "\"}}");
	assert_int_equal(kept("open"), 3);
	say("erase", "eva", ERASE);
	assert_int_equal(kept("erased"), 2);
	assert_int_equal(one("SELECT count(*) FROM quarantine WHERE state = "
			     "'open' AND id = 2"),
			 1);
	assert_int_equal(one("SELECT count(*) FROM inbox WHERE state = "
			     "'erased' AND length(sealed) = 0"),
			 2);
}

static void what_cannot_be_read_at_all_is_named_and_kept(void **state)
{
	(void)state;
	order_of(1, ANN);
	record("shop", "{\"kind\":\"order\",\"ref\":\"O1\",\"email\":\"" ANN);
	record("shop", "{\"kind\":\"order\",\"ref\":\"O5\",\"email\":\"" BOB);
	assert_int_equal(kept("open"), 2);
	say("erase", "eva", ERASE);
	assert_int_equal(kept("open"), 2);
	assert_int_equal(one("SELECT count(*) FROM journal WHERE kind = "
			     "'erase' AND json_extract(payload, "
			     "'$.unread[0].id') = 1 AND json_array_length("
			     "payload, '$.unread') = 1"),
			 1);
}

/* -- an address within another -- */

static void a_longer_address_is_somebody_elses(void **state)
{
	(void)state;
	mail_comes((struct mail){
		.ref = "m1", .from = "lee@x.example", .text = "hello" });
	mail_comes((struct mail){ .ref = "m2",
				  .from = BOB,
				  .text = "write to ann.lee@x.example" });
	mail_comes((struct mail){
		.ref = "m3", .from = BOB, .text = "o'lee@x.example is it" });
	mail_comes((struct mail){
		.ref = "m4", .from = BOB, .text = "lee@x.example.org is it" });
	record("shop", "{\"kind\":\"order\",\"ref\":\"O77\",\"email\":"
		       "\"shanlee@x.example\",\"placed\":\"nonsense\"}");
	record("shop", "{\"kind\":\"order\",\"ref\":\"O78\",\"email\":"
		       "\"Lee@x.example\",\"placed\":\"nonsense\"}");
	say("erase", "eva", LEE);
	assert_int_equal(one("SELECT count(*) FROM messages WHERE text IS NOT "
			     "NULL AND ref IN ('m2', 'm3', 'm4')"),
			 3);
	assert_int_equal(one("SELECT count(*) FROM messages WHERE text IS "
			     "NULL"),
			 1);
	assert_int_equal(one("SELECT count(*) FROM quarantine WHERE state = "
			     "'open' AND id = 1"),
			 1);
	assert_int_equal(kept("erased"), 1);
}

static void an_address_ends_where_a_sentence_or_a_quote_does(void **state)
{
	static const char *const texts[] = {
		"write to lee@x.example.",
		"<LEE@x.example>: unknown",
		"it was 'lee@x.example', no",
		"*lee@x.example*",
		"not ann.lee@x.example but lee@x.example",
		"mailto:lee@x.example?subject=no",
		"https://s.example/off?a=lee@x.example&b=1",
		"\xe8\xaf\xb7\xe5\x86\x99 "
		"lee@x.example\xe8\xb0\xa2\xe8\xb0\xa2",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		CLEANUP(free_ptr) char *ref = xasprintf("m%zu", i);

		mail_comes((struct mail){
			.ref = ref, .from = BOB, .text = texts[i] });
	}
	say("erase", "eva", LEE);
	assert_int_equal(one("SELECT count(*) FROM messages WHERE text IS NOT "
			     "NULL"),
			 0);
}

/* -- what comes afterwards -- */

static void an_old_mail_of_an_erased_conversation_stays_away(void **state)
{
	(void)state;
	order_of(9, BOB);
	mail_comes((struct mail){ .ref = "m1",
				  .thread = "t9",
				  .from = ANN,
				  .text = "#9 was not received" });
	say("cancel", "mia", "{\"action\":1}");
	say("close", "mia",
	    "{\"ticket\":1,\"outcome\":\"found\",\"force\":\"it came\"}");
	say("erase", "eva", "{\"ticket\":1}");
	mail_comes((struct mail){ .ref = "m0",
				  .thread = "t9",
				  .from = ANN,
				  .text = "canaryann was here",
				  .at = "2026-09-20T10:00:00Z" });
	assert_int_equal(found_in_state("canaryann"), 0);
	assert_int_equal(one("SELECT count(*) FROM messages"), 1);
	assert_int_equal(one("SELECT count(*) FROM files"), 0);
	/* What is written after it is news. */
	mail_comes((struct mail){ .ref = "m5",
				  .thread = "t9",
				  .from = ANN,
				  .text = "canaryann is back",
				  .at = "2026-09-21T14:13:30Z" });
	assert_true(found_in_state("canaryann") > 0);
}

/* -- what the files hold -- */

/* As whoever takes the file alone would. */
static int64_t rows_of_main_file(const char *email)
{
	CLEANUP(free_ptr) char *from = path_join(state_dir, "helloword.db");
	CLEANUP(free_ptr) char *to = xasprintf("%s-alone.db", state_dir);
	CLEANUP(str_release) struct str bytes = STR_LIMIT(FILE_MAX);
	struct err err = { 0 };
	struct db *db;
	int64_t n;

	must(file_read(&bytes, from, FILE_MAX, &err), &err);
	must(file_write(to, str_c(&bytes), bytes.len, 0600, &err), &err);
	must(db_open(&db, to, DB_READ, &err), &err);
	n = db_i64(db, -1, "SELECT count(*) FROM orders WHERE email = ?1", "s",
		   email);
	db_close(db);
	return n;
}

static void the_rows_are_gone_from_the_file_when_the_command_ends(void **state)
{
	(void)state;
	order_of(2, BOB);
	order_of(1, ANN);
	db_checkpoint(desk_db(d), 0);
	assert_int_equal(rows_of_main_file(ANN), 1);
	/* As with an index that takes more than the first steps. */
	erase_pace(8192, 0);
	say("erase", "eva", ERASE);
	erase_pace(8192, 6);
	assert_true(one("SELECT count(*) FROM erasing") > 0);
	assert_int_equal(rows_of_main_file(ANN), 0);
	assert_int_equal(rows_of_main_file(BOB), 1);
}

/* The first page of a table or index with so much room in its middle. */
static int64_t plant(int fd, int64_t pages, const char *word)
{
	uint8_t page[4096];

	for (int64_t i = 2; i <= pages; i++) {
		int64_t from, to;

		assert_int_equal(pread(fd, page, sizeof page, (i - 1) * 4096),
				 sizeof page);
		from = 8 + 2 * (page[3] << 8 | page[4]);
		to = page[5] << 8 | page[6];
		if ((page[0] != 10 && page[0] != 13) || from + 100 > to)
			continue;
		assert_int_equal(pwrite(fd, word, strlen(word),
					(i - 1) * 4096 + from + 20),
				 (ssize_t)strlen(word));
		return i;
	}
	return 0;
}

/* When it divides pages SQLite may give one that was not looked at yet the
 * number of one that was. */
static void a_page_that_slips_behind_is_looked_at_again(void **state)
{
	CLEANUP(free_ptr) char *path = path_join(state_dir, "helloword.db");
	struct err err = { 0 };
	int64_t pages;
	int fd;

	(void)state;
	for (int i = 1; i <= 30; i++)
		order_of(i, i == 1 ? ANN : BOB);
	erase_pace(4, 0);
	say("erase", "eva", ERASE);
	pages = one("SELECT page_count FROM pragma_page_count");
	while (one("SELECT count(*) FROM erasing WHERE what = 'pages' AND "
		   "CAST(name AS INTEGER) > 40") == 0)
		assert_int_equal(erase_step(d, &err), 1);
	fd = open(path, O_RDWR | O_CLOEXEC);
	assert_true(fd >= 0 && plant(fd, pages, "canaryann") < 40);
	close(fd);
	assert_true(found_in_state("canaryann") > 0);
	while (erase_step(d, &err) > 0)
		;
	must(err.code, &err);
	erase_pace(8192, 6);
	assert_int_equal(found_in_state("canaryann"), 0);
	assert_int_equal(one("SELECT count(*) FROM erasing"), 0);
	must(db_integrity(desk_db(d), &err), &err);
}

static void a_start_that_cannot_read_who_was_erased_fails(void **state)
{
	struct err err = { 0 };

	(void)state;
	order_of(1, ANN);
	say("erase", "eva", ERASE);
	fail_reads(desk_db(d), "SELECT subject FROM erased");
	assert_int_equal(erase_again(d, false, &err), -1);
	fail_reads(desk_db(d), NULL);
	assert_int_equal(err.code, ERR_SYSTEM);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, page_begin, page_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_order_takes_its_own_records_out_of_the_quarantine),
		TEST(a_webhook_about_the_order_goes_by_what_it_calls_an_order),
		TEST(what_cannot_be_read_at_all_is_named_and_kept),
		TEST(a_longer_address_is_somebody_elses),
		TEST(an_address_ends_where_a_sentence_or_a_quote_does),
		TEST(an_old_mail_of_an_erased_conversation_stays_away),
		TEST(the_rows_are_gone_from_the_file_when_the_command_ends),
		TEST(a_page_that_slips_behind_is_looked_at_again),
		TEST(a_start_that_cannot_read_who_was_erased_fails),
	};

	return cmocka_run_group_tests_name("reach", tests, NULL, NULL);
}
