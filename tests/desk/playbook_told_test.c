/* playbook_told_test.c - what is known is not asked, and what was given is
 * told: the buyer thinks of something else, or asks where their money is.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/action_help.h"
#include "desk/play_help.h"

#define WAITS(verb, more)                                              \
	IS("SELECT count(*) = 1 FROM actions WHERE verb = '" verb "' " \
	   "AND state = 2 AND " more)

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

static void
a109_who_wants_something_else_is_not_asked_what_is_known(void **state)
{
	(void)state;
	play_all(minds, COUNT_OF(minds));
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
			a109_who_wants_something_else_is_not_asked_what_is_known),
		cmocka_unit_test(who_asks_for_a_part_hears_how_much_it_is),
		cmocka_unit_test(
			words_about_goods_of_an_earlier_step_go_with_them),
		cmocka_unit_test(and_the_buyer_was_told_of_them),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
