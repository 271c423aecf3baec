/* advice.h - the policy's answer turned into proposals.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ADVICE_H
#define HW_DESK_ADVICE_H

#include "desk/ticket.h"

/* Completes report->matter with what the database knows (matter.c). */
void matter_fill(struct desk *d, struct report *report);
/* The report that a ticket as it stands now would make. */
void matter_of_ticket(struct desk *d, const struct ticket *t,
		      const char *trigger, struct report *report);

/* Asks the policy, records what it saw, plans what it wants. */
int advice_follow(struct desk *d, int64_t ticket, struct report *report,
		  struct err *err) MUST_CHECK;

/* Into the journal: what the policy saw, and what fired. */
int advice_record(struct desk *d, int64_t ticket, const struct report *report,
		  const struct advice *advice, struct err *err) MUST_CHECK;

/* The ticket has become another matter (advice_anew.c): what waits there by a
 * rule or a playbook, and would not be proposed today, is withdrawn, and what
 * the rules propose instead takes its place. Of those with an id below that:
 * the others were proposed for what it has become. */
int advice_anew(struct desk *d, int64_t ticket, int64_t below,
		struct err *err) MUST_CHECK;
/* What would ask the rules about it now: the buyer's word, where there is one.
 */
const char *advice_trigger(const struct ticket *t);

/* Proposes one effect for a ticket: a reply from its template, or money. A
 * second one of the same kind for the order is not proposed. */
int advice_propose(struct desk *d, const struct ticket *t,
		   const struct wanted *w, struct err *err) MUST_CHECK;

/* Takes back what the policy proposed and nobody has approved yet, by
 * rules whose name begins so. */
int advice_withdraw(struct desk *d, int64_t ticket, const char *rule,
		    const char *why, struct err *err) MUST_CHECK;

/* Takes back a reply that the policy proposed and nobody has approved. */
int advice_drop_reply(struct desk *d, int64_t ticket, const char *why,
		      struct err *err) MUST_CHECK;

/* Address, name, subject and thread of a reply on a ticket's channel; false
 * when nobody can be written to. Fills a's fields. */
bool reply_address(struct desk *d, const struct ticket *t, struct action *a);

#endif
