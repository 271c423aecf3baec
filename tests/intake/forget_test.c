/* forget_test.c - people of whom no order and no ticket tells: what they wrote,
 * and what was written to them, is found by their address and forgotten.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/erase/erase.h"
#include "desk/intake/evidence.h"
#include "desk/ledger/journal.h"
#include "desk/ledger/replay.h"
#include "intake/people.h"

#define ADDRESS "{\"address\":\"CanaryAnn@X.example\"}"
#define ERASE "{\"shop\":\"shop\",\"order\":\"O1\"}"

/* -- by address -- */

static void assert_whole(void)
{
	struct err err = { 0 };
	int64_t n;

	must(journal_verify(desk_db(d), &n, &err), &err);
	must(db_integrity(desk_db(d), &err), &err);
	assert_int_equal(one("SELECT count(*) FROM erasing"), 0);
}

static void a_stranger_is_forgotten_by_address(void **state)
{
	(void)state;
	mail_comes((struct mail){
		.ref = "m1", .from = ANN, .text = "do you sell canaryann" });
	mail_comes((struct mail){
		.ref = "m2", .from = BOB, .text = "canarybob asks" });
	assert_int_equal(one("SELECT count(*) FROM tickets"), 0);
	assert_true(found_in_state("canaryann") > 0);
	say("erase", "eva", ADDRESS);
	assert_int_equal(found_in_state("canaryann"), 0);
	assert_int_equal(found_in_state("CanaryAnn"), 0);
	assert_int_equal(one("SELECT count(*) FROM files"), 1);
	assert_int_equal(one("SELECT count(*) FROM messages WHERE "
			     "from_addr = '" BOB "'"),
			 1);
	assert_whole();
}

static void a_mail_to_them_that_was_sent_elsewhere_goes_too(void **state)
{
	(void)state;
	mail_comes((struct mail){ .ref = "s1",
				  .from = "us@shop.example",
				  .to = ANN,
				  .text = "Dear canaryann",
				  .origin = "own" });
	mail_comes((struct mail){ .ref = "b1",
				  .from = "mailer-daemon@relay.example",
				  .text = "could not be delivered to <" ANN ">",
				  .origin = "bounce" });
	mail_comes((struct mail){ .ref = "b2",
				  .from = "mailer-daemon@relay.example",
				  .text = "could not be delivered to <" BOB ">",
				  .origin = "bounce" });
	say("erase", "eva", ADDRESS);
	assert_int_equal(found_in_state("canaryann"), 0);
	assert_true(found_in_state("canarybob") > 0);
	assert_whole();
}

/* Anybody may write into a thread: its other parties are not forgotten. */
static void who_wrote_in_the_same_thread_is_kept(void **state)
{
	CLEANUP(str_release) struct str bytes = STR_INIT;
	struct err err = { 0 };

	(void)state;
	mail_comes((struct mail){
		.ref = "m1", .thread = "t", .from = ANN, .text = "canaryann" });
	mail_comes((struct mail){
		.ref = "m2", .thread = "t", .from = BOB, .text = "canarybob" });
	say("erase", "eva", ADDRESS);
	assert_int_equal(found_in_state("canaryann"), 0);
	/* One key for both would keep hers or take his. */
	assert_int_equal(one("SELECT count(*) FROM journal WHERE subject IN "
			     "('mail:2:m1', 'mail:2:m2')"),
			 2);
	assert_int_equal(keys_was_destroyed(desk_keys(d), "mail:2:m1", &err),
			 1);
	assert_int_equal(evidence_read(d, 2, &bytes, &err), 1);
	assert_non_null(strstr(str_c(&bytes), "canarybob"));
}

static void all_orders_and_matters_of_an_address_go(void **state)
{
	struct err err = { 0 };

	(void)state;
	order_of(1, ANN);
	order_of(2, ANN);
	order_of(3, BOB);
	mail_comes((struct mail){ .ref = "m1",
				  .from = ANN,
				  .text = "#1 was not received canaryann" });
	assert_int_equal(act("erase", "eva", ADDRESS, &err), -1);
	assert_non_null(strstr(err.text, "ticket 1 is open"));
	say("cancel", "mia", "{\"action\":1}");
	say("close", "mia",
	    "{\"ticket\":1,\"outcome\":\"found\",\"force\":\"it came\"}");
	assert_int_equal(act("erase", "mia", ADDRESS, &err), -1);
	assert_int_equal(err.code, ERR_DENIED);
	say("erase", "eva", ADDRESS);
	assert_int_equal(found_in_state("canaryann"), 0);
	assert_int_equal(one("SELECT count(*) FROM orders WHERE email IS NULL"),
			 2);
	assert_whole();
	assert_int_equal(act("erase", "eva", ADDRESS, &err), -1);
	assert_non_null(strstr(err.text, "nothing here carries this address"));
}

static void a_matter_of_somebody_elses_order_is_not_taken_silently(void **state)
{
	struct err err = { 0 };

	(void)state;
	order_of(1, BOB);
	mail_comes((struct mail){
		.ref = "m1", .from = BOB, .text = "#1 was not received" });
	assert_int_equal(db_run(desk_db(d), &err,
				"UPDATE messages SET from_addr = '" ANN "'",
				""),
			 0);
	assert_int_equal(act("erase", "eva", ADDRESS, &err), -1);
	assert_non_null(strstr(err.text, "erase that order first"));
}

static void an_old_mail_of_theirs_that_comes_later_is_not_taken_in(void **state)
{
	(void)state;
	mail_comes(
		(struct mail){ .ref = "m1", .from = ANN, .text = "canaryann" });
	say("erase", "eva", ADDRESS);
	mail_comes(
		(struct mail){ .ref = "m7", .from = ANN, .text = "canaryann" });
	mail_comes(
		(struct mail){ .ref = "m1", .from = ANN, .text = "canaryann" });
	assert_int_equal(found_in_state("canaryann"), 0);
	mail_comes((struct mail){ .ref = "m8",
				  .from = ANN,
				  .text = "canaryann again",
				  .at = "2026-09-21T14:13:30Z" });
	assert_true(found_in_state("canaryann") > 0);
}

/* -- by order -- */

static void
what_the_shop_told_before_the_go_live_goes_with_its_order(void **state)
{
	(void)state;
	order_of(1, ANN);
	order_of(2, BOB);
	told_long_ago("c1", ",\"order_ref\":\"O1\",\"thread\":\"T1\"",
		      "canaryann one");
	told_long_ago("c2", ",\"thread\":\"T1\"", "canaryann two");
	told_long_ago("c3", ",\"order_ref\":\"O2\",\"thread\":\"T2\"",
		      "canarybob three");
	mail_comes((struct mail){ .ref = "s1",
				  .from = "us@shop.example",
				  .to = ANN,
				  .text = "Dear canaryann",
				  .origin = "own" });
	assert_int_equal(
		one("SELECT count(*) FROM messages WHERE ticket IS NULL"), 4);
	say("erase", "eva", ERASE);
	assert_int_equal(found_in_state("canaryann"), 0);
	assert_int_equal(one("SELECT count(*) FROM messages WHERE text = "
			     "'canarybob three'"),
			 1);
	assert_whole();
}

/* Whatever stood in it. */
static void
a_ticket_takes_no_record_of_others_out_of_the_quarantine(void **state)
{
	(void)state;
	mail_comes((struct mail){
		.ref = "m1", .from = ANN, .text = "#9 was not received" });
	order_of(9, BOB);
	mail_comes((struct mail){
		.ref = "m2", .from = ANN, .text = "#9 was not received" });
	assert_int_equal(one("SELECT count(*) FROM tickets WHERE id = 1 AND "
			     "order_ref IS NULL"),
			 1);
	str_printf(&lines, "{\"kind\":\"return\",\"order_ref\":\"O9\","
			   "\"status\":\"nonsense\",\"note\":\"\"}\n");
	deliver("shop");
	say("cancel", "mia", "{\"action\":1}");
	say("close", "mia",
	    "{\"ticket\":1,\"outcome\":\"found\",\"force\":\"it came\"}");
	say("erase", "eva", "{\"ticket\":1}");
	assert_int_equal(one("SELECT count(*) FROM quarantine WHERE "
			     "state = 'open'"),
			 1);
}

/* -- parcels -- */

static void parcel(void)
{
	str_printf(&lines,
		   "{\"kind\":\"shipment\",\"ref\":\"S1\",\"order_ref\":\"O1\","
		   "\"carrier\":\"DHL\",\"tracking\":\"CANARY77\",\"url\":"
		   "\"https://x.example/CANARY77\",\"status\":\"shipped\","
		   "\"shipped\":\"2026-09-20T12:00:00Z\"}\n");
	deliver("shop");
	str_printf(&lines,
		   "{\"kind\":\"scan\",\"tracking\":\"CANARY77\",\"carrier\":"
		   "\"DHL\",\"code\":\"x\",\"status\":\"delivered\","
		   "\"occurred\":\"2026-09-20T13:00:00Z\",\"place\":"
		   "\"canarytown\",\"text\":\"signed by canaryann\"}\n");
	deliver("mail");
}

static void a_parcel_leads_to_nobody_any_more(void **state)
{
	(void)state;
	order_of(1, ANN);
	parcel();
	say("erase", "eva", ERASE);
	assert_int_equal(found_in_state("canaryann"), 0);
	assert_int_equal(found_in_state("canarytown"), 0);
	assert_int_equal(found_in_state("CANARY77"), 0);
	assert_int_equal(one("SELECT count(*) FROM scans WHERE status = 10"),
			 1);
	/* Nor after carrier and shop have told of it again. */
	parcel();
	assert_int_equal(found_in_state("CANARY77"), 0);
	assert_int_equal(one("SELECT count(*) FROM scans"), 1);
	assert_whole();
}

static void no_address_stands_in_the_journal(void **state)
{
	CLEANUP(free_ptr) char *path = xasprintf("%s/replayed.db", state_dir);
	struct err err = { 0 };
	struct hash hash;
	int64_t n;

	(void)state;
	mail_comes(
		(struct mail){ .ref = "m1", .from = ANN, .text = "canaryann" });
	order_of(1, ANN);
	order_of(2, BOB);
	say("erase", "eva", ADDRESS);
	assert_int_equal(one("SELECT count(*) FROM journal WHERE "
			     "kind = 'erase' AND instr(payload, '@')"),
			 0);
	must(replay_into(d, path, &hash, &n, &err), &err);
	assert_int_equal(found_in_state("canaryann"), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, page_begin, page_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_stranger_is_forgotten_by_address),
		TEST(a_mail_to_them_that_was_sent_elsewhere_goes_too),
		TEST(who_wrote_in_the_same_thread_is_kept),
		TEST(all_orders_and_matters_of_an_address_go),
		TEST(a_matter_of_somebody_elses_order_is_not_taken_silently),
		TEST(an_old_mail_of_theirs_that_comes_later_is_not_taken_in),
		TEST(what_the_shop_told_before_the_go_live_goes_with_its_order),
		TEST(a_ticket_takes_no_record_of_others_out_of_the_quarantine),
		TEST(a_parcel_leads_to_nobody_any_more),
		TEST(no_address_stands_in_the_journal),
	};

	return cmocka_run_group_tests_name("forget", tests, NULL, NULL);
}
