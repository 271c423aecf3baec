/* deviation_test.c - effects held against the shipped compensation matrix: what
 * the policy gives by it, and what a person gives otherwise.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/play_help.h"

#define PLAN(amount, more)                                           \
	"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"" amount \
	"\",\"currency\":\"USD\"" more "}"

/* T-1 of an order of 80.00 with a part missing: 4.00 to 16.00 by the matrix. */
static struct desk *missing_part(void)
{
	static const struct turn begin[] = { { "order", "80.00", NULL, NULL },
					     { "mail", "[missing_part] a screw",
					       NULL, NULL },
					     END };

	return play_on("missing part", begin);
}

#define REFUND "(SELECT max(id) FROM actions WHERE verb = 'refund')"

static int64_t refund_of(struct desk *d)
{
	return one(d, "SELECT " REFUND);
}

static int approve(struct desk *d, const char *by, struct err *err)
{
	char json[40];

	*err = (struct err){ 0 };
	snprintf(json, sizeof json, "{\"action\":%lld}",
		 (long long)refund_of(d));
	return do_cmd(d, "approve", by, json, err);
}

static void a59_an_amount_of_the_matrix_needs_no_reason(void **state)
{
	static const char *const amounts[] = { PLAN("4.00", ""),
					       PLAN("16.00", "") };
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(amounts); i++) {
		struct desk *d = missing_part();

		must_do(d, "plan", "mia", amounts[i]);
		assert_int_equal(one(d, "SELECT deviates IS NOT 1 FROM actions "
					"WHERE id = " REFUND),
				 1);
		assert_string_equal(
			one_text(d, "SELECT matrix_row FROM actions WHERE id "
				    "= " REFUND),
			"what is missing");
		assert_int_equal(approve(d, "mia", &err), 0);
		ends_the_same(d);
	}
}

static void a59_another_amount_needs_a_reason_that_is_kept(void **state)
{
	struct desk *d = missing_part();
	struct err err;
	char json[100];

	(void)state;
	must_do(d, "plan", "mia", PLAN("16.01", ""));
	assert_int_equal(approve(d, "mia", &err), -1);
	assert_string_equal(err.text,
			    "the compensation matrix (row \"what is "
			    "missing\") gives 16.00 USD; if another amount is "
			    "meant, say why with --reason");
	snprintf(json, sizeof json,
		 "{\"action\":%lld,\"reason\":\"the third time\"}",
		 (long long)refund_of(d));
	must_do(d, "reason", "mia", json);
	assert_int_equal(approve(d, "mia", &err), 0);
	assert_int_equal(one(d, "SELECT deviates = 1 AND advised = 1600 AND "
				"reason = 'the third time' FROM actions WHERE "
				"id = " REFUND),
			 1);
	/* Personal, so it stands sealed. */
	assert_int_equal(one(d, "SELECT count(*) FROM journal WHERE "
				"instr(payload || decisions, 'third time')"),
			 0);
	ends_the_same(d);
}

/* It was parked before anybody had said yes to it. */
static void a59_what_a_person_looked_at_needs_its_reason_too(void **state)
{
	struct desk *d = missing_part();
	struct err err = { 0 };
	char json[100];

	(void)state;
	must_do(d, "plan", "mia", PLAN("16.01", ""));
	run_sql(d, "UPDATE actions SET state = 10 WHERE id = " REFUND);
	snprintf(json, sizeof json, "{\"action\":%lld,\"seen\":\"not-done\"}",
		 (long long)refund_of(d));
	assert_int_equal(do_cmd(d, "retry", "mia", json, &err), -1);
	assert_non_null(strstr(err.text, "say why with --reason"));
	snprintf(json, sizeof json, "{\"action\":%lld,\"reason\":\"x\"}",
		 (long long)refund_of(d));
	must_do(d, "reason", "mia", json);
	snprintf(json, sizeof json, "{\"action\":%lld,\"seen\":\"not-done\"}",
		 (long long)refund_of(d));
	must_do(d, "retry", "mia", json);
	desk_close(d);
}

static void a59_a_reason_may_come_with_the_plan(void **state)
{
	struct desk *d = missing_part();
	struct err err;

	(void)state;
	must_do(d, "plan", "mia", PLAN("3.99", ",\"reason\":\"asked for it\""));
	assert_int_equal(one(d, "SELECT deviates = 1 AND advised = 400 FROM "
				"actions WHERE id = " REFUND),
			 1);
	assert_int_equal(approve(d, "mia", &err), 0);
	ends_the_same(d);
}

static void a59_what_the_matrix_does_not_give_deviates(void **state)
{
	struct desk *d = missing_part();

	(void)state;
	must_do(d, "plan", "mia",
		"{\"verb\":\"coupon\",\"order\":\"O1\",\"args\":"
		"\"{\\\"percent\\\":10}\"}");
	assert_int_equal(one(d, "SELECT deviates = 1 AND advised IS NULL FROM "
				"actions WHERE verb = 'coupon'"),
			 1);
	ends_the_same(d);
}

static void
a59_an_open_row_and_a_matter_of_none_leave_it_to_people(void **state)
{
	static const struct turn begin[] = { { "order", "80.00", NULL, NULL },
					     { "mail", "[invoice] please", NULL,
					       NULL },
					     END };
	struct desk *d = play_on("invoice", begin);
	struct err err;

	(void)state;
	must_do(d, "plan", "mia", PLAN("7.77", ""));
	assert_int_equal(one(d, "SELECT deviates IS NOT 1 FROM actions WHERE "
				"id = " REFUND),
			 1);
	assert_int_equal(approve(d, "mia", &err), 0);
	ends_the_same(d);
}

/* -- what the policy gives -- */

static const struct turn a57_just_below[] = {
	{ "order", "19.99", NULL, NULL },
	{ "mail", "[quality] poor", NULL, NULL },
	IS("SELECT amount = 1999 AND rule = 'small quality refund' AND "
	   "deviates IS NOT 1 AND matrix_row GLOB 'small:*' FROM actions WHERE "
	   "verb = 'refund'"),
	END
};

static const struct turn a57_just_not[] = {
	{ "order", "20.00", NULL, NULL },
	{ "mail", "[quality] poor", NULL, NULL },
	IS("SELECT count(*) = 0 FROM actions WHERE verb = 'refund'"),
	END
};

#define EUROS(total)                                                          \
	{                                                                     \
		"shop",                                                       \
			"{\"kind\":\"order\",\"ref\":\"O1\",\"name\":\"#1001" \
			"\",\"status\":\"open\",\"placed\":\"2026-09-01T10:"  \
			"00:00Z\",\"buyer_ref\":\"B1\",\"email\":"            \
			"\"ann@example.com\",\"lang\":\"en\",\"total\":{"     \
			"\"amount\":\"" total "\",\"currency\":\"EUR\"}}\n",  \
			NULL, NULL                                            \
	}

/* By a dollar at 1.0389: 19.25 EUR are 20.00 USD, rounded half to even. */
static const struct turn a57_below_in_euros[] = {
	EUROS("19.24"),
	{ "mail", "[quality] poor", NULL, NULL },
	IS("SELECT amount = 1924 AND amount_currency = 'EUR' FROM actions "
	   "WHERE verb = 'refund'"),
	END
};
static const struct turn a57_not_below_in_euros[] = {
	EUROS("19.25"),
	{ "mail", "[quality] poor", NULL, NULL },
	IS("SELECT count(*) = 0 FROM actions WHERE verb = 'refund'"),
	END
};
static const struct turn a57_old_rate[] = {
	EUROS("5.00"),
	{ "mail", "[quality] poor", NULL, NULL },
	IS("SELECT count(*) = 0 FROM actions WHERE verb = 'refund'"),
	IS("SELECT count(*) = 1 FROM alerts WHERE text LIKE '%held back%older "
	   "than 40 days%'"),
	END
};

static void a57_below_twenty_dollars_a_rule_refunds_at_once(void **state)
{
	static const struct scenario list[] = {
		{ "19.99", false, a57_just_below },
		{ "20.00", false, a57_just_not },
	};

	(void)state;
	play_all(list, COUNT_OF(list));
}

static void a57_other_currencies_go_by_a_dated_rate(void **state)
{
	static const struct scenario fresh[] = {
		{ "19.24 EUR", false, a57_below_in_euros },
		{ "19.25 EUR", false, a57_not_below_in_euros },
	};
	static const struct scenario old[] = {
		{ "an old rate", false, a57_old_rate },
	};

	(void)state;
	rates_of(BEGIN_MS);
	play_all(fresh, COUNT_OF(fresh));
	rates_of(BEGIN_MS - 50 * DAY_MS);
	play_all(old, COUNT_OF(old));
	rates_of(BEGIN_MS);
}

/* -- rules that leave it to the matrix -- */

static const struct turn a58_composite[] = {
	{ "order", "60.00", NULL, NULL },
	{ "mail", "[damaged] broken", NULL, NULL },
	IS("SELECT count(*) = 2 FROM actions WHERE rule = 'damaged' AND verb "
	   "IN ('reship', 'coupon') AND matrix_row = 'a new one and a code'"),
	IS("SELECT part_of = (SELECT id FROM actions WHERE verb = 'reship') "
	   "FROM actions WHERE verb = 'coupon'"),
	IS("SELECT count(*) = 0 FROM actions WHERE verb = 'refund'"),
	END
};

static const struct turn money[] = {
	{ "order", "12.00", NULL, NULL },
	{ "mail", "[damaged] broken", NULL, NULL },
	IS("SELECT amount = 1200 FROM actions WHERE rule = 'damaged' AND verb "
	   "= 'refund'"),
	END
};

static const struct turn untold[] = {
	EUROS("60.00"),
	{ "mail", "[damaged] broken", NULL, NULL },
	IS("SELECT count(*) = 0 FROM actions WHERE verb <> 'reply'"),
	IS("SELECT count(*) = 1 FROM alerts WHERE text LIKE '%rule "
	   "\"damaged\"%order_total is unknown%'"),
	END
};

static void a58_a_rule_gives_what_the_matrix_says(void **state)
{
	static const struct scenario list[] = {
		{ "a composite", true, a58_composite },
		{ "money", true, money },
	};
	static const struct scenario held[] = { { "untold", true, untold } };
	struct rule_list *rules = &shipped.policy->rules;
	size_t i = 0;

	(void)state;
	while (i < rules->len && !text_eq(rules->at[i].name, "damaged"))
		i++;
	assert_true(i < rules->len);
	rules->at[i].matrix = true;
	play_all(list, COUNT_OF(list));
	rates_of(BEGIN_MS - 50 * DAY_MS);
	play_all(held, COUNT_OF(held));
	rates_of(BEGIN_MS);
	rules->at[i].matrix = false;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a59_an_amount_of_the_matrix_needs_no_reason),
		cmocka_unit_test(
			a59_another_amount_needs_a_reason_that_is_kept),
		cmocka_unit_test(
			a59_what_a_person_looked_at_needs_its_reason_too),
		cmocka_unit_test(a59_a_reason_may_come_with_the_plan),
		cmocka_unit_test(a59_what_the_matrix_does_not_give_deviates),
		cmocka_unit_test(
			a59_an_open_row_and_a_matter_of_none_leave_it_to_people),
		cmocka_unit_test(
			a57_below_twenty_dollars_a_rule_refunds_at_once),
		cmocka_unit_test(a57_other_currencies_go_by_a_dated_rate),
		cmocka_unit_test(a58_a_rule_gives_what_the_matrix_says),
	};

	return cmocka_run_group_tests_name("deviations", tests, shipped_load,
					   shipped_unload);
}
