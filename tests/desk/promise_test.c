/* promise_test.c - a reply that the policy wrote promises nothing that is not
 * done: refused, not proposed, cancelled.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/playbook/advice.h"
#include "desk/remedy_help.h"
#include "desk/reply/receipt.h"
#include "desk/ticket/queue.h"
#include "help/fake_brain.h"

static void words_and_money_last(const struct brain *b, const struct matter *m,
				 struct arena *arena, struct advice *out)
{
	struct wanted reply;

	fake_words_and_money(b, m, arena, out);
	reply = out->wanted[0];
	out->wanted[0] = out->wanted[1];
	out->wanted[1] = reply;
}

/* Reply and refund of 1.00 wait. */
static struct desk *desk_with_a_promise(void)
{
	struct desk *d = open_desk();

	test_brain.advise = fake_words_and_money;
	complaint(d, (struct complaint){ .n = 1001, .total = "12.00" });
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE state = 2"),
			 2);
	return d;
}

static void money_that_was_refused_is_not_promised(void **state)
{
	struct desk *d = desk_with_a_promise();

	(void)state;
	act(d, "approve", newest(d, "refund"));
	run_sql(d, "INSERT INTO payments(id, shop, ref, order_ref, type, "
		   "status, amount, amount_currency) SELECT 900, shop, 'P9', "
		   "ref, 1, 1, 1200, 'USD' FROM orders");
	run_sql(d, "UPDATE actions SET state = 5, sent = 1, attempts = 1 WHERE "
		   "verb = 'refund'");
	send_result(d, newest(d, "refund"), "refused");
	assert_int_equal(action_state(d, newest(d, "refund")), ACTION_REFUSED);
	assert_int_equal(action_state(d, newest(d, "reply")), ACTION_CANCELLED);
	desk_close(d);
}

/* The goods are on their way again, and a rule would give their money. */
static void
not_promised(void (*advise)(const struct brain *b, const struct matter *m,
			    struct arena *arena, struct advice *out))
{
	struct desk *d = open_desk();

	can_all();
	test_brain.advise = fake_nothing;
	complaint(d, (struct complaint){ .n = 1001, .total = "12.00" });
	must_do(d, "plan", "tom", "{\"verb\":\"reship\",\"order\":\"O1001\"}");
	act(d, "approve", newest(d, "reship"));
	test_brain.advise = advise;
	writes(d, "poor quality");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE verb = "
				"'refund'"),
			 0);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE verb = "
				"'reply' AND state = 2"),
			 0);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause = "
				"'propose:refund:1'"),
			 1);
	desk_close(d); /* its rules changed on the way */
}

static void money_that_is_not_proposed_is_not_promised(void **state)
{
	(void)state;
	not_promised(fake_words_and_money);
	not_promised(words_and_money_last);
}

static struct brain fake;

static bool no_refunds(const struct brain *b, const char *instance,
		       const char *name, struct verb_facts *out)
{
	return !text_eq(name, "refund") && fake.verb(b, instance, name, out);
}

/* Whatever stands first, the words or the money. */
static void what_the_shop_cannot_do_is_not_promised(void **state)
{
	static void (*const advise[])(
		const struct brain *b, const struct matter *m,
		struct arena *arena,
		struct advice *out) = { fake_words_and_money,
					words_and_money_last };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(advise); i++) {
		struct desk *d = open_desk();

		fake = test_brain;
		test_brain.verb = no_refunds;
		test_brain.advise = advise[i];
		complaint(d, (struct complaint){ .n = 1001, .total = "12.00" });
		assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
					"state <> 11"),
				 0);
		assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE "
					"cause = 'propose:refund:1'"),
				 1);
		ends_the_same(d);
	}
}

static void through_what_is_off_the_shop_can_nothing(void **state)
{
	struct desk *d = desk_with_a_promise();

	(void)state;
	assert_int_equal(matter_can(d, "shop", "refund"), FLAG_YES);
	assert_int_equal(matter_can(d, "shop", "reship"), FLAG_NO);
	fake_effects = "off";
	assert_int_equal(matter_can(d, "shop", "refund"), FLAG_NO);
	desk_close(d);
}

static void a_promise_within_its_window_is_stopped_with_its_money(void **state)
{
	struct desk *d = desk_with_a_promise();
	int64_t reply = newest(d, "reply");

	(void)state;
	fake_undo = 60000;
	act(d, "approve", newest(d, "refund"));
	act(d, "approve", reply);
	assert_int_equal(action_state(d, reply), ACTION_HELD);
	act(d, "cancel", newest(d, "refund"));
	pass(d, 2 * MINUTE_MS);
	assert_int_equal(action_state(d, reply), ACTION_CANCELLED);
	ends_the_same(d);
}

static void words_are_approved_after_their_money(void **state)
{
	struct desk *d = desk_with_a_promise();
	int64_t reply = newest(d, "reply"), refund = newest(d, "refund");

	(void)state;
	refuses(d, "approve", reply, "(refund), which waits for approval");
	assert_int_equal(action_state(d, reply), ACTION_WAITING);
	fake_undo = 60000;
	act(d, "approve", refund);
	act(d, "approve", reply);
	act(d, "undo", refund);
	assert_int_equal(action_state(d, refund), ACTION_WAITING);
	assert_int_equal(action_state(d, reply), ACTION_WAITING);
	act(d, "cancel", refund);
	assert_int_equal(action_state(d, reply), ACTION_CANCELLED);
	ends_the_same(d);
}

/* Whatever the rules of a seller say. */
static void what_the_buyer_was_told_of_is_not_told_again(void **state)
{
	struct desk *d = desk_with_a_promise();
	int64_t reply = newest(d, "reply"), refund = newest(d, "refund");

	(void)state;
	act(d, "approve", refund);
	act(d, "approve", reply);
	settles(d, reply);
	writes(d, "poor quality");
	assert_int_equal(newest(d, "refund"), refund);
	assert_int_equal(newest(d, "reply"), reply);
	assert_string_equal(one_text(d, "SELECT text FROM alerts WHERE cause = "
					"'given:refund:1'"),
			    "T-1: no refund proposed once more: action 2 is "
			    "there, and action 1 tells the buyer of it; answer "
			    "by hand");
	desk_close(d); /* its rules changed on the way */
}

/* The refund is on its way, and the buyer knows. */
static struct desk *desk_that_told_before(void)
{
	struct desk *d = desk_with_a_promise();

	act(d, "approve", newest(d, "refund"));
	act(d, "approve", newest(d, "reply"));
	settles(d, newest(d, "reply"));
	return d;
}

static void asks_again_of(struct desk *d, const char *subject)
{
	CLEANUP(str_release) struct str line = STR_INIT;

	now_ms += MINUTE_MS;
	put_mail_line(&line, (struct mail_line){ .ref = "again",
						 .thread = subject,
						 .from = "b1001@example.com",
						 .subject = subject,
						 .text = "poor quality" });
	deliver_line(d, "shop", &line);
}

static void
what_another_ticket_of_the_order_told_is_not_told_again(void **state)
{
	struct desk *d = desk_that_told_before();
	int64_t reply = newest(d, "reply");

	(void)state;
	must_do(d, "close", "tom",
		"{\"ticket\":1,\"outcome\":\"refunded\",\"force\":\"so\"}");
	asks_again_of(d, "#1001");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE state <> "
				"3"),
			 1);
	assert_int_equal(newest(d, "reply"), reply);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause = "
				"'given:refund:2'"),
			 1);
	desk_close(d);
}

/* The yes was said, and the words still wait: they stay, and are enough. */
static void what_waits_to_be_told_is_not_proposed_again(void **state)
{
	struct desk *d = desk_with_a_promise();
	int64_t reply = newest(d, "reply");

	(void)state;
	act(d, "approve", newest(d, "refund"));
	writes(d, "poor quality");
	assert_int_equal(newest(d, "reply"), reply);
	assert_int_equal(action_state(d, reply), ACTION_WAITING);
	desk_close(d);
}

static bool is_stuck(struct desk *d)
{
	CLEANUP(rows_release) struct rows r = queue_stuck(desk_db(d));

	return rows_next(&r);
}

static void stuck_is(struct desk *d, const char *why, int64_t action)
{
	CLEANUP(rows_release) struct rows r = queue_stuck(desk_db(d));

	assert_true(rows_next(&r));
	assert_string_equal(rows_text(&r, 1), why);
	assert_int_equal(rows_i64(&r, 2), action);
}

static int64_t a_day_for_money(const struct brain *b, const char *verb_name)
{
	(void)b;
	return text_eq(verb_name, "refund") ? DAY_MS : 0;
}

/* The money is still within its undo window, and the words have left. */
static void
money_that_the_buyer_was_told_of_is_not_taken_back_in_silence(void **state)
{
	struct desk *d = desk_with_a_promise();
	int64_t reply = newest(d, "reply"), refund = newest(d, "refund");

	(void)state;
	test_brain.undo_window = a_day_for_money;
	act(d, "approve", refund);
	act(d, "approve", reply);
	settles(d, reply);
	refuses(d, "cancel", refund, "the buyer was told of action");
	refuses(d, "give_up", refund, "say why");
	assert_int_equal(action_state(d, refund), ACTION_HELD);
	assert_false(is_stuck(d));
	must_do(d, "give_up", "mia", "{\"action\":2,\"force\":\"paid twice\"}");
	assert_int_equal(action_state(d, refund), ACTION_CANCELLED);
	stuck_is(d, "unpaid", refund);
	assert_non_null(strstr(one_text(d, "SELECT text FROM notes"),
			       "action 2 cancelled all the same: paid twice"));
	ends_the_same(d);
}

static void nor_is_its_approval(void **state)
{
	struct desk *d = desk_with_a_promise();
	int64_t reply = newest(d, "reply"), refund = newest(d, "refund");

	(void)state;
	test_brain.undo_window = a_day_for_money;
	act(d, "approve", refund);
	act(d, "approve", reply);
	settles(d, reply);
	refuses(d, "undo", refund, "the buyer was told of action 2 (refund)");
	refuses(d, "take_back", refund, "say why action 2 is taken back");
	is_in(d, refund, ACTION_HELD);
	must_do(d, "take_back", "mia", "{\"action\":2,\"force\":\"too much\"}");
	is_in(d, refund, ACTION_WAITING);
	assert_string_equal(one_text(d, "SELECT text FROM notes"),
			    "action 2 taken back all the same: too much");
	ends_the_same(d);
}

/* A rule wants money that mia planned before, and did so much with. */
static struct desk *desk_with_money_by_hand(void (*did)(struct desk *d,
							int64_t refund))
{
	struct desk *d = open_desk();
	int64_t refund;

	test_brain.advise = fake_nothing;
	complaint(d, (struct complaint){ .n = 1001, .total = "12.00" });
	must_do(d, "plan", "mia",
		"{\"verb\":\"refund\",\"order\":\"O1001\",\"amount\":"
		"\"1.00\",\"currency\":\"USD\"}");
	refund = newest(d, "refund");
	if (did)
		did(d, refund);
	test_brain.advise = words_and_money_last;
	writes(d, "poor quality");
	assert_int_equal(newest(d, "refund"), refund);
	assert_int_equal(action_state(d, newest(d, "reply")), ACTION_WAITING);
	return d; /* its rules changed on the way: not to be compared */
}

static void words_about_money_that_was_planned_by_hand_go_with_it(void **state)
{
	struct desk *d = desk_with_money_by_hand(NULL);

	(void)state;
	refuses(d, "approve", newest(d, "reply"), "waits for approval");
	act(d, "cancel", newest(d, "refund"));
	assert_int_equal(action_state(d, newest(d, "reply")), ACTION_CANCELLED);
	desk_close(d);
}

static void park(struct desk *d, int64_t refund)
{
	act(d, "approve", refund);
	assert_int_equal(send_result(d, refund, "impossible"), 0);
	assert_int_equal(action_state(d, refund), ACTION_PARKED);
}

static void words_about_money_that_is_parked_already_wait_for_it(void **state)
{
	struct desk *d = desk_with_money_by_hand(park);

	(void)state;
	refuses(d, "approve", newest(d, "reply"), "(refund), which is parked");
	act(d, "cancel", newest(d, "refund"));
	assert_int_equal(action_state(d, newest(d, "reply")), ACTION_CANCELLED);
	desk_close(d);
}

static void give(struct desk *d, int64_t refund)
{
	act(d, "approve", refund);
	run_sql(d, "UPDATE actions SET state = 5, sent = 1, attempts = 1 WHERE "
		   "verb = 'refund'");
	assert_int_equal(send_result(d, refund, "settled"), 0);
}

/* It says that we are closed, and was sent after the yes. */
static void a_receipt_tells_of_no_money(void **state)
{
	struct desk *d = desk_with_money_by_hand(give);

	(void)state;
	run_sql(d, "UPDATE actions SET rule = '" RECEIPT_RULE "', state = 7, "
		   "sent = planned + 1 WHERE verb = 'reply'");
	assert_true(is_stuck(d));
	run_sql(d, "UPDATE actions SET rule = 'small' WHERE verb = 'reply'");
	assert_false(is_stuck(d));
	desk_close(d);
}

static void words_that_leave_by_themselves(const struct brain *b,
					   const struct matter *m,
					   struct arena *arena,
					   struct advice *out)
{
	fake_words_and_money(b, m, arena, out);
	out->wanted[0].automatic = true;
}

/* Reply due, refund waiting. */
static struct desk *desk_with_words_that_leave_by_themselves(void)
{
	struct desk *d = open_desk();

	fake_effects = "auto";
	test_brain.advise = words_that_leave_by_themselves;
	complaint(d, (struct complaint){ .n = 1001, .total = "12.00" });
	assert_int_equal(action_state(d, newest(d, "reply")), ACTION_DUE);
	assert_int_equal(action_state(d, newest(d, "refund")), ACTION_WAITING);
	return d;
}

static void words_that_leave_by_themselves_wait_for_their_money(void **state)
{
	struct desk *d = desk_with_words_that_leave_by_themselves();
	int64_t reply = newest(d, "reply"), refund = newest(d, "refund");

	(void)state;
	assert_int_equal(send_now(d, reply), -1);
	assert_int_equal(send_result(d, reply, "postpone"), 0);
	assert_int_equal(action_state(d, reply), ACTION_DUE);
	act(d, "approve", refund);
	assert_int_equal(one(d, "SELECT coalesce(not_before, 0) FROM actions "
				"WHERE verb = 'reply'"),
			 0);
	assert_int_equal(send_now(d, reply), 0);
	ends_the_same(d);
}

static void closing_stops_the_words_with_the_money_that_waits(void **state)
{
	struct desk *d = desk_with_words_that_leave_by_themselves();

	(void)state;
	must_do(d, "close", "tom",
		"{\"ticket\":1,\"outcome\":\"x\",\"cause\":\"quality\","
		"\"force\":\"the wrong one\"}");
	assert_int_equal(action_state(d, newest(d, "refund")),
			 ACTION_CANCELLED);
	assert_int_equal(action_state(d, newest(d, "reply")), ACTION_CANCELLED);
	must_do(d, "ticket_undo", "tom", "{\"ticket\":1}");
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause = "
				"'unanswered:1'"),
			 1);
	ends_the_same(d);
}

/* A dispute makes it another matter, of which no rule gives anything. */
static void money_that_is_proposed_no_more_takes_its_words_along(void **state)
{
	struct desk *d = desk_with_words_that_leave_by_themselves();
	struct delivery out;

	(void)state;
	test_brain.advise = fake_nothing;
	deliver(d, "shop",
		"{\"kind\":\"dispute\",\"ref\":\"D1\",\"order_ref\":"
		"\"O1001\",\"status\":\"needs_response\",\"opened\":"
		"\"2020-01-01T00:00:00Z\",\"respond_by\":"
		"\"2030-01-01T00:00:00Z\"}\n",
		&out);
	assert_int_equal(out.taken, 1);
	assert_int_equal(action_state(d, newest(d, "refund")),
			 ACTION_CANCELLED);
	assert_int_equal(action_state(d, newest(d, "reply")), ACTION_CANCELLED);
	desk_close(d); /* its rules changed on the way */
}

static void words_go_on_when_somebody_has_looked_at_their_money(void **state)
{
	struct desk *d = desk_with_words_that_leave_by_themselves();
	int64_t reply = newest(d, "reply"), refund = newest(d, "refund");

	(void)state;
	act(d, "approve", refund);
	assert_int_equal(send_result(d, refund, "impossible"), 0);
	assert_int_equal(send_now(d, reply), -1);
	assert_int_equal(send_result(d, reply, "postpone"), 0);
	must_do(d, "retry", "mia", "{\"action\":2,\"seen\":\"done\"}");
	assert_int_equal(one(d, "SELECT coalesce(not_before, 0) FROM actions "
				"WHERE verb = 'reply'"),
			 0);
	assert_int_equal(send_now(d, reply), 0);
	ends_the_same(d);
}

static void words_wait_for_money_that_somebody_must_look_at(void **state)
{
	struct desk *d = desk_with_a_promise();
	int64_t reply = newest(d, "reply"), refund = newest(d, "refund");

	(void)state;
	act(d, "approve", refund);
	assert_int_equal(send_result(d, refund, "impossible"), 0);
	assert_int_equal(action_state(d, refund), ACTION_PARKED);
	refuses(d, "approve", reply, "(refund), which is parked");
	must_do(d, "retry", "mia", "{\"action\":2,\"seen\":\"done\"}");
	act(d, "approve", reply);
	assert_int_equal(send_now(d, reply), 0);
	ends_the_same(d);
}

static void approved_words_wait_for_money_that_is_parked_meanwhile(void **state)
{
	struct desk *d = desk_with_a_promise();
	int64_t reply = newest(d, "reply"), refund = newest(d, "refund");

	(void)state;
	act(d, "approve", refund);
	act(d, "approve", reply);
	assert_int_equal(send_result(d, refund, "impossible"), 0);
	assert_int_equal(send_now(d, reply), -1);
	act(d, "cancel", refund);
	assert_int_equal(action_state(d, reply), ACTION_CANCELLED);
	ends_the_same(d);
}

static void words_do_not_come_back_without_their_money(void **state)
{
	struct desk *d = desk_with_a_promise();

	(void)state;
	must_do(d, "close", "tom",
		"{\"ticket\":1,\"outcome\":\"x\",\"cause\":\"quality\","
		"\"force\":\"the wrong one\"}");
	must_do(d, "ticket_undo", "tom", "{\"ticket\":1}");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE state = 2"),
			 0);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause = "
				"'unanswered:1'"),
			 1);
	ends_the_same(d);
}

/* -- words that a refund which is there already made true -- */

static void where_it_is(const struct brain *b, const struct matter *m,
			struct arena *arena, struct advice *out)
{
	(void)b, (void)m, (void)arena;
	out->wanted[out->count++] = (struct wanted){ .rule = "on its way",
						     .policy = "p",
						     .verb = "reply",
						     .tells_of = "refund",
						     .template_id = "t.way" };
}

static void hears(struct desk *d,
		  void (*advise)(const struct brain *b, const struct matter *m,
				 struct arena *arena, struct advice *out))
{
	now_ms += MINUTE_MS;
	test_brain.advise = advise;
	writes(d, "poor quality");
}

/* mia's refund is held, and the buyer asks where it is. */
static struct desk *desk_that_is_asked_for_money(void)
{
	struct desk *d = open_desk();

	test_brain.advise = fake_nothing;
	complaint(d, (struct complaint){ .n = 1001, .total = "12.00" });
	must_do(d, "plan", "mia",
		"{\"verb\":\"refund\",\"order\":\"O1001\",\"amount\":"
		"\"1.00\",\"currency\":\"USD\"}");
	fake_undo = HOUR_MS;
	act(d, "approve", newest(d, "refund"));
	assert_int_equal(action_state(d, newest(d, "refund")), ACTION_HELD);
	hears(d, where_it_is);
	assert_int_equal(action_state(d, newest(d, "reply")), ACTION_WAITING);
	return d; /* its rules changed on the way: not to be compared */
}

static void words_of_a_refund_that_is_cancelled_do_not_leave(void **state)
{
	struct desk *d = desk_that_is_asked_for_money();
	int64_t reply = newest(d, "reply");

	(void)state;
	act(d, "approve", reply);
	assert_int_equal(action_state(d, reply), ACTION_HELD);
	act(d, "cancel", newest(d, "refund"));
	assert_int_equal(action_state(d, reply), ACTION_CANCELLED);
	desk_close(d);
}

static void words_of_a_refund_that_is_undone_wait_for_it(void **state)
{
	struct desk *d = desk_that_is_asked_for_money();
	int64_t reply = newest(d, "reply");

	(void)state;
	act(d, "approve", reply);
	act(d, "undo", newest(d, "refund"));
	assert_int_equal(action_state(d, reply), ACTION_WAITING);
	refuses(d, "approve", reply, "(refund), which waits for approval");
	desk_close(d);
}

static void a_refund_that_the_buyer_heard_of_needs_a_reason(void **state)
{
	struct desk *d = desk_that_is_asked_for_money();
	int64_t reply = newest(d, "reply"), refund = newest(d, "refund");

	(void)state;
	act(d, "approve", reply);
	run_sql(d, "UPDATE actions SET state = 7, sent = planned + 1 WHERE "
		   "verb = 'reply'");
	refuses(d, "cancel", refund, "the buyer was told of action");
	desk_close(d);
}

static void words_of_where_it_is_give_way_to_newer_ones(void **state)
{
	struct desk *d = desk_that_is_asked_for_money();
	int64_t first = newest(d, "reply");

	(void)state;
	hears(d, where_it_is);
	assert_int_equal(action_state(d, first), ACTION_CANCELLED);
	assert_true(newest(d, "reply") > first);
	assert_int_equal(action_state(d, newest(d, "reply")), ACTION_WAITING);
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(money_that_was_refused_is_not_promised),
		cmocka_unit_test(money_that_is_not_proposed_is_not_promised),
		cmocka_unit_test(
			a_promise_within_its_window_is_stopped_with_its_money),
		cmocka_unit_test(what_the_shop_cannot_do_is_not_promised),
		cmocka_unit_test(through_what_is_off_the_shop_can_nothing),
		cmocka_unit_test(words_are_approved_after_their_money),
		cmocka_unit_test(what_the_buyer_was_told_of_is_not_told_again),
		cmocka_unit_test(
			what_another_ticket_of_the_order_told_is_not_told_again),
		cmocka_unit_test(what_waits_to_be_told_is_not_proposed_again),
		cmocka_unit_test(
			money_that_the_buyer_was_told_of_is_not_taken_back_in_silence),
		cmocka_unit_test(nor_is_its_approval),
		cmocka_unit_test(
			words_about_money_that_was_planned_by_hand_go_with_it),
		cmocka_unit_test(
			words_about_money_that_is_parked_already_wait_for_it),
		cmocka_unit_test(a_receipt_tells_of_no_money),
		cmocka_unit_test(
			words_that_leave_by_themselves_wait_for_their_money),
		cmocka_unit_test(
			closing_stops_the_words_with_the_money_that_waits),
		cmocka_unit_test(
			money_that_is_proposed_no_more_takes_its_words_along),
		cmocka_unit_test(
			words_go_on_when_somebody_has_looked_at_their_money),
		cmocka_unit_test(
			words_wait_for_money_that_somebody_must_look_at),
		cmocka_unit_test(
			approved_words_wait_for_money_that_is_parked_meanwhile),
		cmocka_unit_test(words_do_not_come_back_without_their_money),
		cmocka_unit_test(
			words_of_a_refund_that_is_cancelled_do_not_leave),
		cmocka_unit_test(words_of_a_refund_that_is_undone_wait_for_it),
		cmocka_unit_test(
			a_refund_that_the_buyer_heard_of_needs_a_reason),
		cmocka_unit_test(words_of_where_it_is_give_way_to_newer_ones),
	};

	return cmocka_run_group_tests_name("promises", tests, NULL, NULL);
}
