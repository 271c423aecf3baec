/* playbook_people_test.c - payments, reviews, threats and first orders,
 * each played once. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/play_help.h"

#define UNPAID                                                         \
	"{\"kind\":\"order\",\"ref\":\"O1\",\"name\":\"#1001\","       \
	"\"status\":\"open\",\"placed\":\"2026-09-21T10:00:00Z\","     \
	"\"buyer_ref\":\"B1\",\"buyer_name\":\"Ann Smith\",\"email\":" \
	"\"ann@example.com\",\"lang\":\"en\",\"total\":{\"amount\":"   \
	"\"49.00\",\"currency\":\"USD\"}}\n"
#define PAYS(ref, status, at)                                                 \
	"{\"kind\":\"payment\",\"ref\":\"" ref "\",\"order_ref\":\"O1\","     \
	"\"type\":\"sale\",\"status\":\"" status "\",\"amount\":{\"amount\":" \
	"\"49.00\",\"currency\":\"USD\"},\"at\":\"" at "\"}\n"

static const struct turn pays_after_all[] = {
	{ "shop", UNPAID PAYS("P1", "failed", "2026-09-21T14:00:00Z"),
	  "wait for payment", "payment.failed" },
	{ "send", NULL, NULL, NULL },
	{ "pass", "24 h", "wait once more", "payment.reminder" },
	{ "shop", PAYS("P2", "success", "2026-09-22T14:00:00Z"), "stopped",
	  "" },
	END
};

static const struct turn never_pays[] = {
	{ "shop", UNPAID PAYS("P1", "failed", "2026-09-21T14:00:00Z"), NULL,
	  NULL },
	{ "send", NULL, NULL, NULL },
	{ "pass", "24 h", NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "pass", "3 d", "done", "" },
	TOLD("the order is still not paid"),
	END
};

#define REVIEW                                                                \
	"{\"kind\":\"review\",\"ref\":\"V1\",\"order_ref\":\"O1\",\"stars\":" \
	"1,\"text\":\"too small\",\"at\":\"2026-09-21T14:00:00Z\"}\n"

static const struct turn review[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "delivered", NULL, NULL },
	{ "shop", REVIEW, "wait for the cause", "review.apology" },
	{ "send", NULL, NULL, NULL },
	{ "mail", "[review_bad] it was broken", "remedy", "" },
	{ "yes", NULL, "wait for the choice", "complaint.remedy" },
	{ "send", NULL, NULL, NULL },
	{ "mail", "[other] a new one", "done", "" },
	TOLD("the buyer chose a remedy"),
	END
};

static const struct turn review_and_silence[] = {
	{ "order", "49.00", NULL, NULL },
	{ "shop", REVIEW, NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "pass", "3 d", "done", "" },
	/* One mail and no more about it. */
	IS("SELECT count(*) FROM actions"),
	END
};

static const struct turn threat[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[review_threat] one star", "look", "review_threat.chance" },
	{ "send", NULL, NULL, NULL },
	{ "yes", NULL, "wait for the choice", "complaint.remedy" },
	IS("SELECT count(*) = 0 FROM actions WHERE verb <> 'reply'"),
	END
};

static const struct turn empty_threat[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[review_threat] one star", NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "no", NULL, "done", "" },
	TOLD("offer nothing for a review"),
	IS("SELECT count(*) = 1 FROM actions"),
	END
};

#define FIRST(total, moment)                                                 \
	"{\"kind\":\"order\",\"ref\":\"O1\",\"name\":\"#1001\","             \
	"\"status\":\"open\",\"placed\":\"2026-09-20T10:00:00Z\","           \
	"\"buyer_ref\":\"B1\",\"buyer_name\":\"Ann Smith\",\"email\":"       \
	"\"ann@example.com\",\"lang\":\"en\",\"total\":{\"amount\":\"" total \
	"\",\"currency\":\"USD\"},\"lines\":[{\"ref\":\"L1\",\"sku\":"       \
	"\"LAMP-7\",\"title\":\"Lamp\",\"quantity\":1}]}\n"                  \
	"{\"kind\":\"shipment\",\"ref\":\"S1\",\"order_ref\":\"O1\","        \
	"\"carrier\":\"DHL\",\"tracking\":\"3318810025\",\"status\":"        \
	"\"shipped\",\"shipped\":\"" moment "\"}\n"

static const struct turn care[] = {
	{ "shop", FIRST("150.00", "2026-09-21T10:00:00Z"), "done",
	  "care.first_order" },
	IS("SELECT text LIKE '%guide_link=https://shop.example/7%' FROM "
	   "actions"),
	{ "send", NULL, NULL, NULL },
	{ "scan", "in_transit", NULL, "" },
	{ "pass", "2 d", NULL, "" },
	/* The ticket is there: what the buyer writes joins it. */
	{ "mail", "[damaged] it broke", "wait for the photo",
	  "damaged.photo_request" },
	IS("SELECT count(*) FROM tickets"),
	IS("SELECT count(*) FROM actions WHERE template_id = "
	   "'care.first_order'"),
	END
};

static const struct turn no_care[] = {
	{ "shop", FIRST("149.99", "2026-09-21T10:00:00Z"), "", "" },
	IS("SELECT count(*) = 0 FROM tickets"),
	END
};

static const struct scenario payments[] = {
	{ "pays after all", false, pays_after_all },
	{ "never pays", false, never_pays },
};
static const struct scenario reviews[] = {
	{ "a bad review", false, review },
	{ "a bad review and silence", false, review_and_silence },
	{ "a threat", false, threat },
	{ "an empty threat", false, empty_threat },
};
static const struct scenario orders[] = {
	{ "a dear first order", false, care },
	{ "one that is not", false, no_care },
};

static void who_has_not_paid_is_reminded_once(void **state)
{
	(void)state;
	play_all(payments, COUNT_OF(payments));
}

static void a_remedy_hangs_on_the_fault_and_not_on_the_review(void **state)
{
	(void)state;
	play_all(reviews, COUNT_OF(reviews));
}

static void a71_a_dear_first_order_gets_one_mail(void **state)
{
	(void)state;
	play_all(orders, COUNT_OF(orders));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_has_not_paid_is_reminded_once),
		cmocka_unit_test(
			a_remedy_hangs_on_the_fault_and_not_on_the_review),
		cmocka_unit_test(a71_a_dear_first_order_gets_one_mail),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
