/* composite_test.c - effects that go together: approved, taken back and given
 * up as one (A58).
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/remedy_help.h"
#include "help/fake_brain.h"

static void goods_and_code(const struct brain *b, const struct matter *m,
			   struct arena *arena, struct advice *out)
{
	(void)b, (void)m, (void)arena;
	out->wanted[out->count++] = (struct wanted){ .rule = "dear",
						     .policy = "p",
						     .verb = "reship" };
	out->wanted[out->count++] = (struct wanted){ .rule = "dear",
						     .policy = "p",
						     .verb = "coupon",
						     .args = "{\"percent\":10}",
						     .part = true };
}

/* Order O1001, to be sent anew with a code of a tenth. */
static struct desk *desk_with_a_composite(const char *total)
{
	struct desk *d = open_desk();

	can_all();
	test_brain.advise = goods_and_code;
	complaint(d, (struct complaint){ .n = 1001, .total = total });
	assert_int_equal(one(d, "SELECT part_of FROM actions WHERE id = 2"), 1);
	return d;
}

static void a58_a_composite_is_approved_as_one(void **state)
{
	struct desk *d = desk_with_a_composite("45.00");

	(void)state;
	assert_int_equal(asks(d, "approve", "tom", "{\"action\":2}"), -1);
	must_do(d, "approve", "mia", "{\"action\":1}");
	assert_int_equal(action_state(d, 1), ACTION_DUE);
	assert_int_equal(action_state(d, 2), ACTION_DUE);
	ends_the_same(d);
}

static void a58_a_limit_is_held_against_the_whole_composite(void **state)
{
	struct desk *d = desk_with_a_composite("46.00");

	(void)state;
	/* 46.00 alone is within mia's 50.00, with the code's 4.60 it is not. */
	assert_int_equal(asks(d, "approve", "mia", "{\"action\":1}"), -1);
	must_do(d, "approve", "tom", "{\"action\":1}");
	ends_the_same(d);
}

static void a58_a_composite_is_taken_back_and_given_up_as_one(void **state)
{
	struct desk *d = desk_with_a_composite("45.00");

	(void)state;
	fake_undo = 60000;
	must_do(d, "approve", "mia", "{\"action\":1}");
	assert_int_equal(action_state(d, 2), ACTION_HELD);
	must_do(d, "undo", "mia", "{\"action\":1}");
	assert_int_equal(action_state(d, 2), ACTION_WAITING);
	must_do(d, "cancel", "mia", "{\"action\":1}");
	assert_int_equal(action_state(d, 2), ACTION_CANCELLED);
	ends_the_same(d);
}

static int64_t goods_wait(const struct brain *b, const char *verb)
{
	(void)b;
	return text_eq(verb, "reship") ? 60000 : 0;
}

/* The code has no undo window, and its approval is the head's. */
static void
a58_a_part_without_a_window_is_taken_back_with_its_head(void **state)
{
	struct desk *d = desk_with_a_composite("45.00");

	(void)state;
	test_brain.undo_window = goods_wait;
	must_do(d, "approve", "mia", "{\"action\":1}");
	assert_int_equal(action_state(d, 2), ACTION_DUE);
	must_do(d, "undo", "mia", "{\"action\":1}");
	assert_int_equal(action_state(d, 2), ACTION_WAITING);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"approved_by IS NOT NULL"),
			 0);
	ends_the_same(d);
}

static void a58_what_was_approved_is_given_up_as_one(void **state)
{
	struct desk *d = desk_with_a_composite("45.00");

	(void)state;
	fake_undo = 60000;
	must_do(d, "approve", "mia", "{\"action\":1}");
	must_do(d, "cancel", "mia", "{\"action\":1}");
	assert_int_equal(action_state(d, 2), ACTION_CANCELLED);
	ends_the_same(d);
}

static void a58_a_part_may_be_left_away(void **state)
{
	struct desk *d = desk_with_a_composite("45.00");

	(void)state;
	must_do(d, "cancel", "mia", "{\"action\":2}");
	assert_int_equal(action_state(d, 1), ACTION_WAITING);
	must_do(d, "approve", "mia", "{\"action\":1}");
	ends_the_same(d);
}

static void a58_a_part_does_not_leave_when_its_head_was_refused(void **state)
{
	struct desk *d = desk_with_a_composite("45.00");

	(void)state;
	must_do(d, "approve", "mia", "{\"action\":1}");
	assert_int_equal(send_now(d, 2), -1);
	assert_int_equal(send_now(d, 1), 0);
	assert_int_equal(send_now(d, 2), -1);
	assert_int_equal(send_result(d, 1, "refused"), 0);
	assert_int_equal(action_state(d, 1), ACTION_REFUSED);
	assert_int_equal(action_state(d, 2), ACTION_CANCELLED);
	ends_the_same(d);
}

static void a58_a_part_waits_while_nobody_knows_of_its_head(void **state)
{
	struct desk *d = desk_with_a_composite("45.00");

	(void)state;
	must_do(d, "approve", "mia", "{\"action\":1}");
	assert_int_equal(send_now(d, 1), 0);
	/* Its class has no way to look: a person does. */
	assert_int_equal(send_result(d, 1, "unknown"), 0);
	pass(d, DAY_MS);
	assert_int_equal(send_now(d, 2), -1);
	assert_int_equal(action_state(d, 1), ACTION_PARKED);
	assert_int_equal(send_now(d, 2), -1);
	must_do(d, "retry", "eva", "{\"action\":1,\"seen\":\"done\"}");
	assert_int_equal(send_now(d, 2), 0);
	ends_the_same(d);
}

static void dearer(const struct brain *b, const struct matter *m,
		   struct arena *arena, struct advice *out)
{
	goods_and_code(b, m, arena, out);
	out->wanted[0].rule = out->wanted[1].rule = "dearer";
}

static void a58_another_matter_proposes_the_whole_composite_anew(void **state)
{
	struct desk *d = desk_with_a_composite("45.00");

	(void)state;
	test_brain.advise = dearer;
	writes(d, "it is damaged");
	assert_int_equal(action_state(d, 1), ACTION_CANCELLED);
	assert_int_equal(action_state(d, 2), ACTION_CANCELLED);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE verb = "
				"'reship' AND state = 2"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM actions c JOIN actions h "
				"ON h.id = c.part_of WHERE c.verb = 'coupon' "
				"AND c.state = 2 AND h.state = 2"),
			 1);
	desk_close(d); /* its rules changed on the way */
}

static void goods_and_code_at_once(const struct brain *b,
				   const struct matter *m, struct arena *arena,
				   struct advice *out)
{
	goods_and_code(b, m, arena, out);
	out->wanted[0].automatic = out->wanted[1].automatic = true;
}

/* 19.00 and 1.90 are each within the 20.00 of a rule. */
static void a58_rules_give_no_more_at_once_by_parts(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	can_all();
	fake_effects = "auto";
	test_brain.advise = goods_and_code_at_once;
	complaint(d, (struct complaint){ .n = 1001, .total = "19.00" });
	assert_int_equal(action_state(d, 1), ACTION_DUE);
	assert_int_equal(action_state(d, 2), ACTION_WAITING);
	complaint(d, (struct complaint){ .n = 1002, .total = "10.00" });
	assert_int_equal(action_state(d, 4), ACTION_DUE);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a58_a_composite_is_approved_as_one),
		cmocka_unit_test(
			a58_a_limit_is_held_against_the_whole_composite),
		cmocka_unit_test(
			a58_a_composite_is_taken_back_and_given_up_as_one),
		cmocka_unit_test(
			a58_a_part_without_a_window_is_taken_back_with_its_head),
		cmocka_unit_test(a58_what_was_approved_is_given_up_as_one),
		cmocka_unit_test(a58_a_part_may_be_left_away),
		cmocka_unit_test(
			a58_a_part_does_not_leave_when_its_head_was_refused),
		cmocka_unit_test(
			a58_a_part_waits_while_nobody_knows_of_its_head),
		cmocka_unit_test(
			a58_another_matter_proposes_the_whole_composite_anew),
		cmocka_unit_test(a58_rules_give_no_more_at_once_by_parts),
	};

	return cmocka_run_group_tests_name("composites", tests, NULL, NULL);
}
