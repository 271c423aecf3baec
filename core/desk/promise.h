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
 * behind it (backing.h). SPDX-License-Identifier: MIT */
#ifndef HW_DESK_PROMISE_H
#define HW_DESK_PROMISE_H

#include "desk/internal.h"
#include "desk/merge.h"
#include "desk/receipt.h"

/* SQL: does the reply `a` tell of the effect `m`? Written out, since only so is
 * it looked for by its id; there are no more than six verbs to promise. */
#define BESIDES_MAX 5 /* of `besides`, as often as it stands here */
#define BESIDE                                                            \
	"m.id IN (a.beside, a.besides ->> 0, a.besides ->> 1, a.besides " \
	"->> 2, a.besides ->> 3, a.besides ->> 4)"
#define TELLS_MOST 6 /* of so many by `beside` and `besides` */
#define PROMISES                                                          \
	"(m.verb <> 'reply' AND (" BESIDE " OR (m.ticket = a.ticket AND " \
	"m.rule = a.rule)))"

/* SQL: a reply that says more than a receipt, which tells of nothing. */
#define SAYS(a) "(" a ".rule IS NULL OR " a ".rule <> '" RECEIPT_RULE "')"

/* SQL: has that text the code that `m` made? Without it a buyer has nothing,
 * whatever was promised. What is no code, has none, or was erased needs none.
 */
#define HAS_CODE(text)                                                    \
	"(m.verb <> 'coupon' OR m.result IS NULL OR " text " IS NULL OR " \
	"instr(upper(" text "), upper(m.result)) > 0)"

/* SQL: a person wrote the reply `a`; they did not let the policy's own text
 * leave under their name. */
#define OWN_WORDS                                                            \
	"(coalesce(a.proposed_by, '') NOT IN ('policy', 'desk') AND NOT "    \
	"EXISTS (SELECT 1 "                                                  \
	"FROM actions o WHERE o.ticket = a.ticket AND o.verb = 'reply' AND " \
	"o.proposed_by IN ('policy', 'desk') AND o.text = a.text))"

/* SQL: does the reply `a` that left tell of the effect `m`: it promised it, or
 * a person wrote it since that was planned, in place of a proposal since the
 * yes? What else the policy says ("a colleague will answer") tells of nothing.
 * Of a code it must have that, and who has it was told. */
#define TELLS_OF                                                             \
	SAYS("a")                                                            \
	" AND " HAS_CODE("a.text") " AND (" PROMISES                         \
				   " OR (m.verb = 'coupon' AND m.result IS " \
				   "NOT NULL) OR (" OWN_WORDS                \
				   " AND (a.sent >= coalesce(m.approved, "   \
				   "m.planned) OR (a.rule IS NULL AND "      \
				   "a.sent >= m.planned))))"

/* SQL: of the ticket `t` and what went into it: the buyer got `m`, and no reply
 * that left tells of it, nor has anybody written outside the desk since it was
 * planned. */
#define FAMILY MERGE_FAMILY("t.id")
#define UNTOLD                                                                \
	"m.ticket IN " FAMILY " AND m.verb <> 'reply' AND m.worth IS NOT "    \
	"NULL AND m.state IN (6, 7) AND NOT EXISTS (SELECT 1 FROM actions a " \
	"WHERE a.ticket IN " FAMILY " AND a.verb = 'reply' AND a.state IN "   \
	"(6, 7) AND " TELLS_OF ") AND NOT EXISTS (SELECT 1 FROM messages o "  \
	"WHERE o.ticket IN " FAMILY " AND o.direction = 2 AND o.action IS "   \
	"NULL AND o.at >= m.planned AND " HAS_CODE("o.text") ")"

#define WROTE_SINCE                                                         \
	"EXISTS (SELECT 1 FROM actions l WHERE l.ticket IN " FAMILY " AND " \
	"l.verb = 'reply' AND l.state IN (6, 7) AND l.sent > m.settled "    \
	"AND " SAYS("l") ")"
/* SQL: of the ticket `t` and what went into it: `m` was given up after the
 * reply `a` that told of it, nothing of its kind was given instead, and nobody
 * wrote since. */
#define TOLD_NOT_PAID                                                        \
	"a.ticket IN " FAMILY " AND a.verb = 'reply' AND a.state IN (6, 7) " \
	"AND (m.ticket = a.ticket OR " BESIDE ") AND " PROMISES              \
	" AND m.part_of IS NULL AND m.state IN (8, 11, 12) "                 \
	"AND m.settled >= a.sent AND NOT " WROTE_SINCE " AND NOT EXISTS ("   \
	"SELECT 1 FROM actions g WHERE g.shop = m.shop AND g.verb = m.verb " \
	"AND g.order_ref = m.order_ref AND g.state IN (6, 7))"

/* Money or goods were cancelled, refused or failed. A part (part.h) that is
 * left away leaves the rest as it is. */
int promise_broken(struct desk *d, const struct action *a, const char *why,
		   struct err *err) MUST_CHECK;

/* The reply, which has not begun to leave, tells of what is not given. */
int promise_stop(struct desk *d, const struct action *reply, const char *why,
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
/* ERR_DATA when a reply that tells of the effect has left. */
int promise_left(struct desk *d, const struct action *a,
		 struct err *err) MUST_CHECK;

/* -- the end of a ticket (promise_told.c) -- */

/* ERR_DATA when the buyer got something of which no reply tells, or was told of
 * what was given up: whoever closes the ticket says why that is not needed. */
int promise_ends(struct desk *d, int64_t ticket, struct err *err) MUST_CHECK;
/* The same, and no reply waits to tell of it. */
int promise_untold(struct desk *d, int64_t ticket, bool *untold,
		   struct err *err) MUST_CHECK;

#endif
