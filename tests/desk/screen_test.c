/* screen_test.c - what the guard stops does not leave: a person's reply is
 * refused, the desk's own waits.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/desk_help.h"
#include "help/fake_brain.h"

static struct desk *desk_with_mail(const char *forbidden)
{
	struct desk *d = desk_with_order();
	struct delivery out;

	fake_forbidden = forbidden;
	deliver(d, "mail", MAIL("m1", "it was not received"), &out);
	return d;
}

static void a_persons_reply_is_refused_with_the_reason(void **state)
{
	struct desk *d = desk_with_mail("delete your review");
	struct err err = { 0 };
	int64_t before = one(d, "SELECT count(*) FROM actions");

	(void)state;
	assert_int_equal(do_cmd(d, "reply", "tom",
				"{\"ticket\":1,\"text\":\"Please delete your "
				"review\"}",
				&err),
			 -1);
	assert_int_equal(err.code, ERR_DATA);
	assert_non_null(strstr(err.text, "delete your review"));
	assert_non_null(strstr(err.text, "Ann"));
	assert_int_equal(one(d, "SELECT count(*) FROM actions"), before);
	must_do(d, "reply", "tom", "{\"ticket\":1,\"text\":\"It is sent\"}");
	ends_the_same(d);
}

#define MOVED                                                             \
	"{\"kind\":\"order\",\"ref\":\"O1\",\"name\":\"#1001\","          \
	"\"version\":2,\"status\":\"open\",\"placed\":"                   \
	"\"2026-09-20T10:00:00Z\",\"buyer_ref\":\"B1\",\"buyer_name\":"   \
	"\"Ann Smith\",\"email\":\"ann@example.com\",\"lang\":\"en\","    \
	"\"address\":\"12 High Street\",\"city\":\"Leeds\",\"postcode\":" \
	"\"LS1 1AA\",\"total\":{\"amount\":\"12.00\",\"currency\":"       \
	"\"USD\"},\"lines\":[{\"ref\":\"L1\",\"title\":\"Lamp\","         \
	"\"quantity\":1}]}\n"

static void a30_the_guard_knows_where_the_order_goes(void **state)
{
	struct desk *d = desk_with_mail("your address");
	struct delivery out;
	struct err err = { 0 };

	(void)state;
	deliver(d, "shop", MOVED, &out);
	assert_int_equal(do_cmd(d, "reply", "tom",
				"{\"ticket\":1,\"text\":\"It left for your "
				"address\"}",
				&err),
			 -1);
	assert_non_null(strstr(err.text, "12 High Street, LS1 1AA Leeds"));
	desk_close(d);
}

static void a_proposal_waits_and_nobody_can_approve_it(void **state)
{
	struct desk *d = desk_with_mail(NULL);
	struct delivery out;
	struct err err = { 0 };

	(void)state;
	desk_close(d);
	d = open_desk();
	fake_effects = "auto";
	test_brain.advise = fake_automatic;
	fake_forbidden = "t.other";
	deliver(d, "shop", ORDER, &out);
	deliver(d, "mail", MAIL("m1", "it was not received"), &out);
	assert_int_equal(action_state(d, 1), ACTION_WAITING);
	assert_int_equal(do_cmd(d, "approve", "tom", "{\"action\":1}", &err),
			 -1);
	assert_non_null(strstr(err.text, "the guard stops"));
	fake_forbidden = NULL;
	must_do(d, "approve", "tom", "{\"action\":1}");
	desk_close(d);
}

static char *reason_of(struct desk *d, int64_t action)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct action a = { 0 };
	struct err err = { 0 };

	assert_int_equal(
		record_load(desk_db(d), &action_kind, action, &a, &arena, &err),
		1);
	return xstrdup(a.reason);
}

#define FORCED                                                            \
	"{\"ticket\":1,\"text\":\"Please delete your review\",\"force\":" \
	"\"a quotation\"}"

static void a_manager_lets_leave_what_the_guard_stops(void **state)
{
	struct desk *d = desk_with_mail("delete your review");
	struct err err = { 0 };
	char *reason;
	int64_t id;

	(void)state;
	assert_int_equal(do_cmd(d, "reply", "mia", FORCED, &err), -1);
	assert_int_equal(err.code, ERR_DENIED);
	must_do(d, "reply", "tom", FORCED);
	id = one(d, "SELECT max(id) FROM actions");
	assert_int_not_equal(action_state(d, id), ACTION_WAITING);
	reason = reason_of(d, id);
	assert_non_null(strstr(reason, "a quotation (overruled: "));
	assert_non_null(strstr(reason, "the guard stops"));
	free(reason);
	ends_the_same(d);
}

static void a_manager_approves_what_the_guard_stops(void **state)
{
	struct desk *d = open_desk();
	struct delivery out;
	struct err err = { 0 };
	char *reason;

	(void)state;
	fake_effects = "auto";
	test_brain.advise = fake_automatic;
	fake_forbidden = "t.other";
	deliver(d, "shop", ORDER, &out);
	deliver(d, "mail", MAIL("m1", "it was not received"), &out);
	assert_int_equal(do_cmd(d, "overrule", "tom", "{\"action\":1}", &err),
			 -1);
	assert_non_null(strstr(err.text, "say why"));
	assert_int_equal(do_cmd(d, "overrule", "mia",
				"{\"action\":1,\"reason\":\"I want\"}", &err),
			 -1);
	assert_int_equal(err.code, ERR_DENIED);
	assert_int_equal(action_state(d, 1), ACTION_WAITING);
	must_do(d, "overrule", "tom",
		"{\"action\":1,\"reason\":\"looked at it\"}");
	assert_int_not_equal(action_state(d, 1), ACTION_WAITING);
	reason = reason_of(d, 1);
	assert_non_null(strstr(reason, "looked at it (overruled: "));
	free(reason);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_persons_reply_is_refused_with_the_reason),
		cmocka_unit_test(a30_the_guard_knows_where_the_order_goes),
		cmocka_unit_test(a_proposal_waits_and_nobody_can_approve_it),
		cmocka_unit_test(a_manager_lets_leave_what_the_guard_stops),
		cmocka_unit_test(a_manager_approves_what_the_guard_stops),
	};

	return cmocka_run_group_tests_name("screen", tests, NULL, NULL);
}
