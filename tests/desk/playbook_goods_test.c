/* playbook_goods_test.c - goods that are damaged, wrong, incomplete, bad or of
 * the wrong size, each played once. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/action_help.h"
#include "desk/play_help.h"

#define WAITS(verb, more)                                              \
	IS("SELECT count(*) = 1 FROM actions WHERE verb = '" verb "' " \
	   "AND state = 2 AND " more)
#define NONE(verb) \
	IS("SELECT count(*) = 0 FROM actions WHERE verb = '" verb "'")

static const struct turn damaged[] = {
	SHOWN("49.00", "damaged", "damaged.photo_request"),
	IS("SELECT count(*) FROM deadlines WHERE purpose = 'accept' AND "
	   "state = 1"),
	TOLD("is it so that the photo or video shows the damage"),
	{ "yes", NULL, "wait for it to leave", "replacement.coming" },
	IS("SELECT count(*) = 0 FROM deadlines WHERE purpose = 'accept' AND "
	   "state = 1"),
	TOLD("warehouse: send a new one by express"),
	IS("SELECT gives = 'reship' FROM tasks"),
	IS("SELECT count(*) FROM deadlines WHERE purpose = 'task' AND "
	   "state = 1"),
	NONE("reship"),
	NONE("refund"),
	{ "send", NULL, NULL, "" },
	{ "pass", "23 h", NULL, NULL },
	{ "task", NULL, "wait for it to leave", "" },
	IS("SELECT count(*) FROM deadlines WHERE purpose = 'task' AND "
	   "state = 2"),
	/* A day after it left, not a day after it was asked for. */
	{ "pass", "23 h", "wait for it to leave", "" },
	{ "runs", NULL, NULL, NULL },
	{ "pass", "1 h", "done", "replacement.follow_up" },
	{ "runs", NULL, NULL, NULL },
	/* Nothing brings it back: somebody must ask, or close it. */
	{ "send", NULL, NULL, NULL },
	{ "stuck", NULL, NULL, NULL },
	END
};

/* The photo comes with words that alone would be of another type. */
static const struct turn other_words[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "delivered", NULL, NULL },
	{ "mail", "[damaged] look", NULL, "damaged.photo_request" },
	{ "send", NULL, NULL, "" },
	{ "mail", "[not_as_described] the photo of the broken one", "look",
	  "" },
	TOLD("is it so that the photo or video shows the damage"),
	{ "yes", NULL, "wait for it to leave", "replacement.coming" },
	END
};

static const struct turn task_forgotten[] = {
	SHOWN("49.00", "damaged", "damaged.photo_request"),
	{ "yes", NULL, NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "pass", "25 h", "wait for it to leave", "" },
	TOLD("T-1: task 1 of the warehouse is late, it was due at"),
	END
};

static const struct turn nobody_looks[] = {
	SHOWN("49.00", "damaged", "damaged.photo_request"),
	{ "pass", "25 h", "look", "" },
	TOLD("missed its deadline: accept (look)"),
	{ "yes", NULL, "wait for it to leave", "replacement.coming" },
	END
};

static const struct turn cheap[] = {
	SHOWN("12.00", "damaged", "damaged.photo_request"),
	{ "yes", NULL, "wait for it to leave", "refund.keep_item" },
	WAITS("refund", "amount = 1200"),
	NONE("coupon"),
	END
};

/* Who writes again hears of the same refund as long as nobody did; once they
 * did, a person goes on. */
static const struct turn not_twice[] = {
	{ "order", "12.00", NULL, NULL },
	{ "scan", "delivered", NULL, NULL },
	{ "mail", "[quality] it is bad", NULL, "quality.refund_small" },
	WAITS("refund", "why = 'waits for approval'"),
	{ "pass", "1 h", NULL, NULL },
	{ "mail", "[quality] do you read this", NULL, "quality.refund_small" },
	WAITS("reply", "why = 'waits for approval: action 2 (refund 12.00 USD, "
		       "waiting) is there for the matter'"),
	{ "make", "refund", NULL, NULL },
	{ "send", NULL, NULL, "" },
	{ "pass", "1 h", NULL, NULL },
	{ "mail", "[quality] and it smells", NULL, "other.holding" },
	WAITS("reply", "why GLOB 'waits for approval: action 2 (refund 12.00 "
		       "USD, *) is there for the matter'"),
	IS("SELECT count(*) = 1 FROM actions WHERE verb = 'refund'"),
	/* Nor does another matter begin what would give it once more. */
	{ "mail", "[damaged] it is broken, too", NULL, "other.holding" },
	END
};

/* The refund shows before anybody said yes to the words about it. */
static const struct turn paid_and_told[] = {
	SHOWN("12.00", "damaged", "damaged.photo_request"),
	{ "yes", NULL, "wait for it to leave", "refund.keep_item" },
	{ "make", "refund", NULL, NULL },
	{ "shop",
	  "{\"kind\":\"payment\",\"ref\":\"R1\",\"order_ref\":\"O1\","
	  "\"type\":\"refund\",\"status\":\"success\",\"amount\":{"
	  "\"amount\":\"12.00\",\"currency\":\"USD\"},\"at\":"
	  "\"2026-09-21T10:00:00Z\"}\n",
	  "stopped", "refund.keep_item" },
	/* Nor do their own words take it away. */
	{ "mail", "[thanks] fine", NULL, NULL },
	WAITS("reply", "template_id = 'refund.keep_item'"),
	END
};

static const struct turn dear[] = {
	SHOWN("250.00", "damaged", "damaged.photo_request"),
	{ "yes", NULL, "wait for it to leave", "replacement.return" },
	WAITS("reship", "args = '{\"service\":\"express\"}'"),
	WAITS("coupon", "args = '{\"percent\":10}'"),
	IS("SELECT count(*) = 0 FROM alerts WHERE cause GLOB 'task:*'"),
	/* A58: one yes for both. */
	IS("SELECT count(*) = 1 FROM actions c JOIN actions r ON c.part_of = "
	   "r.id WHERE c.verb = 'coupon' AND r.verb = 'reship'"),
	{ "make", "reship", NULL, NULL },
	{ "send", NULL, NULL, NULL },
	IS("SELECT state = 4 FROM actions WHERE verb = 'coupon'"),
	{ "make", "coupon", NULL, NULL },
	{ "pass", "24 h", "done", "gesture.coupon" },
	END
};

static const struct turn no_photo[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "delivered", NULL, NULL },
	{ "mail", "[damaged] broken", "wait for the photo", NULL },
	/* The buyer has not been asked yet. */
	{ "pass", "3 d", "wait for the photo", "damaged.photo_request" },
	{ "send", NULL, NULL, NULL },
	{ "pass", "71 h", "wait for the photo", "" },
	{ "pass", "1 h", "wait once more", "evidence.reminder" },
	{ "send", NULL, NULL, NULL },
	{ "pass", "5 d", "done", "" },
	TOLD("no photo came after a reminder"),
	END
};

static const struct turn late_photo[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "delivered", NULL, NULL },
	{ "mail", "[damaged] broken", NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "pass", "3 d", NULL, "evidence.reminder" },
	/* Before the reminder has left: it is not sent any more. */
	{ "mail", "[damaged] here", "look", "" },
	END
};

/* What comes before our question has left is no answer to it. */
static const struct turn not_asked_yet[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "delivered", NULL, NULL },
	{ "mail", "[damaged] broken", "wait for the photo",
	  "damaged.photo_request" },
	{ "mail", "[damaged] are you there", "wait for the photo",
	  "damaged.photo_request" },
	TOLD("read it before you approve"),
	IS("SELECT count(*) = 0 FROM deadlines WHERE purpose = 'accept'"),
	IS("SELECT count(*) = 1 FROM actions"),
	{ "send", NULL, NULL, "" },
	{ "mail", "[damaged] here", "look", "" },
	END
};

static const struct turn unclear[] = {
	SHOWN("49.00", "wrong_item", "wrong_item.photo_request"),
	{ "no", NULL, "wait for more", "evidence.unclear" },
	{ "send", NULL, NULL, NULL },
	{ "mail", "[other] another one", "done", "" },
	TOLD("after our second question"),
	NONE("refund"),
	END
};

/* The buyer turns to something else: its own procedure begins. */
static const struct turn turns_to_a_claim[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "delivered", NULL, NULL },
	{ "mail", "[damaged] broken", "wait for the photo", NULL },
	{ "send", NULL, NULL, NULL },
	{ "mail", "[claim_announced] I open a case", "wait for the answer",
	  "claim.settlement" },
	IS("SELECT playbook = 'claim' FROM tickets"),
	END
};

static const struct turn wrong_item[] = {
	SHOWN("49.00", "wrong_item", "wrong_item.photo_request"),
	{ "yes", NULL, "wait for it to leave", "replacement.coming" },
	TOLD("warehouse: send the right item by express"),
	END
};

static const struct turn missing_part[] = {
	SHOWN("49.00", "missing_part", "missing_part.ask"),
	{ "yes", NULL, "wait for it to leave", "missing_part.coming" },
	TOLD("warehouse: send the missing part by express"),
	NONE("refund"),
	END
};

static const struct turn quality[] = { SHOWN("49.00", "quality", "quality.ask"),
				       { "yes", NULL, "wait for it to leave",
					 "replacement.coming" },
				       END };

static const struct turn quality_small[] = {
	{ "order", "19.99", NULL, NULL },
	{ "scan", "delivered", NULL, NULL },
	{ "mail", "[quality] bad", "", "quality.refund_small" },
	WAITS("refund", "amount = 1999"),
	END
};

static const struct turn size_there[] = {
	SHOWN("49.00", "size", "size.exchange"),
	{ "yes", NULL, "wait for the exchange", "size.available" },
	TOLD("warehouse: put the size that the buyer wants aside"),
	END
};

static const struct turn size_not_there[] = {
	SHOWN("49.00", "size", "size.exchange"),
	{ "no", NULL, "done", "size.not_available" },
	NONE("refund"),
	{ "send", NULL, NULL, NULL },
	{ "runs", NULL, NULL, NULL },
	END
};

/* Nothing is left to pay, and no procedure begins; a person answers. */
static const struct turn refunded[] = {
	{ "order", "49.00", NULL, NULL },
	{ "shop",
	  "{\"kind\":\"payment\",\"ref\":\"P2\",\"order_ref\":\"O1\","
	  "\"type\":\"refund\",\"status\":\"success\",\"amount\":{"
	  "\"amount\":\"49.00\",\"currency\":\"USD\"},\"at\":"
	  "\"2026-09-21T12:00:00Z\"}\n",
	  NULL, NULL },
	{ "mail", "[damaged] broken", "", "other.holding" },
	NONE("refund"),
	END
};

/* Its procedure is over: a person goes on. */
static const struct turn again[] = { SHOWN("49.00", "size", "size.exchange"),
				     { "no", NULL, "done", NULL },
				     { "send", NULL, NULL, NULL },
				     { "mail", "[size] and now", "done",
				       "other.holding" },
				     END };

/* -- the buyer thinks of something else: what is known is not asked -- */

static const struct turn money_instead[] = {
	SHOWN("49.00", "damaged", "damaged.photo_request"),
	{ "yes", NULL, "wait for it to leave", "replacement.coming" },
	{ "mail", "[refund_request] my money instead", NULL, "other.holding" },
	{ "mail", "[exchange_request] no, a new one", NULL, "other.holding" },
	END
};

/* Nobody has looked yet, and the playbook is over. */
static const struct turn told_only[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "delivered", NULL, NULL },
	{ "mail", "[damaged] look", NULL, "damaged.photo_request" },
	{ "mail", "[refund_request] my money", "stopped", "other.holding" },
	END
};
static const struct turn not_told[] = { { "order", "49.00", NULL, NULL },
					{ "scan", "delivered", NULL, NULL },
					{ "mail", "[refund_request] my money",
					  "", "refund.ask_cause" },
					END };

/* A person gave the money; the buyer asks for it, first before it was paid. */
#define REFUND_OF(amount, status)                                             \
	{                                                                     \
		"shop",                                                       \
			"{\"kind\":\"payment\",\"ref\":\"R1\",\"order_ref\":" \
			"\"O1\",\"type\":\"refund\",\"status\":\"" status     \
			"\",\"version\":" amount                              \
			",\"amount\":{\"amount\":\"49.00\",\"currency\":"     \
			"\"USD\"},"                                           \
			"\"at\":\"2026-09-21T12:00:00Z\"}\n",                 \
			NULL, NULL                                            \
	}
static const struct turn where_is_my_money[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[refund_status] where is my money", "", "refund.status" },
	REFUND_OF("1", "pending"),
	{ "mail", "[refund_status] where is my money", "",
	  "refund.on_its_way" },
	{ "mail", "[order_status] where is it", "", "other.holding" },
	REFUND_OF("2", "success"),
	{ "mail", "[refund_status] where is my money", "", "refund.done" },
	{ "mail", "[refund_request] my money", "", "refund.done" },
	{ "mail", "[order_status] where is it", "", "other.holding" },
	END
};

static const struct scenario minds[] = {
	{ "money instead of a new one", false, money_instead },
	{ "the cause was told", false, told_only },
	{ "the cause was not told", false, not_told },
	{ "where is my money", false, where_is_my_money },
};

static const struct scenario with_a_photo[] = {
	{ "damaged", false, damaged },
	{ "a photo with other words", false, other_words },
	{ "a forgotten task", false, task_forgotten },
	{ "nobody looks", false, nobody_looks },
	{ "cheap", false, cheap },
	{ "paid and told", false, paid_and_told },
	{ "dear", true, dear },
	{ "wrong item", false, wrong_item },
	{ "missing part", false, missing_part },
	{ "quality", false, quality },
	{ "quality below the limit", false, quality_small },
};
static const struct scenario without[] = {
	{ "no photo", false, no_photo },
	{ "a late photo", false, late_photo },
	{ "a mail before the question", false, not_asked_yet },
	{ "an unclear photo", false, unclear },
	{ "a claim instead", false, turns_to_a_claim },
	{ "refunded before", false, refunded },
	{ "not twice", false, not_twice },
};
static const struct scenario size[] = {
	{ "the size is there", false, size_there },
	{ "the size is not there", false, size_not_there },
	{ "and then again", false, again },
};

static void
a43_what_the_buyer_shows_is_put_right_after_a_persons_yes(void **state)
{
	(void)state;
	play_all(with_a_photo, COUNT_OF(with_a_photo));
}

static void a43_nothing_leaves_before_the_buyer_has_shown_it(void **state)
{
	(void)state;
	play_all(without, COUNT_OF(without));
}

static void
a109_who_wants_something_else_is_not_asked_what_is_known(void **state)
{
	(void)state;
	play_all(minds, COUNT_OF(minds));
}

static void a_size_is_exchanged_when_it_is_there(void **state)
{
	(void)state;
	play_all(size, COUNT_OF(size));
}

/* What is put aside was not sent: all of it may still be paid back. */
static void a_size_that_is_put_aside_is_no_remedy_yet(void **state)
{
	struct desk *d = play_on("a size put aside", size_there);

	(void)state;
	must_do(d, "plan", "mia",
		"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"49.00\","
		"\"currency\":\"USD\"}");
	ends_the_same(d);
}

static const struct turn asked_for_money[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[refund_status] where is my money", "", "refund.status" },
	END
};

/* A part that is on its way must not read as all of it. */
static void who_asks_for_a_part_hears_how_much_it_is(void **state)
{
	struct desk *d = play_on("a part", asked_for_money);
	struct delivery out;

	(void)state;
	must_do(d, "plan", "tom",
		"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"9.00\","
		"\"currency\":\"USD\"}");
	must_do(d, "approve", "tom", "{\"action\":2}");
	deliver(d, "mail", MAIL("m9", "[refund_status] where is it"), &out);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"template_id = 'refund.on_its_way' AND text "
				"LIKE '%amount=9.00%'"),
			 1);
	ends_the_same(d);
}

static const struct turn sent_anew[] = {
	SHOWN("49.00", "damaged", "damaged.photo_request"),
	{ "yes", NULL, NULL, "replacement.coming" },
	WAITS("reship", "args = '{\"service\":\"express\"}'"),
	END
};

/* Another step gives them; the words say that they tell of it. */
static void words_about_goods_of_an_earlier_step_go_with_them(void **state)
{
	struct desk *d;

	(void)state;
	shop_reships = true;
	d = play_on("sent anew", sent_anew);
	refuses(d, "approve", newest(d, "reply"), "(reship), which waits");
	act(d, "cancel", newest(d, "reship"));
	is_in(d, newest(d, "reply"), ACTION_CANCELLED);
	ends_the_same(d);
	shop_reships = false;
}

static const struct turn sent_and_told[] = {
	SHOWN("49.00", "damaged", "damaged.photo_request"),
	{ "yes", NULL, NULL, "replacement.coming" },
	{ "make", "reship", NULL, NULL },
	{ "send", NULL, NULL, "" },
	END
};

static void and_the_buyer_was_told_of_them(void **state)
{
	struct desk *d;

	(void)state;
	shop_reships = true;
	d = play_on("sent and told", sent_and_told);
	assert_int_equal(send_result(d, newest(d, "reply"), "settled"), 0);
	must_do(d, "close", "mia",
		"{\"ticket\":1,\"outcome\":\"replaced\",\"cause\":"
		"\"transport_damage\"}");
	ends_the_same(d);
	shop_reships = false;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			words_about_goods_of_an_earlier_step_go_with_them),
		cmocka_unit_test(and_the_buyer_was_told_of_them),
		cmocka_unit_test(
			a43_what_the_buyer_shows_is_put_right_after_a_persons_yes),
		cmocka_unit_test(
			a43_nothing_leaves_before_the_buyer_has_shown_it),
		cmocka_unit_test(
			a109_who_wants_something_else_is_not_asked_what_is_known),
		cmocka_unit_test(a_size_is_exchanged_when_it_is_there),
		cmocka_unit_test(a_size_that_is_put_aside_is_no_remedy_yet),
		cmocka_unit_test(who_asks_for_a_part_hears_how_much_it_is),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
