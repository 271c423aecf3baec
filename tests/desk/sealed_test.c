/* sealed_test.c - what may name a person stands in the journal only sealed.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/desk_help.h"

/* Nowhere in the clear, and the entries still replay. */
static void stands_nowhere(struct desk *d, const char *canary)
{
	assert_int_equal(db_i64(desk_db(d), -1,
				"SELECT count(*) FROM journal WHERE "
				"instr(payload, ?1) OR instr(decisions, ?1)",
				"s", canary),
			 0);
	assert_int_equal(db_i64(desk_db(d), -1,
				"SELECT count(*) FROM alerts WHERE "
				"instr(text, ?1) OR instr(cause, ?1)",
				"s", canary),
			 0);
	replays_the_same(d);
}

static void a_platforms_words_are_sealed_with_the_order(void **state)
{
	static const char *const outcomes[] = { "postpone", "impossible" };
	struct desk *d = desk_with_order();
	char json[200];

	(void)state;
	approved_refund(d, "mia");
	for (size_t i = 0; i < COUNT_OF(outcomes); i++) {
		snprintf(json, sizeof json,
			 "{\"action\":1,\"outcome\":\"%s\",\"why\":"
			 "\"550 5.1.1 <ann@example.com>\"}",
			 outcomes[i]);
		must_do(d, "result", "eva", json);
	}
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"state = 10 AND why LIKE '550 %'"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM journal WHERE "
				"kind = 'result' AND subject = 'order:1:O1'"),
			 2);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE text LIKE "
				"'action 1 (refund) is parked;%'"),
			 1);
	stands_nowhere(d, "ann@example.com");
	desk_close(d);
}

static void a_failed_mail_is_sealed_with_its_thread(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;

	(void)state;
	deliver(d, "mail",
		"{\"kind\":\"text_in\",\"ref\":\"m1\",\"channel\":\"email\","
		"\"thread\":\"h1\",\"from_addr\":\"kim@example.com\","
		"\"subject\":\"Order #1001\",\"text\":\"not received\","
		"\"origin\":\"human\",\"at\":\"2026-09-21T10:00:00Z\"}\n",
		&out);
	must_do(d, "approve", "eva", "{\"action\":1}");
	must_do(d, "sending", "eva", "{\"action\":1,\"request_hash\":\"abc\"}");
	must_do(d, "result", "eva",
		"{\"action\":1,\"outcome\":\"refused\",\"why\":\"no such user "
		"kim@example.com\"}");
	assert_int_equal(one(d, "SELECT count(*) FROM journal WHERE "
				"kind = 'result' AND subject = "
				"'thread:2:h1'"),
			 1);
	stands_nowhere(d, "kim@example.com");
	desk_close(d);
}

static void a_mail_about_an_order_is_forgotten_with_it(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;

	(void)state;
	deliver(d, "mail", MAIL("m1", "not received"), &out);
	deliver(d, "mail",
		"{\"kind\":\"text_in\",\"ref\":\"m2\",\"channel\":\"email\","
		"\"thread\":\"h2\",\"from_addr\":\"kim@example.com\","
		"\"subject\":\"Offer\",\"text\":\"Buy\",\"origin\":"
		"\"human\",\"at\":\"2026-09-21T10:00:00Z\"}\n",
		&out);
	assert_int_equal(one(d, "SELECT count(*) FROM journal WHERE "
				"kind = 'text_in' AND subject = 'order:1:O1'"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM journal WHERE "
				"kind = 'text_in' AND subject = "
				"'mail:2:m2'"),
			 1);
	replays_the_same(d);
	desk_close(d);
}

static void a_persons_reasons_are_sealed(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	struct err err;

	(void)state;
	deliver(d, "mail", MAIL("m1", "not received"), &out);
	must_do(d, "plan", "eva",
		"{\"verb\":\"refund\",\"order\":\"#1001\",\"amount\":\"5.00\","
		"\"currency\":\"USD\",\"reason\":\"Kim Jones rang\"}");
	must_do(d, "approve", "eva", "{\"action\":2}");
	assert_int_equal(do_cmd(d, "close", "eva",
				"{\"ticket\":1,\"outcome\":\"Kim Jones is "
				"happy\",\"force\":\"x\"}",
				&err),
			 -1);
	assert_non_null(strstr(err.text, "one word each"));
	must_do(d, "close", "eva",
		"{\"ticket\":1,\"outcome\":\"refunded\",\"cause\":\"lost_"
		"parcel\","
		"\"force\":\"Kim Jones rang\"}");
	assert_int_equal(one(d, "SELECT count(*) FROM journal WHERE "
				"kind IN ('plan', 'close') AND "
				"subject = 'order:1:O1'"),
			 2);
	assert_int_equal(one(d, "SELECT count(*) FROM journal WHERE "
				"instr(decisions, 'lost_parcel')"),
			 1);
	stands_nowhere(d, "Kim Jones");
	desk_close(d);
}

static void the_reason_to_go_on_after_a_restore_is_sealed(void **state)
{
	struct desk *d = desk_with_order();

	(void)state;
	approved_refund(d, "mia");
	must_do(d, "restored", "eva", "{}");
	must_do(d, "lift", "eva", "{\"force\":\"Kim Jones looked\"}");
	stands_nowhere(d, "Kim Jones");
	desk_close(d);
}

static void a_notice_is_sealed(void **state)
{
	struct desk *d = desk_with_order();

	(void)state;
	must_do(d, "notice", "eva",
		"{\"channel\":\"email\",\"to\":\"kim@example.com\",\"text\":"
		"\"Kim Jones rang again\"}");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"to_addr = 'kim@example.com'"),
			 1);
	stands_nowhere(d, "kim@example.com");
	stands_nowhere(d, "Kim Jones");
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_platforms_words_are_sealed_with_the_order),
		cmocka_unit_test(a_failed_mail_is_sealed_with_its_thread),
		cmocka_unit_test(a_mail_about_an_order_is_forgotten_with_it),
		cmocka_unit_test(a_persons_reasons_are_sealed),
		cmocka_unit_test(a_notice_is_sealed),
		cmocka_unit_test(the_reason_to_go_on_after_a_restore_is_sealed),
	};

	return cmocka_run_group_tests_name("sealed", tests, NULL, NULL);
}
