/* policy_lists_test.c - what the policy's lists say: of an item its guide, of a
 * currency its rate while that is fresh.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "policy/rule/decide.h"

#define NOW INT64_C(1795000000000) /* 2026-11-18 */

static void the_guide_of_an_item_is_the_first_that_fits(void **state)
{
	struct guide all[] = { { "LAMP-7", "https://s.example/7" },
			       { "LAMP-*", "https://s.example/lamps" } };
	struct policy p = { .guides = { .at = all, .len = COUNT_OF(all) } };

	(void)state;
	assert_string_equal(policy_guide(&p, "LAMP-7"), all[0].link);
	assert_string_equal(policy_guide(&p, "LAMP-71"), all[1].link);
	assert_string_equal(policy_guide(&p, "LAMP"), "");
	assert_string_equal(policy_guide(&p, ""), "");
}

static void a_rate_is_used_for_forty_days(void **state)
{
	struct rates r = { .base = "EUR" };
	struct money eur = { 1800, "EUR" }, out;
	struct err err = { 0 };

	(void)state;
	rate_list_push(&r.list, (struct rate){ "USD", 11106, 10000, NOW });
	rate_list_push(&r.list, (struct rate){ "JPY", 16306, 100, NOW });
	rate_list_push(&r.list, (struct rate){ "EUR", 1, 1, INT64_MAX });
	assert_int_equal(rates_convert(&r, eur, "USD", NOW, &out, &err), 0);
	assert_int_equal(out.minor, 1999); /* 19.9908 */
	eur.minor = 1801;
	assert_int_equal(rates_convert(&r, eur, "USD", NOW, &out, &err), 0);
	assert_int_equal(out.minor, 2000); /* 20.0019 */
	out = (struct money){ 16306, "JPY" };
	assert_int_equal(rates_convert(&r, out, "USD", NOW, &out, &err), 0);
	assert_int_equal(out.minor, 11106);
	assert_int_equal(
		rates_convert(&r, eur, "USD", NOW + 40 * DAY_MS, &out, &err),
		0);
	assert_int_equal(
		rates_convert(&r, eur, "USD", NOW + 41 * DAY_MS, &out, &err),
		-1);
	assert_non_null(strstr(err.text, "older than 40 days"));
	assert_int_equal(rates_convert(&r, eur, "GBP", NOW, &out, &err), -1);
	assert_non_null(strstr(err.text, "no rate of GBP"));
	rates_release(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_guide_of_an_item_is_the_first_that_fits),
		cmocka_unit_test(a_rate_is_used_for_forty_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
