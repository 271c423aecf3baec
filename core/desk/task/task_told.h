/* task_told.h - a reply tells of what somebody gives by hand.
 *
 * It keeps of which tasks (`tasks`, ids as in `besides`), as it keeps of which
 * actions (promise.h). Of what a playbook writes these are the tasks of the
 * same turn that give the buyer something; of a person's words backing.h finds
 * them. An open task is somebody's yes, so nothing waits for it to be done;
 * what it waits for all the same has task_wait.h.
 *
 * When one cannot be done, the words of the policy that tell of it go, whatever
 * else they tell of, also where a person changed them (they stand in the
 * ticket's history), and a person's own wait for a yes again, as long as they
 * have not begun to leave; so they do when they had, and did not leave. What
 * has left is for people: the ticket is not closed without a reason, and is
 * stuck (queue.h), and the alert of the task stays, until somebody wrote to the
 * buyer of it since (WROTE_SINCE of tells.h), or gave them the same by another
 * task or an action that these words had not named as well.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_TASK_TOLD_H
#define HW_DESK_TASK_TOLD_H

#include "desk/reply/promise.h"
#include "desk/task/task_words.h"
#include "model/loop.h"

/* Of its alert; behind it the task's number. */
#define TASK_FAILED_ALERT "task-failed:"

/* SQL: without it the buyer has nothing of a coupon; what was erased had it. */
#define HAS_ITS_CODE(text)                                         \
	"(k.code IS NULL OR " text " IS NULL OR instr(upper(" text \
	"), upper(k.code)) > 0)"
#define SINCE_SET "k.\"set\""
#define SAYS_ITS_CODE "(k.gives = 'coupon' AND k.code IS NOT NULL)"
#define IS_TIED_TO_IT "k.id IN (SELECT value FROM json_each(l.tasks))"
#define OF_SUCH_ACTION OF_ACTION_OF("k.gives", SINCE_SET)
#define OF_SUCH_TASK OF_TASK_OF("k.gives", SINCE_SET)
/* SQL: the reply `l` tells of the task `k`: it is tied to it, or to another
 * such gift, or has its code. Whatever else was written, by the policy ("a
 * colleague will answer") or a person, tells of nothing. */
#define TELLS_OF_TASK                                                     \
	SAYS("l")                                                         \
	" AND (" IS_TIED_TO_IT " OR " SAYS_ITS_CODE " OR " OF_SUCH_ACTION \
	" OR " OF_SUCH_TASK ")"
#define TOLD_OF_TASK                                                           \
	"EXISTS (SELECT 1 FROM actions l WHERE l.ticket IN " FAMILY            \
	" AND l.verb = 'reply' AND l.state IN (6, 7) AND l.sent >= " SINCE_SET \
	" AND " HAS_ITS_CODE("l.text") " AND " TELLS_OF_TASK ")"
#define TOLD_OUTSIDE                                                       \
	"EXISTS (SELECT 1 FROM messages o WHERE o.ticket IN " FAMILY       \
	" AND o.direction = 2 AND o.action IS NULL AND o.at >= " SINCE_SET \
	" AND " HAS_ITS_CODE("o.text") ")"
/* SQL: by the task `k` of the ticket `t`, or of what went into it, the buyer
 * got something of which no reply tells, nor did anybody write outside the
 * desk. A return is its own word: they get the label. */
#define TASK_UNTOLD                                                  \
	"k.ticket IN " FAMILY " AND k.state = 2 AND k.gives NOT IN " \
	"('nothing', 'return') AND NOT " TOLD_OF_TASK " AND NOT " TOLD_OUTSIDE

/* SQL: `k`, of tasks_in_vain (core/db/schema/020): a reply of the ticket `t`,
 * or of what went into it, told of it. */
#define TASK_TOLD "k.told IN " FAMILY

/* SQL: the same was given since it was set, by an action, or a task that says
 * so, of which the reply did not tell beside it. */
#define OF_ITS_MATTER                                         \
	"(g.ticket IN (t.id, k.told, k.ticket) OR (g.shop = " \
	"k.shop AND g.order_ref = k.order_ref))"
#define ITS_WORDS TASK_WORDS("k")
#define ACTIONS_NAMED                                           \
	"EXISTS (SELECT 1 FROM actions a WHERE a.id = k.reply " \
	"AND " PROMISES_OF("g", "a") ")"
#define TASKS_NAMED                                                        \
	"(SELECT j.value FROM actions a, json_each(a.tasks) j WHERE a.id " \
	"= k.reply)"
#define SHOP_GAVE                                                      \
	"EXISTS (SELECT 1 FROM actions g WHERE " OF_ITS_MATTER " AND " \
	"instr(" ITS_WORDS ", g.verb) AND +g.state IN (6, 7) AND "     \
	"coalesce(g.settled, g.sent) >= k.\"set\" AND NOT " ACTIONS_NAMED ")"
#define TASK_GAVE                                                      \
	"EXISTS (SELECT 1 FROM tasks g WHERE " OF_ITS_MATTER " AND "   \
	"instr(" ITS_WORDS ", g.gives) AND g.state = 2 AND g.done >= " \
	"k.\"set\" AND g.id NOT IN " TASKS_NAMED ")"
#define WROTE_OF_TASK WROTE_SINCE("k.done", ITS_WORDS, IS_TIED_TO_IT)
#define WRITES_OF_TASK WRITES_SINCE("k.done", ITS_WORDS, IS_TIED_TO_IT)
#define TASK_STILL_OWED \
	"NOT " WROTE_OF_TASK " AND NOT " SHOP_GAVE " AND NOT " TASK_GAVE

/* The task failed: what tells of it does not leave as it is. */
int task_told_failed(struct desk *d, const struct task *t,
		     struct err *err) MUST_CHECK;
/* Somebody wrote on the ticket (0: on none), or gave something under it or to
 * the order ("": to none), or another went into it: the alerts of failed tasks
 * of which the buyer knows by now, or which they do not miss, are over. */
int task_told_since(struct desk *d, int64_t ticket, int64_t shop,
		    const char *order_ref, struct err *err) MUST_CHECK;
/* The reply was on its way and is due again: what failed meanwhile stops it as
 * it stops what waits. */
int task_told_again(struct desk *d, const struct action *reply,
		    struct err *err) MUST_CHECK;

/* ERR_DATA when the reply, that is to be approved, tells of a task that failed.
 * Of a person's words: and nothing else stands behind them. */
int task_told_early(struct desk *d, const struct action *reply,
		    struct err *err) MUST_CHECK;
/* *id: a task of which the reply tells, and that failed or was dropped since
 * that was written; else 0. What had failed before it tells of as it is. */
int task_told_gone(struct desk *d, const struct action *reply, int64_t *id,
		   struct err *err) MUST_CHECK;
/* ERR_DATA when the buyer was told of one that came to nothing: whoever closes
 * the ticket says why that is not needed. */
int task_told_ends(struct desk *d, int64_t ticket, struct err *err) MUST_CHECK;

#endif
