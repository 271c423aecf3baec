/* backing.h - what stands behind the words of a person.
 *
 * What the policy writes goes with what it proposes beside it (promise.h). A
 * person's own text may tell of anything; what it may promise is what the desk
 * has set on its way for the ticket, what went into it, or its order: money and
 * goods that are planned, approved or done and were not given up, refunds that
 * the platform shows, and a task by which somebody gives it by hand
 * (task_words.h); under another ticket of the order, one that is open and says
 * what it gives.
 *
 * A reply that promises what actions give is tied to each of them (`beside`,
 * `besides`), and tells of it as the policy's do: it waits for it, and once it
 * left, the action is not given up in silence. It is tied as well to the tasks
 * that give what it promises beside these (`tasks`): for those it does not wait
 * (task_told.h). The guard says which of them the words need: it is asked with
 * each and without it. When one is given up before the words left, or cannot be
 * done, they are not lost: they wait for a yes again, and are looked at anew.
 *
 * What the policy writes is tied to tasks as well, here: to those of the same
 * turn of its playbook, and to those because of which its rule fired.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_BACKING_H
#define HW_DESK_BACKING_H

#include "desk/internal.h"

/* By blanks, in the arena, as `may` of guard/rules.conf has them: verbs, and
 * "partial_refund" of a refund; "" when nothing is. */
int backing_of(struct desk *d, const struct action *reply, const char **words,
	       struct err *err) MUST_CHECK;

/* Sets `beside` of a person's reply to the action that stands behind what it
 * promises, `besides` to the others, when it promises several things: one of
 * each verb that the words do not do without (backing_tie.c); and `tasks` to
 * the tasks that they need beside these. None: it promises nothing, the
 * platform stands behind it (and no action has the sum that it names), or the
 * guard was overruled. Of what is done, or was given up after the buyer had
 * been told of it, they tell as well where the guard finds its kind in them,
 * and no other sum, or exactly its sum; and of what backing_said() had named.
 * Other words for a proposal keep its ties, and get these. Others stay. */
int backing_tie(struct desk *d, struct action *reply,
		struct err *err) MUST_CHECK;

/* The command names of what the reply, which is not planned yet, tells: "tells"
 * has ids of actions, "tells_tasks" of tasks, that are done or came to nothing.
 * ERR_DATA for what is neither, or not of its ticket or order. */
int backing_said(struct desk *d, struct action *reply,
		 struct err *err) MUST_CHECK;

/* Of what the words `said` were tied to, what had come to rest when they were
 * written and their words do not tell of by themselves: somebody named it. The
 * reply, which is not planned yet and takes their place, tells of it, too. */
int backing_named(struct desk *d, const struct action *said,
		  struct action *reply, struct err *err) MUST_CHECK;

/* The ticket's playbook gave tasks in this command: replies that it proposed in
 * the same command tell of those that give the buyer something. */
int backing_turn(struct desk *d, int64_t ticket, struct err *err) MUST_CHECK;
/* The reply, which is not planned yet, tells of what is there of that verb, and
 * no action is: sets `tasks` to those that say that they give it and are open,
 * or, where none is, done. */
int backing_there(struct desk *d, struct action *reply, const char *verb,
		  struct err *err) MUST_CHECK;

#endif
