/* playbook_dispute_test.c - a dispute that the platform reports: what proves
 * delivery is fetched, somebody answers there in time, and its end is the end.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/play_help.h"

#define DISPUTE(ref, of, status, limit, step, reply)                    \
	{                                                               \
		"shop",                                                 \
			"{\"kind\":\"dispute\",\"ref\":\"" ref "\"," of \
			"\"type\":\"claim\",\"status\":\"" status       \
			"\",\"opened\":\"2026-09-21T14:00:00Z\","       \
			"\"respond_by\":\"" limit "\"}\n",              \
			step, reply                                     \
	}
#define O1 "\"order_ref\":\"O1\","
#define LATER "2026-09-26T15:00:00Z"
#define WAITS(step, reply) \
	DISPUTE("D1", O1, "needs_response", LATER, step, reply)
#define IS_NOW(status, step, reply) \
	DISPUTE("D1", O1, status, LATER, step, reply)
#define TASK(state, what)                                                     \
	IS("SELECT count(*) = 1 FROM tasks WHERE role = 'manager' AND gives " \
	   "= 'nothing' AND state = " state " AND text LIKE '%" what "%'")
#define NO_MONEY IS("SELECT count(*) = 0 FROM actions WHERE verb <> 'reply'")

static const struct turn won[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "delivered", NULL, NULL },
	WAITS("wait for the outcome", "dispute.seen"),
	IS("SELECT tier = 1 FROM tickets"),
	TASK("1", "proof of delivery"),
	NO_MONEY,
	{ "send", NULL, NULL, "" },
	IS_NOW("under_review", "wait for the outcome", ""),
	TASK("2", ""),
	IS("SELECT count(*) = 0 FROM alerts WHERE acknowledged IS NULL AND "
	   "cause GLOB 'task:*'"),
	IS_NOW("won", "stopped", ""),
	END
};

/* Nobody has to do any more what the platform decided without us; nor do words
 * leave that say that somebody is at it. */
static const struct turn lost[] = { { "order", "49.00", NULL, NULL },
				    WAITS("wait for the outcome",
					  "dispute.seen"),
				    TASK("1", "the day that was promised"),
				    IS_NOW("lost", "stopped", ""),
				    TASK("4", ""),
				    END };

static const struct turn silent[] = { { "order", "49.00", NULL, NULL },
				      WAITS("wait for the outcome",
					    "dispute.seen"),
				      { "send", NULL, NULL, NULL },
				      { "task", NULL, NULL, NULL },
				      { "pass", "75 d", "done", "" },
				      TOLD("ask the platform how it stands"),
				      END };

/* Five hours are left, and no day. */
static const struct turn hours_left[] = {
	{ "order", "49.00", NULL, NULL },
	DISPUTE("D1", O1, "needs_response", "2026-09-21T20:00:00Z", NULL, NULL),
	IS("SELECT count(*) = 1 FROM tasks t JOIN deadlines l ON l.due = t.due "
	   "WHERE l.purpose = 'platform'"),
	END
};

/* Nobody to write to; but somebody answers. */
static const struct turn orderless[] = {
	DISPUTE("D1", "", "needs_response", LATER, "wait for the outcome", ""),
	TASK("1", "answer the dispute on the platform"),
	DISPUTE("D1", "", "under_review", LATER, "wait for the outcome", ""),
	TASK("2", ""),
	DISPUTE("D1", "", "lost", LATER, "stopped", ""),
	END
};

/* What ran on the ticket ends, and what it had proposed goes. */
static const struct turn after_another[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[not_received] where is it", "wait for carrier",
	  "not_received.investigate" },
	WAITS("wait for the outcome", "dispute.seen"),
	IS("SELECT count(*) = 1 FROM actions WHERE state = 2"),
	TASK("1", ""),
	END
};

/* The end of one is not the end of the other. */
static const struct turn two[] = {
	{ "order", "49.00", NULL, NULL },
	WAITS(NULL, NULL),
	DISPUTE("D2", O1, "needs_response", LATER, NULL, NULL),
	IS_NOW("lost", "wait for the outcome", "dispute.seen"),
	TASK("1", ""),
	DISPUTE("D2", O1, "lost", LATER, "stopped", ""),
	TASK("4", ""),
	END
};

static const struct scenario disputes[] = {
	{ "a dispute that is won", false, won },
	{ "a dispute that is lost", false, lost },
	{ "a dispute and silence", false, silent },
	{ "a dispute with a near limit", false, hours_left },
	{ "a dispute without an order", false, orderless },
	{ "a dispute after a complaint", false, after_another },
	{ "two disputes of one order", false, two },
};

static void
a1_a_dispute_has_words_a_procedure_and_a_task_until_it_is_decided(void **state)
{
	(void)state;
	play_all(disputes, COUNT_OF(disputes));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a1_a_dispute_has_words_a_procedure_and_a_task_until_it_is_decided),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
