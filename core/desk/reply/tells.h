/* tells.h - of what a reply tells, and whether the buyer was told, in SQL (see
 * promise.h): `a` is a reply, `m` an effect, `t` a ticket.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_TELLS_H
#define HW_DESK_TELLS_H

#include "desk/reply/receipt.h"
#include "desk/ticket/merge.h"

/* Does the reply tell of the effect? Written out, since only so is it looked
 * for by its id; there are no more than six verbs to promise. */
#define BESIDES_MAX 5 /* of `besides`, as often as it stands here */
#define BESIDE_OF(m, a)                                                        \
	m ".id IN (" a ".beside, " a ".besides ->> 0, " a ".besides ->> 1, " a \
	  ".besides ->> 2, " a ".besides ->> 3, " a ".besides ->> 4)"
#define TELLS_MOST 6 /* of so many by `beside` and `besides` */
#define OF_ITS_RULE(m, a) m ".ticket = " a ".ticket AND " m ".rule = " a ".rule"
#define PROMISES_OF(m, a)                                                   \
	"(" m ".verb <> 'reply' AND (" BESIDE_OF(m, a) " OR (" OF_ITS_RULE( \
		m, a) ")))"
#define BESIDE BESIDE_OF("m", "a")
#define PROMISES PROMISES_OF("m", "a")

/* A reply that says more than a receipt, which tells of nothing. */
#define SAYS(a) "(" a ".rule IS NULL OR " a ".rule <> '" RECEIPT_RULE "')"

/* Has that text the code that `m` made? Without it a buyer has nothing,
 * whatever was promised. What is no code, has none, or was erased needs none.
 */
#define HAS_CODE(text)                                                    \
	"(m.verb <> 'coupon' OR m.result IS NULL OR " text " IS NULL OR " \
	"instr(upper(" text "), upper(m.result)) > 0)"

/* A person wrote the reply; they did not let the policy's own text leave under
 * their name. */
#define OWN_WORDS_OF(a)                                                       \
	"(coalesce(" a ".proposed_by, '') NOT IN ('policy', 'desk') AND NOT " \
	"EXISTS (SELECT 1 FROM actions o WHERE o.ticket = " a ".ticket AND "  \
	"o.verb = 'reply' AND o.proposed_by IN ('policy', 'desk') AND "       \
	"o.text = " a ".text))"

/* Does the reply `a` that left tell of the effect `m`: it promised it, or is
 * tied to it by what its words say (backing.h)? Whatever else was written, by
 * the policy ("a colleague will answer") or a person, tells of nothing. Of a
 * code it must have that, and who has it was told. */
#define TELLS_OF                                                             \
	SAYS("a")                                                            \
	" AND " HAS_CODE("a.text") " AND (" PROMISES                         \
				   " OR (m.verb = 'coupon' AND m.result IS " \
				   "NOT NULL))"

/* Of the ticket `t` and what went into it: the buyer got `m`, and no reply that
 * left tells of it, nor has anybody written outside the desk since it was
 * planned. */
#define FAMILY MERGE_FAMILY("t.id")
#define UNTOLD                                                                \
	"m.ticket IN " FAMILY " AND m.verb <> 'reply' AND m.worth IS NOT "    \
	"NULL AND m.state IN (6, 7) AND NOT EXISTS (SELECT 1 FROM actions a " \
	"WHERE a.ticket IN " FAMILY " AND a.verb = 'reply' AND a.state IN "   \
	"(6, 7) AND " TELLS_OF ") AND NOT EXISTS (SELECT 1 FROM messages o "  \
	"WHERE o.ticket IN " FAMILY " AND o.direction = 2 AND o.action IS "   \
	"NULL AND o.at >= m.planned AND " HAS_CODE("o.text") ")"

/* The reply `l` tells of an action, or a task, that gives one of those verbs,
 * and was neither given up nor done before `then`. */
#define ITS_ACTION PROMISES_OF("g", "l")
#define OF_ACTION_OF(verbs, then)                                          \
	"EXISTS (SELECT 1 FROM actions g WHERE " ITS_ACTION " AND "        \
	"g.state NOT IN (8, 11, 12) AND instr(" verbs ", g.verb) AND NOT " \
	"(+g.state IN (6, 7) AND coalesce(g.settled, g.sent) < " then "))"
#define OF_TASK_OF(verbs, then)                                             \
	"EXISTS (SELECT 1 FROM json_each(l.tasks) j, tasks h WHERE h.id = " \
	"j.value AND h.state IN (1, 2) AND instr(" verbs ", h.gives) AND "  \
	"NOT (h.state = 2 AND h.done < " then "))"
/* Somebody wrote outside the desk since then. */
#define WROTE_OUTSIDE(then)                                                  \
	"EXISTS (SELECT 1 FROM messages o WHERE o.ticket IN " FAMILY " AND " \
	"o.direction = 2 AND o.action IS NULL AND o.at > " then ")"
/* Was the buyer of the ticket `t`, and of what went into it, told what became
 * of something of these verbs that came to nothing then? That does what is tied
 * to it (`named`, of the reply `l`), or to another such gift, and whatever was
 * written outside the desk, of which nobody can say more. No word about it is
 * what somebody had said yes to before, and what else is said since. */
#define REPLY_OF(states, since, then, verbs, named)                         \
	"EXISTS (SELECT 1 FROM actions l WHERE l.ticket IN " FAMILY " AND " \
	"l.verb = 'reply' AND l.state IN " states " AND coalesce("          \
	"l.approved, l.planned) " since " " then " AND (" named             \
	" OR " OF_ACTION_OF(verbs, then) " OR " OF_TASK_OF(verbs, then) "))"
#define WROTE_SINCE(then, verbs, named)          \
	"(" REPLY_OF("(6, 7)", ">", then, verbs, \
		     named) " OR " WROTE_OUTSIDE(then) ")"
/* Or is such a reply under way, be it that somebody has to say yes to it? */
#define WRITES_SINCE(then, verbs, named) \
	REPLY_OF("(1, 2, 3, 4, 5, 9, 10)", ">=", then, verbs, named)
#define WROTE_OF_IT WROTE_SINCE("m.settled", "m.verb", BESIDE_OF("m", "l"))
#define WRITES_OF_IT WRITES_SINCE("m.settled", "m.verb", BESIDE_OF("m", "l"))
/* The order got another of its kind since it was planned, of which the reply
 * `a` did not tell beside it: of what words promise as well one is one less. */
#define GIVEN_INSTEAD                                                   \
	"EXISTS (SELECT 1 FROM actions g WHERE g.shop = m.shop AND "    \
	"g.verb = m.verb AND g.order_ref = m.order_ref AND g.state IN " \
	"(6, 7) AND coalesce(g.settled, g.sent) >= m.planned AND "      \
	"NOT " PROMISES_OF("g", "a") ")"
/* Of the ticket `t` and what went into it: `m` was given up after the reply `a`
 * that told of it, nothing of its kind was given instead, and nobody wrote
 * since. */
#define TOLD_NOT_PAID                                                        \
	"a.ticket IN " FAMILY " AND a.verb = 'reply' AND a.state IN (6, 7) " \
	"AND (m.ticket = a.ticket OR " BESIDE ") AND " PROMISES              \
	" AND m.part_of IS NULL AND m.state IN (8, 11, 12) "                 \
	"AND m.settled >= a.sent AND NOT " WROTE_OF_IT                       \
	" AND NOT " GIVEN_INSTEAD

#endif
