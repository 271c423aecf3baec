/* hook_test.c - webhooks that cannot be read hold up no others.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/when.h"
#include "host/host_help.h"

/* One that the puppet reads as its body says. */
static void store(const char *event, const char *how)
{
	struct err err = { 0 };

	mood("shop", how, how);
	assert_int_equal(inbox_store(rig.desk, "shop", event, "orders/updated",
				     how, strlen(how), &err),
			 1);
}

#define WAITING "SELECT count(*) FROM inbox WHERE state = 'waiting'"
#define ALERTS "SELECT count(*) FROM alerts WHERE cause LIKE 'hook-waits:%'"

static void minutes(int n)
{
	for (int i = 0; i < n; i++) {
		skip_time(MINUTE_MS);
		turn(40);
	}
}

static void one_that_cannot_be_read_lets_others_go_first(void **state)
{
	(void)state;
	store("e1", "retry");
	for (int i = 2; i <= 9; i++)
		store((char[]){ 'e', (char)('0' + i), '\0' }, "fine");
	rig_start();
	assert_true(becomes(8, "SELECT value FROM kv WHERE key = "
			       "'fine.calls'"));
	assert_true(becomes(1, WAITING));
	assert_in_range(calls("shop", "retry"), 1, 5);
}

static void one_that_waits_for_long_is_told_and_kept(void **state)
{
	(void)state;
	store("e1", "retry");
	rig_start();
	minutes(40);
	assert_int_equal(one(ALERTS), 1);
	assert_int_equal(one(WAITING), 1);
	assert_in_range(calls("shop", "retry"), 10, 14);
	for (int i = 0; i < 90; i++) {
		skip_time(HOUR_MS);
		turn(40);
	}
	assert_int_equal(one(WAITING), 0);
	assert_int_equal(one("SELECT count(*) FROM quarantine WHERE kind = "
			     "'hook'"),
			 1);
	mood("shop", "retry", NULL);
	assert_int_equal(quarantine_retry(rig.desk, 1, &(struct err){ 0 }), 0);
	assert_true(becomes(1, "SELECT count(*) FROM inbox WHERE state NOT IN "
			       "('waiting', 'unread')"));
}

static void a_platform_that_is_down_is_not_asked_for_each(void **state)
{
	(void)state;
	for (int i = 0; i < 50; i++)
		store((char[]){ 'e', (char)('0' + i), '\0' }, "fine");
	mood("shop", "hook", "retry");
	rig_start();
	minutes(10);
	assert_in_range(calls("shop", "hook"), 5, 12);
	mood("shop", "hook", NULL);
	minutes(20);
	assert_true(becomes(0, WAITING));
}

static void what_only_a_person_can_do_is_an_alert(void **state)
{
	(void)state;
	store("e1", "unsupported");
	store("e2", "unsupported");
	store("e3", "fine");
	rig_start();
	assert_true(becomes(0, WAITING));
	assert_int_equal(one("SELECT \"count\" FROM alerts WHERE level = "
			     "'error' AND cause = "
			     "'hook-person:orders/updated:shop'"),
			 2);
	assert_int_equal(calls("shop", "unsupported"), 2);
	assert_int_equal(one("SELECT count(*) FROM quarantine"), 0);
}

/* -- what a platform says -- */

#define CANARY "canarybuyer" /* in what the puppet fails with */

static size_t in_log(FILE *log, const char *word)
{
	CLEANUP(str_release) struct str text = STR_LIMIT(1 << 24);
	char bytes[4096];
	size_t n, found = 0;

	rewind(log);
	while ((n = fread(bytes, 1, sizeof bytes, log)) > 0)
		str_add(&text, bytes, n);
	for (const char *at = str_c(&text); (at = strstr(at, word)); at++)
		found++;
	return found;
}

static void hear_everything(void)
{
	static const char *const ends[] = { "retry", "rejected", "unsupported",
					    "auth" };

	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		mood("shop", "sync", ends[i]);
		mood("mail", "sync", ends[i]);
		minutes(3);
		skip_time(2 * HOUR_MS);
	}
}

static bool has_said(const struct instance *in, const char *text)
{
	const struct said_line *l;

	for (size_t n = 0; (l = said_at(&in->said, n)); n++)
		if (strstr(l->text, text))
			return true;
	return false;
}

/* They may name a buyer, and nothing of it is sealed there. */
static void the_words_of_a_platform_or_a_plugin_are_in_no_log(void **state)
{
	FILE *log = tmpfile();
	int was = dup(STDERR_FILENO);

	(void)state;
	assert_non_null(log);
	fflush(stderr);
	dup2(fileno(log), STDERR_FILENO);
	store("e1", "retry");
	store("e2", "rejected");
	store("e3", "unsupported");
	rig_start();
	minutes(20);
	hear_everything();
	dup2(was, STDERR_FILENO);
	close(was);
	assert_true(in_log(log, "the call failed (rejected)") > 0);
	assert_true(in_log(log, "webhook") > 0);
	assert_true(in_log(log, "shop: its plugin said something (") > 0);
	assert_true(has_said(rig.at[SHOP], "logged: no such user " CANARY));
	assert_true(has_said(rig.at[SHOP], "printed: no such user " CANARY));
	assert_int_equal(in_log(log, CANARY), 0);
	fclose(log);
	assert_true(one("SELECT count(*) FROM quarantine") > 0);
	assert_int_equal(one("SELECT count(*) FROM quarantine WHERE "
			     "instr(reason, '" CANARY "')"),
			 0);
	assert_int_equal(one("SELECT count(*) FROM alerts WHERE "
			     "instr(cause || text, '" CANARY "')"),
			 0);
	assert_int_equal(one("SELECT count(*) FROM journal WHERE "
			     "instr(payload || decisions, '" CANARY "')"),
			 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			one_that_cannot_be_read_lets_others_go_first, rig_open,
			rig_close),
		cmocka_unit_test_setup_teardown(
			one_that_waits_for_long_is_told_and_kept, rig_open,
			rig_close),
		cmocka_unit_test_setup_teardown(
			a_platform_that_is_down_is_not_asked_for_each, rig_open,
			rig_close),
		cmocka_unit_test_setup_teardown(
			what_only_a_person_can_do_is_an_alert, rig_open,
			rig_close),
		cmocka_unit_test_setup_teardown(
			the_words_of_a_platform_or_a_plugin_are_in_no_log,
			rig_open, rig_close),
	};

	return cmocka_run_group_tests_name("hooks", tests, NULL, NULL);
}
