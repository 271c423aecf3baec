/* danger_test.c - a buyer tells of a danger to people, with the shipped policy:
 * whatever they want because of it, the ticket is red, people are told, and
 * nothing leaves or ends without them.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/loop_help.h"
#include "help/fake_brain.h"

#define FIRE "The lamp caught fire, order #1001"
#define DANGERS "SELECT count(*) FROM alerts WHERE cause GLOB 'danger:*'"
#define PROPOSED(what) "SELECT count(*) FROM actions WHERE state = 2 AND " what

static void is_red_and_told(struct desk *d)
{
	assert_int_equal(one(d, "SELECT tier FROM tickets WHERE id = 1"),
			 TIER_RED);
	assert_string_equal(one_text(d, "SELECT danger FROM tickets WHERE id = "
					"1"),
			    "fire: \"caught fire\"");
	assert_string_equal(one_text(d, "SELECT text FROM alerts WHERE cause = "
					"'danger:1'"),
			    "T-1 tells of a danger to people (fire: \"caught "
			    "fire\"): see that they are safe, and hold the "
			    "stock");
	assert_int_equal(one(d, "SELECT level = 'error' FROM alerts WHERE "
				"cause = 'danger:1'"),
			 1);
}

static void it_is_red_whatever_the_issue_is(void **state)
{
	static const char *const mails[] = {
		"[cancel_request] cancel it. " FIRE,
		"[thanks] thanks for the quick delivery. " FIRE,
		"[quality] poor quality. " FIRE,
		"[machine_mail] " FIRE,
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(mails); i++) {
		struct desk *d = loop_desk();

		loop_mail(d, ANN, "h", mails[i]);
		is_red_and_told(d);
		ends_the_same(d);
	}
}

static void what_is_supposed_is_an_everyday_matter(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[product_question] could it catch fire? #1001");
	assert_int_equal(one(d, "SELECT tier FROM tickets"), TIER_BLUE);
	assert_int_equal(one(d, DANGERS), 0);
	ends_the_same(d);
}

/* No offer, no money: whether they are all right, and the stock is held. */
static void they_are_asked_whether_they_are_all_right(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[quality] " FIRE);
	assert_string_equal(one_text(d, "SELECT group_concat(template_id) FROM "
					"actions"),
			    "danger.stop_using");
	assert_string_equal(one_text(d, "SELECT playbook FROM tickets"),
			    "danger");
	assert_string_equal(one_text(d, "SELECT group_concat(role || ' ' || "
					"gives) FROM tasks WHERE state = 1"),
			    "warehouse nothing");
	/* Who writes again is read by who looks into it. */
	send_reply(d);
	loop_mail(d, ANN, "h", "[invoice] we are fine. And an invoice, please");
	assert_string_equal(one_text(d, "SELECT step FROM tickets"), "look");
	loop_mail(d, ANN, "h", "[cancel_request] and cancel the other one");
	assert_string_equal(one_text(d, "SELECT step FROM tickets"), "look");
	assert_int_equal(one(d, PROPOSED("verb = 'reply'")), 0);
	ends_the_same(d);
}

static void cheap_lamp(struct desk *d, const char *text)
{
	CLEANUP(str_release) struct str line = STR_INIT;

	put_order_line(&line, (struct order_line){ .ref = "O2",
						   .name = "#1002",
						   .placed = "2026-09-21T10:00:"
							     "00Z",
						   .buyer_ref = "B2",
						   .email = "bob@example.com",
						   .total = "12.00" });
	deliver_line(d, "shop", &line);
	loop_mail(d, "bob@example.com", "h", text);
}

/* Of a lamp for 12 USD a rule would pay by itself. */
static void no_small_refund_buys_it_off(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	cheap_lamp(d, "[quality] poor quality, #1002");
	assert_int_equal(one(d, PROPOSED("verb = 'refund'")), 1);
	ends_the_same(d);
	d = loop_desk();
	cheap_lamp(d, "[quality] poor quality, it caught fire, #1002");
	assert_int_equal(one(d, PROPOSED("verb = 'refund'")), 0);
	ends_the_same(d);
}

/* Whatever a seller's own rules say. */
static void nothing_leaves_by_itself_for_it(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	test_brain.advise = fake_automatic;
	fake_effects = "auto";
	loop_mail(d, ANN, "h", "[quality] the lamp flickers, order #1001");
	assert_int_equal(one(d, PROPOSED("automatic = 1")), 0);
	desk_close(d);
	d = loop_desk();
	test_brain.advise = fake_automatic;
	loop_mail(d, ANN, "h", "[quality] " FIRE);
	assert_true(one(d, PROPOSED("automatic = 1")) > 0);
	assert_int_equal(one(d, PROPOSED("automatic = 1 AND why NOT LIKE "
					 "'%danger to people%'")),
			 0);
	fake_effects = "propose";
	desk_close(d);
}

static void a_playbook_that_waits_for_a_photo_ends(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[damaged] the glass is cracked, #1001");
	send_reply(d);
	assert_string_equal(one_text(d, "SELECT playbook FROM tickets"),
			    "damaged");
	loop_mail(d, ANN, "h", "[damaged] " FIRE);
	assert_string_equal(one_text(d, "SELECT playbook FROM tickets"),
			    "danger");
	is_red_and_told(d);
	ends_the_same(d);
}

static void a_danger_is_told_once_and_another_one_again(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[quality] " FIRE);
	must_do(d, "acknowledge", "mia", "{\"alert\":1}");
	loop_mail(d, ANN, "h", "[quality] as I said, " FIRE);
	assert_int_equal(one(d, DANGERS), 1);
	loop_mail(d, ANN, "h", "[quality] and my wife was injured, #1001");
	assert_int_equal(one(d, DANGERS), 2);
	assert_string_equal(one_text(d, "SELECT danger FROM tickets"),
			    "fire: \"caught fire\"; injury: \"injured\"");
	ends_the_same(d);
}

static void it_is_not_closed_before_somebody_has_looked(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[quality] " FIRE);
	must_refuse(d, "close",
		    "{\"ticket\":1,\"outcome\":\"solved\",\"cause\":\"fire\"}",
		    "T-1 tells of a danger to people, and nobody has said that "
		    "they looked: `alert acknowledge 1`");
	must_do(d, "acknowledge", "mia", "{\"alert\":1}");
	must_do(d, "approve", "tom", "{\"action\":1}");
	settles(d, 1);
	must_do(d, "task_done", "mia", "{\"task\":1}");
	must_do(d, "close", "mia",
		"{\"ticket\":1,\"outcome\":\"recalled\",\"cause\":\"fire\"}");
	ends_the_same(d);
}

static void thanks_that_tell_it_open_a_closed_ticket(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[order_status] where is it? #1001");
	loop_close(d, 1, "question");
	loop_mail(d, ANN, "h", "[thanks] it came, thanks. " FIRE);
	assert_int_equal(one(d, "SELECT state <> 3 FROM tickets WHERE id = 1"),
			 1);
	is_red_and_told(d);
	ends_the_same(d);
}

static void a_merged_ticket_takes_it_along(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h1", "[order_status] where is it? #1001");
	loop_mail(d, "bob@example.com", "h2",
		  "[other] I know of #1001. The "
		  "lamp caught fire");
	must_do(d, "merge", "tom",
		"{\"ticket\":2,\"into\":1,\"force\":\"her husband\"}");
	is_red_and_told(d);
	ends_the_same(d);
}

static void a_review_of_five_stars_is_read_as_well(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_review(d, "V1", 5, "Lovely lamp");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 0);
	loop_review(d, "V2", 5, "Lovely lamp, until it caught fire");
	is_red_and_told(d);
	ends_the_same(d);
}

static void a_strangers_mail_is_told_of(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, "eve@example.com", "x", "[other] your lamp caught fire");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 0);
	assert_int_equal(one(d, DANGERS), 1);
	ends_the_same(d);
}

/* What is quoted was told before. */
static void what_is_quoted_tells_nothing_new(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h",
		  "[invoice] the invoice, please, #1001\n> it caught fire");
	assert_int_equal(one(d, DANGERS), 0);
	ends_the_same(d);
}

static void nobody_is_asked_for_a_review_after_it(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[quality] " FIRE);
	loop_mail(d, ANN, "h", "[thanks] thank you");
	must_do(d, "acknowledge", "mia", "{\"alert\":1}");
	loop_close(d, 1, "fire");
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE purpose "
				"= 'invite' AND state = 1"),
			 0);
	assert_int_equal(one(d, "SELECT count(*) FROM tags"), 0);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_red_whatever_the_issue_is),
		cmocka_unit_test(what_is_supposed_is_an_everyday_matter),
		cmocka_unit_test(they_are_asked_whether_they_are_all_right),
		cmocka_unit_test(no_small_refund_buys_it_off),
		cmocka_unit_test(nothing_leaves_by_itself_for_it),
		cmocka_unit_test(a_playbook_that_waits_for_a_photo_ends),
		cmocka_unit_test(a_danger_is_told_once_and_another_one_again),
		cmocka_unit_test(it_is_not_closed_before_somebody_has_looked),
		cmocka_unit_test(thanks_that_tell_it_open_a_closed_ticket),
		cmocka_unit_test(a_merged_ticket_takes_it_along),
		cmocka_unit_test(a_review_of_five_stars_is_read_as_well),
		cmocka_unit_test(a_strangers_mail_is_told_of),
		cmocka_unit_test(what_is_quoted_tells_nothing_new),
		cmocka_unit_test(nobody_is_asked_for_a_review_after_it),
	};

	return cmocka_run_group_tests_name("danger", tests, shipped_load,
					   shipped_unload);
}
