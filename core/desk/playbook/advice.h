/* advice.h - the policy's answer turned into proposals.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ADVICE_H
#define HW_DESK_ADVICE_H

#include "desk/brain.h"
#include "desk/ticket/ticket.h"

/* Completes report->matter with what the database knows (matter.c). */
void matter_fill(struct desk *d, struct report *report);
/* Can the shop do it by itself: its plugin has the verb, and the manifest lets
 * something leave? FLAG_UNKNOWN without a policy. */
int matter_can(struct desk *d, const char *instance, const char *verb);
/* Fills what the buyer has shown, what was said of it, and what became of
 * money. */
void matter_know_past(struct desk *d, struct report *report);
/* Fills what the shop is and can. */
void matter_know_shop(struct desk *d, struct report *report);
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
 * second one of the same kind for the order is not proposed, and what the buyer
 * was told of it is not said again (given.h). */
int advice_propose(struct desk *d, const struct ticket *t,
		   const struct wanted *w, struct err *err) MUST_CHECK;
/* Several; a part of what was not proposed is not proposed either. */
int advice_propose_all(struct desk *d, const struct ticket *t,
		       const struct wanted *list, int count,
		       struct err *err) MUST_CHECK;

/* Takes back (advice_withdraw.c) what the policy proposed and nobody has
 * approved yet: of that rule, or (playbook) of every rule whose name begins so.
 * What advice_tells() stays. */
int advice_withdraw(struct desk *d, int64_t ticket, const char *rule,
		    bool playbook, const char *why, struct err *err) MUST_CHECK;

/* The same of whatever it proposed, but not what waits because of `but`:
 * somebody had approved that. */
int advice_withdraw_all(struct desk *d, int64_t ticket, const char *but,
			const char *why, struct err *err) MUST_CHECK;

/* Is it a reply that tells of money or goods which its own rule has set on
 * their way, or that were approved after it was planned? Whatever the matter
 * has become, the buyer is to hear of them: only a person takes it back. */
int advice_tells(struct desk *d, const struct action *a, bool *tells,
		 struct err *err) MUST_CHECK;

/* Takes back a reply that the policy proposed and nobody has approved, unless
 * it advice_tells(). */
int advice_drop_reply(struct desk *d, int64_t ticket, const char *why,
		      struct err *err) MUST_CHECK;

#endif
