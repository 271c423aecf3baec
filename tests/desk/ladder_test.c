/* ladder_test.c - an alert goes to people in levels until one acknowledges it.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/alarm_help.h"
#include "help/fake_brain.h"

static int64_t level_of(struct desk *d)
{
	return one(d, "SELECT step FROM alerts ORDER BY id LIMIT 1");
}

/* A7, A12: the first level is in the transaction of what was told. */
#define MAIL_OF_ANOTHER                                                \
	"{\"kind\":\"text_in\",\"ref\":\"z1\",\"channel\":\"email\","  \
	"\"thread\":\"z\",\"from_addr\":\"ann@work.example\","         \
	"\"subject\":\"Hello\",\"text\":\"order #1001 poor quality\"," \
	"\"message_id\":\"<z1@x>\",\"origin\":\"human\",\"at\":"       \
	"\"2026-09-21T14:13:20Z\"}\n"

static void a12_a_red_ticket_is_an_alert_at_once(void **state)
{
	struct desk *d = desk_with_a_red_ticket();

	(void)state;
	assert_string_equal(one_text(d, "SELECT cause FROM alerts"),
			    "arrived:1:claim_announced");
	assert_string_equal(one_text(d, "SELECT text FROM alerts"),
			    "T-1 is new: red, claim_announced");
	assert_int_equal(level_of(d), 1);
	assert_int_equal(one(d, "SELECT next - at FROM alerts"), 5 * MINUTE_MS);
	mail_about(d, 2, "a lamp is not received");
	assert_int_equal(open_alerts(d), 1);
	ends_the_same(d);
}

static void each_level_comes_when_nobody_acknowledged(void **state)
{
	struct desk *d = desk_with_a_red_ticket();

	(void)state;
	step(d, 4);
	assert_int_equal(told(d, "mia", "email"), 0);
	step(d, 1);
	assert_int_equal(told(d, "mia", "email"), 1);
	assert_int_equal(level_of(d), 2);
	step(d, 9);
	assert_int_equal(told(d, "eva", "sms"), 0);
	step(d, 1);
	assert_int_equal(told(d, "eva", "sms"), 1);
	assert_int_equal(told(d, "tom", "sms"), 0);
	assert_int_equal(level_of(d), 3);
	step(d, 30);
	assert_int_equal(told(d, "eva", "sms"), 2);
	assert_int_equal(told(d, "mia", "email"), 1);
	ends_the_same(d);
}

static void acknowledging_ends_it(void **state)
{
	struct desk *d = desk_with_a_red_ticket();

	(void)state;
	step(d, 5);
	assert_int_equal(told(d, "mia", "email"), 1);
	must_do(d, "acknowledge", "mia", "{\"alert\":1}");
	step(d, 90);
	assert_int_equal(told(d, "eva", "sms"), 0);
	assert_int_equal(told(d, "mia", "email"), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE state = "
				"1 AND purpose IN ('alert', 'tell')"),
			 0);
	ends_the_same(d);
}

static void what_has_not_left_when_it_is_acknowledged_does_not(void **state)
{
	struct desk *d = desk_with_a_red_ticket();

	(void)state;
	stuck = true;
	step(d, 5);
	assert_int_equal(told(d, "mia", "email"), 1);
	must_do(d, "acknowledge", "mia", "{\"alert\":1}");
	step(d, 1);
	assert_int_equal(told(d, "mia", "email"), 0);
	assert_int_equal(one(d, "SELECT count(*) FROM summons WHERE state = 4"),
			 1);
	ends_the_same(d);
}

/* Everybody sleeps for two hours; then somebody must hear of it. */
static void
what_nobody_could_be_told_is_told_when_somebody_is_back(void **state)
{
	static const char *const all[] = { "mia", "tom", "eva" };
	struct desk *d = open_alarm_desk();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		CLEANUP(free_ptr)
		char *json =
			xasprintf("{\"agent\":\"%s\",\"for\":7200000}", all[i]);

		must_do(d, "away", all[i], json);
	}
	raise(d, "error", "breach:1");
	raise(d, "error", "account:1");
	step(d, 110);
	assert_int_equal(told(d, "eva", "sms"), 0);
	assert_int_equal(told(d, "tom", "email"), 0);
	step(d, 60);
	assert_true(told(d, "eva", "sms") + told(d, "tom", "email") > 0);
	step(d, 13 * 60);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause = "
				"'account:1' AND id IN (SELECT alert FROM "
				"summons WHERE state = 2)"),
			 1);
	ends_the_same(d);
}

static void a_merged_ticket_arrives_no_more(void **state)
{
	struct desk *d = desk_with_a_red_ticket();

	(void)state;
	must_hear(d, "mail", MAIL_OF_ANOTHER);
	must_do(d, "merge", "tom",
		"{\"ticket\":1,\"into\":2,\"force\":\"the same buyer\"}");
	step(d, 60);
	assert_int_equal(one(d, "SELECT count(*) FROM summons s JOIN alerts a "
				"ON a.id = s.alert WHERE a.cause GLOB "
				"'arrived:1:*'"),
			 0);
	ends_the_same(d);
}

static void an_answer_to_the_buyer_ends_it_too(void **state)
{
	struct desk *d = desk_with_a_red_ticket();
	int64_t reply = one(d, "SELECT id FROM actions WHERE verb = 'reply'");

	(void)state;
	must_do(d, "approve", "mia", "{\"action\":1}");
	settles(d, reply);
	assert_int_equal(open_alerts(d), 0);
	step(d, 60);
	assert_int_equal(told(d, "mia", "email"), 0);
	ends_the_same(d);
}

static void the_same_cause_is_told_once_while_it_is_open(void **state)
{
	struct desk *d = open_alarm_desk();

	(void)state;
	for (int i = 0; i < 20; i++) {
		raise(d, "error", "breach:7");
		step(d, 1);
	}
	assert_int_equal(open_alerts(d), 1);
	assert_int_equal(told(d, "tom", "email"), 1);
	assert_int_equal(told(d, "eva", "sms"), 1);
	must_do(d, "acknowledge", "tom", "{\"alert\":1}");
	/* When it comes again after that it is a new one. */
	raise(d, "error", "breach:7");
	step(d, 15);
	assert_int_equal(told(d, "tom", "email"), 2);
	assert_int_equal(told(d, "eva", "sms"), 2);
	ends_the_same(d);
}

/* Whoever is away or has no address is passed over, and so is a level. */
static void who_cannot_be_reached_is_passed_over(void **state)
{
	struct desk *d = desk_with_a_red_ticket();

	(void)state;
	fake_away = "mia";
	step(d, 5);
	assert_int_equal(told(d, "tom", "email"), 1);
	run_sql(d, "UPDATE agents SET absent_until = 9000000000000 WHERE name "
		   "= 'eva'");
	step(d, 10);
	assert_int_equal(told(d, "eva", "sms"), 0);
	assert_int_equal(told(d, "tom", "sms"), 1);
	desk_close(d);
}

static void when_nobody_is_reached_an_alert_says_so(void **state)
{
	struct desk *d = desk_with_a_red_ticket();

	(void)state;
	fake_effects = "off";
	step(d, 200);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE rule = "
				"'alert'"),
			 0);
	/* And it is tried again, every half hour. */
	assert_int_equal(one(d, "SELECT count FROM alerts WHERE cause = "
				"'ladder:nobody'"),
			 7);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE state = "
				"1 AND purpose IN ('alert', 'tell')"),
			 1);
	ends_the_same(d);
}

/* No phone is set up: the mail comes again, so often as the policy says, and
 * then once a day. */
static void nobody_is_told_of_one_alert_more_often_than_was_said(void **state)
{
	struct desk *d = open_alarm_desk();

	(void)state;
	fake_times = 3;
	no_phone = true;
	raise(d, "error", "breach:1");
	step(d, 24 * 60);
	assert_int_equal(told(d, "tom", "email"), 4);
	step(d, 24 * 60);
	assert_int_equal(told(d, "tom", "email"), 5);
	/* Another alert is counted for itself, */
	raise(d, "error", "breach:2");
	step(d, 6);
	assert_int_equal(told(d, "tom", "email"), 6);
	/* and a word of theirs ends it (2 says that no phone is reached). */
	must_do(d, "acknowledge", "mia", "{\"alert\":1}");
	must_do(d, "acknowledge", "mia", "{\"alert\":3}");
	step(d, 2 * 24 * 60);
	assert_int_equal(told(d, "tom", "email"), 6);
	ends_the_same(d);
}

/* The failure is an alert of its own, which nobody is told of over the way that
 * failed. */
static void a_notice_that_fails_makes_the_next_level_come_at_once(void **state)
{
	struct desk *d = desk_with_a_red_ticket();
	int64_t notice;

	(void)state;
	stuck = true;
	step(d, 5);
	notice = one(d, "SELECT id FROM actions WHERE rule = 'alert'");
	assert_int_equal(send_now(d, notice), 0);
	assert_int_equal(send_result(d, notice, "refused"), 0);
	step(d, 1);
	assert_int_equal(told(d, "eva", "sms"), 1);
	notice = one(d, "SELECT max(id) FROM actions WHERE rule = 'alert'");
	assert_int_equal(send_now(d, notice), 0);
	assert_int_equal(send_result(d, notice, "refused"), 0);
	step(d, 20);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE rule = "
				"'alert'"),
			 2);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause = "
				"'ladder:nobody'"),
			 1);
	ends_the_same(d);
}

/* A53 */
static void a53_a_vip_out_of_hours_goes_to_the_phone_and_escalates(void **state)
{
	struct desk *d = open_alarm_desk();

	(void)state;
	fake_open = false;
	must_hear(d, "shop", ORDER);
	must_hear(d, "mail", MAIL("m1", "a question"));
	assert_string_equal(one_text(d, "SELECT cause FROM alerts"), "vip:1");
	must_tick(d);
	assert_int_equal(told(d, "eva", "sms"), 1);
	step(d, 9);
	assert_int_equal(told(d, "tom", "sms"), 0);
	step(d, 1);
	assert_int_equal(told(d, "tom", "sms"), 1);
	must_do(d, "acknowledge", "tom", "{\"alert\":1}");
	step(d, 60);
	assert_int_equal(told(d, "tom", "sms") + told(d, "eva", "sms"), 2);
	/* Who is none waits for the morning. */
	mail_about(d, 2, "a question");
	assert_int_equal(open_alerts(d), 0);
	ends_the_same(d);
}

static void in_hours_a_vip_is_a_buyer_as_others_are(void **state)
{
	struct desk *d = open_alarm_desk();

	(void)state;
	must_hear(d, "shop", ORDER);
	must_hear(d, "mail", MAIL("m1", "a question"));
	assert_int_equal(open_alerts(d), 0);
	ends_the_same(d);
}

/* It is not new, and whoever is told so looks for another one. */
static void a_ticket_that_became_red_is_told_as_that(void **state)
{
	struct desk *d = open_alarm_desk();

	(void)state;
	must_hear(d, "shop", ORDER);
	must_hear(d, "mail", MAIL("m1", "a question"));
	must_do(d, "tier", "tom",
		"{\"ticket\":1,\"tier\":\"red\",\"reason\":\"a wedding\"}");
	assert_string_equal(one_text(d, "SELECT text FROM alerts"),
			    "T-1 is now red: other");
	ends_the_same(d);
}

/* A118 */
static void a118_a_bad_review_is_told_at_once_and_climbs(void **state)
{
	struct desk *d = open_alarm_desk();

	(void)state;
	must_hear(d, "shop",
		  "{\"kind\":\"review\",\"ref\":\"R1\",\"stars\":1,\"title\":"
		  "\"Broken\",\"text\":\"Ann is angry\",\"at\":"
		  "\"2026-09-21T14:00:00Z\"}\n");
	assert_string_equal(one_text(d, "SELECT cause FROM alerts"),
			    "arrived:1:review_bad");
	step(d, 15);
	assert_int_equal(told(d, "mia", "email"), 1);
	assert_int_equal(told(d, "eva", "sms"), 1);
	ends_the_same(d);
}

/* A23 */
static void a23_a_breach_of_a_red_ticket_reaches_the_phone(void **state)
{
	struct desk *d = desk_with_a_red_ticket();

	(void)state;
	must_do(d, "acknowledge", "mia", "{\"alert\":1}");
	pass_until(d, "2026-09-21T18:13:19Z");
	assert_int_equal(told(d, "eva", "sms"), 0);
	pass_until(d, "2026-09-21T18:13:20Z");
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause GLOB "
				"'breach:*'"),
			 1);
	pass_until(d, "2026-09-21T18:28:20Z");
	assert_int_equal(told(d, "eva", "sms"), 1);
	ends_the_same(d);
}

/* "A first sync ... gives 5 tickets and 1 alert" */
static void what_was_there_before_go_live_does_not_arrive(void **state)
{
	struct desk *d = open_alarm_desk();
	CLEANUP(str_release) struct str line = STR_INIT;

	(void)state;
	must_hear(d, "shop",
		  "{\"kind\":\"dispute\",\"ref\":\"D1\",\"order_ref\":\"O1\","
		  "\"status\":\"needs_response\",\"opened\":"
		  "\"2026-07-01T00:00:00Z\",\"respond_by\":"
		  "\"2026-10-01T00:00:00Z\"}\n");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause GLOB "
				"'arrived:*'"),
			 0);
	ends_the_same(d);
}

static void a_notice_is_not_held_as_a_reply_is(void **state)
{
	struct desk *d = desk_with_a_red_ticket();

	(void)state;
	stuck = true;
	fake_undo = 30 * MINUTE_MS;
	step(d, 5);
	assert_int_equal(one(d, "SELECT state FROM actions WHERE rule = "
				"'alert'"),
			 ACTION_DUE);
	ends_the_same(d);
}

/* `helloword alert try`: whoever looks at their phone does not look for half an
 * hour. */
static void a_trial_leaves_at_once(void **state)
{
	struct desk *d = desk_with_a_red_ticket();

	(void)state;
	fake_undo = 30 * MINUTE_MS;
	must_do(d, "notice", "tom",
		"{\"channel\":\"sms\",\"to\":\"+4915100000000\","
		"\"text\":\"a trial\"}");
	assert_int_equal(one(d, "SELECT state FROM actions WHERE rule = "
				"'notice'"),
			 ACTION_DUE);
	ends_the_same(d);
}

static void what_is_told_has_no_word_of_a_buyer(void **state)
{
	struct desk *d = desk_with_a_red_ticket();

	(void)state;
	step(d, 20);
	assert_int_equal(told(d, "eva", "sms"), 1);
	assert_string_equal(last_notice(d),
			    "HelloWord: 1 alert\n"
			    "T-1 red claim_announced due 2026-09-21 18:13 UTC "
			    "https://desk.example/T-1: arrived (alert 1)\n"
			    "helloword alert acknowledge 1");
	assert_int_equal(
		one(d, "SELECT count(*) FROM actions WHERE rule = 'alert' AND "
		       "(\"text\" GLOB '*Ann*' OR subject GLOB '*Ann*' OR "
		       "\"text\" GLOB '*#1001*' OR subject GLOB '*#1001*')"),
		0);
	ends_the_same(d);
}

/* What a wait says would be sealed, and the command may be about a buyer. */
static void a_wait_seals_nothing_under_a_wrong_name(void **state)
{
	struct desk *d = desk_with_a_red_ticket();

	(void)state;
	step(d, 60);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE purpose "
				"IN ('alert', 'tell') AND (source IS NOT NULL "
				"OR ticket IS NOT NULL)"),
			 0);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a12_a_red_ticket_is_an_alert_at_once),
		cmocka_unit_test(each_level_comes_when_nobody_acknowledged),
		cmocka_unit_test(acknowledging_ends_it),
		cmocka_unit_test(
			what_has_not_left_when_it_is_acknowledged_does_not),
		cmocka_unit_test(
			what_nobody_could_be_told_is_told_when_somebody_is_back),
		cmocka_unit_test(a_merged_ticket_arrives_no_more),
		cmocka_unit_test(an_answer_to_the_buyer_ends_it_too),
		cmocka_unit_test(the_same_cause_is_told_once_while_it_is_open),
		cmocka_unit_test(who_cannot_be_reached_is_passed_over),
		cmocka_unit_test(when_nobody_is_reached_an_alert_says_so),
		cmocka_unit_test(
			nobody_is_told_of_one_alert_more_often_than_was_said),
		cmocka_unit_test(
			a_notice_that_fails_makes_the_next_level_come_at_once),
		cmocka_unit_test(
			a53_a_vip_out_of_hours_goes_to_the_phone_and_escalates),
		cmocka_unit_test(in_hours_a_vip_is_a_buyer_as_others_are),
		cmocka_unit_test(a118_a_bad_review_is_told_at_once_and_climbs),
		cmocka_unit_test(
			a23_a_breach_of_a_red_ticket_reaches_the_phone),
		cmocka_unit_test(what_was_there_before_go_live_does_not_arrive),
		cmocka_unit_test(a_notice_is_not_held_as_a_reply_is),
		cmocka_unit_test(a_trial_leaves_at_once),
		cmocka_unit_test(a_ticket_that_became_red_is_told_as_that),
		cmocka_unit_test(what_is_told_has_no_word_of_a_buyer),
		cmocka_unit_test(a_wait_seals_nothing_under_a_wrong_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
