/* playbook_goods_test.c - goods that are damaged, wrong, incomplete or bad,
 * each played once. SPDX-License-Identifier: MIT */
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

/* The shop would send all of them: which one it is, people know. */
static const struct turn one_of_two[] = {
	SHOWN("250.00", "damaged", "damaged.photo_request"),
	{ "shop",
	  "{\"kind\":\"order\",\"ref\":\"O1\",\"name\":\"#1001\","
	  "\"status\":\"open\",\"placed\":\"2026-09-01T10:00:00Z\","
	  "\"buyer_ref\":\"B1\",\"buyer_name\":\"Ann Smith\",\"email\":"
	  "\"ann@example.com\",\"lang\":\"en\",\"total\":{\"amount\":"
	  "\"250.00\",\"currency\":\"USD\"},\"lines\":[{\"ref\":\"L1\","
	  "\"title\":\"Lamp\",\"quantity\":2}]}\n",
	  "look", "" },
	{ "yes", NULL, "wait for it to leave", "replacement.return" },
	TOLD("warehouse: send a new one by express"),
	NONE("reship"),
	WAITS("coupon", "args = '{\"percent\":10}'"),
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

static const struct scenario with_a_photo[] = {
	{ "damaged", false, damaged },
	{ "a photo with other words", false, other_words },
	{ "a forgotten task", false, task_forgotten },
	{ "nobody looks", false, nobody_looks },
	{ "cheap", false, cheap },
	{ "paid and told", false, paid_and_told },
	{ "dear", true, dear },
	{ "one of two", true, one_of_two },
	{ "wrong item", false, wrong_item },
	{ "missing part", false, missing_part },
	{ "missing part, where an order can be sent anew", true, missing_part },
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a43_what_the_buyer_shows_is_put_right_after_a_persons_yes),
		cmocka_unit_test(
			a43_nothing_leaves_before_the_buyer_has_shown_it),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
