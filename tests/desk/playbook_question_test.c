/* playbook_question_test.c - a playbook's question to people: who may answer
 * it, and what ends it. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/lost_help.h"

/* A question to people: is it so what the buyer shows? */
static struct desk *asked(void)
{
	struct desk *d = lost_begun(":memory:");

	must_hear(d, "shop",
		  LOST_ORDER SCAN("delivered", "2026-09-18T10:00:00Z"));
	must_hear(d, "mail", MAIL("m1", "[damaged] it is broken"));
	send_reply(d);
	must_hear(d, "mail", MAIL("m2", "[damaged] a photo of it"));
	lost_at(d, "look");
	return d;
}

#define OPEN_QUESTIONS                                             \
	"SELECT (SELECT count(*) FROM alerts WHERE cause GLOB "    \
	"'accept:*' AND acknowledged IS NULL) + (SELECT count(*) " \
	"FROM deadlines WHERE purpose = 'accept' AND state = 1)"

static void who_only_reads_says_neither_yes_nor_no(void **state)
{
	struct desk *d = asked();
	struct err err;

	(void)state;
	assert_int_equal(do_cmd(d, "accept", "ada", "{\"ticket\":1}", &err),
			 -1);
	assert_int_equal(err.code, ERR_DENIED);
	lost_at(d, "look");
	desk_close(d);
}

static void a_yes_is_taken_once_and_only_where_it_is_asked_for(void **state)
{
	struct desk *d = asked();
	struct err err;

	(void)state;
	assert_int_equal(one(d, OPEN_QUESTIONS), 2);
	must_do(d, "accept", "mia", "{\"ticket\":1}");
	assert_int_equal(one(d, OPEN_QUESTIONS), 0);
	assert_int_equal(do_cmd(d, "accept", "mia", "{\"ticket\":1}", &err),
			 -1);
	assert_non_null(strstr(err.text, "does not wait for anybody's yes"));
	ends_the_same(d);
}

static void a_refund_ends_the_question(void **state)
{
	struct desk *d = asked();

	(void)state;
	must_hear(d, "shop", GAVE("P2", "refund", "49.00"));
	lost_at(d, "stopped");
	assert_int_equal(one(d, OPEN_QUESTIONS), 0);
	ends_the_same(d);
}

static void closing_the_ticket_ends_the_question(void **state)
{
	struct desk *d = asked();

	(void)state;
	must_do(d, "close", "tom",
		"{\"ticket\":1,\"outcome\":\"settled\",\"cause\":\"transport_"
		"damage\",\"force\":\"it is over\"}");
	assert_int_equal(one(d, OPEN_QUESTIONS), 0);
	ends_the_same(d);
}

/* While somebody looks, what else the buyer sends is for that person. */
static void more_photos_do_not_end_the_question(void **state)
{
	struct desk *d = asked();

	(void)state;
	must_hear(d, "mail", MAIL("m3", "[damaged] one more photo"));
	lost_at(d, "look");
	assert_int_equal(one(d, OPEN_QUESTIONS), 2);
	assert_int_equal(lost_proposed(d, "other.holding"), 0);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_only_reads_says_neither_yes_nor_no),
		cmocka_unit_test(
			a_yes_is_taken_once_and_only_where_it_is_asked_for),
		cmocka_unit_test(a_refund_ends_the_question),
		cmocka_unit_test(closing_the_ticket_ends_the_question),
		cmocka_unit_test(more_photos_do_not_end_the_question),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
