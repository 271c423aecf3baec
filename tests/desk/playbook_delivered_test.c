/* playbook_delivered_test.c - parcels that were left somewhere, as the carrier
 * says, each played once. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/play_help.h"

#define REFUND_WAITS(cents)                                              \
	IS("SELECT count(*) = 1 FROM actions WHERE verb = 'refund' AND " \
	   "state = 2 AND amount = " #cents)

#define NOTHING_GIVEN \
	IS("SELECT count(*) = 0 FROM actions WHERE verb <> 'reply'")

#define PROOF                                                                \
	"{\"kind\":\"evidence\",\"ref\":\"E1\",\"tracking\":\"3318810025\"," \
	"\"type\":\"proof_of_delivery\",\"at\":\"2026-09-21T15:00:00Z\"}\n"

static const struct turn proof_found[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "delivered", NULL, NULL },
	{ "mail", "[delivered_not_received] it is not here", "wait for proof",
	  "delivered_not_received.proof" },
	{ "send", NULL, "wait for proof", "" },
	{ "shop", PROOF, "wait for the buyer", "delivered_not_received.found" },
	{ "send", NULL, "wait for the buyer", "" },
	{ "mail", "[other] nobody has it", "still missing", "" },
	{ "yes", NULL, "wait for the choice", "delivered_not_received.offer" },
	NOTHING_GIVEN,
	{ "send", NULL, NULL, "" },
	{ "mail", "[quality>refund] keep it, I want my money back", "done",
	  "chosen.refund" },
	REFUND_WAITS(4900),
	END
};

/* What was sent again is asked after a week later. */
static const struct turn proof_and_goods[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "delivered", NULL, NULL },
	{ "mail", "[delivered_not_received] it is not here", NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "pass", "58 h", "wait for the choice",
	  "delivered_not_received.offer" },
	{ "send", NULL, NULL, "" },
	{ "mail", "[invoice>reship] please send it again",
	  "wait for it to arrive", "chosen.reship" },
	{ "make", "reship", NULL, NULL },
	{ "send", NULL, NULL, "" },
	{ "pass", "6 d", "wait for it to arrive", "" },
	{ "pass", "1 d", "done", "replacement.follow_up" },
	END
};

static const struct turn proof_and_silence[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "delivered", NULL, NULL },
	{ "mail", "[delivered_not_received] it is not here", NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "shop", PROOF, NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "pass", "3 d", "done", "not_received.follow_up" },
	END
};

/* Monday afternoon: two working days later is Wednesday, promised is Thursday.
 */
static const struct turn no_proof[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "delivered", NULL, NULL },
	{ "mail", "[delivered_not_received] it is not here", NULL, NULL },
	{ "is",
	  "SELECT count(*) FROM deadlines WHERE purpose = 'promise' AND "
	  "state = 1 AND due = 1790294399000",
	  NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "pass", "57 h", "wait for proof", "" },
	{ "pass", "1 h", "wait for the choice",
	  "delivered_not_received.offer" },
	NOTHING_GIVEN,
	END
};

static const struct scenario delivered[] = {
	{ "proof found", false, proof_found },
	{ "proof and silence", false, proof_and_silence },
	{ "proof and goods", true, proof_and_goods },
	{ "no proof", false, no_proof },
};

static void a37_a_delivered_parcel_is_looked_for_with_its_proof(void **state)
{
	(void)state;
	play_all(delivered, COUNT_OF(delivered));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a37_a_delivered_parcel_is_looked_for_with_its_proof),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
