/* assign.h - whose a ticket is: given when it opens, handed over when its owner
 * is away, and given out when somebody comes.
 *
 * Who is suited is the policy's answer (brain.h); open loads are kept in the
 * agents' rows and never counted. What is given on because its owner is away is
 * kept for them (kept_for) until whoever has it begins on it: the owner gets
 * the rest back when they are there again, said so or not. One deadline of
 * purpose "shift" wakes the desk when the next agent comes or goes, or the desk
 * opens or closes (mode.h); nothing is polled. A round that asked about as many
 * tickets as one command may goes on where it ended a second later: so many
 * that nobody may take hide none behind them. How far it came stands in that
 * deadline. A ticket that nobody may take stands in the unassigned queue, and
 * one alert says that there are such.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ASSIGN_H
#define HW_DESK_ASSIGN_H

#include "desk/ticket/ticket.h"

#define SHIFT "shift"

/* Who gets a matter of that shop; *out has "" when nobody is there. */
void assign_ask(struct desk *d, const struct matter *m, int64_t shop, int tier,
		struct assigned *out);

/* Gives a ticket to an agent ("" nobody) for good, and moves the loads. */
int assign_to(struct desk *d, int64_t ticket, const char *agent,
	      const char *why, struct err *err) MUST_CHECK;

/* A person's command is about a ticket, an action or a task: if the ticket is
 * theirs, they have begun on it, and it is kept for nobody else any more. */
int assign_begun(struct desk *d, struct err *err) MUST_CHECK;

/* A ticket is open again: is whose it was still there? Else somebody else gets
 * it. */
int assign_look(struct desk *d, int64_t ticket, struct err *err) MUST_CHECK;

/* A ticket has nobody: one alert for all of them. */
int assign_tell(struct desk *d, int64_t ticket, struct err *err) MUST_CHECK;

/* Who is away hands over, who is there again gets their own back and then what
 * lies unassigned, and the next wake is set. After every change of who is
 * there; many go in steps. */
int assign_round(struct desk *d, struct err *err) MUST_CHECK;
/* The same when the deadline of the round comes due: from where it ended. */
int assign_wake(struct desk *d, const struct deadline *one,
		struct err *err) MUST_CHECK;

/* People: "away" {"agent", "until"? ms, "for"? ms} and "back" {"agent"}: by
 * themselves, a manager or an owner. ERR_DENIED for others, ERR_DATA for
 * nobody the desk knows, or a moment that is over. */
int away_check(struct desk *d, struct err *err);
int away_decide(struct desk *d, struct err *err);
int back_check(struct desk *d, struct err *err);
int back_decide(struct desk *d, struct err *err);

#endif
