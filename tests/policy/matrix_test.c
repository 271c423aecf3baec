/* matrix_test.c - the compensation matrix and what comes back: the shipped file
 * and mistakes in others, also in what remedies cost.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/when.h"
#include "help/place.h"
#include "policy/shipped.h"

/* -- the shipped matrix -- */

struct point {
	const char *issue;
	int64_t total;  /* of order_total, in cents of USD; -1: unknown */
	int64_t orders; /* of the buyer; -1: unknown */
	const char *row;
};

static const char *row_at(const struct point *at)
{
	struct fact_values v = { .of = &policy->facts };
	const struct matrix_row *r;
	int levels[AXES];
	const char *why;

	fact_set_word(&v, "issue", at->issue);
	if (at->total >= 0)
		fact_set_number(&v, "order_total", at->total);
	if (at->orders >= 0)
		fact_set_number(&v, "buyer_orders", at->orders);
	r = matrix_find(&policy->matrix, &v, &arena, levels, &why);
	return r ? r->name : "";
}

#define SMALL "small: money back, nothing returned"

static void a56_three_axes_give_a_row_with_a_name(void **state)
{
	static const struct point points[] = {
		{ "quality", 1999, 1, SMALL },
		{ "quality", 2000, 1, "a new one" },
		{ "not_received", 1, 9, SMALL },
		{ "damaged", 4999, -1, "a new one" },
		{ "damaged", 5000, -1, "a new one and a code" },
		{ "wrong_item", 20000, 1, "a new one and a code" },
		{ "missing_part", 1000, 5, "what is missing, loyal" },
		{ "missing_part", 1000, 4, "what is missing" },
		{ "late", 1000, 5, "a long wait, loyal" },
		{ "late", 1000, -1, "a long wait" },
		{ "invoice", 1000, 1, "no matter of compensation" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(points); i++)
		assert_string_equal(row_at(&points[i]), points[i].row);
}

static void a56_what_cannot_be_told_gives_nothing(void **state)
{
	struct fact_values v = { .of = &policy->facts };
	int levels[AXES];
	const char *why;

	(void)state;
	fact_set_word(&v, "issue", "damaged");
	fact_set_unknown(&v, "order_total", "the rate of PLN is too old");
	assert_null(matrix_find(&policy->matrix, &v, &arena, levels, &why));
	assert_non_null(strstr(why, "order_total is unknown (the rate of PLN"));
}

static void a56_a_range_has_two_ends(void **state)
{
	const struct matrix *m = &policy->matrix;

	(void)state;
	for (size_t i = 0; i < m->rows.len; i++)
		if (text_eq(m->rows.at[i].name, "what is missing")) {
			assert_int_equal(m->rows.at[i].least.points, 500);
			assert_int_equal(m->rows.at[i].most.points, 2000);
			return;
		}
	fail();
}

/* -- what comes back -- */

static int returns(const char *shop, int64_t minor, const char *currency,
		   int64_t now)
{
	struct money total = { .minor = minor };
	struct err err = { 0 };

	snprintf(total.currency, sizeof total.currency, "%s", currency);
	return matrix_returns(&policy->matrix, &policy->rates, shop, total, now,
			      &err);
}

static void a45_a122_goods_below_the_threshold_stay(void **state)
{
	int64_t now = rates_day();

	(void)state;
	assert_int_equal(returns("s", 19999, "USD", now), 0);
	assert_int_equal(returns("s", 20000, "USD", now), 1);
	assert_int_equal(returns("s", 17999, "EUR", now), 0);
	assert_int_equal(returns("s", 18000, "EUR", now), 1);
	assert_int_equal(returns("s", 100, "PLN", now), 0);
	assert_int_equal(returns("s", 100000000, "PLN", now), 1);
	assert_int_equal(returns("s", 100, "PLN", now + 41 * DAY_MS), -1);
}

/* The first entry that fits decides: a shop's own before those for all. */
static void a45_a122_a_shop_has_a_threshold_of_its_own(void **state)
{
	static const struct {
		const char *shop;
		int64_t minor;
		int wanted;
	} goods[] = { { "dear", 49999, 0 },
		      { "dear", 50000, 1 },
		      { "other", 19999, 0 },
		      { "other", 20000, 1 } };
	struct matrix m = { .there = true };
	struct err err = { 0 };

	(void)state;
	return_rules_push(&m.returns,
			  (struct return_rule){ "dear", { 50000, "USD" } });
	return_rules_push(&m.returns,
			  (struct return_rule){ "", { 20000, "USD" } });
	for (size_t i = 0; i < COUNT_OF(goods); i++)
		assert_int_equal(
			matrix_returns(&m, &policy->rates, goods[i].shop,
				       (struct money){ goods[i].minor, "USD" },
				       rates_day(), &err),
			goods[i].wanted);
	return_rules_release(&m.returns);
}

/* -- mistakes -- */

#define AXES_OF                                                                \
	"goods = ( { name = \"small\"; when = \"order_total < '20.00 USD'\"; " \
	"}"                                                                    \
	",\n { name = \"rest\"; } );\ncustomers = ( { name = \"any\"; } );\n"  \
	"severities = ( { name = \"any\"; } );\n"
#define REST "rows = ( { name = \"all\"; open = true; } );\n"

static const struct {
	const char *text, *line, *said;
} wrong[] = {
	{ AXES_OF "rows = ( { name = \"a\"; goods = \"smal\"; open = true; },"
		  "\n { name = \"b\"; open = true; } );\n",
	  ":5:", "\"smal\" is no level of \"goods\"; did you mean \"small\"?" },
	{ AXES_OF "rows = ( { name = \"a\"; goods = \"small\"; open = true; } "
		  ");\n",
	  ":5:", "no row is for goods \"rest\", customer \"any\"" },
	{ AXES_OF "rows = ( { name = \"a\"; open = true; },\n { name = \"b\"; "
		  "refund = \"order\"; } );\n",
	  ":6:", "row \"b\" is never reached" },
	{ AXES_OF "rows = ( { name = \"a\"; refund = \"ten\"; } );\n",
	  ":5:", "\"ten\" is no share" },
	{ AXES_OF "rows = ( { name = \"a\"; refund = [ \"20 %\", \"10 %\" ]; } "
		  ");\n",
	  ":5:", "a range goes from less to more" },
	{ AXES_OF "rows = ( { name = \"a\"; refund = \"order\"; reship = "
		  "\"express\"; } );\n",
	  ":5:", "not both" },
	{ AXES_OF "rows = ( { name = \"a\"; coupon = \"2.5 %\"; } );\n",
	  ":5:", "a whole percentage" },
	{ AXES_OF "rows = ( { name = \"a\"; coupon = \"500 %\"; } );\n",
	  ":5:", "a whole percentage from 1 to 100" },
	{ AXES_OF REST "examples = ( { order_total = \"5.00 USD\"; row = "
		       "\"none\"; } );\n",
	  ":6:", "row \"all\" holds here" },
	{ AXES_OF REST "returns = ( { shop = \"a\"; } );\n",
	  ":6:", "\"below\" is missing" },
	{ AXES_OF REST "costs = { resale = \"5 %\"; };\n",
	  ":6:", "\"goods\" is missing" },
	{ AXES_OF REST "costs = { goods = \"5 %\"; matters = ( { ways = "
		       "\"refnd\"; } ); };\n",
	  ":6:", "did you mean \"refund\"?" },
	{ AXES_OF REST "costs = { goods = \"5 %\"; matters = ( { severity = "
		       "\"anny\"; ways = []; } ); };\n",
	  ":6:", "is no level of \"severities\"" },
	{ AXES_OF REST "costs = { goods = \"150 %\"; };\n",
	  ":6:", "a percentage above 0" },
	{ "goods = ( { name = \"a\"; }, { name = \"b\"; } );\n"
	  "customers = ( { name = \"any\"; } );\n"
	  "severities = ( { name = \"any\"; } );\n" REST,
	  ":1:", "only the last level is for the rest" },
	{ AXES_OF REST "retuns = ();\n", ":6:", "returns" },
};

static void every_mistake_is_told_with_its_line(void **state)
{
	CLEANUP(free_ptr) char *path = path_join(scratch_dir(), "c.conf");

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct mistakes told = { { 0 } };
		struct matrix m = { .there = false };
		struct err err = { 0 };
		struct conf *c;
		bool found = false;

		assert_int_equal(file_write(path, wrong[i].text,
					    strlen(wrong[i].text), 0600, &err),
				 0);
		c = conf_open(path, &told);
		assert_non_null(c);
		matrix_read(&m, c, policy->compiler, &policy->facts, &arena);
		for (size_t n = 0; n < told.list.len; n++)
			found |= strstr(told.list.at[n], wrong[i].said) &&
				 strstr(told.list.at[n], wrong[i].line);
		if (!found)
			fail_msg("%zu: not told: %s %s; but: %s", i,
				 wrong[i].line, wrong[i].said,
				 told.list.len ? told.list.at[0] : "nothing");
		matrix_release(&m);
		conf_close(c);
		mistakes_release(&told);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a56_three_axes_give_a_row_with_a_name),
		cmocka_unit_test(a56_what_cannot_be_told_gives_nothing),
		cmocka_unit_test(a56_a_range_has_two_ends),
		cmocka_unit_test(a45_a122_goods_below_the_threshold_stay),
		cmocka_unit_test(a45_a122_a_shop_has_a_threshold_of_its_own),
		cmocka_unit_test(every_mistake_is_told_with_its_line),
	};

	return cmocka_run_group_tests_name("matrix", tests, shipped_load,
					   shipped_unload);
}
