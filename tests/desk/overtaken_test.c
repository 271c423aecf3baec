/* overtaken_test.c - a proposal that the matter has gone past is taken back: a
 * welcome once something is wrong, what a playbook wanted once another begins.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/loop_help.h"

#define END                            \
	{                              \
		NULL, NULL, NULL, NULL \
	}
#define IS(sql)                       \
	{                             \
		"is", sql, NULL, NULL \
	}
#define TAKEN_BACK(verb, why)                                     \
	IS("SELECT count(*) = 1 FROM actions WHERE verb = '" verb \
	   "' AND state = 11 AND why LIKE '%" why "%'")

/* -- a welcome -- */

#define ORDER_OF(status)                                                     \
	"{\"kind\":\"order\",\"ref\":\"O1\",\"name\":\"#1001\",\"status\":"  \
	"\"" status "\",\"placed\":\"2026-09-20T10:00:00Z\",\"buyer_ref\":"  \
	"\"B1\",\"buyer_name\":\"Ann Smith\",\"email\":\"ann@example.com\"," \
	"\"lang\":\"en\",\"total\":{\"amount\":\"180.00\",\"currency\":"     \
	"\"USD\"},\"lines\":[{\"ref\":\"L1\",\"sku\":\"LAMP-7\",\"title\":"  \
	"\"Lamp\",\"quantity\":1}]}\n"
#define FIRST                                                         \
	ORDER_OF("open")                                              \
	"{\"kind\":\"shipment\",\"ref\":\"S1\",\"order_ref\":\"O1\"," \
	"\"carrier\":\"DHL\",\"tracking\":\"3318810025\",\"status\":" \
	"\"shipped\",\"shipped\":\"2026-09-21T10:00:00Z\"}\n"
#define REVIEW                                                      \
	"{\"kind\":\"review\",\"ref\":\"V1\",\"order_ref\":\"O1\"," \
	"\"stars\":3,\"text\":\"so so\",\"at\":\"2026-09-21T14:00:00Z\"}\n"
#define DISPUTE                                                               \
	"{\"kind\":\"dispute\",\"ref\":\"D1\",\"order_ref\":\"O1\",\"type\":" \
	"\"claim\",\"status\":\"needs_response\",\"opened\":"                 \
	"\"2026-09-21T15:00:00Z\",\"respond_by\":\"2026-09-26T15:00:00Z\"}\n"

/* For which the rules propose nothing. */
static const struct turn insulted[] = {
	{ "shop", FIRST, "done", "care.first_order" },
	{ "mail", "[abuse] you fools", "done", "" },
	TAKEN_BACK("reply", "playbook care"),
	END
};

static const struct turn cancelled[] = {
	{ "shop", FIRST, "done", "care.first_order" },
	{ "shop", ORDER_OF("cancelled"), NULL, "" },
	TAKEN_BACK("reply", "playbook care"),
	END
};

static const struct turn disputed[] = { { "shop", FIRST, "done",
					  "care.first_order" },
					{ "shop", DISPUTE, NULL, "" },
					TAKEN_BACK("reply", "another matter"),
					END };

static const struct turn reviewed[] = {
	{ "shop", FIRST, "done", "care.first_order" },
	{ "shop", REVIEW, NULL, "care.first_order" },
	END
};

static const struct scenario welcomes[] = {
	{ "the buyer writes", false, insulted },
	{ "the order is cancelled", false, cancelled },
	{ "the order is disputed", false, disputed },
	{ "a review that is none of these", false, reviewed },
};

static void a_welcome_goes_once_something_is_wrong(void **state)
{
	(void)state;
	play_all(welcomes, COUNT_OF(welcomes));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_welcome_goes_once_something_is_wrong),
	};

	return cmocka_run_group_tests_name("overtaken", tests, shipped_load,
					   shipped_unload);
}
