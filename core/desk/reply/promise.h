/* promise.h - a reply that the policy wrote promises what is given beside it:
 * money and words go together. Such an effect is of the reply's own rule, of
 * the same turn of its playbook, or one that was there already when the rule
 * wanted it, or fired because of it (`beside` and `besides` of the reply).
 *
 * The reply is approved after the effect, and loses its approval with it; one
 * that leaves by itself waits for the effect. When the effect is given up, the
 * reply goes, too, as long as it has not begun to leave and nothing else that
 * it tells of is on its way or done (advice_tells()). What has left is for
 * people: giving up what it tells of needs a reason, and the ticket is stuck
 * until the buyer is told (queue.h). What a person wrote tells of what stands
 * behind it (backing.h).
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_PROMISE_H
#define HW_DESK_PROMISE_H

#include "desk/internal.h"
#include "desk/reply/tells.h"

/* Money or goods were cancelled, refused or failed. A part (part.h) that is
 * left away leaves the rest as it is. */
int promise_broken(struct desk *d, const struct action *a, const char *why,
		   struct err *err) MUST_CHECK;

/* The reply, which has not begun to leave, tells of what is not given. */
int promise_stop(struct desk *d, const struct action *reply, const char *why,
		 struct err *err) MUST_CHECK;

#define NOT_DONE "what it promises was not done"
/* The reply was on its way and is due again: what was given up meanwhile stops
 * it as it stops what waits. */
int promise_again(struct desk *d, const struct action *reply,
		  struct err *err) MUST_CHECK;

/* Gives up what waits, and what tells of it, for the same reason: the policy
 * takes back what it proposed, or the ticket ends. */
int promise_cancel(struct desk *d, int64_t id, const char *why,
		   struct err *err) MUST_CHECK;
/* The effect makes room for what is proposed otherwise, by a caller that looks
 * at the waiting replies itself: those that would leave are stopped. */
int promise_replaced(struct desk *d, const struct action *a, const char *why,
		     struct err *err) MUST_CHECK;

/* The policy wanted an effect by that rule, and the order has `other` already:
 * the reply that was proposed with it now tells of that one, unless that was
 * given up; what is parked somebody has yet to look at. */
int promise_beside(struct desk *d, int64_t ticket, const char *rule,
		   int64_t other, struct err *err) MUST_CHECK;

/* The rule of the reply fired because the matter has such effects already (its
 * ticket, what went into it, its order), or, where no action is one, open tasks
 * that give such: sets what it tells of to them, before it is planned. What
 * only the platform shows is nothing to wait for. */
int promise_there(struct desk *d, struct action *reply, const char *verb,
		  struct err *err) MUST_CHECK;

/* Replies that tell of an effect and have not begun to leave, *count of them in
 * the desk's arena; NULL when the database failed. */
struct action *promise_replies(struct desk *d, const struct action *a,
			       size_t *count, struct err *err) MUST_CHECK;
/* ERR_DATA when what the reply tells of still waits for a yes, or is parked
 * (promise_wait.c). */
int promise_early(struct desk *d, const struct action *reply,
		  struct err *err) MUST_CHECK;
/* The same when it is about to leave: ERR_RETRY, not yet. */
int promise_leaves(struct desk *d, const struct action *reply,
		   struct err *err) MUST_CHECK;
/* *id: the first action above `after` that keeps it from leaving, also where no
 * desk runs; 0 when none does. */
int promise_awaited(struct db *db, int64_t reply, int64_t after, int64_t *id,
		    struct err *err) MUST_CHECK;
/* Do the words wait for an effect in that state? */
bool promise_holds(int32_t state);
/* It is in none such any more: somebody said yes, or has looked, or the
 * platform shows it. What was put off until then may leave. */
int promise_go_on(struct desk *d, const struct action *a,
		  struct err *err) MUST_CHECK;
/* The same of these replies. */
int promise_no_longer(struct desk *d, const struct action *list, size_t n,
		      struct err *err) MUST_CHECK;
/* ERR_DATA when a reply that tells of the effect has left. */
int promise_left(struct desk *d, const struct action *a,
		 struct err *err) MUST_CHECK;

/* -- the end of a ticket (promise_told.c) -- */

/* ERR_DATA when the buyer got something of which no reply tells: whoever closes
 * the ticket says why that is not needed. */
int promise_told_ends(struct desk *d, int64_t ticket,
		      struct err *err) MUST_CHECK;
/* The same when they were told of what was given up. */
int promise_unpaid(struct desk *d, int64_t ticket, struct err *err) MUST_CHECK;
/* They got something of which no reply tells, and none waits to tell of it. */
int promise_untold(struct desk *d, int64_t ticket, bool *untold,
		   struct err *err) MUST_CHECK;

#endif
