/* restored_test.c - a desk that woke up in the past.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/when.h"
#include "desk/action/action_commands.h"
#include "desk/desk_help.h"
#include "desk/ledger/backup.h"
#include "desk/ledger/restored.h"
#include "help/fake_brain.h"
#include "help/place.h"

static int64_t state_of(struct desk *d)
{
	return one(d, "SELECT state FROM actions ORDER BY id DESC LIMIT 1");
}

static int64_t held(struct desk *d)
{
	struct err err = { 0 };
	int64_t since = -1;

	assert_int_equal(restored_held(desk_db(d), &since, &err), 0);
	return since;
}

static int64_t left(struct desk *d)
{
	struct err err = { 0 };
	int64_t n = -1;

	assert_int_equal(restored_left(desk_db(d), &n, &err), 0);
	return n;
}

static bool is_copy(struct desk *d)
{
	struct err err = { 0 };
	bool copy = false;

	assert_int_equal(db_is_copy(desk_db(d), &copy, &err), 0);
	return copy;
}

static void nothing_is_sent_until_all_was_looked_up(void **state)
{
	struct desk *d = desk_with_a_due_refund();
	struct action_job jobs[4];
	struct err err;

	(void)state;
	assert_int_equal(do_cmd(d, "restored", "desk", "{}", &err), 0);
	assert_int_equal(state_of(d), ACTION_UNKNOWN);
	assert_int_equal(left(d), 1);
	assert_int_equal(action_jobs(desk_db(d), now_ms, jobs, 4), 1);
	assert_true(jobs[0].look);
	assert_int_equal(restored_settle(d, &err), 0);
	assert_true(held(d) != 0);
	/* Looked: not there. It may go with its old key, but not yet. */
	assert_int_equal(send_result(d, 1, "absent"), 0);
	assert_int_equal(state_of(d), ACTION_DUE);
	assert_int_equal(action_jobs(desk_db(d), now_ms, jobs, 4), 0);
	assert_int_equal(send_now(d, 1), -1);
	assert_int_equal(restored_settle(d, &err), 0);
	assert_int_equal(held(d), 0);
	assert_int_equal(send_now(d, 1), 0);
	replays_the_same(d);
	desk_close(d);
}

static void it_holds_until_every_shop_and_mailbox_was_read(void **state)
{
	struct desk *d = desk_with_a_due_refund();
	struct arena arena = ARENA_INIT;
	const char *unread = "";
	struct err err = { 0 };

	(void)state;
	assert_int_equal(do_cmd(d, "restored", "desk",
				"{\"unread\":[\"shop\",\"mail\"]}", &err),
			 0);
	assert_int_equal(send_result(d, 1, "absent"), 0);
	assert_int_equal(left(d), 0);
	assert_int_equal(restored_read(d, "shop", &err), 0);
	assert_int_equal(restored_settle(d, &err), 0);
	assert_true(held(d) != 0);
	assert_int_equal(restored_unread(desk_db(d), &arena, &unread, &err), 0);
	assert_string_equal(unread, "mail");
	assert_int_equal(do_cmd(d, "lift", "eva", "{}", &err), -1);
	assert_non_null(strstr(err.text, "mail"));
	assert_int_equal(send_now(d, 1), -1);
	assert_int_equal(restored_read(d, "mail", &err), 0);
	assert_int_equal(restored_settle(d, &err), 0);
	assert_int_equal(held(d), 0);
	assert_int_equal(send_now(d, 1), 0);
	arena_release(&arena);
	replays_the_same(d);
	desk_close(d);
}

/* Its Sent folder cannot be read, say. */
static void what_is_behind_is_not_read_to_its_end(void **state)
{
	struct desk *d = desk_with_order();
	struct err err = { 0 };

	(void)state;
	assert_int_equal(
		do_cmd(d, "restored", "desk", "{\"unread\":[\"mail\"]}", &err),
		0);
	assert_int_equal(kv_save(d, "mail", "behind", "1", &err), 0);
	assert_int_equal(restored_read(d, "mail", &err), 0);
	assert_int_equal(restored_settle(d, &err), 0);
	assert_true(held(d) != 0);
	assert_int_equal(kv_save(d, "mail", "behind", NULL, &err), 0);
	assert_int_equal(restored_read(d, "mail", &err), 0);
	assert_int_equal(restored_settle(d, &err), 0);
	assert_int_equal(held(d), 0);
	desk_close(d);
}

/* It does not know what it did after the copy was made. */
static void what_a_rule_plans_while_it_catches_up_waits(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	struct err err = { 0 };

	(void)state;
	fake_effects = "auto";
	assert_int_equal(
		do_cmd(d, "restored", "desk", "{\"unread\":[\"shop\"]}", &err),
		0);
	deliver(d, "mail", MAIL("m1", "quality"), &out);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"verb = 'refund' AND state = 2 AND why LIKE "
				"'%catching up%'"),
			 1);
	assert_int_equal(restored_read(d, "shop", &err), 0);
	assert_int_equal(restored_settle(d, &err), 0);
	assert_int_equal(held(d), 0);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"state IN (3, 4)"),
			 0);
	replays_the_same(d);
	desk_close(d);
}

static void what_was_done_after_the_copy_settles_by_the_look(void **state)
{
	struct desk *d = desk_with_a_due_refund();
	struct delivery out;
	struct err err;

	(void)state;
	assert_int_equal(do_cmd(d, "restored", "desk", "{}", &err), 0);
	deliver(d, "shop", refund_fact(d, 1), &out);
	assert_int_equal(state_of(d), ACTION_SETTLED);
	assert_int_equal(restored_settle(d, &err), 0);
	assert_int_equal(held(d), 0);
	replays_the_same(d);
	desk_close(d);
}

static void what_waited_for_approval_and_was_done_since_settles(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	struct err err;

	(void)state;
	assert_int_equal(plan(d, "refund", "5.00", NULL, &err), 0);
	assert_int_equal(do_cmd(d, "restored", "desk", "{}", &err), 0);
	assert_int_equal(state_of(d), ACTION_WAITING);
	deliver(d, "shop", refund_fact(d, 1), &out);
	assert_int_equal(state_of(d), ACTION_SETTLED);
	replays_the_same(d);
	desk_close(d);
}

static void an_undo_window_does_not_send_what_may_be_done(void **state)
{
	struct desk *d = desk_with_order();
	struct err err;

	(void)state;
	fake_undo = 10 * MINUTE_MS;
	approved_refund(d, "mia");
	assert_int_equal(state_of(d), ACTION_HELD);
	assert_int_equal(do_cmd(d, "restored", "desk", "{}", &err), 0);
	assert_int_equal(state_of(d), ACTION_UNKNOWN);
	now_ms += HOUR_MS;
	assert_true(desk_tick(d, &err) >= 0);
	assert_int_equal(state_of(d), ACTION_UNKNOWN);
	replays_the_same(d);
	desk_close(d);
}

static void a_key_that_may_have_expired_is_for_a_person(void **state)
{
	struct desk *d = desk_with_a_due_refund();
	struct err err;

	(void)state;
	now_ms += 40 * DAY_MS;
	assert_int_equal(do_cmd(d, "restored", "desk", "{}", &err), 0);
	assert_int_equal(send_result(d, 1, "absent"), 0);
	assert_int_equal(state_of(d), ACTION_PARKED);
	assert_int_equal(restored_settle(d, &err), 0);
	assert_int_equal(held(d), 0);
	desk_close(d);
}

static void only_an_owner_lifts_it_sooner(void **state)
{
	struct desk *d = desk_with_a_due_refund();
	struct err err;

	(void)state;
	assert_int_equal(do_cmd(d, "lift", "eva", "{}", &err), -1);
	assert_int_equal(do_cmd(d, "restored", "desk", "{}", &err), 0);
	assert_int_equal(do_cmd(d, "lift", "eva", "{}", &err), -1);
	assert_int_equal(err.code, ERR_DATA);
	assert_int_equal(
		do_cmd(d, "lift", "tom", "{\"force\":\"I looked\"}", &err), -1);
	assert_int_equal(err.code, ERR_DENIED);
	assert_int_equal(
		do_cmd(d, "lift", "eva", "{\"force\":\"I looked\"}", &err), 0);
	assert_int_equal(held(d), 0);
	replays_the_same(d);
	desk_close(d);
}

/* -- copies on disk -- */

static struct desk *desk_in(const char *folder)
{
	CLEANUP(free_ptr) char *path = in_scratch(folder);
	struct desk_options options = { .state = path };
	struct err err = { 0 };
	struct desk *d;

	if (desk_open(&d, &options, &err))
		fail_msg("%s", err.text);
	return d;
}

/* A row, and its file unless bytes is NULL. */
static void keep_evidence(struct desk *d, int64_t id, const char *name,
			  const char *bytes)
{
	CLEANUP(free_ptr)
	char *dir = xasprintf("%s/evidence/%.2s", desk_state(d), name);
	CLEANUP(free_ptr) char *path = path_join(dir, name);
	struct err err = { 0 };

	if (db_run(desk_db(d), &err, "INSERT INTO files VALUES(?1, 'x', ?2, 1)",
		   "is", id, name) ||
	    dir_make(dir, 0700, &err) ||
	    (bytes && file_write(path, bytes, strlen(bytes), 0600, &err)))
		fail_msg("%s", err.text);
}

static void a_copy_knows_that_it_is_one_until_the_desk_starts(void **state)
{
	CLEANUP(free_ptr) char *from = in_scratch("live");
	CLEANUP(free_ptr) char *dir = in_scratch("backup");
	CLEANUP(free_ptr) char *into = in_scratch("again");
	CLEANUP(free_ptr)
	char *evidence = path_join(into, "evidence/ab/ab12");
	struct backup b = { .dir = dir, .state = from };
	struct desk *d = desk_in("live");
	struct err err = { 0 };

	(void)state;
	keep_evidence(d, 1, "ab12", "sealed bytes");
	keep_evidence(d, 2, "cd34", NULL);
	assert_int_equal(desk_start(d, &err), 0);
	assert_int_equal(held(d), 0);
	if (backup_write(&b, desk_db(d), &err))
		fail_msg("%s", err.text);
	assert_int_equal(b.seq, 1);
	assert_int_equal(b.evidence, 1);
	assert_int_equal(b.missing, 1);
	assert_false(is_copy(d));
	desk_close(d);
	b.state = into;
	if (backup_restore(&b, &err))
		fail_msg("%s", err.text);
	assert_true(file_exists(evidence));
	d = desk_in("again");
	assert_true(is_copy(d));
	assert_int_equal(desk_start(d, &err), 0);
	assert_true(held(d) != 0);
	assert_false(is_copy(d));
	assert_int_equal(restored_settle(d, &err), 0);
	assert_int_equal(held(d), 0);
	desk_close(d);
	/* A second restore would overwrite it. */
	assert_int_equal(backup_restore(&b, &err), -1);
	assert_int_equal(err.code, ERR_DATA);
}

static void
a_changed_byte_or_path_is_refused_before_anything_is_made(void **state)
{
	CLEANUP(free_ptr) char *from = in_scratch("live2");
	CLEANUP(free_ptr) char *dir = in_scratch("backup2");
	CLEANUP(free_ptr) char *into = in_scratch("nowhere");
	CLEANUP(free_ptr) char *contents = path_join(dir, "backup.json");
	CLEANUP(free_ptr) char *database = path_join(dir, "helloword.db");
	CLEANUP(str_release) struct str was = STR_INIT, bytes = STR_INIT;
	static const char escape[] =
		"{\"format\":1,\"schema\":1,\"files\":[{\"path\":"
		"\"evidence/../../x\",\"size\":1,\"sha256\":\"00\"}]}";
	struct backup b = { .dir = dir, .state = from };
	struct desk *d = desk_in("live2");
	struct err err = { 0 };

	(void)state;
	if (backup_write(&b, desk_db(d), &err) ||
	    file_read(&was, contents, 1 << 20, &err) ||
	    file_read(&bytes, database, 1 << 24, &err))
		fail_msg("%s", err.text);
	desk_close(d);
	b.state = into;
	assert_non_null(bytes.at);
	bytes.at[bytes.len / 2] ^= 1;
	assert_int_equal(file_write(database, bytes.at, bytes.len, 0600, &err),
			 0);
	assert_int_equal(backup_restore(&b, &err), -1);
	assert_non_null(strstr(err.text, "helloword.db"));
	assert_int_equal(
		file_write(contents, escape, strlen(escape), 0600, &err), 0);
	assert_int_equal(backup_restore(&b, &err), -1);
	assert_int_equal(err.code, ERR_DATA);
	assert_false(file_exists(into));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_sent_until_all_was_looked_up),
		cmocka_unit_test(
			it_holds_until_every_shop_and_mailbox_was_read),
		cmocka_unit_test(what_is_behind_is_not_read_to_its_end),
		cmocka_unit_test(what_a_rule_plans_while_it_catches_up_waits),
		cmocka_unit_test(
			what_was_done_after_the_copy_settles_by_the_look),
		cmocka_unit_test(
			what_waited_for_approval_and_was_done_since_settles),
		cmocka_unit_test(an_undo_window_does_not_send_what_may_be_done),
		cmocka_unit_test(a_key_that_may_have_expired_is_for_a_person),
		cmocka_unit_test(only_an_owner_lifts_it_sooner),
		cmocka_unit_test(
			a_copy_knows_that_it_is_one_until_the_desk_starts),
		cmocka_unit_test(
			a_changed_byte_or_path_is_refused_before_anything_is_made),
	};

	return cmocka_run_group_tests_name("restored", tests, NULL, NULL);
}
