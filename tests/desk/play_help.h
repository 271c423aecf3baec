/* play_help.h - a matter played through a desk with the shipped policy, by a
 * table: what happens, and where its playbook stands then.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_PLAY_HELP_H
#define HW_TESTS_PLAY_HELP_H

#include "desk/desk_help.h"
#include "host/answers.h"

/* The fake brain with the shipped policy, in test_brain too. A text belongs to
 * the issue that it names in brackets: "[late] where is it"; without any it is
 * the fake brain's. "[invoice>reship] once more" chooses the goods of an offer.
 * One with brackets and a "!" says that the buyer needs nothing any more.
 * Replies are its text and the values that it got: "... order=#1001 ...", a
 * code only where the packs have one. Item LAMP-7 has a guide. */
extern struct brain_of shipped;
/* Can the shop send an order once more? Not at first. */
extern bool shop_reships;
/* For cmocka's groups. */
int shipped_load(void **state);
int shipped_unload(void **state);

struct turn {
	/* "order" 49.00: one of 1 September, shipped the next day, scanned on
	 * the 12th; "scan" STATUS, now; "mail" TEXT; "shop" LINES;
	 * "pass" "48 h"; "send": the waiting reply is approved and leaves;
	 * "yes", "no": a person's word; "task": its alert is acknowledged;
	 * "approve" or "cancel" VERB: the waiting one; "make" VERB: the waiting
	 * one is approved and done, with the result TY-1; "stuck": T-1 is,
	 * "runs": it is not; "is" SQL: its first column is 1 */
	const char *what, *arg;
	const char *step;  /* of T-1 then; NULL: is not asked */
	const char *reply; /* the template that waits for approval, "" none */
};

/* The last of them, and two that only ask: is it so; does one alert say that?
 */
#define END                            \
	{                              \
		NULL, NULL, NULL, NULL \
	}
#define IS(sql)                       \
	{                             \
		"is", sql, NULL, NULL \
	}
#define TOLD(text) \
	IS("SELECT count(*) = 1 FROM alerts WHERE text LIKE '%" text "%'")
/* Order, complaint, our question, the buyer's photo: a person looks. */
#define SHOWN(total, issue, question)                                        \
	{ "order", total, NULL, NULL }, { "scan", "delivered", NULL, NULL }, \
		{ "mail", "[" issue "] look", NULL, question },              \
		{ "send", NULL, NULL, "" },                                  \
	{                                                                    \
		"mail", "[other] here it is", NULL, ""                       \
	}

struct scenario {
	const char *name;
	bool reships;
	const struct turn *turns; /* up to one without `what` */
};

/* Plays them one by one, each on a desk of its own that is replayed. */
void play_all(const struct scenario *list, size_t count);
/* Plays turns and gives the desk, for what a person does then. */
struct desk *play_on(const char *name, const struct turn *turns);
/* As a seller's own playbook may have it: from now on not_received proposes the
 * money in a step of its own, right behind its offer, and then waits at "wait
 * for buyer". */
void offer_with_money(void);
/* Rates of a day, with a dollar at 1.0389 for a euro, whatever is shipped. */
void rates_of(int64_t date);

#endif
