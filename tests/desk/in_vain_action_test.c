/* in_vain_action_test.c - a playbook ends when what it gave is refused by the
 * shop, or given up. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/in_vain_help.h"

static const struct turn accepted[] = { ACCEPTED("49.00", "replacement.coming"),
					END };
static const struct turn cheap[] = { ACCEPTED("12.00", "refund.keep_item"),
				     END };
/* The same by the shop, which is told to. */
static const struct turn told_of_goods[] = {
	ACCEPTED("49.00", "replacement.coming"),
	{ "approve", "reship", NULL, NULL },
	{ "send", NULL, WAIT, "" },
	END
};
static void
a_playbook_whose_goods_were_refused_after_its_words_ends(void **state)
{
	struct desk *d = vain_plays(told_of_goods, true);

	(void)state;
	vain_refused(d, "reship");
	assert_int_equal(one(d, SAID("T-1: playbook damaged ends, since action "
				     "_ (reship) is refused; go on by hand")),
			 1);
	vain_ends(d);
}

static void or_were_given_up_by_a_person(void **state)
{
	struct desk *d = vain_plays(told_of_goods, true);

	(void)state;
	must_do(d, "give_up", "mia", "{\"action\":2,\"force\":\"none left\"}");
	is_in(d, newest(d, "reship"), ACTION_CANCELLED);
	vain_ends(d);
}

/* The words wait still. */
static void or_were_refused_before_them(void **state)
{
	struct desk *d = vain_plays(accepted, true);

	(void)state;
	vain_approved(d, "reship");
	vain_refused(d, "reship");
	vain_ends(d);
}

static void so_does_one_whose_money_was_refused(void **state)
{
	struct desk *d = vain_plays(cheap, false);

	(void)state;
	vain_approved(d, "refund");
	settles(d, vain_approved(d, "reply"));
	vain_refused(d, "refund");
	stuck_as(d, "unpaid", newest(d, "refund"));
	vain_ends(d);
}

/* Its next words are written for both. */
static void one_goes_on_without_the_code_that_nobody_promised(void **state)
{
	static const struct turn turns[] = { ACCEPTED("60.00",
						      "replacement.coming"),
					     { "make", "reship", NULL, NULL },
					     { "send", NULL, WAIT, "" },
					     END };
	struct desk *d = vain_plays(turns, true);

	(void)state;
	vain_approved(d, "coupon");
	vain_refused(d, "coupon");
	vain_stands_at(d, WAIT);
	pass(d, 25 * HOUR_MS);
	vain_stands_at(d, "done");
	assert_string_equal(one_text(d, "SELECT template_id FROM actions WHERE "
					"state = 2"),
			    "replacement.follow_up");
	ends_the_same(d);
}

static const struct turn offered[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[not_received] where is it", NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "pass", "49 h", "wait for buyer", "not_received.offer" },
	END
};

static struct desk *plays_offer(void)
{
	offer_with_money();
	return vain_plays(offered, false);
}

static void an_offer_stays_when_what_may_come_of_it_is_not_wanted(void **state)
{
	struct desk *d = plays_offer();

	(void)state;
	act(d, "cancel", newest(d, "refund"));
	vain_stands_at(d, "wait for buyer");
	assert_int_equal(one(d, PROPOSED), 1);
	ends_the_same(d);
}

static void one_whose_offer_came_to_nothing_ends(void **state)
{
	struct desk *d = plays_offer();

	(void)state;
	settles(d, vain_approved(d, "reply"));
	vain_approved(d, "refund");
	vain_refused(d, "refund");
	vain_ends(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_playbook_whose_goods_were_refused_after_its_words_ends),
		cmocka_unit_test(or_were_given_up_by_a_person),
		cmocka_unit_test(or_were_refused_before_them),
		cmocka_unit_test(so_does_one_whose_money_was_refused),
		cmocka_unit_test(
			one_goes_on_without_the_code_that_nobody_promised),
		cmocka_unit_test(
			an_offer_stays_when_what_may_come_of_it_is_not_wanted),
		cmocka_unit_test(one_whose_offer_came_to_nothing_ends),
	};

	return cmocka_run_group_tests_name("in_vain_action", tests,
					   shipped_load, shipped_unload);
}
