/* refusal_test.c - what people read when the guard stops a text: enough to see
 * what is meant, and what the order has.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "host/refusal.h"

static struct mistakes mistakes;
static struct guard_policy *guard;
static struct arena arena = ARENA_INIT;

static int load(void **state)
{
	(void)state;
	guard = guard_load("policy", NULL, &mistakes);
	return mistakes.list.len ? -1 : 0;
}

static int unload(void **state)
{
	(void)state;
	guard_free(guard);
	mistakes_release(&mistakes);
	arena_release(&arena);
	return 0;
}

static const struct guard_facts order = { .order = "114-2093381-5540261",
					  .name = "Eva Smith",
					  .tracking = "00340434161094042557",
					  .amount = "12.50",
					  .currency = "EUR",
					  .percent = "10 %",
					  .refund_percent = "25.00 %, 50.00 %",
					  .date = "2026-11-19",
					  .address = "12 High Street\nFlat 3",
					  .city = "Leeds",
					  .postcode = "LS1 1AA" };

/* "" when it may leave. */
static const char *refusal(const char *text, const struct guard_facts *facts)
{
	struct guard_text t = { .text = text,
				.lang = "en",
				.platform = "",
				.channel = "email",
				.facts = facts };
	CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };

	guard_judge(guard, &t, &hits);
	return hits.len ? refusal_of(guard, &t, &hits.at[0], &arena) : "";
}

#define SENDS_ANEW                                                      \
	"We are so sorry about it, and we send you a replacement lamp " \
	"straight away, free of charge."

static void says(const char *text, const char *part)
{
	const char *why = refusal(text, &order);

	if (!strstr(why, part))
		fail_msg("no %s in: %s", part, why);
}

static void of_a_voucher_it_says_what_it_is_worth(void **state)
{
	const struct guard_facts one = { .coupon = "10.00",
					 .coupon_currency = "EUR" };
	const char *why = refusal("Here is a voucher of 50 EUR.", &one);

	(void)state;
	if (!strstr(why, "the coupon is worth \"10.00 EUR\""))
		fail_msg("%s", why);
}

static void what_contradicts_the_order_stands_among_its_words(void **state)
{
	(void)state;
	says("We are glad to say that it left for 21 High Street, Leeds on "
	     "Monday.",
	     "wrong_fact, at \"21\" in \"...glad to say that it left for 21 "
	     "High Street, Leeds on Monday.\"; write it otherwise");
	says("Dear Beatrice,\nit is on its way.",
	     "at \"Beatrice\" in \"Dear Beatrice,\nit is on its way.\"; ");
}

static void and_the_orders_own_value_beside_it(void **state)
{
	(void)state;
	says("It left for 21 High Street, Leeds.",
	     "; the order goes to \"12 High Street\nFlat 3, LS1 1AA, Leeds\"; "
	     "it blocks");
	says("We refunded \u20ac21.50.",
	     "--force REASON; the refund is \"12.50 EUR\"; it blocks");
	says("Here is a coupon of 50 % for you.",
	     "--force REASON; the coupon is \"10 %\"; it blocks");
	says("We refund 80 % of the price.",
	     "--force REASON; the refund's share of the order is \"25.00 %, "
	     "50.00 %\"; it blocks");
	says("Your order 114-2093381-5540216 is on its way.",
	     "; the order is \"114-2093381-5540261\"; ");
	says("Dear Beatrice, it is on its way.",
	     "; the buyer is \"Eva Smith\"; ");
	says("It left us on 29 November.", "; the day is \"2026-11-19\"; ");
	says("It is parcel 00340434161094042575.",
	     "; the parcel is \"00340434161094042557\"; ");
}

static void letters_are_not_cut(void **state)
{
	const struct guard_facts f = { .amount = "12.50", .currency = "EUR" };
	const char *why = refusal(
		"\u4eb2\u7231\u7684\u987e\u5ba2\u6211\u4eec\u5df2\u7ecf\u628a"
		"\u94b1\u9000\u7ed9\u60a8\u4e86\u662f21.50 EUR\u8bf7\u60a8"
		"\u6ce8\u610f\u67e5\u6536\u8c22\u8c22\u60a8\u7684\u652f\u6301"
		"\u548c\u7406\u89e3",
		&f);

	(void)state;
	assert_non_null(strstr(why, "\" in \"..."));
	assert_int_equal(utf8_check(why, strlen(why)), -1);
}

static void one_word_stands_among_its_words_too(void **state)
{
	(void)state;
	says("Hello {name}, it is on its way to you.",
	     "unresolved, at \"{name}\" in \"Hello {name}, it is on its way to "
	     "you.\"; write");
}

static void words_that_speak_for_themselves_stand_alone(void **state)
{
	(void)state;
	says("Would you please delete your review about the lamp?",
	     "at \"delete your review\"; write it otherwise");
}

static void nothing_is_said_of_an_order_that_agrees(void **state)
{
	const struct guard_facts none = { .name = "Eva Smith" };
	const char *why = refusal("Please delete your review, Eva.", &none);

	(void)state;
	assert_string_equal(
		refusal("It left for 12 High Street, Leeds.", &order), "");
	assert_null(strstr(why, "Eva Smith"));
}

/* A hundred and twenty bytes. */
#define LONG                                                             \
	"Straße der Einheit am langen Ufer des großen Flusses hinter " \
	"dem kleinen Wald, Hinterhaus, dritter Stock links, Wohnung"

static void fits(const char *text, const struct guard_facts *facts)
{
	const char *why = refusal(text, facts);

	assert_true(strlen(why) > 300);
	assert_true(strlen(why) < 400);
	assert_non_null(strstr(why, "--force REASON"));
	assert_int_equal(utf8_check(why, strlen(why)), -1);
}

static void what_to_do_is_never_cut_off(void **state)
{
	const struct guard_facts far = { .address = "12 " LONG,
					 .city = LONG,
					 .postcode = "LS1 1AA",
					 .may_promise = "" };
	const struct guard_facts much = {
		.may_promise = "refund return return_label reship exchange"
	};

	(void)state;
	fits("We are glad to say that your parcel of yesterday left for 21 "
	     "High Street, Leeds on Monday, and will be there soon.",
	     &far);
	fits("Would you please delete your review about the lamp?", &far);
	fits("As a goodwill gesture we will send you a coupon for your next "
	     "order, without any condition.",
	     &far);
	fits("As a goodwill gesture we will send you a coupon for your next "
	     "order, without any condition.",
	     &much);
}

/* As logs have it. */
static void what_is_quoted_does_not_end_the_quotation(void **state)
{
	const struct guard_facts odd = { .address =
						 "12 Rose Lane\n\"Rosehill\"",
					 .city = "Leeds",
					 .postcode = "LS1 1AA" };
	const char *why = refusal("It left for 21 Rose Lane, Leeds. Say "
				  "\"Thorn\" there.",
				  &odd);
	CLEANUP(str_release) struct str bare = STR_INIT;

	(void)state;
	assert_non_null(
		strstr(why, "\"12 Rose Lane\n'Rosehill', LS1 1AA, Leeds\""));
	str_put_unquoted(&bare, why);
	assert_null(strstr(str_c(&bare), "Rosehill"));
	assert_null(strstr(str_c(&bare), "Thorn"));
	assert_non_null(strstr(str_c(&bare), "; it blocks "));
}

static void what_is_somebody_elses_is_named_as_what_it_is(void **state)
{
	static const struct guard_other others[] = {
		{ OTHER_NAME, "Anna Berg",
		  "the buyer's name of order #1002, which is another buyer's" },
	};
	struct guard_facts more = order;

	(void)state;
	more.known = "";
	more.others = others;
	more.other_count = 1;
	assert_string_equal(
		refusal("It was taken in by Anna Berg last Friday.", &more),
		"the guard stops this reply: wrong_fact, at \"Anna Berg\" in "
		"\"It was taken in by Anna Berg last Friday.\": that is the "
		"buyer's name of order #1002, which is another buyer's; leave "
		"it out, or, if the guard is wrong, a manager lets it leave "
		"with --force REASON");
}

/* To plan first what is planned already is no advice. */
static void
what_stands_behind_it_is_told_when_it_is_another_remedy(void **state)
{
	const struct guard_facts nothing = { .may_promise = "" };
	const struct guard_facts two = {
		.may_promise = " refund partial_refund refund partial_refund"
	};
	const char *why = refusal(SENDS_ANEW, &two);

	(void)state;
	assert_non_null(strstr(refusal(SENDS_ANEW, &nothing),
			       "(replacement, reship, exchange): plan that "
			       "first"));
	assert_null(strstr(why, "plan that first"));
	assert_non_null(strstr(
		why, "; of that kind (replacement, reship, exchange) nothing "
		     "is planned, approved or done for the ticket, only "
		     "refund: write of that alone, plan or task the other as "
		     "well, or a manager lets it leave with --force REASON"));
	assert_true(strlen(why) < 400);
	assert_string_equal(refusal("We refund you the price.", &two), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_somebody_elses_is_named_as_what_it_is),
		cmocka_unit_test(
			what_contradicts_the_order_stands_among_its_words),
		cmocka_unit_test(of_a_voucher_it_says_what_it_is_worth),
		cmocka_unit_test(and_the_orders_own_value_beside_it),
		cmocka_unit_test(letters_are_not_cut),
		cmocka_unit_test(one_word_stands_among_its_words_too),
		cmocka_unit_test(words_that_speak_for_themselves_stand_alone),
		cmocka_unit_test(nothing_is_said_of_an_order_that_agrees),
		cmocka_unit_test(what_to_do_is_never_cut_off),
		cmocka_unit_test(what_is_quoted_does_not_end_the_quotation),
		cmocka_unit_test(
			what_stands_behind_it_is_told_when_it_is_another_remedy),
	};

	return cmocka_run_group_tests_name("refusal", tests, load, unload);
}
