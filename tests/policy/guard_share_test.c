/* guard_share_test.c - the shares of a refund: how many are compared, and what
 * a text full of them costs. How languages tell them stands in guard.cases.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include <time.h>

#include "policy/guarded.h"

static bool stops(const char *text, const struct guard_facts *facts)
{
	CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };
	const struct guard_text t = { .text = text,
				      .lang = "en",
				      .platform = "ebay",
				      .channel = "message",
				      .facts = facts };

	guard_judge(guard, &t, &hits);
	return guarded_has(&hits, "wrong_fact");
}

#define TWELVE "1 %, 2 %, 3 %, 4 %, 5 %, 6 %, 7 %, 8 %, 9 %, 10 %, 11 %, 12 %"

static void shares_are_compared_however_many_are_given(void **state)
{
	const struct guard_facts twelve = { .refund_percent = TWELVE };
	const struct guard_facts more = { .refund_percent = TWELVE ", 13 %" };

	(void)state;
	assert_true(stops("We refund 50 % of the price.", &twelve));
	assert_false(stops("We refund 12 % of the price.", &twelve));
	assert_true(stops("We refund 50 % of the price.", &more));
	assert_false(stops("We refund 12 % of the price.", &more));
}

static void beside_any_of_them_a_coupon_is_compared_by_itself(void **state)
{
	const struct guard_facts more = { .percent = "10 %",
					  .refund_percent = TWELVE ", 13 %" };
	const struct guard_facts none = { .percent = "10 %",
					  .refund_percent = "0.00 %" };
	const char *both =
		"We refund 5 % of the price, and a coupon of 10 % follows.";

	(void)state;
	assert_false(stops(both, &more));
	assert_false(stops("We refund 5 % of the price, and a coupon follows.",
			   &none));
}

/* Processor time, the least of some runs, so that the machine's load is not
 * measured. */
static int64_t cost(const char *text, const struct guard_facts *facts)
{
	int64_t least = INT64_MAX;

	for (int i = 0; i < 7; i++) {
		struct timespec from, to;
		int64_t took;

		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
		stops(text, facts);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
		took = (to.tv_sec - from.tv_sec) * INT64_C(1000000000) +
		       to.tv_nsec - from.tv_nsec;
		least = took < least ? took : least;
	}
	return least;
}

#define SHORT 400
#define LONG 8192 /* twenty times as much, */
#define TIMES 50  /* and no more than that is asked for */

static void a_text_full_of_shares_costs_what_its_length_does(void **state)
{
	const struct guard_facts facts = { .amount = "8.00",
					   .currency = "USD",
					   .percent = "10 %",
					   .refund_percent = "10 %" };
	CLEANUP(str_release) struct str little = STR_INIT;
	CLEANUP(str_release) struct str much = STR_INIT;
	int64_t one, many;

	(void)state;
	while (little.len < SHORT)
		str_printf(&little, "5 %% refund ");
	while (much.len < LONG)
		str_printf(&much, "5 %% refund ");
	one = cost(str_c(&little), &facts);
	many = cost(str_c(&much), &facts);
	print_message("# %.2f ms, and %.1f times that\n", (double)one / 1e6,
		      (double)many / (double)one);
	assert_true(many < TIMES * one);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares_are_compared_however_many_are_given),
		cmocka_unit_test(
			beside_any_of_them_a_coupon_is_compared_by_itself),
		cmocka_unit_test(
			a_text_full_of_shares_costs_what_its_length_does),
	};

	return cmocka_run_group_tests_name("guard_share", tests, guarded_load,
					   guarded_unload);
}
