/* undone_test.c - money that the buyer waits for was not paid: somebody answers
 * them in time, whatever the ticket looked like.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/loop_help.h"

#define RESPONSE(n)                                                 \
	"SELECT count(*) FROM deadlines WHERE ticket = " #n " AND " \
	"state = 1 AND purpose = 'first_response'"
#define WAITS(n) "SELECT coalesce(waiting_for, '') FROM tickets WHERE id = " #n
#define CLOSE                                                         \
	"{\"ticket\":1,\"outcome\":\"refunded\",\"cause\":\"delay\"," \
	"\"force\":\"agreed\"}"

/* A refund of 5.00 on its way, and the buyer was told so. */
static struct desk *told_of_a_refund(int64_t *refund)
{
	struct desk *d = loop_desk();

	loop_mail(d, ANN, "h", "[invoice] and a refund of five");
	*refund = approved_refund(d, "mia");
	replies(d, 1, "It is on its way");
	pass(d, HOUR_MS);
	assert_int_equal(send_now(d, *refund), 0);
	assert_int_equal(one(d, RESPONSE(1)), 0);
	return d;
}

static void an_open_ticket_has_an_answer_due(void **state)
{
	int64_t refund;
	struct desk *d = told_of_a_refund(&refund);
	char failed[500];

	(void)state;
	must_hear(d, "shop", refund_fact(d, refund));
	assert_int_equal(action_state(d, refund), ACTION_SETTLED);
	assert_string_equal(one_text(d, WAITS(1)), "buyer");
	snprintf(failed, sizeof failed, "%s", refund_fact(d, refund));
	memcpy(strstr(failed, "success"), "failed\" ", 8);
	must_hear(d, "shop", failed);
	assert_int_equal(action_state(d, refund), ACTION_FAILED);
	assert_int_equal(one(d, RESPONSE(1)), 1);
	assert_int_equal(one(d, "SELECT due > 0 FROM tickets"), 1);
	assert_string_equal(one_text(d, WAITS(1)), "");
	replies(d, 1, "It is on its way");
	assert_int_equal(one(d, RESPONSE(1)), 0);
	assert_string_equal(one_text(d, WAITS(1)), "buyer");
	ends_the_same(d);
}

static void what_is_due_already_stays_as_it_is(void **state)
{
	int64_t refund, due;
	struct desk *d = told_of_a_refund(&refund);

	(void)state;
	loop_mail(d, ANN, "h", "[invoice] and where is it");
	due = one(d, "SELECT due FROM deadlines WHERE state = 1 AND purpose = "
		     "'first_response'");
	pass(d, MINUTE_MS);
	assert_int_equal(send_result(d, refund, "refused"), 0);
	assert_int_equal(one(d, RESPONSE(1)), 1);
	assert_int_equal(one(d, "SELECT due FROM deadlines WHERE state = 1 AND "
				"purpose = 'first_response'"),
			 due);
	ends_the_same(d);
}

static void a_closed_one_is_open_again(void **state)
{
	int64_t refund;
	struct desk *d = told_of_a_refund(&refund);

	(void)state;
	must_do(d, "close", "tom", CLOSE);
	assert_int_equal(send_result(d, refund, "refused"), 0);
	assert_int_equal(one(d, "SELECT state FROM tickets"), TICKET_OPEN);
	assert_int_equal(one(d, RESPONSE(1)), 1);
	ends_the_same(d);
}

/* The buyer's words go to the new one. */
static void of_a_closed_one_that_has_a_new_one_the_new_one_has_it(void **state)
{
	int64_t refund;
	struct desk *d = told_of_a_refund(&refund);

	(void)state;
	must_do(d, "close", "tom", CLOSE);
	pass(d, 60 * DAY_MS); /* too long ago to be opened again */
	loop_mail(d, ANN, "new", "[invoice] once more");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 2);
	replies(d, 2, "It is on its way");
	assert_int_equal(one(d, RESPONSE(2)), 0);
	assert_int_equal(send_result(d, refund, "refused"), 0);
	assert_int_equal(one(d, "SELECT state FROM tickets WHERE id = 1"),
			 TICKET_CLOSED);
	assert_int_equal(one(d, RESPONSE(2)), 1);
	assert_int_equal(one(d, "SELECT due > 0 FROM tickets WHERE id = 2"), 1);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_open_ticket_has_an_answer_due),
		cmocka_unit_test(what_is_due_already_stays_as_it_is),
		cmocka_unit_test(a_closed_one_is_open_again),
		cmocka_unit_test(
			of_a_closed_one_that_has_a_new_one_the_new_one_has_it),
	};

	return cmocka_run_group_tests_name("undone", tests, shipped_load,
					   shipped_unload);
}
