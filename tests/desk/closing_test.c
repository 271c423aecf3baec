/* closing_test.c - how tickets end and begin again (rows A33, A87, A112), and
 * what a good end brings (A69, A83, A117).
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/loop_help.h"
#include "policy/rule/decide.h"

#define DELIVERED                                                           \
	"{\"kind\":\"shipment\",\"ref\":\"S1\",\"order_ref\":\"O1\","       \
	"\"carrier\":\"DHL\",\"tracking\":\"3318810025\",\"status\":"       \
	"\"delivered\",\"shipped\":\"2026-09-21T11:00:00Z\",\"delivered\":" \
	"\"2026-09-21T14:00:00Z\"}\n"

static void a112_closing_needs_an_outcome_and_a_root_cause(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[thanks] all is well");
	must_refuse(d, "close", "{\"ticket\":1,\"cause\":\"delay\"}",
		    "say how T-1 ended");
	must_refuse(d, "close",
		    "{\"ticket\":1,\"outcome\":\"arrived\",\"cause\":\"foo\"}",
		    "causes are quality, transport_damage, delay, ");
	must_refuse(d, "close", "{\"ticket\":1,\"outcome\":\"arrived\"}",
		    "say why it arose: --cause WORD");
	must_refuse(d, "close",
		    "{\"ticket\":1,\"outcome\":\"a b\",\"cause\":\"delay\"}",
		    "one word each");
	must_do(d, "close", "mia",
		"{\"ticket\":1,\"outcome\":\"arrived\",\"cause\":\"delay\","
		"\"force\":\"x\"}");
	assert_string_equal(one_text(d, "SELECT outcome || ' ' || root_cause "
					"FROM tickets"),
			    "arrived delay");
	ends_the_same(d);
}

static void a87_the_tree_of_causes_has_at_least_the_five(void **state)
{
	static const char *const five[] = { "quality", "transport_damage",
					    "delay", "size_mismatch",
					    "customs_duty" };
	struct desk *d = loop_desk();
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(five); i++)
		assert_string_equal(
			closing_branch(&shipped.policy->closing, five[i]),
			five[i]);
	assert_string_equal(
		closing_branch(&shipped.policy->closing, "lost_parcel"),
		"delay");
	assert_string_equal(closing_cause(&shipped.policy->closing, "damaged"),
			    "transport_damage");
	loop_mail(d, ANN, "h", "[damaged] it is broken");
	assert_int_equal(do_cmd(d, "close", "mia",
				"{\"ticket\":1,\"outcome\":\"x\"}", &err),
			 -1);
	assert_non_null(strstr(err.text, "likely is transport_damage"));
	must_refuse(d, "close",
		    "{\"ticket\":1,\"outcome\":\"x\",\"cause\":\"qualty\"}",
		    "did you mean \"quality\"?");
	desk_close(d);
}

static void
a1_the_four_crises_have_a_tier_a_template_and_a_playbook(void **state)
{
	static const struct {
		const char *issue, *template_id, *playbook;
	} kinds[] = {
		{ "review_bad", "review.apology", "review_bad" },
		{ "payment_failed", "payment.failed", "payment" },
		{ "late", "late.apology", "late" },
		{ "damaged", "damaged.photo_request", "damaged" },
	};
	const struct policy *p = shipped.policy;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		const struct tier_rule *t = policy_tier(p, kinds[i].issue, 0);

		assert_non_null(t);
		assert_true(t->respond_ms > 0);
		assert_true(words_have(p->templates.templates,
				       kinds[i].template_id));
		assert_non_null(
			playbook_find(&p->playbooks, kinds[i].playbook));
	}
}

static void a33_open_follow_ups_hold_a_ticket_unless_forced(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[thanks] well");
	must_do(d, "task", "mia",
		"{\"ticket\":1,\"role\":\"warehouse\",\"text\":\"look for "
		"it\",\"within\":\"24h\"}");
	must_refuse(d, "close",
		    "{\"ticket\":1,\"outcome\":\"x\",\"cause\":\"delay\"}",
		    "open task of the warehouse");
	must_do(d, "task_done", "tom", "{\"task\":1}");
	run_sql(d, "INSERT INTO deadlines(id, ticket, purpose, source, due, "
		   "\"set\", state) VALUES(900, 1, 'follow_up', 'reship', 9, "
		   "1, 1)");
	must_refuse(d, "close",
		    "{\"ticket\":1,\"outcome\":\"x\",\"cause\":\"delay\"}",
		    "open follow-up (follow_up: reship)");
	must_do(d, "close", "mia",
		"{\"ticket\":1,\"outcome\":\"x\",\"cause\":\"delay\","
		"\"force\":\"the buyer is content\"}");
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE state = "
				"1 AND ticket = 1"),
			 0);
	desk_close(d);
}

static void a33_who_writes_again_reopens_and_that_is_counted(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[damaged] it is broken");
	loop_close(d, 1, "packaging");
	assert_int_equal(one(d, "SELECT closed FROM endings WHERE cause = "
				"'packaging'"),
			 1);
	now_ms += 2 * DAY_MS;
	loop_mail(d, ANN, "h", "[damaged] the new one is broken too");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 1);
	assert_int_equal(one(d, "SELECT state <> 3 AND reopened = 1 AND "
				"outcome IS NULL FROM tickets"),
			 1);
	assert_int_equal(one(d, "SELECT reopened FROM endings WHERE cause = "
				"'packaging'"),
			 1);
	loop_close(d, 1, "packaging");
	now_ms += 15 * DAY_MS;
	loop_mail(d, ANN, "h", "[damaged] after a long time");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 2);
	ends_the_same(d);
}

static void thanks_reopen_nothing(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[damaged] it is broken");
	loop_close(d, 1, "packaging");
	loop_mail(d, ANN, "h", "[thanks] thank you");
	assert_int_equal(one(d, "SELECT state = 3 AND messages = 2 FROM "
				"tickets"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 1);
	ends_the_same(d);
}

static void a_close_by_mistake_is_taken_back_and_counts_as_none(void **state)
{
	struct desk *d = loop_desk();
	int64_t due;

	(void)state;
	loop_mail(d, ANN, "h", "[damaged] it is broken");
	due = one(d, "SELECT due FROM tickets");
	loop_close(d, 1, "packaging");
	must_do(d, "ticket_undo", "mia", "{\"ticket\":1}");
	assert_int_equal(one(d, "SELECT state <> 3 AND coalesce(reopened, 0) "
				"= 0 FROM tickets"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM endings"), 0);
	assert_int_equal(one(d, "SELECT due FROM tickets"), due);
	must_refuse(d, "ticket_undo", "{\"ticket\":1}",
		    "nothing that could be taken back");
	ends_the_same(d);
}

static void endings_are_counted_by_shop_outcome_and_cause(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[damaged] it is broken");
	loop_close(d, 1, "quality");
	must_do(d, "reopen", "mia", "{\"ticket\":1}");
	loop_close(d, 1, "quality");
	assert_int_equal(one(d, "SELECT closed = 2 AND reopened = 1 AND "
				"outcome = 'solved' AND shop = 1 FROM endings"),
			 1);
	ends_the_same(d);
}

/* -- a good end -- */

static void a83_a_good_end_and_a_good_rating_tag_the_buyer(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[damaged] it is broken");
	loop_close(d, 1, "packaging");
	assert_int_equal(one(d, "SELECT count(*) FROM tags"), 0);
	loop_review(d, "V1", 5, "all put right");
	assert_string_equal(one_text(d, "SELECT name FROM tags"),
			    "high_loyalty_potential");
	assert_int_equal(one(d, "SELECT buyer = (SELECT id FROM buyers WHERE "
				"ref = 'B1') FROM tags"),
			 1);
	loop_review(d, "V1", 4, "all put right, mostly");
	assert_int_equal(one(d, "SELECT count(*) FROM tags"), 1);
	/* A person's data: not in the clear in the journal. */
	assert_int_equal(one(d, "SELECT count(*) FROM journal WHERE "
				"instr(decisions, 'loyalty')"),
			 0);
	ends_the_same(d);
}

static void a_low_rating_tags_nobody(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[thanks] thank you");
	loop_review(d, "V1", 2, "bad");
	loop_close(d, 1, "packaging");
	assert_int_equal(one(d, "SELECT count(*) FROM tags"), 0);
	desk_close(d);
}

static void a69_who_is_content_is_invited_once_and_after_a_while(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	must_hear(d, "shop", DELIVERED);
	loop_mail(d, ANN, "h", "[damaged] it is broken");
	loop_close(d, 1, "packaging");
	pass(d, 4 * DAY_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"template_id = 'review.invite'"),
			 0);
	loop_mail(d, ANN, "h", "[thanks] thank you");
	pass(d, 2 * DAY_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"template_id = 'review.invite'"),
			 0);
	pass(d, 2 * DAY_MS);
	/* A person says yes to it, as to any mail. */
	assert_int_equal(one(d, "SELECT state = 2 AND to_addr = '" ANN
				"' FROM actions WHERE template_id = "
				"'review.invite'"),
			 1);
	loop_mail(d, ANN, "h", "[thanks] thank you again");
	pass(d, 10 * DAY_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"template_id = 'review.invite'"),
			 1);
	ends_the_same(d);
}

static void who_was_erased_is_not_invited(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	must_hear(d, "shop", DELIVERED);
	loop_mail(d, ANN, "h", "[thanks] thank you");
	loop_close(d, 1, "buyer");
	must_do(d, "erase", "eva", "{\"shop\":\"shop\",\"order\":\"O1\"}");
	pass(d, 10 * DAY_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"template_id = 'review.invite'"),
			 0);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause GLOB "
				"'invite:*' OR cause GLOB 'put-off:*'"),
			 0);
	desk_close(d);
}

static void a69_nobody_is_invited_where_the_platform_forbids_it(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	run_sql(d, "UPDATE shops SET plugin = 'amazon' WHERE id = 1");
	must_hear(d, "shop", DELIVERED);
	loop_mail(d, ANN, "h", "[thanks] thank you");
	loop_close(d, 1, "buyer");
	pass(d, 10 * DAY_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"template_id = 'review.invite'"),
			 0);
	desk_close(d);
}

static void a117_nobody_is_invited_after_a_low_rating_or_a_new_matter(void **s)
{
	struct desk *d = loop_desk();

	(void)s;
	must_hear(d, "shop", DELIVERED);
	loop_mail(d, ANN, "h", "[thanks] thank you");
	loop_close(d, 1, "buyer");
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE purpose "
				"= 'invite' AND state = 1"),
			 1);
	loop_mail(d, ANN, "h", "[damaged] now it is broken");
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE purpose "
				"= 'invite' AND state = 1"),
			 0);
	loop_close(d, 1, "quality");
	loop_review(d, "V1", 3, "so so");
	pass(d, 10 * DAY_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"template_id = 'review.invite'"),
			 0);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a112_closing_needs_an_outcome_and_a_root_cause),
		cmocka_unit_test(a87_the_tree_of_causes_has_at_least_the_five),
		cmocka_unit_test(
			a1_the_four_crises_have_a_tier_a_template_and_a_playbook),
		cmocka_unit_test(
			a33_open_follow_ups_hold_a_ticket_unless_forced),
		cmocka_unit_test(
			a33_who_writes_again_reopens_and_that_is_counted),
		cmocka_unit_test(thanks_reopen_nothing),
		cmocka_unit_test(
			a_close_by_mistake_is_taken_back_and_counts_as_none),
		cmocka_unit_test(endings_are_counted_by_shop_outcome_and_cause),
		cmocka_unit_test(
			a83_a_good_end_and_a_good_rating_tag_the_buyer),
		cmocka_unit_test(a_low_rating_tags_nobody),
		cmocka_unit_test(
			a69_who_is_content_is_invited_once_and_after_a_while),
		cmocka_unit_test(who_was_erased_is_not_invited),
		cmocka_unit_test(
			a69_nobody_is_invited_where_the_platform_forbids_it),
		cmocka_unit_test(
			a117_nobody_is_invited_after_a_low_rating_or_a_new_matter),
	};

	return cmocka_run_group_tests_name("closing", tests, shipped_load,
					   shipped_unload);
}
