/* ahead_test.c - a page of a shop is stored while the next one is read.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/ledger/journal.h"
#include "host/host_help.h"
#include "host/web.h"

#define OURS "SELECT count(*) FROM orders WHERE ref LIKE 'P%'"

static int overlaps; /* requests that came before their page's time */
static int64_t asked;

static void has(const char *key, int value)
{
	CLEANUP(free_ptr) char *text = xasprintf("%d", value);

	mood("shop", key, text);
}

/* In a thread of the server's: are fewer pages stored than were read? */
static void saw(const char *head)
{
	int64_t stored =
		__atomic_load_n(&rig.at[SHOP]->stats.records, __ATOMIC_RELAXED);

	(void)head;
	overlaps += stored < asked * 900;
	asked++;
}

static void the_next_page_is_read_while_one_is_stored(void **state)
{
	CLEANUP(free_ptr) char *url = NULL;

	(void)state;
	url = xasprintf("http://127.0.0.1:%d/9", web_start());
	mood("shop", "page_url", url);
	has("pages", 8);
	has("orders", 900);
	overlaps = 0;
	asked = 0;
	web_saw = saw;
	rig_start();
	assert_true(becomes(8 * 900, OURS));
	web_saw = NULL;
	print_message("# %d of %lld pages were asked for while another was "
		      "stored\n",
		      overlaps, (long long)asked);
	assert_int_equal(asked, 8); /* none twice */
	assert_true(overlaps > 0);
	assert_int_equal(one("SELECT count(*) FROM quarantine"), 0);
}

/* What a page put is there for its successor before it is stored. */
static void no_page_is_read_twice_and_none_left_out(void **state)
{
	(void)state;
	has("pages", 300);
	has("orders", 3);
	rig_start();
	assert_true(becomes(1, "SELECT count(*) FROM kv WHERE key = 'page' AND "
			       "value = '300'"));
	assert_int_equal(one(OURS), 900);
	/* And the probe. */
	assert_int_equal(rig.at[SHOP]->stats.calls, 301);
}

/* The successor is under way, for half a second, when the disk is full, and it
 * ends when there is room again. */
static void what_follows_a_page_that_cannot_be_stored_is_forgotten(void **state)
{
	CLEANUP(free_ptr) char *least = NULL, *url = NULL;
	int64_t stored;

	(void)state;
	url = xasprintf("http://127.0.0.1:%d/slow", web_start());
	mood("shop", "page_url", url);
	has("pages", 4);
	has("orders", 900);
	least = xasprintf("PRAGMA max_page_count = %lld",
			  (long long)one("PRAGMA page_count") + 200);
	one(least);
	rig_start();
	while (rig.at[SHOP]->stats.calls < 3)
		turn(5); /* until the second page is there: it is too much */
	one("PRAGMA max_page_count = 1000000");
	stored = one(OURS);
	assert_int_equal(stored, 900);
	turn(1000);
	assert_int_equal(one(OURS), stored);
	assert_int_equal(stored, 900 * one("SELECT CAST(value AS INTEGER) FROM "
					   "kv WHERE key = 'page'"));
	rig_reload();
	assert_true(becomes(4 * 900, OURS));
	assert_int_equal(one("SELECT count(*) FROM alerts WHERE cause LIKE "
			     "'call-died:%'"),
			 0);
}

/* It writes to its socket what its host would not let it. */
static void a_flood_in_the_call_ahead_holds_nobody_up(void **state)
{
	struct err err = { 0 };
	int64_t n = 0, longest = 0;

	(void)state;
	has("pages", 3);
	has("orders", 3900);
	has("flood", 1);
	rig_start();
	while (one(OURS) < 3900) {
		int64_t began = clock_mono();

		turn(1);
		longest = clock_mono() - began > longest ? clock_mono() - began
							 : longest;
	}
	turn(500);
	print_message("# the longest turn took %lld ms\n", (long long)longest);
	assert_true(longest < 1500);
	assert_int_equal(one(OURS), 3900);
	assert_int_equal(journal_verify(desk_db(rig.desk), &n, &err), 0);
}

/* A first sync of years takes hours; a webhook waits for one page. */
static void webhooks_come_between_pages(void **state)
{
	struct err err = { 0 };
	int64_t stored;

	(void)state;
	has("pages", 400);
	has("orders", 20);
	rig_start();
	while (one(OURS) < 100)
		turn(1);
	assert_int_equal(inbox_store(rig.desk, "shop", "e1", "orders/updated",
				     "fine", 4, &err),
			 1);
	assert_true(becomes(0, "SELECT count(*) FROM inbox WHERE state = "
			       "'waiting'"));
	stored = one(OURS);
	print_message("# the hook was read at order %lld of 8000\n",
		      (long long)stored);
	assert_true(stored < 8000);
	assert_true(becomes(8000, OURS));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			the_next_page_is_read_while_one_is_stored, rig_open,
			rig_close),
		cmocka_unit_test_setup_teardown(
			no_page_is_read_twice_and_none_left_out, rig_open,
			rig_close),
		cmocka_unit_test_setup_teardown(
			what_follows_a_page_that_cannot_be_stored_is_forgotten,
			rig_open, rig_close),
		cmocka_unit_test_setup_teardown(
			a_flood_in_the_call_ahead_holds_nobody_up, rig_open,
			rig_close),
		cmocka_unit_test_setup_teardown(webhooks_come_between_pages,
						rig_open, rig_close),
	};

	return cmocka_run_group_tests_name("ahead", tests, NULL, NULL);
}
