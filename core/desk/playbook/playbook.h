/* playbook.h - a procedure that runs on a ticket, over days and restarts.
 *
 * Which steps there are is data (core/policy/playbook.h); here they are done.
 * Its whole state is two fields of the ticket, `playbook` and `step` (the step
 * it waits at; "done" or "stopped" at its end), and one open deadline: of
 * purpose "playbook", that wakes it, or "accept", by which a person must have
 * said yes or no. It writes and pays nothing by itself: a step proposes, as a
 * rule does. One runs at a time on a ticket, and none twice in a row.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_PLAYBOOK_H
#define HW_DESK_PLAYBOOK_H

#include "desk/ticket/ticket.h"
#include "model/loop.h"

/* What the rule of each of its actions begins with. */
#define PLAYBOOK_RULE "playbook "

/* Starts one and plays it to its first wait; what the one before it proposed
 * is taken back. A name that the policy does not have is an alert. */
int playbook_start(struct desk *d, const struct ticket *t, const char *name,
		   const struct matter *m, struct err *err) MUST_CHECK;

/* Its deadline has come. */
int playbook_wake(struct desk *d, const struct deadline *one,
		  struct err *err) MUST_CHECK;

/* The buyer wrote on a ticket with one. taken: it waits for that, or for a
 * person who looks into it anyway, and goes on; no rule need answer. Else it
 * ends; so it does when the message is about another matter, whatever came with
 * it. One whose stop condition holds by then takes back what waits, also when
 * it has ended before. */
int playbook_heard(struct desk *d, int64_t ticket, const struct report *said,
		   bool *taken, struct err *err) MUST_CHECK;

/* The buyer sent a file by itself. taken: it waited for a photo, and goes on,
 * or a person looks into it already. Never ends it: a file says nothing of
 * another matter, and does not answer in words. */
int playbook_shown(struct desk *d, int64_t ticket, bool *taken,
		   struct err *err) MUST_CHECK;

/* Ends a running one. withdraw: what it proposed and nobody approved is taken
 * back (the parcel came, the refund is made). Nothing when none runs. */
int playbook_stop(struct desk *d, int64_t ticket, const char *why,
		  bool withdraw, struct err *err) MUST_CHECK;

/* Somebody else goes on, and it ends: a person, who cancels a reply that it
 * proposed or writes another one (other words for a proposal are none), or the
 * rules, when the matter has become
 * another one. What it promised in a reply that left stays a promise; one that
 * never left was none. */
int playbook_taken_over(struct desk *d, int64_t ticket, const char *why,
			struct err *err) MUST_CHECK;
/* Why it ended, or its words went, by what may turn out a mistake: the word
 * that playbook_back() knows them by. */
#define PLAYBOOK_WROTE "a person wrote instead"
#define PLAYBOOK_TAKEN "a person took over"
#define PLAYBOOK_MERGED "the ticket was merged"
/* The buyer needs nothing any more: it ends, and what waits is taken back. The
 * day that a reply which left has promised stays, too. */
int playbook_needless(struct desk *d, int64_t ticket, const char *why,
		      struct err *err) MUST_CHECK;
/* What it gave came to nothing: it would ask whether all is well now. So it
 * ends, and what it proposed and nobody approved is taken back, also when it
 * has done its last step; people go on by hand, and what it promised in a reply
 * that left stays.
 *
 * The task failed: when it is of a step, and gives the buyer something (task.h)
 * or a reply tells of it (task_told.h). *ended: one did run. */
int playbook_task_failed(struct desk *d, const struct task *task, bool *ended,
			 struct err *err) MUST_CHECK;
/* The action was refused, failed or cancelled by a person: when it is a remedy
 * (remedy.h) that the playbook's words tell of (promise.h); a code or a label,
 * when such words have left; a remedy of the same turn as an offer, when it was
 * not the person who did not want it. An alert tells. */
int playbook_given_up(struct desk *d, int64_t action,
		      struct err *err) MUST_CHECK;
/* What ended it then was a mistake: a person's words that do not leave, a
 * merge. It waits where it did, and what it had proposed by then is proposed
 * again; where it waited for a photo that came by itself since, it goes on with
 * that and does not ask for it. Nothing when it did not end then, the buyer
 * wrote since, or what it gave came to nothing: who reads that goes on. */
int playbook_back(struct desk *d, int64_t ticket, int64_t ended,
		  struct err *err) MUST_CHECK;
/* Is it the rule of a step of one? */
bool playbook_rule(const char *rule);
/* Is it a reply that a playbook proposed? */
bool playbook_wrote(const struct action *a);
/* Is one of those on the ticket that has not begun to leave? */
int playbook_waits_to_write(struct desk *d, int64_t ticket, bool *waits,
			    struct err *err) MUST_CHECK;

/* Something new is known of an order: ends the playbook of its open ticket
 * when its stop condition holds now, or the wait that it is at. Of one that has
 * ended it takes back what waits. */
int playbook_look(struct desk *d, int64_t shop, const char *order_ref,
		  struct err *err) MUST_CHECK;

/* Is one running on the ticket? */
bool playbook_runs(const struct ticket *t);

/* The ticket is being closed: nobody is asked any more. */
int playbook_closed(struct desk *d, const struct ticket *t,
		    struct err *err) MUST_CHECK;

/* It is open again, and the wait went with the other deadlines when it was
 * closed: the playbook ends, unless it waits for the buyer and that one is
 * `heard` just now. */
int playbook_reopened(struct desk *d, int64_t ticket, bool heard,
		      struct err *err) MUST_CHECK;
/* It was closed by mistake, and its deadlines are back: whom it asked is asked
 * again. */
int playbook_asks_again(struct desk *d, int64_t ticket,
			struct err *err) MUST_CHECK;

/* People: "accept" and "refuse" {"ticket"}: is it so what its step asks? */
int accept_check(struct desk *d, struct err *err);
int accept_decide(struct desk *d, struct err *err);
int refuse_decide(struct desk *d, struct err *err);

#endif
