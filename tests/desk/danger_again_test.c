/* danger_again_test.c - a danger to people that is told in another language
 * than the message is said to have, a second time, or while something is about
 * to leave; and on tickets that become one, and two again.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/loop_help.h"
#include "help/fake_brain.h"

#define FIRE "The lamp caught fire, order #1001"
#define BOB "bob@example.com"
#define DANGER(id) "SELECT danger FROM tickets WHERE id = " #id
#define OPEN(id)                                                 \
	"SELECT count(*) FROM alerts WHERE cause = 'danger:" #id \
	"' AND acknowledged IS NULL"
#define OPEN_TEXT(id)                                        \
	"SELECT text FROM alerts WHERE cause = 'danger:" #id \
	"' AND acknowledged IS NULL"

static void mail_in(struct desk *d, const char *lang, const char *ref,
		    const char *text)
{
	CLEANUP(str_release) struct str line = STR_INIT, at = STR_INIT;

	now_ms += MINUTE_MS;
	instant_put(&at, now_ms);
	put_mail_line(&line, (struct mail_line){ .ref = ref,
						 .thread = "h",
						 .from = ANN,
						 .subject = "a question",
						 .text = text,
						 .lang = lang,
						 .at = str_c(&at) });
	deliver_line(d, "mail", &line);
}

static void acknowledge_all(struct desk *d)
{
	int64_t id;

	while ((id = one(d, "SELECT coalesce(min(id), 0) FROM alerts WHERE "
			    "cause GLOB 'danger:*' AND acknowledged IS "
			    "NULL"))) {
		CLEANUP(free_ptr)
		char *json = xasprintf("{\"alert\":%lld}", (long long)id);

		must_do(d, "acknowledge", "mia", json);
	}
}

/* -- which language -- */

static void a_wrong_language_hides_no_danger(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	mail_in(d, "de", "w1", "[quality] " FIRE);
	assert_string_equal(one_text(d, DANGER(1)), "fire: \"caught fire\"");
	assert_int_equal(one(d, OPEN(1)), 1);
	ends_the_same(d);
}

static void nor_does_a_wrong_language_of_a_review(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	must_hear(d, "shop",
		  "{\"kind\":\"review\",\"ref\":\"V1\",\"order_ref\":\"O1\","
		  "\"stars\":5,\"lang\":\"de\",\"text\":\"Lovely until it "
		  "caught fire\",\"at\":\"2026-09-21T10:00:00Z\"}\n");
	assert_string_equal(one_text(d, DANGER(1)), "fire: \"caught fire\"");
	ends_the_same(d);
}

/* What is said is believed beside it, and so is what the ticket was in. */
static void the_language_that_is_said_counts_as_well(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	mail_in(d, "de", "w1", "[quality] Die Lampe hat Feuer gefangen. #1001");
	assert_int_equal(one(d, OPEN(1)), 1);
	ends_the_same(d);
	d = loop_desk();
	mail_in(d, "de", "w1", "[order_status] Wo ist die Bestellung #1001?");
	assert_int_equal(one(d, OPEN(1)), 0);
	mail_in(d, NULL, "w2", "[quality] Die Lampe hat Feuer gefangen.");
	assert_int_equal(one(d, OPEN(1)), 1);
	ends_the_same(d);
}

/* -- told again -- */

static void a_second_danger_stands_in_the_open_alert(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[quality] " FIRE);
	loop_mail(d, ANN, "h", "[quality] and my wife was injured");
	assert_int_equal(one(d, OPEN(1)), 1);
	assert_string_equal(one_text(d, OPEN_TEXT(1)),
			    "T-1 tells of a danger to people (fire: \"caught "
			    "fire\"; injury: \"injured\"): see that they are "
			    "safe, and hold the stock");
	/* Nobody has seen the first. */
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause = "
				"'danger:1' AND acknowledged_by = 'desk'"),
			 1);
	ends_the_same(d);
}

static void a_closed_ticket_that_knew_it_is_told_of_again(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[quality] " FIRE);
	acknowledge_all(d);
	loop_close(d, 1, "fire");
	loop_mail(d, ANN, "h", "[quality] the new lamp caught fire, too");
	assert_int_equal(one(d, "SELECT state <> 3 FROM tickets WHERE id = 1"),
			 1);
	assert_int_equal(one(d, OPEN(1)), 1);
	ends_the_same(d);
}

/* As one is that a danger was found on before there were such alerts. */
static void who_was_never_told_is_told_now(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[quality] poor quality. #1001");
	run_sql(d, "UPDATE tickets SET tier = 1, danger = 'fire: \"caught "
		   "fire\"'");
	loop_mail(d, ANN, "h", "[quality] " FIRE);
	assert_int_equal(one(d, OPEN(1)), 1);
	desk_close(d);
}

/* -- what is about to leave -- */

/* Of a lamp for 12 USD a rule pays by itself. */
static struct desk *about_to_pay(void)
{
	CLEANUP(str_release) struct str line = STR_INIT;
	struct desk *d = loop_desk();

	fake_effects = "auto";
	put_order_line(&line, (struct order_line){ .ref = "O2",
						   .name = "#1002",
						   .placed = "2026-09-21T10:00:"
							     "00Z",
						   .buyer_ref = "B2",
						   .email = BOB,
						   .total = "12.00" });
	deliver_line(d, "shop", &line);
	loop_mail(d, BOB, "b", "[quality] poor quality, #1002");
	assert_int_equal(one(d, "SELECT state IN (3, 4) FROM actions WHERE "
				"verb = 'refund'"),
			 1);
	return d;
}

/* Waiting for people, or withdrawn since the matter is another one. */
static void nothing_leaves(struct desk *d)
{
	pass(d, DAY_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE automatic "
				"= 1 AND state NOT IN (2, 11)"),
			 0);
	ends_the_same(d);
	fake_effects = "propose";
}

static void what_is_held_waits_for_people(void **state)
{
	struct desk *d = about_to_pay();

	(void)state;
	loop_mail(d, BOB, "b", "[quality] and now it caught fire, #1002");
	nothing_leaves(d);
}

static void what_is_held_waits_where_a_merge_brings_it(void **state)
{
	struct desk *d = about_to_pay();

	(void)state;
	loop_mail(d, ANN, "h", "[quality] " FIRE);
	must_do(d, "merge", "tom",
		"{\"ticket\":2,\"into\":1,\"force\":\"her husband\"}");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE verb = "
				"'refund' AND state = 2 AND why LIKE '%danger "
				"to people%'"),
			 1);
	nothing_leaves(d);
}

/* -- two that are one -- */

static struct desk *both_tell(void)
{
	struct desk *d = loop_desk();

	loop_mail(d, ANN, "h1", "[quality] " FIRE);
	acknowledge_all(d);
	loop_mail(d, BOB, "h2",
		  "[other] I know of #1001. The lamp caught fire");
	assert_int_equal(one(d, OPEN(2)), 1);
	return d;
}

static void a_merge_says_not_that_somebody_looked(void **state)
{
	struct desk *d = both_tell();

	(void)state;
	must_do(d, "merge", "tom",
		"{\"ticket\":2,\"into\":1,\"force\":\"her husband\"}");
	assert_int_equal(one(d, OPEN(1)), 1);
	ends_the_same(d);
}

static void a_merge_of_what_was_seen_tells_nothing(void **state)
{
	struct desk *d = both_tell();

	(void)state;
	acknowledge_all(d);
	must_do(d, "merge", "tom",
		"{\"ticket\":2,\"into\":1,\"force\":\"her husband\"}");
	assert_int_equal(one(d, OPEN(1)), 0);
	/* Both told of it, and both do when they are two again. */
	must_do(d, "unmerge", "tom", "{\"ticket\":2}");
	assert_string_equal(one_text(d, DANGER(1)), "fire: \"caught fire\"");
	assert_string_equal(one_text(d, DANGER(2)), "fire: \"caught fire\"");
	ends_the_same(d);
}

static struct desk *brought(const char *own)
{
	struct desk *d = loop_desk();

	loop_mail(d, ANN, "h1", own);
	loop_mail(d, BOB, "h2",
		  "[other] I know of #1001. The lamp caught fire");
	must_do(d, "merge", "tom",
		"{\"ticket\":2,\"into\":1,\"force\":\"her husband\"}");
	assert_int_equal(one(d, OPEN(1)), 1);
	return d;
}

static void what_a_merge_brought_goes_with_it(void **state)
{
	struct desk *d = brought("[order_status] where is it? #1001");

	(void)state;
	must_do(d, "unmerge", "tom", "{\"ticket\":2}");
	assert_string_equal(one_text(d, "SELECT coalesce(danger, '') FROM "
					"tickets WHERE id = 1"),
			    "");
	assert_int_equal(one(d, OPEN(1)), 0);
	assert_string_equal(one_text(d, DANGER(2)), "fire: \"caught fire\"");
	assert_int_equal(one(d, OPEN(2)), 1);
	ends_the_same(d);
}

static void what_it_told_itself_stays(void **state)
{
	struct desk *d = brought("[quality] my wife was injured. #1001");

	(void)state;
	assert_string_equal(one_text(d, DANGER(1)),
			    "injury: \"injured\"; fire: \"caught fire\"");
	must_do(d, "unmerge", "tom", "{\"ticket\":2}");
	assert_string_equal(one_text(d, DANGER(1)), "injury: \"injured\"");
	assert_int_equal(one(d, OPEN(1)), 1);
	ends_the_same(d);
}

/* Who wrote since may have told the same. */
static void what_was_told_since_stays(void **state)
{
	struct desk *d = brought("[order_status] where is it? #1001");

	(void)state;
	loop_mail(d, ANN, "h1", "[quality] mine, too: " FIRE);
	must_do(d, "unmerge", "tom", "{\"ticket\":2}");
	assert_string_equal(one_text(d, DANGER(1)), "fire: \"caught fire\"");
	assert_int_equal(one(d, OPEN(1)), 1);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_wrong_language_hides_no_danger),
		cmocka_unit_test(nor_does_a_wrong_language_of_a_review),
		cmocka_unit_test(the_language_that_is_said_counts_as_well),
		cmocka_unit_test(a_second_danger_stands_in_the_open_alert),
		cmocka_unit_test(a_closed_ticket_that_knew_it_is_told_of_again),
		cmocka_unit_test(who_was_never_told_is_told_now),
		cmocka_unit_test(what_is_held_waits_for_people),
		cmocka_unit_test(what_is_held_waits_where_a_merge_brings_it),
		cmocka_unit_test(a_merge_says_not_that_somebody_looked),
		cmocka_unit_test(a_merge_of_what_was_seen_tells_nothing),
		cmocka_unit_test(what_a_merge_brought_goes_with_it),
		cmocka_unit_test(what_it_told_itself_stays),
		cmocka_unit_test(what_was_told_since_stays),
	};

	return cmocka_run_group_tests_name("danger again", tests, shipped_load,
					   shipped_unload);
}
