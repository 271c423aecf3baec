/* drop_test.c - a record of the quarantine that nobody will ever read is given
 * up: its words are nowhere, and that it was dropped is told.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/file.h"
#include "desk/intake/intake.h"
#include "desk/ledger/backup.h"
#include "desk/ledger/restored.h"
#include "intake/people.h"

#define DROP "{\"record\":1,\"reason\":\"canaryann asked for it\"}"

/* Record 1: half an order of Ann, which no reader will ever take. */
static void half_an_order(void)
{
	str_printf(&lines, "{\"kind\":\"order\",\"ref\":\"O1\",\"email\":"
			   "\"" ANN "\",\"address\":\"canarystreet\n");
	deliver("shop");
	assert_int_equal(one("SELECT count(*) FROM quarantine WHERE "
			     "state = 'open'"),
			 1);
}

static int64_t dropped(void)
{
	return one("SELECT count(*) FROM quarantine WHERE state = 'dropped' "
		   "AND length(sealed) = 0");
}

static bool has_key(void)
{
	struct err err = { 0 };

	return keys_has(d->keys, "quarantine:1", &err);
}

static void its_words_and_its_key_are_gone_and_the_row_says_so(void **state)
{
	struct err err = { 0 };
	CLEANUP(str_release) struct str text = STR_INIT;

	(void)state;
	half_an_order();
	assert_true(has_key());
	say("drop_record", "tom", DROP);
	assert_int_equal(dropped(), 1);
	assert_false(has_key());
	assert_int_equal(one("SELECT count(*) FROM erasing"), 0);
	assert_int_equal(quarantine_read(d, 1, &text, &err), -1);
	assert_int_equal(quarantine_retry(d, 1, &err), -1);
	/* In the journal: who and when; why is sealed, the record nowhere. */
	assert_int_equal(one("SELECT count(*) FROM journal WHERE kind = "
			     "'drop_record' AND actor = 'tom' AND subject LIKE "
			     "'drop:%' AND sealed IS NOT NULL"),
			 1);
	assert_int_equal(found_in_state("canarystreet"), 0);
	assert_int_equal(found_in_state("canaryann asked"), 0);
	replays();
}

static void only_with_a_reason_by_who_leads_and_once(void **state)
{
	struct err err = { 0 };

	(void)state;
	half_an_order();
	assert_int_equal(act("drop_record", "mia", DROP, &err), -1);
	assert_int_equal(err.code, ERR_DENIED);
	assert_int_equal(act("drop_record", "tom",
			     "{\"record\":1,\"reason\":\" \"}", &err),
			 -1);
	assert_int_equal(err.code, ERR_DATA);
	assert_int_equal(dropped(), 0);
	assert_true(has_key());
	say("drop_record", "eva", DROP);
	assert_int_equal(act("drop_record", "eva", DROP, &err), -1);
	assert_non_null(strstr(err.text, "no open record 1"));
}

static void what_stood_in_the_way_of_an_erasure_is_out_of_it(void **state)
{
	struct err err = { 0 };

	(void)state;
	half_an_order();
	assert_int_equal(act("erase", "eva", "{\"address\":\"" ANN "\"}", &err),
			 -1);
	assert_non_null(strstr(err.text, "record 1 of the quarantine"));
	say("drop_record", "eva", DROP);
	assert_int_equal(act("erase", "eva", "{\"address\":\"" ANN "\"}", &err),
			 -1);
	assert_non_null(strstr(err.text, "nothing here carries"));
}

/* Also its key: an older copy of the database has the sealed words still. */
static void an_erasure_destroys_the_keys_of_the_records_it_takes(void **state)
{
	(void)state;
	order_of(1, ANN);
	str_printf(&lines, "{\"kind\":\"return\",\"order_ref\":\"O1\","
			   "\"status\":\"nonsense\",\"note\":\"" ANN "\"}\n");
	deliver("shop");
	assert_true(has_key());
	say("erase", "eva", "{\"shop\":\"shop\",\"order\":\"O1\"}");
	assert_false(has_key());
}

static void a_copy_does_not_bring_it_back(void **state)
{
	CLEANUP(free_ptr) char *copy = xasprintf("%s.copy", state_dir);
	CLEANUP(free_ptr) char *db = path_join(state_dir, "helloword.db");
	CLEANUP(free_ptr) char *kept = path_join(copy, "helloword.db");
	struct backup b = { .dir = copy, .state = state_dir };
	struct err err = { 0 };

	(void)state;
	half_an_order();
	must(backup_write(&b, desk_db(d), &err), &err);
	say("drop_record", "eva", DROP);
	desk_close(d);
	assert_int_equal(rename(kept, db), 0);
	page_open(state_dir);
	assert_int_equal(one("SELECT count(*) FROM quarantine WHERE state = "
			     "'open'"),
			 1);
	must(desk_start(d, &err), &err);
	assert_int_equal(one("SELECT count(*) FROM quarantine WHERE state = "
			     "'open' OR length(sealed) > 0"),
			 0);
	must(desk_start(d, &err), &err);
	assert_int_equal(one("SELECT count(*) FROM alerts WHERE cause = "
			     "'erased-again' AND count > 1"),
			 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, page_begin, page_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(its_words_and_its_key_are_gone_and_the_row_says_so),
		TEST(only_with_a_reason_by_who_leads_and_once),
		TEST(what_stood_in_the_way_of_an_erasure_is_out_of_it),
		TEST(an_erasure_destroys_the_keys_of_the_records_it_takes),
		TEST(a_copy_does_not_bring_it_back),
	};

	return cmocka_run_group_tests_name("drop", tests, NULL, NULL);
}
