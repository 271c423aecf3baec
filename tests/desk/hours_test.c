/* hours_test.c - a closed desk: when it is, and what a buyer is told then.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/people/mode.h"
#include "desk/staff_help.h"
#include "help/fake_brain.h"

static const struct agent_entry one_agent[] = { { .name = "mia" } };

/* Friday, 16:59 in Berlin. The office opens again on Monday at 09:00. */
#define FRIDAY "2026-09-25T14:59:00Z"
#define OPENS "2026-09-28T07:00:00Z"

static struct desk *closed_desk(void)
{
	struct desk *d = staff_desk(one_agent, 1, FRIDAY);

	fake_effects = "auto";
	pass(d, MINUTE_MS);
	return d;
}

static int64_t active(struct desk *d)
{
	return one(d, "SELECT coalesce(active, 0) FROM modes");
}

#define RECEIPTS "SELECT count(*) FROM actions WHERE rule = 'out of hours'"

static int64_t receipts(struct desk *d)
{
	return one(d, RECEIPTS);
}

/* A51 */
static void a51_a_calendar_switches_the_mode(void **state)
{
	struct desk *d = staff_desk(one_agent, 1, FRIDAY);

	(void)state;
	assert_int_equal(active(d), 0);
	pass(d, MINUTE_MS);
	assert_int_equal(active(d), 1);
	assert_string_equal(one_text(d, "SELECT strftime('%Y-%m-%dT%H:%M:%SZ', "
					"turns / 1000, 'unixepoch') FROM "
					"modes"),
			    OPENS);
	pass(d, 2 * DAY_MS + 16 * HOUR_MS - SECOND_MS);
	assert_int_equal(active(d), 1);
	pass(d, SECOND_MS);
	assert_int_equal(active(d), 0);
	ends_the_same(d);
}

/* A51 */
static void a51_a_holiday_closes_too(void **state)
{
	struct desk *d = staff_desk(one_agent, 1, "2026-12-24T16:30:00Z");

	(void)state;
	assert_int_equal(active(d), 1);
	/* Christmas is on Friday and Saturday. */
	assert_string_equal(one_text(d, "SELECT strftime('%Y-%m-%dT%H:%M:%SZ', "
					"turns / 1000, 'unixepoch') FROM "
					"modes"),
			    "2026-12-28T08:00:00Z");
	ends_the_same(d);
}

/* A51 */
static void a51_a_leader_closes_and_opens_by_hand(void **state)
{
	struct desk *d = staff_desk(one_agent, 1, "2026-09-21T08:00:00Z");
	struct err err;

	(void)state;
	assert_int_equal(
		do_cmd(d, "emergency", "mia", "{\"hand\":\"on\"}", &err), -1);
	assert_int_equal(err.code, ERR_DENIED);
	assert_int_equal(
		do_cmd(d, "emergency", "eva", "{\"hand\":\"maybe\"}", &err),
		-1);
	must_do(d, "emergency", "eva", "{\"hand\":\"on\",\"for\":7200000}");
	assert_int_equal(active(d), 1);
	/* It holds as long as she said, and the calendar decides again. */
	pass(d, 2 * HOUR_MS);
	assert_int_equal(active(d), 0);
	must_do(d, "emergency", "tom", "{\"hand\":\"on\"}");
	pass(d, 3 * DAY_MS);
	assert_int_equal(active(d), 1);
	must_do(d, "emergency", "tom", "{\"hand\":\"auto\"}");
	assert_int_equal(active(d), 0);
	assert_int_equal(
		one(d, "SELECT count(*) FROM journal WHERE kind = 'emergency'"),
		3);
	ends_the_same(d);
}

static void open_by_hand_is_open_whatever_the_calendar_says(void **state)
{
	struct desk *d = closed_desk();

	(void)state;
	must_do(d, "emergency", "eva", "{\"hand\":\"off\"}");
	assert_int_equal(active(d), 0);
	put_case(d, (struct case_line){ .n = 1 });
	assert_int_equal(receipts(d), 0);
	ends_the_same(d);
}

/* A52 */
static void a52_a_receipt_names_the_opening_in_both_zones(void **state)
{
	struct desk *d = closed_desk();

	(void)state;
	put_case(d,
		 (struct case_line){ .n = 1, .country = "US", .lang = "de" });
	assert_string_equal(
		one_text(d, "SELECT \"text\" FROM actions WHERE rule = 'out "
			    "of hours'"),
		"out_of_hours.receipt in de opens_shop=" OPENS
		"@Europe/Berlin opens_buyer=" OPENS "@America/New_York");
	assert_int_equal(one(d, "SELECT state FROM actions WHERE rule = 'out "
				"of hours'"),
			 ACTION_DUE);
	assert_int_equal(one(d, "SELECT automatic FROM actions WHERE rule = "
				"'out of hours'"),
			 1);
	ends_the_same(d);
}

/* A52: also of a country whose holidays nobody told. */
static void a52_a_clock_is_known_without_holidays(void **state)
{
	struct desk *d = closed_desk();

	(void)state;
	put_case(d, (struct case_line){ .n = 1, .country = "SG" });
	assert_int_equal(one(d, RECEIPTS " AND \"text\" LIKE "
					 "'%@Europe/Berlin opens_buyer=" OPENS
					 "@Asia/Singapore'"),
			 1);
	ends_the_same(d);
}

/* A52: one time in one zone, or in one nobody knows. */
static void who_is_in_our_zone_reads_one_time(void **state)
{
	struct desk *d = closed_desk();

	(void)state;
	put_case(d, (struct case_line){ .n = 1, .country = "DE" });
	put_case(d, (struct case_line){ .n = 2, .country = "MN" });
	assert_int_equal(one(d, RECEIPTS " AND \"text\" = "
					 "'out_of_hours.receipt in en "
					 "opens_shop=" OPENS "@Europe/Berlin'"),
			 2);
	ends_the_same(d);
}

/* A52 */
static void a52_a_thread_gets_one_receipt(void **state)
{
	struct desk *d = closed_desk();

	(void)state;
	put_case(d, (struct case_line){ .n = 1 });
	put_case(d, (struct case_line){ .n = 1, .mail = 1 });
	assert_int_equal(receipts(d), 1);
	/* Nor does another thread of that matter, */
	put_case(d, (struct case_line){ .n = 1, .mail = 2, .thread = "b" });
	assert_int_equal(receipts(d), 1);
	/* nor another matter of that thread a week later. */
	must_do(d, "close", "tom",
		"{\"ticket\":1,\"outcome\":\"done\",\"force\":\"test\"}");
	pass(d, 7 * DAY_MS);
	put_case(d, (struct case_line){ .n = 1, .mail = 3 });
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 2);
	assert_int_equal(receipts(d), 1);
	ends_the_same(d);
}

/* What was written while we were open is told nothing at night because
 * somebody sorts it. */
static void a_split_gives_none(void **state)
{
	struct desk *d = staff_desk(one_agent, 1, FRIDAY);

	(void)state;
	fake_effects = "auto";
	put_case(d, (struct case_line){ .n = 1 });
	put_case(d, (struct case_line){ .n = 1, .mail = 1, .text = "damaged" });
	pass(d, MINUTE_MS);
	assert_int_equal(active(d), 1);
	must_do(d, "split", "mia", "{\"ticket\":1,\"messages\":[2]}");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 2);
	assert_int_equal(receipts(d), 0);
	ends_the_same(d);
}

/* A52 */
static void a52_machines_get_none(void **state)
{
	struct desk *d = closed_desk();

	(void)state;
	put_case(d, (struct case_line){ .n = 1, .quiet = true });
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 1);
	put_case(d, (struct case_line){ .n = 2, .origin = "auto_reply" });
	put_case(d, (struct case_line){ .n = 3, .origin = "bounce" });
	put_case(d, (struct case_line){ .n = 4, .origin = "list" });
	assert_int_equal(receipts(d), 0);
	ends_the_same(d);
}

static void who_was_answered_gets_none(void **state)
{
	struct desk *d = closed_desk();
	int64_t id;

	(void)state;
	must_do(d, "emergency", "eva", "{\"hand\":\"off\"}");
	put_case(d, (struct case_line){ .n = 1 });
	must_do(d, "reply", "mia", "{\"ticket\":1,\"text\":\"We look.\"}");
	id = one(d, "SELECT max(id) FROM actions");
	settles(d, id);
	must_do(d, "emergency", "eva", "{\"hand\":\"auto\"}");
	put_case(d, (struct case_line){ .n = 1, .mail = 1 });
	assert_int_equal(receipts(d), 0);
	ends_the_same(d);
}

/* A rule that answers by itself has said more than a receipt would. */
static void who_is_answered_by_a_rule_gets_none(void **state)
{
	struct desk *d = closed_desk();

	(void)state;
	test_brain.advise = fake_automatic;
	put_case(d, (struct case_line){ .n = 1 });
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE state = "
				"4"),
			 1);
	assert_int_equal(receipts(d), 0);
	ends_the_same(d);
}

static void an_open_desk_gives_none(void **state)
{
	struct desk *d = staff_desk(one_agent, 1, "2026-09-21T08:00:00Z");

	(void)state;
	fake_effects = "auto";
	put_case(d, (struct case_line){ .n = 1 });
	assert_int_equal(receipts(d), 0);
	ends_the_same(d);
}

/* A103: on and off by channel, platform and issue, as data. */
static void a103_receipts_are_a_matter_of_data(void **state)
{
	struct desk *d = closed_desk();

	(void)state;
	put_case(d, (struct case_line){ .n = 1, .text = "thanks" });
	assert_int_equal(receipts(d), 0);
	run_sql(d, "UPDATE shops SET plugin = 'wish' WHERE label = 'shop'");
	put_case(d, (struct case_line){ .n = 2 });
	assert_int_equal(receipts(d), 0);
	run_sql(d, "UPDATE shops SET plugin = 'shopify' WHERE label = 'shop'");
	put_case(d, (struct case_line){ .n = 3 });
	assert_int_equal(receipts(d), 1);
	desk_close(d);
}

/* What waits until the morning is no receipt. */
static void a_desk_that_only_proposes_gives_none(void **state)
{
	struct desk *d = closed_desk();

	(void)state;
	fake_effects = "propose";
	put_case(d, (struct case_line){ .n = 1 });
	assert_int_equal(receipts(d), 0);
	ends_the_same(d);
}

static void without_a_known_opening_nothing_is_promised(void **state)
{
	struct desk *d = staff_desk(one_agent, 1, "2026-09-21T08:00:00Z");

	(void)state;
	fake_effects = "auto";
	must_do(d, "emergency", "eva", "{\"hand\":\"on\"}");
	put_case(d, (struct case_line){ .n = 1 });
	assert_int_equal(receipts(d), 0);
	must_do(d, "emergency", "eva", "{\"hand\":\"on\",\"for\":172800000}");
	put_case(d, (struct case_line){ .n = 2 });
	assert_int_equal(receipts(d), 1);
	assert_int_equal(one(d, RECEIPTS " AND \"text\" LIKE "
					 "'%opens_shop=2026-09-23T08:00:00Z@"
					 "Europe/Berlin%'"),
			 1);
	ends_the_same(d);
}

/* A102: a receipt is no answer: no clock stops, nobody waits for the buyer. */
static void a102_a_receipt_is_no_first_response(void **state)
{
	struct desk *d = closed_desk();
	int64_t id;

	(void)state;
	put_case(d, (struct case_line){ .n = 1, .text = "quality" });
	id = one(d, "SELECT id FROM actions WHERE rule = 'out of hours'");
	settles(d, id);
	assert_int_equal(one(d, "SELECT count(*) FROM messages WHERE "
				"direction = 2"),
			 1);
	assert_int_equal(one(d, "SELECT state FROM deadlines WHERE purpose = "
				"'first_response'"),
			 DEADLINE_OPEN);
	assert_string_equal(one_text(d, "SELECT waiting_for FROM tickets"),
			    "approval");
	pass(d, DAY_MS);
	assert_int_equal(one(d, "SELECT state FROM deadlines WHERE purpose = "
				"'first_response'"),
			 DEADLINE_BREACHED);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause GLOB "
				"'breach:*'"),
			 1);
	ends_the_same(d);
}

/* Nobody is expected then: it is no warning. */
static void the_unassigned_of_the_night_are_no_warning(void **state)
{
	static const struct agent_entry office[] = { { .name = "mia",
						       .calendar = "office" } };
	struct desk *d = staff_desk(office, 1, FRIDAY);

	(void)state;
	pass(d, HOUR_MS);
	put_case(d, (struct case_line){ .n = 1 });
	assert_string_equal(one_text(d, "SELECT level FROM alerts WHERE cause "
					"= 'unassigned'"),
			    "info");
	pass(d, 2 * DAY_MS + 15 * HOUR_MS + MINUTE_MS);
	assert_string_equal(one_text(d, "SELECT owner FROM tickets"), "mia");
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause = "
				"'unassigned' AND acknowledged IS NULL"),
			 0);
	ends_the_same(d);
}

static void what_still_lies_there_when_we_open_is_one(void **state)
{
	static const struct agent_entry late[] = { { .name = "mia",
						     .calendar = "late" } };
	struct desk *d = staff_desk(late, 1, "2026-09-21T06:00:00Z");

	(void)state;
	put_case(d, (struct case_line){ .n = 1 });
	assert_string_equal(one_text(d, "SELECT level FROM alerts"), "info");
	pass(d, HOUR_MS);
	assert_string_equal(one_text(d, "SELECT level FROM alerts WHERE cause "
					"= 'unassigned' AND acknowledged IS "
					"NULL"),
			    "warning");
	ends_the_same(d);
}

#define RECEIPT_STATE "SELECT state FROM actions WHERE rule = 'out of hours'"

/* It answers nothing, so nothing that the buyer writes on holds it. */
static void a_receipt_that_is_held_goes_whatever_the_buyer_writes(void **state)
{
	struct desk *d = closed_desk();

	(void)state;
	fake_undo = 5 * MINUTE_MS;
	put_case(d, (struct case_line){ .n = 1 });
	assert_int_equal(one(d, RECEIPT_STATE), ACTION_HELD);
	put_case(d, (struct case_line){ .n = 1, .mail = 1 });
	assert_int_equal(one(d, RECEIPT_STATE), ACTION_HELD);
	pass(d, 5 * MINUTE_MS);
	assert_int_equal(one(d, RECEIPT_STATE), ACTION_DUE);
	ends_the_same(d);
}

static void a_receipt_is_no_proposal_whose_words_are_changed(void **state)
{
	struct desk *d = closed_desk();
	CLEANUP(free_ptr) char *undo = NULL, *reply = NULL;
	struct err err = { 0 };
	int64_t id;

	(void)state;
	fake_undo = 5 * MINUTE_MS;
	put_case(d, (struct case_line){ .n = 1 });
	id = one(d, "SELECT id FROM actions WHERE rule = 'out of hours'");
	undo = xasprintf("{\"action\":%lld}", (long long)id);
	must_do(d, "undo", "mia", undo);
	assert_int_equal(one(d, RECEIPT_STATE), ACTION_WAITING);
	reply = xasprintf("{\"ticket\":1,\"text\":\"Hello\",\"instead\":%lld}",
			  (long long)id);
	assert_int_equal(do_cmd(d, "reply", "mia", reply, &err), -1);
	assert_non_null(strstr(err.text, "is a receipt"));
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a51_a_calendar_switches_the_mode),
		cmocka_unit_test(a51_a_holiday_closes_too),
		cmocka_unit_test(a51_a_leader_closes_and_opens_by_hand),
		cmocka_unit_test(
			open_by_hand_is_open_whatever_the_calendar_says),
		cmocka_unit_test(a52_a_receipt_names_the_opening_in_both_zones),
		cmocka_unit_test(who_is_in_our_zone_reads_one_time),
		cmocka_unit_test(a52_a_clock_is_known_without_holidays),
		cmocka_unit_test(a52_a_thread_gets_one_receipt),
		cmocka_unit_test(a_split_gives_none),
		cmocka_unit_test(a52_machines_get_none),
		cmocka_unit_test(who_was_answered_gets_none),
		cmocka_unit_test(who_is_answered_by_a_rule_gets_none),
		cmocka_unit_test(an_open_desk_gives_none),
		cmocka_unit_test(a103_receipts_are_a_matter_of_data),
		cmocka_unit_test(a_desk_that_only_proposes_gives_none),
		cmocka_unit_test(without_a_known_opening_nothing_is_promised),
		cmocka_unit_test(a102_a_receipt_is_no_first_response),
		cmocka_unit_test(the_unassigned_of_the_night_are_no_warning),
		cmocka_unit_test(what_still_lies_there_when_we_open_is_one),
		cmocka_unit_test(
			a_receipt_that_is_held_goes_whatever_the_buyer_writes),
		cmocka_unit_test(
			a_receipt_is_no_proposal_whose_words_are_changed),
	};

	return cmocka_run_group_tests_name("a closed desk", tests, staff_load,
					   staff_unload);
}
