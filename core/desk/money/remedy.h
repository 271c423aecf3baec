/* remedy.h - one remedy for the same goods: their money, or the goods again.
 *
 * A refund, a reshipment, an exchange and store credit each make good the same
 * loss. Two of them may wait as proposals; once somebody said yes to one, the
 * other is refused for the same lines, by whatever way it comes, until a
 * manager or an owner says that both are meant: `beside` names the one there
 * is. A second one of the same kind is action_number()'s.
 *
 * What somebody gives by hand is one as well: a task that says it gives one of
 * the four (one of the warehouse sends goods, as long as nobody says what it
 * gives), open or done. Goods stand against goods, and against a refund or
 * store credit of their whole price; money against each of the four. A task is
 * itself refused beside any of them, also one of its own kind, and one that
 * waits for a yes (task_money.h) stands against nothing until it has that. Of
 * coupons two stand against each other where one is a task's. In `beside` a
 * task has its number below zero.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_REMEDY_H
#define HW_DESK_REMEDY_H

#include "desk/internal.h"

/* Is it one of the four? */
bool remedy_verb(const char *verb);
/* ERR_DATA naming the other remedy, and what to do. */
int remedy_check(struct desk *d, const struct action *a,
		 struct err *err) MUST_CHECK;
/* The same of what a task gives by hand, `gift`: its verb, shop, order_ref and
 * `beside`. One of the same verb stands against it as well. */
int remedy_of_task(struct desk *d, const struct action *gift,
		   struct err *err) MUST_CHECK;
/* The last look, before it leaves: one that two of them got past counts only
 * the others that left. */
int remedy_left(struct desk *d, const struct action *a,
		struct err *err) MUST_CHECK;
/* Takes the command's "beside", or "beside_task", into the action. ERR_DENIED:
 * not for this person to say. */
int remedy_beside(struct desk *d, struct action *a, struct err *err) MUST_CHECK;

#endif
