/* taken_over_test.c - a playbook that ended by mistake goes on when the mistake
 * is taken back: a person's words, a merge.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/intake/upload.h"
#include "desk/loop_help.h"
#include "help/fake_brain.h"

#define STEP "SELECT step FROM tickets WHERE id = 1"
#define WAITING                                                     \
	"SELECT group_concat(coalesce(template_id, 'words'), ' ') " \
	"FROM (SELECT * FROM actions WHERE state = 2 ORDER BY id)"
#define WORDS REPLY("We look into it.")

/* The photo is asked for, and nobody has said yes to that. */
static struct desk *asking(void)
{
	struct desk *d = loop_desk();

	fake_undo = HOUR_MS;
	loop_mail(d, ANN, "h", "[damaged] it broke");
	assert_string_equal(one_text(d, STEP), "wait for the photo");
	return d;
}

/* By the words of mia, which are held. */
static struct desk *taken_over(int64_t *words)
{
	struct desk *d = asking();

	must_do(d, "reply", "mia", WORDS);
	*words = newest(d, "reply");
	assert_string_equal(one_text(d, STEP), "stopped");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE state = 2"),
			 0);
	return d;
}

static void goes_on(struct desk *d)
{
	assert_string_equal(one_text(d, STEP), "wait for the photo");
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE state = "
				"1 AND purpose = 'playbook'"),
			 1);
	assert_string_equal(one_text(d, "SELECT waiting_for FROM tickets "
					"WHERE id = 1"),
			    "approval");
}

static void it_goes_on_when_the_words_are_taken_back(void **state)
{
	int64_t words;
	struct desk *d = taken_over(&words);

	(void)state;
	act(d, "undo", words);
	goes_on(d);
	assert_string_equal(one_text(d, WAITING),
			    "words damaged.photo_request");
	/* And so to its end. */
	act(d, "cancel", words);
	act(d, "approve", the_reply(d));
	pass(d, HOUR_MS);
	settles(d, the_reply(d));
	loop_mail(d, ANN, "h", "[damaged] here it is");
	assert_string_equal(one_text(d, STEP), "look");
	ends_the_same(d);
}

/* Through the link of T-1. */
static void sends_a_photo(struct desk *d)
{
	const struct upload_place at = {
		.ticket = 1,
		.shop = one(d, "SELECT shop FROM tickets WHERE id = 1"),
		.order_ref = "O1",
		.label = "shop",
	};
	struct err err = { 0 };

	pass(d, MINUTE_MS);
	must(upload_take(d, &at, "image/jpeg", "lamp.jpg", "lamp", 4, &err),
	     &err);
}

/* It asked nobody for it, as far as the buyer knows. */
static void a_photo_that_came_meanwhile_is_seen(void **state)
{
	int64_t words;
	struct desk *d = taken_over(&words);

	(void)state;
	sends_a_photo(d);
	assert_string_equal(one_text(d, STEP), "stopped");
	act(d, "cancel", words);
	assert_string_equal(one_text(d, STEP), "look");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE state = 2"),
			 0);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause GLOB "
				"'accept:*' AND acknowledged IS NULL"),
			 1);
	ends_the_same(d);
}

/* What was looked at and was not clear is no answer to the next question. */
static void a_photo_of_before_is_not_taken_for_the_next_one(void **state)
{
	struct desk *d = asking();
	int64_t words;

	(void)state;
	sends_a_photo(d);
	assert_string_equal(one_text(d, STEP), "look");
	must_do(d, "refuse", "mia", "{\"ticket\":1}");
	assert_string_equal(one_text(d, STEP), "wait for more");
	pass(d, MINUTE_MS);
	must_do(d, "reply", "mia", WORDS);
	words = newest(d, "reply");
	assert_string_equal(one_text(d, STEP), "stopped");
	act(d, "cancel", words);
	assert_string_equal(one_text(d, STEP), "wait for more");
	assert_string_equal(one_text(d, WAITING), "evidence.unclear");
	ends_the_same(d);
}

static void or_given_up(void **state)
{
	int64_t words;
	struct desk *d = taken_over(&words);

	(void)state;
	act(d, "cancel", words);
	goes_on(d);
	assert_string_equal(one_text(d, WAITING), "damaged.photo_request");
	ends_the_same(d);
}

static void words_that_are_meant_after_all_end_it(void **state)
{
	int64_t words;
	struct desk *d = taken_over(&words);

	(void)state;
	act(d, "undo", words);
	act(d, "approve", words);
	assert_string_equal(one_text(d, STEP), "stopped");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE state = 2"),
			 0);
	ends_the_same(d);
}

/* Money is offered, and mia's words are held. */
static struct desk *offer_taken_over(int64_t *words)
{
	struct desk *d = loop_offered();

	fake_undo = HOUR_MS;
	assert_string_equal(one_text(d, WAITING), "not_received.offer words");
	must_do(d, "reply", "mia", WORDS);
	*words = newest(d, "reply");
	assert_string_equal(one_text(d, STEP), "stopped");
	return d;
}

/* Its money comes back with it. */
static void what_it_had_proposed_is_proposed_again(void **state)
{
	int64_t words;
	struct desk *d = offer_taken_over(&words);

	(void)state;
	act(d, "undo", words);
	assert_string_equal(one_text(d, STEP), "wait for buyer");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE verb = "
				"'refund' AND state = 2 AND amount = 4900"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"template_id = 'not_received.offer' AND state "
				"= 2"),
			 1);
	ends_the_same(d);
}

/* The money is there already, by another hand: the words tell of that. */
static void its_words_tell_of_what_was_given_meanwhile(void **state)
{
	int64_t words;
	struct desk *d = offer_taken_over(&words);

	(void)state;
	must_do(d, "plan", "mia",
		"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"5.00\","
		"\"currency\":\"USD\",\"reason\":\"sorry\"}");
	act(d, "undo", words);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE verb = "
				"'refund' AND state = 2"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM actions a, actions m "
				"WHERE a.template_id = 'not_received.offer' "
				"AND a.state = 2 AND a.beside = m.id AND "
				"m.verb = 'refund' AND m.state = 2"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE text LIKE "
				"'%refund that waited is not proposed again%'"),
			 1);
	ends_the_same(d);
}

static void not_where_the_buyer_wrote_since(void **state)
{
	int64_t words;
	struct desk *d = taken_over(&words);

	(void)state;
	loop_mail(d, ANN, "h", "[abuse] you fools");
	act(d, "cancel", words);
	assert_string_equal(one_text(d, STEP), "stopped");
	ends_the_same(d);
}

static void it_goes_on_when_a_merge_is_taken_back(void **state)
{
	struct desk *d = asking();

	(void)state;
	must_hear(d, "shop",
		  "{\"kind\":\"order\",\"ref\":\"O2\",\"name\":\"#1002\","
		  "\"status\":\"open\",\"placed\":\"2026-09-21T10:00:00Z\","
		  "\"buyer_ref\":\"B2\",\"email\":\"bob@example.com\","
		  "\"lang\":\"en\",\"total\":{\"amount\":\"9.00\","
		  "\"currency\":\"USD\"}}\n");
	loop_mail(d, "bob@example.com", "b", "[invoice] please");
	must_do(d, "merge", "tom",
		"{\"ticket\":1,\"into\":2,\"force\":\"the same\"}");
	assert_string_equal(one_text(d, STEP), "stopped");
	must_do(d, "unmerge", "tom", "{\"ticket\":1}");
	goes_on(d);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"template_id = 'damaged.photo_request' AND "
				"state = 2"),
			 1);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_goes_on_when_the_words_are_taken_back),
		cmocka_unit_test(a_photo_that_came_meanwhile_is_seen),
		cmocka_unit_test(
			a_photo_of_before_is_not_taken_for_the_next_one),
		cmocka_unit_test(or_given_up),
		cmocka_unit_test(words_that_are_meant_after_all_end_it),
		cmocka_unit_test(what_it_had_proposed_is_proposed_again),
		cmocka_unit_test(its_words_tell_of_what_was_given_meanwhile),
		cmocka_unit_test(not_where_the_buyer_wrote_since),
		cmocka_unit_test(it_goes_on_when_a_merge_is_taken_back),
	};

	return cmocka_run_group_tests_name("taken over", tests, shipped_load,
					   shipped_unload);
}
