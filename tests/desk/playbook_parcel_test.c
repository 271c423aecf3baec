/* playbook_parcel_test.c - parcels that are late, held or lost,
 * each played once. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/play_help.h"

#define REFUND_WAITS(cents)                                              \
	IS("SELECT count(*) = 1 FROM actions WHERE verb = 'refund' AND " \
	   "state = 2 AND amount = " #cents)

static const struct turn very_late[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[late] where is it", "wait for code", "" },
	/* Its code is there: nobody waits for the rest of the two hours. */
	{ "make", "coupon", "wait for carrier", "late.compensation" },
	/* A29: all three. */
	IS("SELECT text LIKE '%order=#1001%' AND text LIKE "
	   "'%tracking_link=https://track.example/3318810025%' AND text LIKE "
	   "'%coupon=TY-1%' FROM actions WHERE verb = 'reply'"),
	{ "send", NULL, NULL, NULL },
	{ "pass", "81 h", "wait for carrier", "" },
	{ "pass", "1 h", "wait for choice", "late.choice" },
	{ "send", NULL, NULL, NULL },
	{ "mail", "[other>wait] I can wait", "done", "" },
	TOLD("the buyer answered whether to wait"),
	END
};

#define CHOICE_ASKED                                                  \
	{ "order", "49.00", NULL, NULL },                             \
		{ "mail", "[late] where is it", NULL, NULL },         \
		{ "make", "coupon", NULL, NULL },                     \
		{ "send", NULL, NULL, NULL },                         \
		{ "pass", "82 h", "wait for choice", "late.choice" }, \
	{                                                             \
		"send", NULL, NULL, NULL                              \
	}

static const struct turn late_and_paid[] = {
	CHOICE_ASKED,
	{ "mail", "[late>refund] still nothing, my money please", "done",
	  "chosen.refund" },
	REFUND_WAITS(4900),
	END
};

/* By a shop that can. */
static const struct turn late_and_sent_again[] = {
	CHOICE_ASKED,
	{ "mail", "[invoice>reship] please send it once more",
	  "wait for it to arrive", "chosen.reship" },
	IS("SELECT count(*) = 1 FROM actions WHERE verb = 'reship' AND state = "
	   "2"),
	END
};

/* The apology does not wait for the code for ever. */
static const struct turn late_without_code[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[late] where is it", "wait for code", "" },
	{ "pass", "2 h", "wait for carrier", "late.compensation" },
	END
};

static const struct turn little_late[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "in_transit", NULL, NULL },
	{ "pass", "1 d", NULL, NULL },
	{ "mail", "[late] where is it", "wait for carrier", "late.apology" },
	{ "send", NULL, NULL, NULL },
	{ "pass", "1 d", NULL, NULL },
	{ "scan", "out_for_delivery", "wait for carrier", "" },
	{ "pass", "58 h", "done", "not_received.moved" },
	END
};

static const struct turn arrives[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[late] where is it", "wait for code", "" },
	{ "scan", "delivered", "stopped", "" },
	{ "is",
	  "SELECT count(*) FROM actions WHERE verb = 'coupon' AND state "
	  "= 11",
	  NULL, NULL },
	END
};

static const struct turn exception[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "exception", "wait for carrier", "parcel.exception" },
	{ "send", NULL, NULL, NULL },
	{ "pass", "1 d", NULL, NULL },
	{ "scan", "in_transit", NULL, NULL },
	{ "pass", "34 h", "done", "not_received.moved" },
	END
};

/* The same trouble once more is no second mail; nor is it a second ticket. */
static const struct turn trouble_again[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "exception", NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "pass", "1 h", NULL, NULL },
	{ "scan", "exception", "wait for carrier", "" },
	IS("SELECT count(*) = 1 FROM tickets"),
	END
};

/* What would pay beside the platform's decision is taken back. */
static const struct turn lost_and_disputed[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[not_received] where is it", "wait for carrier",
	  "not_received.investigate" },
	{ "send", NULL, NULL, NULL },
	{ "pass", "48 h", "wait for the choice", "not_received.offer" },
	/* Whose text does not offer what the shop cannot do. */
	IS("SELECT count(*) = 1 FROM actions WHERE template_id = "
	   "'not_received.offer' AND instr(text, ' reship=no ')"),
	{ "send", NULL, NULL, NULL },
	{ "mail", "[refund_request] the refund please", "done",
	  "chosen.refund" },
	REFUND_WAITS(4900),
	{ "shop",
	  "{\"kind\":\"dispute\",\"ref\":\"D1\",\"order_ref\":\"O1\","
	  "\"type\":\"claim\",\"status\":\"needs_response\",\"respond_by\":"
	  "\"2026-09-30T15:00:00Z\"}\n",
	  "wait for the outcome", "dispute.seen" },
	IS("SELECT count(*) = 0 FROM actions WHERE verb = 'refund' AND "
	   "state = 2"),
	END
};

#define SAID_LOST                                                             \
	"{\"kind\":\"scan\",\"carrier\":\"DHL\",\"tracking\":\"3318810025\"," \
	"\"code\":\"L\",\"status\":\"exception\",\"reason\":\"lost\","        \
	"\"occurred\":\"2026-09-21T14:13:20Z\"}\n"

/* A40: nobody writes of a problem, or waits for an answer. */
static const struct turn lost_and_paid_back[] = {
	{ "order", "49.00", NULL, NULL },
	{ "shop", SAID_LOST, "done", "lost.refund" },
	REFUND_WAITS(4900),
	END
};

static const struct turn lost_and_sent_anew[] = {
	{ "order", "49.00", NULL, NULL },
	{ "shop", SAID_LOST, "wait for it to arrive", "lost.reship" },
	IS("SELECT count(*) = 1 FROM actions WHERE verb = 'reship' AND state = "
	   "2"),
	END
};

/* The wait for the carrier is over with its word. */
static const struct turn missed_and_then_lost[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[not_received] where is it", "wait for carrier",
	  "not_received.investigate" },
	{ "send", NULL, NULL, NULL },
	{ "shop", SAID_LOST, "wait for the choice", "not_received.offer" },
	END
};

static const struct turn lost_and_missed[] = {
	{ "order", "49.00", NULL, NULL },
	{ "shop", SAID_LOST, NULL, NULL },
	{ "cancel", "refund", NULL, NULL },
	{ "mail", "[not_received] where is it", "wait for the choice",
	  "not_received.offer" },
	END
};

/* Goods go where the buyer says now, not to the address of the order. */
static const struct turn goes_back_and_is_wanted[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "returning", "wait for address", "parcel.returning" },
	{ "send", NULL, NULL, NULL },
	{ "mail", "[other>reship] please send it again to Hauptstr. 5", "done",
	  "" },
	IS("SELECT count(*) = 0 FROM actions WHERE verb = 'reship'"),
	TOLD("check the address that the buyer wrote"),
	END
};

static const struct turn goes_back[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "returning", "wait for address", "parcel.returning" },
	{ "send", NULL, NULL, NULL },
	{ "mail", "[other] my new address is ...", "done", "" },
	TOLD("answered what shall happen with the parcel"),
	END
};

static const struct turn given_up[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "returning", NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "mail", "[refund_request] then the refund please", "done",
	  "chosen.refund" },
	REFUND_WAITS(4900),
	END
};

static const struct turn stands_still[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "in_transit", NULL, NULL },
	{ "pass", "5 d", "wait for carrier", "stalled.proactive" },
	{ "send", NULL, NULL, NULL },
	{ "pass", "4 d", "wait for address", "late.choice" },
	{ "send", NULL, NULL, NULL },
	{ "pass", "5 d", "done", "" },
	TOLD("the buyer does not answer"),
	END
};

static const struct turn customs_lets_go[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "customs_hold", "wait for customs", "customs.info" },
	{ "send", NULL, NULL, NULL },
	{ "pass", "1 d", "wait for customs", "" },
	{ "scan", "in_transit", "done", "customs.released" },
	END
};

static const struct turn customs_wants_papers[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "customs_hold", NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "mail", "[customs] they sent me a letter", "done", "" },
	TOLD("help with the papers"),
	END
};

static const struct turn customs_keeps_it[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "customs_hold", NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "pass", "8 d", "done", "customs.still" },
	TOLD("ask the carrier what is missing"),
	END
};

static const struct turn customs_sends_it_back[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "customs_hold", NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "pass", "1 h", NULL, NULL },
	{ "scan", "returning", "wait for customs", "" },
	{ "pass", "8 d", "done", "" },
	TOLD("but not for the buyer"),
	END
};

/* Nobody knows of it but the buyer. */
static const struct turn customs_by_hearsay[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[customs] it is with customs", "", "customs.info" },
	{ "scan", "in_transit", "", "customs.info" },
	END
};

/* Scanned again, but as what it was. */
static const struct turn exception_again[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "exception", NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "pass", "1 d", NULL, NULL },
	{ "scan", "exception", NULL, NULL },
	{ "pass", "34 h", "wait for address", "late.choice" },
	END
};

static const struct scenario late[] = {
	{ "very late", false, very_late },
	{ "late and paid", false, late_and_paid },
	{ "late and sent again", true, late_and_sent_again },
	{ "late without code", false, late_without_code },
	{ "a little late", false, little_late },
	{ "it arrives", false, arrives },
	{ "lost and disputed", false, lost_and_disputed },
};
static const struct scenario trouble[] = {
	{ "exception", false, exception },
	{ "exception again", false, trouble_again },
	{ "exception only", false, exception_again },
	{ "goes back", false, goes_back },
	{ "goes back and is wanted", true, goes_back_and_is_wanted },
	{ "goes back and is paid", false, given_up },
	{ "stands still", false, stands_still },
};
static const struct scenario said_lost[] = {
	{ "lost, of a shop that pays back", false, lost_and_paid_back },
	{ "lost, of one that sends again", true, lost_and_sent_anew },
	{ "missed, and then lost", true, missed_and_then_lost },
	{ "lost, and missed then", false, lost_and_missed },
};
static const struct scenario customs[] = {
	{ "customs lets go", false, customs_lets_go },
	{ "customs wants papers", false, customs_wants_papers },
	{ "customs keeps it", false, customs_keeps_it },
	{ "customs sends it back", false, customs_sends_it_back },
	{ "customs by hearsay", false, customs_by_hearsay },
};

static void a29_who_waits_too_long_gets_an_apology_and_a_way_out(void **state)
{
	(void)state;
	play_all(late, COUNT_OF(late));
}

static void a99_a131_the_buyer_hears_of_trouble_from_us_first(void **state)
{
	(void)state;
	play_all(trouble, COUNT_OF(trouble));
}

static void a40_what_the_carrier_says_is_lost_is_put_right_at_once(void **state)
{
	(void)state;
	play_all(said_lost, COUNT_OF(said_lost));
}

static void a_customs_hold_is_explained_until_it_ends(void **state)
{
	(void)state;
	play_all(customs, COUNT_OF(customs));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a29_who_waits_too_long_gets_an_apology_and_a_way_out),
		cmocka_unit_test(
			a99_a131_the_buyer_hears_of_trouble_from_us_first),
		cmocka_unit_test(
			a40_what_the_carrier_says_is_lost_is_put_right_at_once),
		cmocka_unit_test(a_customs_hold_is_explained_until_it_ends),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
