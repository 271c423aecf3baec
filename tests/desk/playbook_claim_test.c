/* playbook_claim_test.c - a claim that is announced: the settlement is offered,
 * and what the buyer chooses of it is done and told.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/play_help.h"

#define DISPUTE                                                               \
	"{\"kind\":\"dispute\",\"ref\":\"D1\",\"order_ref\":\"O1\",\"type\":" \
	"\"claim\",\"status\":\"needs_response\",\"opened\":"                 \
	"\"2026-09-21T15:00:00Z\",\"respond_by\":\"2026-09-26T15:00:00Z\"}\n"

/* It is on the table before the platform steps in; after that it would pay
 * twice. The buyer is asked, so nothing is given yet. */
static const struct turn claim[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[claim_announced] I open a case", "wait for the answer",
	  "claim.settlement" },
	IS("SELECT count(*) = 0 FROM actions WHERE verb <> 'reply'"),
	TOLD("see that the settlement leaves today"),
	{ "shop", DISPUTE, "wait for the outcome", "dispute.seen" },
	IS("SELECT count(*) = 1 FROM actions WHERE state = 2"),
	END
};

#define OFFERED                                                            \
	{ "order", "49.00", NULL, NULL },                                  \
		{ "mail", "[claim_announced] I open a case", NULL, NULL }, \
	{                                                                  \
		"send", NULL, NULL, NULL                                   \
	}
#define REFUNDS "SELECT count(*) = 1 FROM actions WHERE verb = 'refund' AND "

/* Whatever they call it: the answer is the answer. */
static const struct turn settled[] = {
	OFFERED,
	{ "mail", "[refund_request] yes, please refund me", "done",
	  "chosen.refund" },
	IS(REFUNDS "state = 2 AND amount = 4900"),
	END
};

static const struct turn chose_goods[] = {
	OFFERED,
	{ "mail", "[invoice>reship] please send it again",
	  "wait for it to arrive", "chosen.reship" },
	IS("SELECT count(*) = 1 FROM actions WHERE verb = 'reship' AND state = "
	   "2"),
	IS("SELECT count(*) = 0 FROM actions WHERE verb = 'refund'"),
	END
};

/* Only the money was offered, and that is what is proposed; a person reads it
 * first. */
static const struct turn agreed[] = {
	OFFERED,
	{ "mail", "[thanks>yes] that is fine", "done", "chosen.refund" },
	TOLD("read the answer before you approve it"),
	IS(REFUNDS "state = 2"),
	END
};

/* Of two that were offered nobody guesses. */
static const struct turn unclear[] = {
	OFFERED,
	{ "mail", "[thanks>yes] that is fine", "done", "" },
	TOLD("read it, and do what they chose"),
	IS("SELECT count(*) = 0 FROM actions WHERE verb <> 'reply'"),
	END
};

/* Neither a yes nor a choice. */
static const struct turn declined[] = {
	OFFERED,
	{ "mail", "[thanks] no, thanks", "done", "" },
	TOLD("read it, and do what they chose"),
	IS("SELECT count(*) = 0 FROM actions WHERE verb <> 'reply'"),
	END
};

#define REFUNDED                                                              \
	"{\"kind\":\"payment\",\"ref\":\"R1\",\"order_ref\":\"O1\",\"type\":" \
	"\"refund\",\"status\":\"success\",\"amount\":{\"amount\":\"49.00\"," \
	"\"currency\":\"USD\"},\"at\":\"2026-09-21T15:00:00Z\"}\n"

/* The words that tell of the money stay when it is paid. */
static const struct turn paid[] = {
	OFFERED,
	{ "mail", "[thanks>refund] the money please", NULL, NULL },
	{ "make", "refund", NULL, NULL },
	{ "shop", REFUNDED, NULL, "chosen.refund" },
	{ "send", NULL, NULL, "" },
	IS("SELECT count(*) = 0 FROM alerts WHERE text LIKE '%no reply tells "
	   "of it%'"),
	END
};

static const struct turn silent[] = {
	OFFERED,
	{ "pass", "24 h", "wait once more", "not_received.follow_up" },
	{ "send", NULL, NULL, NULL },
	{ "pass", "3 d", "done", "" },
	IS("SELECT count(*) = 0 FROM actions WHERE verb <> 'reply'"),
	END
};

static const struct turn late[] = {
	OFFERED,
	{ "pass", "24 h", NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "mail", "[thanks>refund] the money please", "done", "chosen.refund" },
	IS(REFUNDS "state = 2"),
	END
};

/* Paid at the shop's own page before they answered: somebody must write. */
static const struct turn paid_elsewhere[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[claim_announced] I open a case", NULL, NULL },
	{ "shop", REFUNDED, "stopped", "" },
	END
};

static const struct scenario claims[] = {
	{ "a claim", false, claim },
	{ "a claim that is settled", false, settled },
	{ "a claim whose buyer wants goods", true, chose_goods },
	{ "a claim whose buyer agrees", false, agreed },
	{ "a claim whose buyer wants nothing", false, declined },
	{ "a claim whose buyer says neither", true, unclear },
	{ "a claim that is paid", false, paid },
	{ "a claim that is paid at the shop", false, paid_elsewhere },
	{ "a claim and silence", false, silent },
	{ "a claim that is answered late", false, late },
};

static void a_settlement_is_offered_before_the_platform_steps_in(void **state)
{
	(void)state;
	play_all(claims, COUNT_OF(claims));
}

/* Nobody has to write a word more. */
static void who_was_paid_a_settlement_was_told_of_it(void **state)
{
	struct desk *d = play_on("a claim that is paid", paid);

	(void)state;
	must_do(d, "close", "mia",
		"{\"ticket\":1,\"outcome\":\"settled\",\"cause\":"
		"\"late_answer\"}");
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_settlement_is_offered_before_the_platform_steps_in),
		cmocka_unit_test(who_was_paid_a_settlement_was_told_of_it),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
