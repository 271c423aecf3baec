/* retier_test.c - a person says how urgent a matter is (A22).
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/loop_help.h"

#define ANSWER                                       \
	"SELECT due FROM deadlines WHERE purpose = " \
	"'first_response' AND state = 1"
#define TIER(tier, reason) \
	"{\"ticket\":1,\"tier\":\"" tier "\",\"reason\":\"" reason "\"}"

/* Yellow, and an hour old. */
static struct desk *desk_with_a_late_parcel(void)
{
	struct desk *d = loop_desk();

	loop_mail(d, ANN, "h", "[late] where is it");
	assert_int_equal(one(d, "SELECT tier FROM tickets"), 2);
	pass(d, HOUR_MS);
	return d;
}

static void of_an_order(struct desk *d, int n, const char *issue)
{
	CLEANUP(str_release) struct str lines = STR_INIT;
	char ref[8], from[20], text[40];

	snprintf(ref, sizeof ref, "X%d", n);
	snprintf(from, sizeof from, "x%d@example.com", n);
	snprintf(text, sizeof text, "[%s] so", issue);
	put_order_line(&lines, (struct order_line){ .ref = ref,
						    .name = ref,
						    .email = from,
						    .total = "80.00" });
	deliver_line(d, "shop", &lines);
	put_mail_line(&lines, (struct mail_line){ .ref = from,
						  .thread = from,
						  .from = from,
						  .subject = ref,
						  .text = text });
	deliver_line(d, "mail", &lines);
}

static void a22_every_ticket_has_one_tier(void **state)
{
	static const char *const issues[] = { "review_bad", "late", "invoice",
					      "abuse", "other" };
	struct desk *d = loop_desk();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(issues); i++)
		of_an_order(d, (int)i, issues[i]);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 5);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE tier IN "
				"(1, 2, 3)"),
			 5);
	assert_int_equal(one(d, "SELECT count(DISTINCT tier) FROM tickets"), 3);
	ends_the_same(d);
}

static void a22_a_person_makes_it_urgent_and_says_why(void **state)
{
	struct desk *d = desk_with_a_late_parcel();

	(void)state;
	must_do(d, "tier", "mia", TIER("red", "it is for a wedding"));
	assert_int_equal(one(d, "SELECT tier FROM tickets"), 1);
	assert_int_equal(one(d, ANSWER), now_ms + 3 * HOUR_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE state = "
				"1 AND purpose = 'first_response'"),
			 1);
	assert_string_equal(one_text(d, "SELECT author || ': ' || text FROM "
					"notes"),
			    "mia: red instead of yellow: it is for a wedding");
	assert_int_equal(one(d, "SELECT count(*) FROM journal WHERE kind = "
				"'tier' AND actor = 'mia'"),
			 1);
	/* It may name the buyer. */
	assert_int_equal(one(d, "SELECT count(*) FROM journal WHERE "
				"instr(coalesce(payload, '') || decisions, "
				"'wedding')"),
			 0);
	ends_the_same(d);
}

/* Nor is it put off by saying so. */
static void a22_made_less_urgent_it_counts_from_the_message(void **state)
{
	struct desk *d = desk_with_a_late_parcel();

	(void)state;
	must_do(d, "tier", "mia", TIER("blue", "they know it"));
	assert_int_equal(one(d, "SELECT tier FROM tickets"), 3);
	assert_int_equal(one(d, ANSWER), now_ms + 23 * HOUR_MS);
	must_do(d, "tier", "mia", TIER("yellow", "they do not"));
	assert_int_equal(one(d, ANSWER), now_ms + 11 * HOUR_MS);
	ends_the_same(d);
}

static void a22_what_comes_later_may_raise_it_again(void **state)
{
	struct desk *d = desk_with_a_late_parcel();

	(void)state;
	must_do(d, "tier", "mia", TIER("blue", "they know it"));
	loop_mail(d, ANN, "h", "[claim_announced] I open a case");
	assert_int_equal(one(d, "SELECT tier FROM tickets"), 1);
	assert_int_equal(one(d, "SELECT min(due) FROM deadlines WHERE purpose "
				"= 'first_response' AND state = 1"),
			 now_ms + 4 * HOUR_MS);
	ends_the_same(d);
}

/* Of itself the second message is one of the rest, due in a day. */
static void a22_the_next_message_is_due_by_the_tickets_tier(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[claim_announced] I open a case");
	replies(d, 1, "I look at it");
	assert_int_equal(one(d, ANSWER), -1); /* nobody waits */
	pass(d, HOUR_MS);
	loop_mail(d, ANN, "h", "[other] so when do I hear from you");
	assert_int_equal(one(d, "SELECT tier FROM tickets"), 1);
	assert_int_equal(one(d, ANSWER), now_ms + 4 * HOUR_MS);
	assert_string_equal(one_text(d, "SELECT source FROM deadlines WHERE "
					"purpose = 'first_response' AND state "
					"= 1"),
			    "claims");
	ends_the_same(d);
}

#define REMINDED                                                   \
	"SELECT count(*) FROM alerts WHERE cause LIKE 'remind:%' " \
	"AND acknowledged IS NULL"
#define MISSED "SELECT count(*) FROM alerts WHERE cause LIKE 'breach:%'"
#define LATE                                                  \
	"SELECT count(*) FROM deadlines WHERE state = 3 AND " \
	"purpose = 'first_response'"

/* Ten minutes before its end, and told so. */
static void a22_changed_and_changed_back_it_has_the_moment_it_had(void **state)
{
	struct desk *d = loop_desk();
	int64_t due;

	(void)state;
	loop_mail(d, ANN, "h", "[claim_announced] I open a case");
	due = one(d, ANSWER);
	pass(d, 4 * HOUR_MS - 10 * MINUTE_MS);
	assert_int_equal(one(d, REMINDED), 1);
	must_do(d, "tier", "mia", TIER("yellow", "hm"));
	assert_int_equal(one(d, ANSWER), due + 8 * HOUR_MS);
	assert_int_equal(one(d, REMINDED), 0);
	pass(d, MINUTE_MS);
	must_do(d, "tier", "mia", TIER("red", "back"));
	assert_int_equal(one(d, ANSWER), due);
	assert_int_equal(one(d, "SELECT due FROM tickets"), due);
	pass(d, MINUTE_MS);
	assert_int_equal(one(d, REMINDED), 1);
	assert_int_equal(one(d, MISSED), 0);
	pass(d, 8 * MINUTE_MS);
	assert_int_equal(one(d, LATE), 1);
	assert_int_equal(one(d, MISSED), 1);
	ends_the_same(d);
}

static void a22_made_urgent_after_its_time_it_is_late_and_stays_so(void **state)
{
	struct desk *d = desk_with_a_late_parcel();

	(void)state;
	pass(d, 5 * HOUR_MS);
	assert_int_equal(one(d, LATE), 0);
	must_do(d, "tier", "mia", TIER("red", "it is for a wedding"));
	pass(d, 0);
	assert_int_equal(one(d, LATE), 1);
	assert_int_equal(one(d, MISSED), 1);
	must_do(d, "tier", "mia", TIER("blue", "it is not"));
	pass(d, 0);
	assert_int_equal(one(d, LATE), 1);
	assert_int_equal(one(d, ANSWER), -1);
	must_do(d, "tier", "mia", TIER("red", "it is"));
	pass(d, 0);
	assert_int_equal(one(d, LATE), 1);
	assert_int_equal(one(d, MISSED), 1);
	ends_the_same(d);
}

/* The message that made it urgent has its own time. */
static void
a22_what_the_rules_raised_and_people_changed_comes_back(void **state)
{
	struct desk *d = desk_with_a_late_parcel();
	int64_t due;

	(void)state;
	pass(d, 6 * HOUR_MS);
	loop_mail(d, ANN, "h", "[claim_announced] I open a case");
	due = one(d, "SELECT due FROM tickets");
	assert_int_equal(due, now_ms + 4 * HOUR_MS);
	pass(d, HOUR_MS);
	must_do(d, "tier", "mia", TIER("blue", "they know it"));
	must_do(d, "tier", "mia", TIER("red", "they do not"));
	assert_int_equal(one(d, "SELECT due FROM tickets"), due);
	pass(d, 0);
	assert_int_equal(one(d, LATE), 0);
	ends_the_same(d);
}

static void
a22_a_reopened_one_counts_from_when_it_was_opened_again(void **state)
{
	struct desk *d = desk_with_a_late_parcel();

	(void)state;
	loop_close(d, 1, "delay");
	pass(d, 6 * HOUR_MS);
	must_do(d, "reopen", "mia", "{\"ticket\":1,\"reason\":\"so\"}");
	pass(d, HOUR_MS);
	must_do(d, "tier", "mia", TIER("red", "it is for a wedding"));
	assert_int_equal(one(d, ANSWER), now_ms + 3 * HOUR_MS);
	ends_the_same(d);
}

static void a22_without_a_reason_nothing_is_changed(void **state)
{
	struct desk *d = desk_with_a_late_parcel();

	(void)state;
	must_refuse(d, "tier", TIER("red", " "), "--reason TEXT");
	must_refuse(d, "tier", TIER("green", "so"), "is no tier");
	must_refuse(d, "tier", TIER("yellow", "so"), "is yellow already");
	assert_int_equal(one(d, "SELECT count(*) FROM notes"), 0);
	loop_close(d, 1, "delay");
	must_refuse(d, "tier", TIER("red", "so"), "is closed");
	assert_int_equal(one(d, "SELECT tier FROM tickets"), 2);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a22_every_ticket_has_one_tier),
		cmocka_unit_test(a22_a_person_makes_it_urgent_and_says_why),
		cmocka_unit_test(
			a22_made_less_urgent_it_counts_from_the_message),
		cmocka_unit_test(a22_what_comes_later_may_raise_it_again),
		cmocka_unit_test(
			a22_the_next_message_is_due_by_the_tickets_tier),
		cmocka_unit_test(
			a22_changed_and_changed_back_it_has_the_moment_it_had),
		cmocka_unit_test(
			a22_made_urgent_after_its_time_it_is_late_and_stays_so),
		cmocka_unit_test(
			a22_what_the_rules_raised_and_people_changed_comes_back),
		cmocka_unit_test(
			a22_a_reopened_one_counts_from_when_it_was_opened_again),
		cmocka_unit_test(a22_without_a_reason_nothing_is_changed),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
