/* remind_test.c - people are told before an answer is late.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/when.h"
#include "desk/desk_help.h"
#include "desk/policy_folder.h"
#include "help/place.h"
#include "policy/policy.h"
#include "policy/rule/decide.h"

/* At 50 and 80 percent of every hour that goes by. */
static bool remind(const struct brain *b, const struct matter *m, int tier,
		   int64_t began, int64_t due, struct reminder *out)
{
	static const int shares[] = { 50, 80 };

	(void)b, (void)tier;
	for (size_t i = 0; i < COUNT_OF(shares); i++) {
		out->percent = shares[i];
		out->at = began + (due - began) / 100 * shares[i];
		if (out->at > m->now)
			return true;
	}
	return false;
}

static void mail(struct desk *d, const char *ref, const char *text)
{
	CLEANUP(str_release) struct str line = STR_INIT, at = STR_INIT;

	instant_put(&at, now_ms);
	put_mail_line(&line, (struct mail_line){ .ref = ref,
						 .thread = "h",
						 .from = "ann@example.com",
						 .subject = "Order #1001",
						 .text = text,
						 .at = str_c(&at) });
	deliver_line(d, "mail", &line);
}

/* A mail that must be answered within 12 h. */
static struct desk *desk_with_a_mail(void)
{
	struct desk *d = desk_with_order();

	test_brain.remind = remind;
	mail(d, "m1", "not received");
	return d;
}

static int64_t open_reminders(struct desk *d)
{
	return one(d, "SELECT count(*) FROM deadlines WHERE purpose = "
		      "'remind' AND state = 1");
}

#define TOLD "SELECT coalesce(sum(count), 0) FROM alerts WHERE cause GLOB "
#define REMINDED TOLD "'remind:*' AND level = 'warning'"
#define BREACHED TOLD "'breach:*' AND level = 'error'"

/* A78 */
static void
a78_people_are_reminded_at_half_and_at_most_of_the_time(void **state)
{
	struct desk *d = desk_with_a_mail();

	(void)state;
	/* The ticket's own deadline is the answer, not the reminder. */
	assert_int_equal(one(d, "SELECT due FROM tickets"),
			 now_ms + 12 * HOUR_MS);
	pass(d, 6 * HOUR_MS - SECOND_MS);
	assert_int_equal(one(d, REMINDED), 0);
	pass(d, SECOND_MS);
	assert_int_equal(one(d, REMINDED), 1);
	assert_string_equal(one_text(d, "SELECT \"text\" FROM alerts WHERE "
					"cause GLOB 'remind:*'"),
			    "T-1 has no answer yet and 50 % of its time is "
			    "over; answer it by 2026-09-22T02:13:20Z");
	pass(d, 3 * HOUR_MS);
	assert_int_equal(one(d, REMINDED), 1);
	pass(d, HOUR_MS);
	assert_int_equal(one(d, REMINDED), 2);
	assert_int_equal(open_reminders(d), 0);
	assert_int_equal(one(d, BREACHED), 0);
	pass(d, 3 * HOUR_MS);
	assert_int_equal(one(d, REMINDED), 2);
	assert_int_equal(one(d, BREACHED), 1);
	ends_the_same(d);
}

static void a78_at_which_share_is_the_sellers_word(void **state)
{
	CLEANUP(str_release) struct str text = STR_INIT, own = STR_INIT;
	CLEANUP(free_ptr) char *dir = in_scratch("reminding");
	CLEANUP(mistakes_release) struct mistakes m = { 0 };
	static const char remind[] = "remind = [ \"50 %\", \"80 %\" ];";
	struct own_file file = { "triage.conf", NULL };
	struct err err = { 0 };
	struct policy *p;
	const char *line;
	int64_t at = 0;

	(void)state;
	must(file_read(&text, "policy/triage.conf", 1 << 20, &err), &err);
	line = strstr(str_c(&text), remind);
	assert_non_null(line);
	str_add(&own, str_c(&text), (size_t)(line - str_c(&text)));
	str_puts(&own, "remind = [ \"25 %\" ];");
	str_puts(&own, line + strlen(remind));
	file.text = str_c(&own);
	policy_folder(dir, &file, 1);
	p = policy_load(dir, &m);
	assert_int_equal(m.list.len, 0);
	assert_int_equal(policy_remind(p, policy_tier(p, "late", 0), "", 0,
				       12 * HOUR_MS, 0, &at),
			 25);
	assert_int_equal(at, 3 * HOUR_MS);
	assert_int_equal(policy_remind(p, policy_tier(p, "late", 0), "", 0,
				       12 * HOUR_MS, 4 * HOUR_MS, &at),
			 0);
	policy_free(p);
}

static void an_answer_ends_its_reminders(void **state)
{
	struct desk *d = desk_with_a_mail();
	int64_t reply;

	(void)state;
	pass(d, 7 * HOUR_MS);
	assert_int_equal(open_reminders(d), 1);
	must_do(d, "approve", "mia", "{\"action\":1}");
	reply = one(d, "SELECT id FROM actions WHERE verb = 'reply'");
	settles(d, reply);
	assert_int_equal(open_reminders(d), 0);
	pass(d, 20 * HOUR_MS);
	assert_int_equal(one(d, REMINDED), 1);
	ends_the_same(d);
}

static void a_more_urgent_message_moves_the_reminder(void **state)
{
	struct desk *d = desk_with_a_mail();

	(void)state;
	mail(d, "m2", "claim announced");
	assert_int_equal(open_reminders(d), 1);
	pass(d, 2 * HOUR_MS);
	assert_int_equal(one(d, REMINDED), 1);
	ends_the_same(d);
}

/* After a gap the breach alone is told. */
static void what_comes_too_late_reminds_nobody(void **state)
{
	struct desk *d = desk_with_a_mail();

	(void)state;
	now_ms += 40 * HOUR_MS;
	must_tick(d);
	assert_int_equal(one(d, REMINDED), 0);
	assert_int_equal(open_reminders(d), 0);
	assert_true(one(d, "SELECT count(*) FROM alerts WHERE level = "
			   "'error'") >= 1);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a78_people_are_reminded_at_half_and_at_most_of_the_time),
		cmocka_unit_test(a78_at_which_share_is_the_sellers_word),
		cmocka_unit_test(an_answer_ends_its_reminders),
		cmocka_unit_test(a_more_urgent_message_moves_the_reminder),
		cmocka_unit_test(what_comes_too_late_reminds_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
