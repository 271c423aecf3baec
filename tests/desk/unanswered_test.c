/* unanswered_test.c - a ticket whose buyer waits for an answer is not closed in
 * silence, and closed by mistake it has its reply again.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/loop_help.h"
#include "help/steps.h"

#define CLOSE "{\"ticket\":1,\"outcome\":\"solved\",\"cause\":\"delay\"}"
#define FORCED                                                      \
	"{\"ticket\":1,\"outcome\":\"solved\",\"cause\":\"delay\"," \
	"\"force\":\"we phoned\"}"
#define PROPOSED \
	"SELECT count(*) FROM actions WHERE verb = 'reply' AND state = 2"

static void a_reply_that_waits_is_not_closed_away(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[invoice] send it");
	assert_int_equal(one(d, PROPOSED), 1);
	must_refuse(d, "close", CLOSE,
		    "the buyer of T-1 has no answer to what they wrote last, "
		    "and closing would cancel the one that waits: `action "
		    "approve 1`, or give --force REASON");
	must_do(d, "close", "mia", FORCED);
	assert_int_equal(one(d, PROPOSED), 0);
	assert_string_equal(one_text(d, "SELECT \"text\" FROM notes"),
			    "closed all the same: we phoned");
	ends_the_same(d);
}

static void what_nobody_answers_is_no_end_either(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[invoice] send it");
	must_do(d, "cancel", "mia", "{\"action\":1}");
	must_refuse(d, "close", CLOSE, "`ticket reply T-1 TEXT`, or give");
	replies(d, 1, "Here it is");
	/* They ask on. */
	loop_mail(d, ANN, "h", "[invoice] and the other one");
	must_refuse(d, "close", CLOSE, "has no answer to what they wrote last");
	replies(d, 1, "Here it is, too");
	must_do(d, "close", "mia", CLOSE);
	ends_the_same(d);
}

#define TASK(role)                               \
	"{\"ticket\":1,\"role\":\"" role         \
	"\",\"text\":\"so\",\"within\":\"24h\"," \
	"\"gives\":\"nothing\"}"

/* A reason would overrule what nobody was shown as well. */
static void all_that_holds_it_is_named_at_once(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[invoice] send it");
	must_do(d, "task", "mia", TASK("warehouse"));
	must_refuse(d, "close", CLOSE,
		    "T-1 has an open task of the warehouse: `task done 1`, "
		    "`task failed 1`; the buyer of T-1 has no answer to what "
		    "they wrote last, and closing would cancel the one that "
		    "waits: `action approve 1`, or give --force REASON");
	must_do(d, "close", "mia", FORCED);
	ends_the_same(d);
}

/* Of who may not overrule it as well. */
static void money_is_named_before_what_any_reason_overrules(void **state)
{
	struct desk *d = loop_desk();
	struct err err = { 0 };

	(void)state;
	loop_mail(d, ANN, "h", "[invoice] send it");
	assert_int_equal(plan(d, "refund", "5.00", "\"reason\":\"so\"", &err),
			 0);
	must_refuse(d, "close", CLOSE,
		    "T-1 has money that waits for approval, and closing would "
		    "cancel it: `action approve 2`, or `action cancel 2`; the "
		    "buyer of T-1 has no answer");
	assert_int_equal(must_refuse_by(d, "close", "mia", FORCED,
					"that is for a manager or an owner"),
			 ERR_DENIED);
	must_do(d, "close", "tom", FORCED);
	ends_the_same(d);
}

static void thanks_ask_for_no_answer(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[invoice] send it");
	replies(d, 1, "Here it is");
	loop_mail(d, ANN, "h", "[thanks] all is well");
	must_do(d, "close", "mia", CLOSE);
	ends_the_same(d);
}

static void an_answer_outside_the_desk_is_one(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[invoice] send it");
	replied_outside(d, "Here it is");
	must_do(d, "close", "mia", CLOSE);
	ends_the_same(d);
}

static void who_wrote_in_a_merged_ticket_waits_too(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[invoice] send it");
	replies(d, 1, "Here it is");
	loop_mail(d, "a.smith@home.example", "v",
		  "[late] order #1001 does not come");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 2);
	must_do(d, "merge", "tom",
		"{\"ticket\":2,\"into\":1,\"force\":\"the same\"}");
	must_refuse(d, "close", CLOSE, "the buyer of T-1 has no answer");
	replies(d, 1, "It is on its way");
	must_do(d, "close", "mia", CLOSE);
	ends_the_same(d);
}

static void closed_by_mistake_it_has_its_reply_again(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[invoice] send it");
	must_do(d, "close", "mia", FORCED);
	must_do(d, "ticket_undo", "mia", "{\"ticket\":1}");
	assert_int_equal(
		one(d, "SELECT count(*) FROM actions a, actions b WHERE "
		       "a.state = 2 AND b.state = 11 AND a.text = b.text AND "
		       "a.to_addr = b.to_addr AND a.key <> b.key"),
		1);
	assert_string_equal(one_text(d, "SELECT waiting_for FROM tickets"),
			    "approval");
	/* As often as one likes. */
	pass(d, MINUTE_MS);
	must_do(d, "close", "mia", FORCED);
	must_do(d, "ticket_undo", "mia", "{\"ticket\":1}");
	assert_int_equal(one(d, PROPOSED), 1);
	ends_the_same(d);
}

static int64_t steps_of_taking_it_back(int cancelled)
{
	struct desk *d = loop_desk();
	CLEANUP(free_ptr)
	char *more = xasprintf(
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM "
		"n WHERE i < %d) INSERT INTO actions(id, shop, ticket, verb, "
		"state, settled) SELECT 1000 + i, 1, 1000 + i, 'refund', 11, "
		"i FROM n",
		cancelled);

	loop_mail(d, ANN, "h", "[invoice] send it");
	must_do(d, "close", "mia", FORCED);
	run_sql(d, more);
	steps_start(desk_db(d));
	must_do(d, "ticket_undo", "mia", "{\"ticket\":1}");
	assert_int_equal(one(d, PROPOSED), 1);
	cancelled = (int)steps_end(desk_db(d));
	desk_close(d); /* rows that no command made */
	return cancelled;
}

static void what_was_cancelled_elsewhere_costs_nothing(void **state)
{
	int64_t few = steps_of_taking_it_back(10);
	int64_t many = steps_of_taking_it_back(3000);

	(void)state;
	print_message("# with 10 cancelled: %lld tens of steps, with 3000: "
		      "%lld\n",
		      (long long)few, (long long)many);
	assert_true(many < few + 100);
}

static bool no_verb(const struct brain *b, const char *instance,
		    const char *name, struct verb_facts *out)
{
	(void)b, (void)instance, (void)name, (void)out;
	return false;
}

static void what_nothing_sends_any_more_is_told(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[invoice] send it");
	must_do(d, "close", "mia", FORCED);
	test_brain.verb = no_verb;
	must_do(d, "ticket_undo", "mia", "{\"ticket\":1}");
	assert_int_equal(one(d, "SELECT state FROM tickets"), 1);
	assert_int_equal(one(d, PROPOSED), 0);
	assert_non_null(strstr(one_text(d, "SELECT text FROM alerts WHERE "
					   "cause = 'unanswered:1'"),
			       "the buyer waits for an answer"));
	desk_close(d); /* its verbs changed on the way */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reply_that_waits_is_not_closed_away),
		cmocka_unit_test(what_nobody_answers_is_no_end_either),
		cmocka_unit_test(all_that_holds_it_is_named_at_once),
		cmocka_unit_test(
			money_is_named_before_what_any_reason_overrules),
		cmocka_unit_test(thanks_ask_for_no_answer),
		cmocka_unit_test(an_answer_outside_the_desk_is_one),
		cmocka_unit_test(who_wrote_in_a_merged_ticket_waits_too),
		cmocka_unit_test(closed_by_mistake_it_has_its_reply_again),
		cmocka_unit_test(what_was_cancelled_elsewhere_costs_nothing),
		cmocka_unit_test(what_nothing_sends_any_more_is_told),
	};

	return cmocka_run_group_tests_name("unanswered", tests, shipped_load,
					   shipped_unload);
}
