/* edited_test.c - a proposal in a person's words is still what its rule or
 * playbook proposed. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/loop_help.h"
#include "help/fake_brain.h"

#define CHANGED "{\"ticket\":1,\"text\":\"A photo, please.\",\"instead\":1}"

static void step_is(struct desk *d, const char *step)
{
	assert_string_equal(
		one_text(d, "SELECT step FROM tickets WHERE id = 1"), step);
}

/* Its question is action 1 and waits; so does the playbook, for the photo. */
static struct desk *desk_with_a_question(void)
{
	struct desk *d = loop_desk();

	fake_undo = 0;
	loop_mail(d, ANN, "h", "[damaged] it is broken");
	step_is(d, "wait for the photo");
	return d;
}

static void other_words_are_the_reply_of_the_step(void **state)
{
	struct desk *d = desk_with_a_question();

	(void)state;
	must_do(d, "reply", "mia", CHANGED);
	assert_int_equal(action_state(d, 1), ACTION_CANCELLED);
	assert_string_equal(one_text(d, "SELECT why FROM actions"),
			    "its words were changed by mia");
	assert_int_equal(one(d, "SELECT count(*) FROM actions a, actions b "
				"WHERE a.id = 1 AND b.id = 2 AND a.rule = "
				"b.rule AND a.subject = b.subject AND "
				"a.template_id = b.template_id AND b.state = 4 "
				"AND b.proposed_by = 'mia'"),
			 1);
	step_is(d, "wait for the photo");
	settles(d, 2);
	loop_mail(d, ANN, "h", "[damaged] here is the photo");
	step_is(d, "look");
	ends_the_same(d);
}

/* What was not sent yet is no question that the buyer could have answered. */
static void before_they_have_left_nobody_answers_them(void **state)
{
	struct desk *d = desk_with_a_question();

	(void)state;
	must_do(d, "reply", "mia", CHANGED);
	loop_mail(d, ANN, "h", "[damaged] quite broken");
	step_is(d, "wait for the photo");
	assert_int_equal(action_state(d, 2), ACTION_WAITING);
	ends_the_same(d);
}

static void who_is_no_agent_changes_what_waits(void **state)
{
	struct desk *d = desk_with_a_question();

	(void)state;
	must_do(d, "reply", "bob", CHANGED);
	assert_int_equal(action_state(d, 1), ACTION_CANCELLED);
	assert_int_equal(action_state(d, 2), ACTION_WAITING);
	must_do(d, "approve", "mia", "{\"action\":2}");
	step_is(d, "wait for the photo");
	settles(d, 2);
	step_is(d, "wait for the photo");
	ends_the_same(d);
}

static void a_reply_written_apart_still_ends_the_playbook(void **state)
{
	struct desk *d = desk_with_a_question();

	(void)state;
	must_do(d, "reply", "mia", "{\"ticket\":1,\"text\":\"We look.\"}");
	assert_int_equal(action_state(d, 1), ACTION_CANCELLED);
	step_is(d, "stopped");
	ends_the_same(d);
}

static void what_was_changed_meanwhile_is_not_answered_over(void **state)
{
	struct desk *d = desk_with_a_question();

	(void)state;
	must_refuse(d, "reply",
		    "{\"ticket\":1,\"text\":\"Hello\",\"instead\":9}",
		    "there is no action 9");
	loop_mail(d, "a.smith@home.example", "v", "[late] order #1001");
	must_refuse(d, "reply",
		    "{\"ticket\":2,\"text\":\"Hello\",\"instead\":1}",
		    "action 1 is no reply of T-2");
	must_do(d, "approve", "mia", "{\"action\":1}");
	must_refuse(d, "reply", CHANGED,
		    "the proposal was changed meanwhile: action 1 is due, not "
		    "waiting");
	ends_the_same(d);
}

static void what_came_since_it_was_opened_holds_it(void **state)
{
	struct desk *d = desk_with_a_question();
	CLEANUP(free_ptr) char *early = NULL, *now = NULL;
	int64_t heard = one(d, "SELECT max(id) FROM messages");

	(void)state;
	early = xasprintf("{\"ticket\":1,\"text\":\"A photo.\",\"instead\":1,"
			  "\"heard\":%lld}",
			  (long long)heard);
	loop_mail(d, ANN, "h", "[damaged] I want no photo");
	must_refuse(d, "reply", early,
		    "the buyer wrote since; see `ticket show T-1`");
	must_refuse(d, "reply",
		    "{\"ticket\":1,\"text\":\"A photo.\",\"heard\":-1}",
		    "the buyer wrote since");
	assert_int_equal(action_state(d, 1), ACTION_WAITING);
	now = xasprintf("{\"ticket\":1,\"text\":\"A photo.\",\"instead\":1,"
			"\"heard\":%lld}",
			(long long)one(d, "SELECT max(id) FROM messages"));
	must_do(d, "reply", "mia", now);
	assert_int_equal(action_state(d, 1), ACTION_CANCELLED);
	ends_the_same(d);
}

static struct desk *desk_with_a_promise(void)
{
	struct desk *d = open_desk();

	test_brain.advise = fake_words_and_money;
	complaint(d, (struct complaint){ .n = 1001, .total = "12.00" });
	must_do(d, "reply", "mia", CHANGED);
	assert_int_equal(action_state(d, 3), ACTION_DUE);
	assert_int_equal(send_now(d, 3), -1);
	return d;
}

static void other_words_go_with_their_money(void **state)
{
	struct desk *d = desk_with_a_promise();

	(void)state;
	must_do(d, "approve", "mia", "{\"action\":2}");
	settles(d, 3);
	ends_the_same(d);
	d = desk_with_a_promise();
	must_do(d, "cancel", "mia", "{\"action\":2}");
	assert_int_equal(action_state(d, 3), ACTION_CANCELLED);
	ends_the_same(d);
}

#define SAYS(id, text) \
	"{\"ticket\":1,\"text\":\"" text "\",\"instead\":" #id "}"

static void other_words_promise_what_is_planned_and_no_more(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	test_brain.advise = fake_words_and_money;
	complaint(d, (struct complaint){ .n = 1001, .total = "12.00" });
	fake_promised = "We reship";
	must_refuse(d, "reply", SAYS(1, "We reship it."), "We reship");
	assert_int_equal(action_state(d, 1), ACTION_WAITING);
	fake_promised = "We refund";
	must_do(d, "reply", "mia", SAYS(1, "We refund it."));
	fake_promised = NULL;
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(other_words_are_the_reply_of_the_step),
		cmocka_unit_test(before_they_have_left_nobody_answers_them),
		cmocka_unit_test(who_is_no_agent_changes_what_waits),
		cmocka_unit_test(a_reply_written_apart_still_ends_the_playbook),
		cmocka_unit_test(
			what_was_changed_meanwhile_is_not_answered_over),
		cmocka_unit_test(what_came_since_it_was_opened_holds_it),
		cmocka_unit_test(other_words_go_with_their_money),
		cmocka_unit_test(
			other_words_promise_what_is_planned_and_no_more),
	};

	return cmocka_run_group_tests_name("edited", tests, shipped_load,
					   shipped_unload);
}
