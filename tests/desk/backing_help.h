/* backing_help.h - words that promise, and what stands behind them: actions,
 * and tasks that a person or a playbook gave.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_BACKING_HELP_H
#define HW_TESTS_BACKING_HELP_H

#include "desk/desk_help.h"

/* ORDER, T-1 about it, and a guard that stops the words "refund", "label" (of a
 * return) and "reship" where nothing of that kind stands behind them. The shop
 * takes goods back and sends them once more, too. */
struct desk *desk_where_words_need_backing(void);

/* One step of a playbook: what it gives as a task (role, and what doing it
 * gives; "" unsaid), and the reply, if any. */
struct step_given {
	const char *role, *gives, *reply;
	bool refund; /* 5.00 USD beside it */
};
/* The same, with a playbook that does these in one turn when T-1 comes, and
 * then waits for days. */
struct desk *desk_with_a_turn(const struct step_given *steps, int count);
/* The buyer writes again, and the playbook does that step now, whose reply
 * tells of such, too. */
void turn_begins(struct desk *d, const struct step_given *step,
		 const char *tells_of);

/* mia gives T-1 a task that gives that; of money 5.00 USD. */
void gives(struct desk *d, const char *role, const char *what);
void task_fails(struct desk *d, int64_t task);
/* The column of the newest reply, "" when it tells of no task. */
const char *tasks_told(struct desk *d);
/* The newest reply leaves, and is done; a second passes. */
void reply_leaves(struct desk *d);
/* Of what nobody could tell, two looks find nothing. */
void is_not_found(struct desk *d, int64_t id);
/* The newest reply was parked, and mia may not say that it was not done: the
 * sentence has `words` in it. */
void retry_is_refused(struct desk *d, const char *words);
/* T-1 is the one that is stuck, for that and by that; why NULL: none is. */
void stuck_as(struct desk *d, const char *why, int64_t by);

#endif
