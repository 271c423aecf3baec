/* policy_test.c - what the shipped policy decides, and what a file is told.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/when.h"
#include "model/records.h"
#include "policy/decide.h"
#include "policy/shipped.h"

#define NOW INT64_C(1795000000000) /* 2026-11-18 */

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
	assert_int_equal(plan.count, 2);
	assert_string_equal(plan.steps[0]->reply, "not_received.offer");
	assert_true(plan.steps[1]->refund.whole);
	fact_set_number(&v, "parcel_still", DAY_MS);
	playbook_plan(p, playbook_step(p, "wait for carrier") + 1, &v, &plan);
	assert_int_equal(plan.count, 1);
	assert_string_equal(plan.steps[0]->reply, "not_received.moved");
	fact_set_word(&v, "scan_status", "returning");
	playbook_plan(p, playbook_step(p, "wait for carrier") + 1, &v, &plan);
	assert_string_equal(plan.steps[0]->reply, "not_received.offer");
	fact_set_word(&v, "scan_status", "in_transit");
	playbook_plan(p, playbook_step(p, "wait for carrier") + 1, &v, &plan);
	assert_string_equal(plan.wait->name, "wait for buyer");
	assert_int_equal(plan.wait->after, AFTER_SENT);
	playbook_plan(p, playbook_step(p, "wait for buyer") + 1, &v, &plan);
	assert_int_equal(plan.count, 1);
	assert_null(plan.wait);
}

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

/* -- files with mistakes -- */

static char dir[] = "/tmp/hw-policy-XXXXXX";

static void copy(const char *name, const char *find, const char *put)
{
	CLEANUP(free_ptr) char *from = path_join("policy", name);
	CLEANUP(free_ptr) char *to = path_join(dir, name);
	CLEANUP(str_release) struct str s = STR_INIT, out = STR_INIT;
	struct err err = { 0 };
	const char *at;

	assert_int_equal(file_read(&s, from, (size_t)1 << 20, &err), 0);
	at = find ? strstr(str_c(&s), find) : NULL;
	if (find && !at)
		fail_msg("%s has no %s", name, find);
	if (at) {
		str_add(&out, str_c(&s), (size_t)(at - str_c(&s)));
		str_puts(&out, put);
		str_puts(&out, at + strlen(find));
	} else {
		str_puts(&out, str_c(&s));
	}
	assert_int_equal(file_write(to, str_c(&out), out.len, 0644, &err), 0);
}

/* The policy with one thing changed is told so, at its file and a line. */
static void told(const char *file, const char *find, const char *put,
		 const char *message)
{
	static const char *const files[] = { "facts.conf",
					     "templates.conf",
					     "triage.conf",
					     "rates.conf",
					     "rules.conf",
					     "parcels.conf",
					     "playbooks/not_received.conf",
					     NULL };
	CLEANUP(mistakes_release) struct mistakes m = { 0 };
	struct policy *p;
	bool found = false;

	for (const char *const *f = files; *f; f++)
		copy(*f, text_eq(*f, file) ? find : NULL, put);
	p = policy_load(dir, &m);
	for (size_t i = 0; i < m.list.len; i++)
		found |= strstr(m.list.at[i], message) &&
			 strstr(m.list.at[i], file);
	if (!found)
		fail_msg("%s: %s", put,
			 m.list.len ? m.list.at[0] : "no mistake was told");
	policy_free(p);
}

static void told_of_steps(void)
{
	told("playbooks/not_received.conf", "next = \"wait for buyer\"",
	     "next = \"ask carrier\"", "names a later step");
	told("playbooks/not_received.conf", "parcel_still < ticket_age",
	     "parcel_still < 5", "write it as '5 d'");
	told("playbooks/not_received.conf", "wait = \"48 h\"",
	     "wait = \"soon\"", "or a period of triage.conf");
	told("playbooks/not_received.conf", "wait = \"48 h\"",
	     "wait = \"48 h\"; reply = \"not_received.moved\"",
	     "write two steps");
	told("playbooks/not_received.conf", "reply = \"not_received.offer\"",
	     "until = \"delivered\"; alert = \"so\"", "belong to a wait");
	told("playbooks/not_received.conf", "reply = \"not_received.offer\"",
	     "task = \"warehouse\"; within = \"1 h\"",
	     "a task says what is to be done");
	told("playbooks/not_received.conf", "reply = \"not_received.offer\"",
	     "gives = \"reship\"", "\"gives\" says what a task gives");
	told("playbooks/not_received.conf", "reply = \"not_received.offer\"",
	     "task = \"warehouse\"; gives = \"goods\"",
	     "\"gives\" must be one of reship, exchange, return, refund, "
	     "store_credit, coupon, nothing");
	told("playbooks/not_received.conf", "reply = \"not_received.offer\"",
	     "accept = \"it is lost\"", "\"within\" is missing");
	told("playbooks/not_received.conf", "reply = \"not_received.offer\"",
	     "reship = \"fast\"", "\"reship\"");
	told("playbooks/not_received.conf", "reply = \"not_received.offer\"",
	     "coupon = \"order\"", "\"order\" is no coupon");
	told("playbooks/not_received.conf", "reply = \"not_received.offer\"",
	     "coupon = \"500 %\"", "a whole percentage from 1 to 100");
	told("playbooks/not_received.conf", "reply = \"not_received.offer\"",
	     "coupon = \"0 %\"", "a whole percentage from 1 to 100");
	told("playbooks/not_received.conf", "reply = \"not_received.offer\"",
	     "coupon = \"-5 %\"", "a whole percentage from 1 to 100");
	told("playbooks/not_received.conf", "; reply = \"not_received.offer\"",
	     "", "the step does nothing");
}

static void each_mistake_is_told_with_file_and_line(void **state)
{
	CLEANUP(free_ptr) char *books = NULL;
	struct err err = { 0 };

	(void)state;
	assert_non_null(mkdtemp(dir));
	books = path_join(dir, "playbooks");
	assert_int_equal(dir_make(books, 0755, &err), 0);
	told("rules.conf", "issue in ('quality',", "issue in ('qualty',",
	     "did you mean 'quality'");
	told("rules.conf", "'20.00 USD' and", "'19.00 USD' and",
	     "its example says that it does");
	told("rules.conf", "reply = \"late.apology\"",
	     "reply = \"late.apologies\"", "did you mean \"late.apology\"");
	told("rules.conf", "playbook = \"not_received\"",
	     "playbook = \"not_recieved\"", "did you mean \"not_received\"");
	told("rules.conf", "trigger = \"message\"", "trigger = \"mesage\"",
	     "did you mean \"message\"");
	told("rules.conf", "refund = \"order\"; r", "refnd = \"order\"; r",
	     "did you mean \"refund\"");
	told("rules.conf", "refund = \"order\"; r",
	     "refund = \"20 dollars\"; r", "\"refund\"");
	told("rules.conf", "name = \"late\"", "name = \"customs\"",
	     "names are unique");
	told("rules.conf", "{ issue = \"late\"; fires = false; }",
	     "{ isue = \"late\"; fires = false; }", "did you mean \"issue\"");
	told("facts.conf", "name = \"stars\"", "name = \"starz\"",
	     "did you mean \"stars\"");
	told("facts.conf", "\"order_total\"; type = \"money\"",
	     "\"order_total\"; type = \"integer\"", "is of type money");
	told("rates.conf", "rate = \"", "rate = \"-", "a decimal above 0");
	told("triage.conf", "\"fraud\"", "\"frauds\"",
	     "did you mean \"fraud\"");
	told("triage.conf", "\"red\"; within = \"4 h\"",
	     "\"red\"; within = \"4 hours\"", "is no duration");
	told("triage.conf", "{ name = \"red\"; within = \"4 h\"; },", "",
	     "or a period \"red\" in hours");
	told_of_steps();
	for (int i = 0; i < 7; i++) {
		static const char *const names[] = {
			"facts.conf",
			"templates.conf",
			"triage.conf",
			"rates.conf",
			"rules.conf",
			"parcels.conf",
			"playbooks/not_received.conf"
		};
		CLEANUP(free_ptr) char *path = path_join(dir, names[i]);

		unlink(path);
	}
	rmdir(books);
	rmdir(dir);
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
		cmocka_unit_test(a_playbook_goes_the_way_that_the_facts_say),
		cmocka_unit_test(the_guide_of_an_item_is_the_first_that_fits),
		cmocka_unit_test(a_rate_is_used_for_forty_days),
		cmocka_unit_test(each_mistake_is_told_with_file_and_line),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
