/* attached_answer_test.c - a photo that comes with a mail answers the playbook
 * that waits for one.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/photo_help.h"

static void a42_a_photo_with_the_first_mail_is_not_asked_for(void **state)
{
	struct desk *d = photo_desk();

	(void)state;
	mail(d, "m1", ANN, "[damaged] it is broken, see the photo", &lamp, 1);
	assert_string_equal(one_text(d, "SELECT step FROM tickets"), "look");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE verb = "
				"'reply' AND state = 2"),
			 0);
	ends_the_same(d);
}

static const char *where(struct desk *d)
{
	return one_text(d, "SELECT playbook || ': ' || step FROM tickets");
}

/* By words that nobody can tell anything from, too. */
static void a_photo_answers_the_question_for_it(void **state)
{
	struct desk *d = photo_desk();

	(void)state;
	mail(d, "m1", ANN, "[damaged] it is broken", NULL, 0);
	assert_string_equal(where(d), "damaged: wait for the photo");
	send_reply(d);
	mail(d, "m2", ANN, "[other] see here", &lamp, 1);
	assert_string_equal(where(d), "damaged: look");
	ends_the_same(d);
}

static void a_photo_with_words_about_another_matter_is_no_answer(void **state)
{
	struct desk *d = photo_desk();

	(void)state;
	mail(d, "m1", ANN, "[damaged] it is broken", NULL, 0);
	send_reply(d);
	mail(d, "m2", ANN, "[invoice] the receipt, please", &lamp, 1);
	assert_string_equal(where(d), "damaged: stopped");
	assert_string_equal(one_text(d, "SELECT template_id FROM actions WHERE "
					"state = 2"),
			    "invoice.coming");
	ends_the_same(d);
}

/* Under its own subject, the thread's. */
static void a_photo_of_what_was_merged_is_not_asked_for_again(void **state)
{
	struct desk *d = photo_desk();

	(void)state;
	mail(d, "m1", "bob@example.com", "[invoice] my order #1001", &lamp, 1);
	loop_mail(d, ANN, "h", "[invoice] too dear");
	assert_int_equal(one(d, "SELECT count(*) FROM files WHERE subject GLOB "
				"'thread:*'"),
			 1);
	must_do(d, "merge", "tom",
		"{\"ticket\":1,\"into\":2,\"force\":\"the same\"}");
	loop_mail(d, ANN, "h", "[damaged] it is broken");
	assert_string_equal(one_text(d, "SELECT playbook || ': ' || step FROM "
					"tickets WHERE id = 2"),
			    "damaged: look");
	ends_the_same(d);
}

/* Nor does it say a size; but the matter that it is about has it, and what the
 * buyer writes of that then belongs there. */
static void a_photo_of_a_fault_answers_in_the_matter_of_the_fault(void **state)
{
	struct desk *d = photo_desk();

	(void)state;
	mail(d, "m1", ANN, "[size] too small", NULL, 0);
	assert_string_equal(where(d), "size: wait for the size");
	send_reply(d);
	mail(d, "m2", ANN, "[damaged] kwam kapot aan", &lamp, 1);
	assert_string_equal(where(d), "damaged: look");
	assert_string_equal(one_text(d, "SELECT issue || ' ' || also FROM "
					"tickets"),
			    "size damaged");
	mail(d, "m3", ANN, "[damaged] did you see the photo", NULL, 0);
	assert_string_equal(where(d), "damaged: look");
	ends_the_same(d);
}

static void a_photo_with_the_first_mail_says_no_size(void **state)
{
	struct desk *d = photo_desk();

	(void)state;
	mail(d, "m1", ANN, "[size] too small", &lamp, 1);
	assert_string_equal(where(d), "size: wait for the size");
	assert_string_equal(one_text(d, "SELECT template_id FROM actions WHERE "
					"state = 2"),
			    "size.exchange");
	send_reply(d);
	mail(d, "m2", ANN, "[exchange_request] L, please", NULL, 0);
	assert_string_equal(where(d), "size: in stock");
	ends_the_same(d);
}

/* The shipped one, which asks whatever is there, and whose first answer leads
 * to a second question. */
static bool asks_twice(const struct brain *b, const char *playbook,
		       const char *after, const struct matter *m,
		       struct arena *arena, struct play *out)
{
	struct matter unseen = *m;

	unseen.has_photo = FLAG_NO;
	if (!shipped.brain.play(b, playbook, after, &unseen, arena, out))
		return false;
	if (!text_eq(after, "wait for the photo"))
		return true;
	out->count = 0;
	out->accept = "";
	out->wait = "wait once more";
	out->wait_at = m->now + DAY_MS;
	return true;
}

static const struct file two[] = {
	FILE_OF("1.jpg", "image/jpeg", JPEG("1")),
	FILE_OF("2.jpg", "image/jpeg", JPEG("2")),
};

static void one_mail_answers_one_question(void **state)
{
	struct desk *d = photo_desk();

	(void)state;
	test_brain.play = asks_twice;
	mail(d, "m1", ANN, "[damaged] it is broken", NULL, 0);
	send_reply(d);
	mail(d, "m2", ANN, "[damaged] here you are", two, 2);
	assert_string_equal(one_text(d, "SELECT step FROM tickets"),
			    "wait once more");
	mail(d, "m3", ANN, "[damaged] and here", &lamp, 1);
	assert_string_equal(one_text(d, "SELECT step FROM tickets"), "look");
	ends_the_same(d);
}

static void and_so_does_the_first_of_all(void **state)
{
	struct desk *d = photo_desk();

	(void)state;
	test_brain.play = asks_twice;
	mail(d, "m1", ANN, "[damaged] it is broken", two, 2);
	assert_string_equal(one_text(d, "SELECT step FROM tickets"),
			    "wait once more");
	ends_the_same(d);
}

static void a_logo_is_no_photo_of_the_goods(void **state)
{
	static const struct file logo = { "image001.jpg", "image/jpeg",
					  JPEG("logo"), sizeof JPEG("logo") - 1,
					  true };
	struct desk *d = photo_desk();

	(void)state;
	mail(d, "m1", ANN, "[damaged] it is broken", &logo, 1);
	assert_string_equal(one_text(d, "SELECT step FROM tickets"),
			    "wait for the photo");
	assert_int_equal(one(d, "SELECT evidence > 0 FROM files_in"), 1);
	ends_the_same(d);
}

static void what_was_not_taken_answers_nothing(void **state)
{
	static const struct file bad =
		FILE_OF("liar.jpg", "image/jpeg", "MZ a program");
	struct desk *d = photo_desk();

	(void)state;
	mail(d, "m1", ANN, "[damaged] it is broken", &bad, 1);
	assert_string_equal(one_text(d, "SELECT step FROM tickets"),
			    "wait for the photo");
	ends_the_same(d);
}

/* Nothing is asked, so no reply takes its place. */
static void a_welcome_goes_when_a_fault_is_shown_at_once(void **state)
{
	struct desk *d = photo_desk();

	(void)state;
	must_hear(d, "shop",
		  "{\"kind\":\"order\",\"ref\":\"O1\",\"name\":\"#1001\","
		  "\"status\":\"open\",\"placed\":\"2026-09-21T10:00:00Z\","
		  "\"buyer_ref\":\"B1\",\"email\":\"ann@example.com\","
		  "\"lang\":\"en\",\"total\":{\"amount\":\"180.00\","
		  "\"currency\":\"USD\"},\"lines\":[{\"ref\":\"L1\","
		  "\"sku\":\"LAMP-7\",\"quantity\":1}]}\n"
		  "{\"kind\":\"shipment\",\"ref\":\"S1\",\"order_ref\":"
		  "\"O1\",\"carrier\":\"DHL\",\"tracking\":\"3318810025\","
		  "\"status\":\"shipped\",\"shipped\":"
		  "\"2026-09-21T12:00:00Z\"}\n");
	assert_string_equal(one_text(d, "SELECT template_id FROM actions WHERE "
					"state = 2"),
			    "care.first_order");
	mail(d, "m1", ANN, "[damaged] it is broken", &lamp, 1);
	assert_string_equal(one_text(d, "SELECT playbook || ': ' || step FROM "
					"tickets"),
			    "damaged: look");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE state = 2"),
			 0);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a42_a_photo_with_the_first_mail_is_not_asked_for),
		cmocka_unit_test(a_photo_answers_the_question_for_it),
		cmocka_unit_test(
			a_photo_with_words_about_another_matter_is_no_answer),
		cmocka_unit_test(
			a_photo_of_what_was_merged_is_not_asked_for_again),
		cmocka_unit_test(
			a_photo_of_a_fault_answers_in_the_matter_of_the_fault),
		cmocka_unit_test(a_photo_with_the_first_mail_says_no_size),
		cmocka_unit_test(one_mail_answers_one_question),
		cmocka_unit_test(and_so_does_the_first_of_all),
		cmocka_unit_test(a_logo_is_no_photo_of_the_goods),
		cmocka_unit_test(what_was_not_taken_answers_nothing),
		cmocka_unit_test(a_welcome_goes_when_a_fault_is_shown_at_once),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
