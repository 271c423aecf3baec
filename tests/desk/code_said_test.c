/* code_said_test.c - a person says the code of a coupon, and does not edit it
 * out of a proposal. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/code_help.h"

#define SEEN(what, more) "{\"action\":2,\"seen\":\"" what "\"" more "}"

/* -- who has looked -- */

/* Nobody knows whether it was made. */
static struct desk *desk_with_a_parked_coupon(void)
{
	struct desk *d = desk_with_a_coupon();

	must_do(d, "approve", "tom", THE_COUPON);
	must_do(d, "result", "desk",
		"{\"action\":2,\"outcome\":\"impossible\"}");
	assert_int_equal(action_state(d, 2), ACTION_PARKED);
	return d;
}

static void who_says_that_a_coupon_was_made_says_its_code(void **state)
{
	struct desk *d = desk_with_a_parked_coupon();
	CLEANUP(free_ptr) char *yes = NULL;

	(void)state;
	must_do(d, "reply", "tom", REPLY("A code for you"));
	yes = xasprintf("{\"action\":%lld}", (long long)the_reply(d));
	refuses_tom(d, "retry", SEEN("done", ""),
		    "say which code coupon 2 made");
	refuses_tom(d, "retry", SEEN("done", ",\"code\":\" \""),
		    "say which code coupon 2 made");
	refuses_tom(d, "retry", SEEN("not-done", ",\"code\":\"TY-1\""),
		    "was not made has no code");
	must_do(d, "retry", "tom", SEEN("done", ",\"code\":\"TY-1\""));
	assert_int_equal(action_state(d, 2), ACTION_SETTLED);
	assert_string_equal(
		one_text(d, "SELECT result FROM actions WHERE id = 2"), "TY-1");
	assert_int_equal(action_state(d, the_reply(d)), ACTION_WAITING);
	refuses_tom(d, "approve", yes, "write \"TY-1\" into it");
	must_do(d, "reply", "tom", REPLY("Your code is TY-1"));
	assert_int_equal(send_now(d, the_reply(d)), 0);
	ends_the_same(d);
}

static void a_code_is_one_word(void **state)
{
	struct desk *d = desk_with_a_parked_coupon();

	(void)state;
	refuses_tom(d, "retry", SEEN("done", ",\"code\":\"TY 1\""),
		    "a code is one word");
	must_do(d, "retry", "tom", SEEN("done", ",\"code\":\" TY-1\\n\""));
	assert_string_equal(
		one_text(d, "SELECT result FROM actions WHERE id = 2"), "TY-1");
	ends_the_same(d);
}

/* The shop said it, and lost it again. */
static struct desk *desk_with_a_parked_code(void)
{
	struct desk *d = desk_with_a_coupon();

	must_do(d, "approve", "tom", THE_COUPON);
	assert_int_equal(send_now(d, 2), 0);
	must_do(d, "result", "desk",
		"{\"action\":2,\"outcome\":\"accepted\",\"result\":\"TY-1\"}");
	run_sql(d, "UPDATE actions SET state = 10 WHERE id = 2");
	return d;
}

static void a_known_code_is_not_said_otherwise(void **state)
{
	struct desk *d = desk_with_a_parked_code();

	(void)state;
	refuses_tom(d, "retry", SEEN("done", ",\"code\":\"TY-2\""),
		    "coupon 2 has the code \"TY-1\" already");
	must_do(d, "retry", "tom", SEEN("done", ",\"code\":\"TY-1\""));
	assert_string_equal(
		one_text(d, "SELECT result FROM actions WHERE id = 2"), "TY-1");
	desk_close(d); /* no command parked it */
}

static void nothing_but_a_coupon_has_a_code(void **state)
{
	struct desk *d = desk_with_lost_order();
	int64_t id = approved_refund(d, "tom");
	CLEANUP(free_ptr)
	char *parked = xasprintf("{\"action\":%lld,\"outcome\":\"impossible\"}",
				 (long long)id);
	CLEANUP(free_ptr)
	char *seen = xasprintf("{\"action\":%lld,\"seen\":\"done\","
			       "\"code\":\"TY-1\"}",
			       (long long)id);

	(void)state;
	must_do(d, "result", "desk", parked);
	refuses_tom(d, "retry", seen, "only a coupon has a code");
	ends_the_same(d);
}

static void a_coupon_that_was_said_to_be_done_before_stays_so(void **state)
{
	struct desk *d = desk_with_a_parked_coupon();

	(void)state;
	run_sql(d, "UPDATE actions SET result = 'any' WHERE id = 2");
	must_do(d, "retry", "tom", SEEN("done", ""));
	run_sql(d, "UPDATE actions SET result = NULL WHERE id = 2");
	ends_the_same(d);
}

/* -- other words for a proposal -- */

static int with_the_code(const struct brain *b, const char *template_id,
			 const char *lang, const struct slot_value *slots,
			 size_t count, struct arena *arena,
			 struct rendered *out, struct err *err)
{
	(void)b, (void)template_id, (void)lang, (void)err;
	out->subject = NULL;
	out->text = arena_strdup(arena, "no code yet");
	for (size_t i = 0; i < count; i++)
		if (text_eq(slots[i].name, "coupon"))
			out->text = arena_printf(arena, "the code is %s",
						 slots[i].text);
	return 0;
}

static struct desk *desk_with_a_proposed_code(char **edit, char **keep)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	long long id;

	test_brain.render = with_the_code;
	deliver(d, "mail", MAIL("m1", "it was not received"), &out);
	coupon_planned(d);
	must_do(d, "approve", "tom", THE_COUPON);
	assert_int_equal(send_now(d, 2), 0);
	code_is_made(d);
	deliver(d, "mail", MAIL("m2", "it was not received still"), &out);
	id = (long long)the_reply(d);
	assert_string_equal(
		one_text(d, "SELECT text FROM actions ORDER BY id DESC"),
		"the code is TY-1");
	*edit = xasprintf("{\"ticket\":1,\"text\":\"We are sorry\","
			  "\"instead\":%lld}",
			  id);
	*keep = xasprintf("{\"ticket\":1,\"text\":\"Sorry: ty-1\","
			  "\"instead\":%lld}",
			  id);
	return d;
}

static void a_code_is_not_edited_out_of_a_proposal(void **state)
{
	CLEANUP(free_ptr) char *edit = NULL;
	CLEANUP(free_ptr) char *keep = NULL;
	struct desk *d = desk_with_a_proposed_code(&edit, &keep);

	(void)state;
	refuses_tom(d, "reply", edit, "write \"TY-1\" into it");
	must_do(d, "reply", "tom", keep);
	assert_int_equal(send_now(d, the_reply(d)), 0);
	ends_the_same(d);
}

static void the_code_of_a_coupon_that_is_not_given_is_none(void **state)
{
	CLEANUP(free_ptr) char *edit = NULL;
	CLEANUP(free_ptr) char *keep = NULL;
	struct desk *d = desk_with_a_proposed_code(&edit, &keep);

	(void)state;
	run_sql(d, "UPDATE actions SET state = 12 WHERE id = 2");
	must_do(d, "reply", "tom", edit);
	desk_close(d); /* no command took it back */
}

/* A newer one of the same rule, of before there was a code, is there, too. */
static void the_code_is_that_of_the_words_that_are_changed(void **state)
{
	CLEANUP(free_ptr) char *edit = NULL;
	CLEANUP(free_ptr) char *keep = NULL;
	struct desk *d = desk_with_a_proposed_code(&edit, &keep);

	(void)state;
	run_sql(d, "INSERT INTO actions(id, shop, ticket, verb, state, rule, "
		   "proposed_by, text, key) SELECT 900, shop, ticket, verb, "
		   "11, rule, proposed_by, 'no code yet', 'k900' FROM actions "
		   "WHERE text = 'the code is TY-1' AND state = 2");
	refuses_tom(d, "reply", edit, "write \"TY-1\" into it");
	desk_close(d); /* a row that no command made */
}

static void a_manager_edits_it_out_with_a_reason(void **state)
{
	CLEANUP(free_ptr) char *edit = NULL;
	CLEANUP(free_ptr) char *keep = NULL;
	struct desk *d = desk_with_a_proposed_code(&edit, &keep);
	CLEANUP(free_ptr)
	char *forced = xasprintf("%.*s,\"force\":\"by post\"}",
				 (int)strlen(edit) - 1, edit);

	(void)state;
	must_do(d, "reply", "tom", forced);
	assert_int_equal(send_now(d, the_reply(d)), 0);
	ends_the_same(d);
}

/* -- a journal of before -- */

/* The desk did not ask for codes then, as if it knew of none. */
static void words_that_left_without_a_code_stay_so_in_a_replay(void **state)
{
	struct desk *d = desk_with_a_coupon();

	(void)state;
	must_do(d, "reply", "bob", REPLY("The code for you"));
	must_do(d, "approve", "tom", THE_COUPON);
	assert_int_equal(send_now(d, 2), 0);
	code_is_made(d);
	run_sql(d, "UPDATE actions SET result = NULL WHERE id = 2");
	must_do(d, "approve", "tom", "{\"action\":3}");
	must_do(d, "reply", "tom",
		"{\"ticket\":1,\"text\":\"A code for you\",\"after\":3}");
	run_sql(d, "UPDATE actions SET result = 'TY-1' WHERE id = 2");
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_says_that_a_coupon_was_made_says_its_code),
		cmocka_unit_test(a_code_is_one_word),
		cmocka_unit_test(a_known_code_is_not_said_otherwise),
		cmocka_unit_test(nothing_but_a_coupon_has_a_code),
		cmocka_unit_test(
			a_coupon_that_was_said_to_be_done_before_stays_so),
		cmocka_unit_test(a_code_is_not_edited_out_of_a_proposal),
		cmocka_unit_test(
			the_code_of_a_coupon_that_is_not_given_is_none),
		cmocka_unit_test(
			the_code_is_that_of_the_words_that_are_changed),
		cmocka_unit_test(a_manager_edits_it_out_with_a_reason),
		cmocka_unit_test(
			words_that_left_without_a_code_stay_so_in_a_replay),
	};

	return cmocka_run_group_tests_name("code_said", tests, NULL, NULL);
}
