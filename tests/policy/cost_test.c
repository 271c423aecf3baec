/* cost_test.c - what each way to put a matter right is expected to cost: the
 * shipped figures. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "policy/shipped.h"

static struct cost_case case_of(int64_t minor, const char *platform)
{
	struct cost_case in = { .total = { minor, "USD" },
				.rest = { minor, "USD" },
				.code = 1000,
				.platform = platform,
				.country = "DE",
				.now = rates_day() };

	for (int i = 0; i < COST_KINDS; i++)
		in.can[i] = true;
	return in;
}

static const struct remedy_cost *of_kind(const struct remedy_cost *list, int n,
					 enum cost_kind kind)
{
	for (int i = 0; i < n; i++)
		if (list[i].kind == kind)
			return &list[i];
	fail();
	return NULL;
}

static void a_remedy_costs_the_sum_of_its_parts(void **state)
{
	struct cost_case in = case_of(10000, "shopify");
	struct remedy_cost list[COST_WAYS];
	struct err err = { 0 };
	int n = costs_of(&policy->matrix.costs, &policy->rates, &in, list,
			 &err);

	(void)state;
	assert_int_equal(n, COST_KINDS - 1); /* no part is advised */
	/* 100.00 and 2.9 % of it. */
	assert_int_equal(of_kind(list, n, COST_REFUND)->total.minor, 10290);
	/* 35.00 of goods, 18.00 of shipping, 2.00 of handling. */
	assert_int_equal(of_kind(list, n, COST_EXPRESS)->total.minor, 5500);
	/* The money, the fee, 9.00 for the way, less half of 35.00, 1.00. */
	assert_int_equal(of_kind(list, n, COST_RETURN)->total.minor,
			 10290 + 900 - 1750 + 100);
	/* 10 % of the order, of which 40 % are used, and 3.00. */
	assert_int_equal(of_kind(list, n, COST_COUPON)->total.minor, 400 + 300);
	for (int i = 0; i < n; i++) {
		int64_t sum = 0;

		for (int p = 0; p < list[i].count; p++)
			sum += list[i].parts[p].amount.minor;
		assert_int_equal(sum, list[i].total.minor);
		assert_true(!i ||
			    list[i - 1].total.minor <= list[i].total.minor);
	}
}

static int ways_of(struct cost_case in, const char *severity, bool disputed,
		   struct remedy_cost list[COST_WAYS])
{
	struct err err = { 0 };

	in.severity =
		matrix_level_bit(&policy->matrix, AXIS_SEVERITY, severity);
	in.disputed = disputed;
	return costs_of(&policy->matrix.costs, &policy->rates, &in, list, &err);
}

/* Of what arrived broken and of an open claim nothing is not the best, and no
 * code either, however little they cost by themselves. */
static void what_leaves_a_matter_open_is_never_the_best(void **state)
{
	static const struct {
		const char *platform, *severity;
		int64_t paid;
		bool disputed;
		int64_t nothing;
	} matters[] = {
		/* 60 % of what was paid, and what it does to figures there. */
		{ "shopify", "unusable", 26000, false, 15600 + 800 },
		/* All of it; at your own shop the bank's fee as well. */
		{ "amazon", "claim", 4900, true, 4900 + 1500 },
		{ "shopify", "none", 4900, true, 4900 + 1500 + 800 },
		/* Most of it, as long as it is only announced. */
		{ "ebay", "claim", 10000, false, 8000 + 1000 },
	};
	struct remedy_cost list[COST_WAYS];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(matters); i++) {
		int n = ways_of(case_of(matters[i].paid, matters[i].platform),
				matters[i].severity, matters[i].disputed, list);
		const struct remedy_cost *nothing =
			of_kind(list, n, COST_NOTHING);
		bool behind = false;

		assert_true(list[0].solves && !nothing->solves);
		assert_false(of_kind(list, n, COST_COUPON)->solves);
		assert_int_equal(nothing->total.minor, matters[i].nothing);
		for (int w = 0; w < n; w++) {
			assert_false(behind && list[w].solves);
			behind = !list[w].solves;
		}
	}
}

static void a_long_wait_is_put_right_by_a_code(void **state)
{
	struct remedy_cost list[COST_WAYS];
	int n = ways_of(case_of(8000, "shopify"), "waiting", false, list);

	(void)state;
	assert_true(n > 0);
	assert_int_equal(list[0].kind, COST_COUPON);
}

static void what_the_policy_gives_is_one_way_with_its_own_cost(void **state)
{
	struct cost_case in = case_of(26000, "shopify");
	struct remedy_cost list[COST_WAYS];
	int n, marked = 0;

	(void)state;
	in.gives = true;
	in.given = COST_EXPRESS;
	in.given_code = true;
	n = ways_of(in, "unusable", false, list);
	for (int i = 0; i < n; i++) {
		if (!list[i].policy)
			continue;
		marked++;
		assert_true(list[i].with_code && list[i].solves);
		/* Goods, way and hands as by itself, and 40 % of 26.00. */
		assert_int_equal(list[i].total.minor,
				 of_kind(list, n, COST_EXPRESS)->total.minor +
					 1040);
	}
	assert_int_equal(marked, 1);
	/* Alone it is that way itself. */
	in.given_code = false;
	n = ways_of(in, "unusable", false, list);
	assert_true(of_kind(list, n, COST_EXPRESS)->policy);
}

static void of_a_missing_part_a_part_is_sent(void **state)
{
	struct remedy_cost list[COST_WAYS];
	int n = ways_of(case_of(10000, "shopify"), "part", false, list);

	(void)state;
	/* 20 % of 35.00 of goods, 18.00 of shipping, 2.00 of handling. */
	assert_int_equal(of_kind(list, n, COST_EXPRESS)->total.minor, 2700);
}

static void a_small_order_is_refunded_and_a_dear_one_sent_anew(void **state)
{
	struct remedy_cost list[COST_WAYS];
	struct err err = { 0 };
	struct cost_case in;
	int n;

	(void)state;
	in = case_of(1500, "shopify");
	n = costs_of(&policy->matrix.costs, &policy->rates, &in, list, &err);
	assert_true(of_kind(list, n, COST_REFUND)->total.minor <
		    of_kind(list, n, COST_EXPRESS)->total.minor);
	in = case_of(20000, "shopify");
	n = costs_of(&policy->matrix.costs, &policy->rates, &in, list, &err);
	assert_true(of_kind(list, n, COST_REFUND)->total.minor >
		    of_kind(list, n, COST_EXPRESS)->total.minor);
}

static void what_was_never_paid_is_not_paid_back(void **state)
{
	struct cost_case in = case_of(10000, "shopify");
	struct remedy_cost list[COST_WAYS];
	struct err err = { 0 };
	int n;

	(void)state;
	in.rest.minor = 0;
	n = costs_of(&policy->matrix.costs, &policy->rates, &in, list, &err);
	assert_true(n > 0);
	for (int i = 0; i < n; i++)
		assert_true(list[i].kind != COST_REFUND &&
			    list[i].kind != COST_PART &&
			    list[i].kind != COST_RETURN &&
			    list[i].kind != COST_CREDIT);
}

static void costs_of_an_order_without_a_rate_cannot_be_told(void **state)
{
	struct remedy_cost list[COST_WAYS];
	struct err err = { 0 };
	struct cost_case in = case_of(10000, "shopify");

	(void)state;
	memcpy(in.total.currency, "PLN", 4);
	memcpy(in.rest.currency, "PLN", 4);
	assert_true(costs_of(&policy->matrix.costs, &policy->rates, &in, list,
			     &err) > 0);
	in.now += 41 * DAY_MS;
	assert_int_equal(costs_of(&policy->matrix.costs, &policy->rates, &in,
				  list, &err),
			 -1);
	assert_non_null(strstr(err.text, "older than 40 days"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_remedy_costs_the_sum_of_its_parts),
		cmocka_unit_test(what_leaves_a_matter_open_is_never_the_best),
		cmocka_unit_test(a_long_wait_is_put_right_by_a_code),
		cmocka_unit_test(
			what_the_policy_gives_is_one_way_with_its_own_cost),
		cmocka_unit_test(of_a_missing_part_a_part_is_sent),
		cmocka_unit_test(
			a_small_order_is_refunded_and_a_dear_one_sent_anew),
		cmocka_unit_test(what_was_never_paid_is_not_paid_back),
		cmocka_unit_test(
			costs_of_an_order_without_a_rate_cannot_be_told),
	};

	return cmocka_run_group_tests_name("cost", tests, shipped_load,
					   shipped_unload);
}
