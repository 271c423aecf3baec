/* policy_test.c - what the shipped policy decides.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "model/records.h"
#include "policy/rule/decide.h"
#include "policy/shipped.h"

static struct fact_values matter(const char *issue, int64_t total)
{
	struct fact_values v = { .of = &policy->facts };

	fact_set_word(&v, "issue", issue);
	fact_set_also(&v, "");
	fact_set_number(&v, "confidence", 75);
	fact_set_number(&v, "has_order", 1);
	fact_set_number(&v, "shipped", 1);
	fact_set_number(&v, "delivered", 0);
	fact_set_number(&v, "refunded", 0);
	fact_set_number(&v, "refunded_amount", 0);
	fact_set_word(&v, "remedy", "none");
	fact_set_number(&v, "disputed", 0);
	fact_set_number(&v, "danger", 0);
	fact_set_number(&v, "cancelled", 0);
	fact_set_number(&v, "messages", 1);
	if (total >= 0)
		fact_set_number(&v, "order_total", total);
	return v;
}

static struct decision decide(const struct fact_values *v)
{
	struct decision d;

	policy_decide(policy, "message", v, &arena, &d);
	return d;
}

static void a57_below_twenty_dollars_is_refunded_and_twenty_is_not(void **state)
{
	static const struct {
		const char *issue;
		int64_t total;
		bool refund;
	} cases[] = {
		{ "quality", 1999, true },  { "not_as_described", 1999, true },
		{ "quality", 2000, false }, { "quality", 2001, false },
		{ "damaged", 500, false },  { "quality", 0, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct fact_values v = matter(cases[i].issue, cases[i].total);
		struct decision d = decide(&v);

		assert_int_equal(d.refund != NULL, cases[i].refund);
		assert_int_equal(d.held_count, 0);
		if (d.refund) {
			assert_true(d.refund->automatic);
			assert_true(d.refund->refund.whole);
			assert_string_equal(d.reply->reply,
					    "quality.refund_small");
		}
	}
}

static void money_never_moves_on_an_unknown_fact(void **state)
{
	struct fact_values v = matter("quality", -1);
	struct decision d;

	(void)state;
	fact_set_unknown(&v, "order_total", "there is no rate of XAU");
	d = decide(&v);
	assert_null(d.refund);
	assert_int_equal(d.held_count, 1);
	assert_string_equal(d.held[0].rule->name, "small quality refund");
	assert_non_null(strstr(d.held[0].why, "order_total is unknown"));
	assert_non_null(strstr(d.held[0].why, "no rate of XAU"));
	assert_string_equal(d.playbook->playbook, "quality");
	/* What it would not pay anyway is not held back. */
	fact_set_number(&v, "refunded_amount", 200);
	d = decide(&v);
	assert_int_equal(d.held_count, 0);
}

/* Nor are the words of such a rule: the next one answers. */
static void what_the_shop_cannot_do_is_given_by_no_rule(void **state)
{
	struct fact_values v = matter("quality", 1999);
	struct decision d;

	(void)state;
	fact_set_number(&v, "can_refund", 0);
	d = decide(&v);
	assert_null(d.refund);
	assert_string_equal(d.playbook->playbook, "quality");
	assert_int_equal(d.held_count, 1);
	assert_string_equal(d.held[0].why,
			    "the shop cannot give money back (can_refund)");
	/* A code beside goods is left away; alone it is no remedy. */
	fact_set_number(&v, "can_coupon", 0);
	fact_set_number(&v, "can_reship", 1);
	assert_null(policy_beyond(false, true, true, &v));
	assert_non_null(policy_beyond(false, false, true, &v));
	fact_set_number(&v, "can_reship", 0);
	assert_non_null(policy_beyond(false, true, true, &v));
}

static void what_was_put_right_is_offered_by_no_rule_again(void **state)
{
	static const char *const issues[] = { "not_received", "late", "damaged",
					      "quality", "refund_request" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(issues); i++) {
		struct fact_values v = matter(issues[i], 1999);
		struct decision d;

		fact_set_word(&v, "remedy", "approved");
		d = decide(&v);
		assert_null(d.refund);
		assert_null(d.playbook);
		assert_string_equal(d.reply->reply, "other.holding");
	}
}

static void every_issue_has_its_reply(void **state)
{
	(void)state;
	for (int i = 0; issue_types[i]; i++) {
		struct fact_values v = matter(issue_types[i], 5000);
		struct decision d = decide(&v);
		bool silent = text_eq(issue_types[i], "abuse") ||
			      text_eq(issue_types[i], "machine_mail");

		if ((d.reply == NULL) != silent)
			fail_msg("%s", issue_types[i]);
	}
}

static void every_shipped_rule_has_examples_of_both_kinds(void **state)
{
	(void)state;
	assert_true(policy->rules.len > 20);
	for (size_t i = 0; i < policy->rules.len; i++) {
		const struct rule *r = &policy->rules.at[i];

		if (!r->firing || r->firing == r->examples)
			fail_msg("rule \"%s\"", r->name);
	}
}

static void tiers_are_four_twelve_and_twenty_four_hours(void **state)
{
	const struct tier_rule *t;
	struct fact_values v = matter("quality", 5000);
	struct decision d;

	(void)state;
	t = policy_tier(policy, "claim_announced", 0);
	assert_int_equal(t->tier, TIER_RED);
	assert_true(t->respond_ms == 4 * HOUR_MS);
	t = policy_tier(policy, "not_received", 0);
	assert_int_equal(t->tier, TIER_YELLOW);
	assert_true(t->respond_ms == 12 * HOUR_MS);
	t = policy_tier(policy, "quality", 0);
	assert_int_equal(t->tier, TIER_BLUE);
	assert_true(t->respond_ms == 24 * HOUR_MS);
	d = decide(&v);
	assert_null(d.tier);
	fact_set_also(&v, "review_threat");
	d = decide(&v);
	assert_non_null(d.tier);
	t = policy_tier(policy, "quality", d.tier->tier);
	assert_true(t->respond_ms == 4 * HOUR_MS);
}

static void a_playbook_takes_the_replys_place(void **state)
{
	struct fact_values v = matter("not_received", 5000);
	struct decision d = decide(&v);

	(void)state;
	assert_non_null(d.playbook);
	assert_ptr_equal(d.playbook, d.reply);
	assert_string_equal(d.playbook->playbook, "not_received");
	fact_set_number(&v, "delivered", 1);
	d = decide(&v);
	assert_string_equal(d.playbook->playbook, "delivered_not_received");
	assert_string_equal(d.reply->reply, "other.holding");
	assert_true(d.also_count > 0);
}

/* What the buyer chose is given, and told, and nothing else. */
static void what_is_offered_is_given_as_it_was_chosen(void **state)
{
	static const char *const books[] = { "not_received",
					     "delivered_not_received",
					     "claim" };
	struct plan plan;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(books); i++) {
		const struct playbook *p =
			playbook_find(&policy->playbooks, books[i]);
		int from = playbook_step(p, "wait once more") + 1;
		struct fact_values v = matter("not_received", 5000);

		fact_set_number(&v, "answered", 1);
		fact_set_number(&v, "has_order", 1);
		fact_set_number(&v, "can_refund", 1);
		fact_set_number(&v, "can_reship", 1);
		fact_set_number(&v, "refunded", 0);
		derived_set(&policy->derived, &v);
		fact_set_word(&v, "chosen", "refund");
		playbook_plan(p, from, &v, &plan);
		assert_int_equal(plan.count, 1);
		assert_true(plan.steps[0]->refund.whole);
		assert_string_equal(plan.steps[0]->reply, "chosen.refund");
		fact_set_word(&v, "chosen", "reship");
		playbook_plan(p, from, &v, &plan);
		assert_int_equal(plan.count, 1);
		assert_string_equal(plan.steps[0]->reship, "standard");
		assert_string_equal(plan.steps[0]->reply, "chosen.reship");
		assert_int_equal(plan.wait->after, AFTER_DONE);
		fact_set_word(&v, "chosen", "wait");
		playbook_plan(p, from, &v, &plan);
		assert_int_equal(plan.count, 1);
		assert_string_equal(plan.steps[0]->reply, "");
		assert_true(*plan.steps[0]->alert);
	}
}

static int may_refund(const struct fact_values *v)
{
	const struct fact_value *one =
		&v->at[fact_find(&policy->facts, "may_refund")];

	return one->known ? (int)one->number : -1;
}

static void what_follows_from_other_facts_is_known_when_they_are(void **state)
{
	struct fact_values v = matter("late", 5000);

	(void)state;
	fact_set_number(&v, "has_order", 1);
	fact_set_number(&v, "refunded", 0);
	derived_set(&policy->derived, &v);
	assert_int_equal(may_refund(&v), -1);
	fact_set_number(&v, "can_refund", 1);
	derived_set(&policy->derived, &v);
	assert_int_equal(may_refund(&v), 1);
	fact_set_word(&v, "remedy", "approved");
	derived_set(&policy->derived, &v);
	assert_int_equal(may_refund(&v), 0);
}

static void a_playbook_goes_the_way_that_the_facts_say(void **state)
{
	const struct playbook *p =
		playbook_find(&policy->playbooks, "not_received");
	struct fact_values v = matter("not_received", 5000);
	struct plan plan;

	(void)state;
	fact_set_number(&v, "has_tracking", 1);
	fact_set_word(&v, "scan_status", "in_transit");
	playbook_plan(p, 0, &v, &plan);
	assert_int_equal(plan.count, 2);
	assert_string_equal(plan.steps[0]->ask, "scans");
	assert_string_equal(plan.steps[1]->reply, "not_received.investigate");
	assert_string_equal(plan.wait->name, "wait for carrier");
	fact_set_number(&v, "ticket_age", 2 * DAY_MS);
	fact_set_number(&v, "parcel_still", 3 * DAY_MS);
	playbook_plan(p, playbook_step(p, "wait for carrier") + 1, &v, &plan);
	assert_int_equal(plan.count, 1);
	assert_string_equal(plan.steps[0]->reply, "not_received.offer");
	assert_true(plan.wait->for_choice);
	fact_set_number(&v, "parcel_still", DAY_MS);
	playbook_plan(p, playbook_step(p, "wait for carrier") + 1, &v, &plan);
	assert_int_equal(plan.count, 1);
	assert_string_equal(plan.steps[0]->reply, "not_received.moved");
	fact_set_word(&v, "scan_status", "returning");
	playbook_plan(p, playbook_step(p, "wait for carrier") + 1, &v, &plan);
	assert_string_equal(plan.steps[0]->reply, "not_received.offer");
	fact_set_word(&v, "scan_status", "in_transit");
	playbook_plan(p, playbook_step(p, "wait for carrier") + 1, &v, &plan);
	assert_string_equal(plan.wait->name, "wait for the parcel");
	assert_int_equal(plan.wait->after, AFTER_SENT);
	playbook_plan(p, playbook_step(p, "wait for the parcel") + 1, &v,
		      &plan);
	assert_int_equal(plan.count, 1);
	assert_null(plan.wait);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a57_below_twenty_dollars_is_refunded_and_twenty_is_not),
		cmocka_unit_test(money_never_moves_on_an_unknown_fact),
		cmocka_unit_test(what_the_shop_cannot_do_is_given_by_no_rule),
		cmocka_unit_test(
			what_was_put_right_is_offered_by_no_rule_again),
		cmocka_unit_test(every_issue_has_its_reply),
		cmocka_unit_test(every_shipped_rule_has_examples_of_both_kinds),
		cmocka_unit_test(tiers_are_four_twelve_and_twenty_four_hours),
		cmocka_unit_test(a_playbook_takes_the_replys_place),
		cmocka_unit_test(what_is_offered_is_given_as_it_was_chosen),
		cmocka_unit_test(
			what_follows_from_other_facts_is_known_when_they_are),
		cmocka_unit_test(a_playbook_goes_the_way_that_the_facts_say),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
