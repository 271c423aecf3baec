/* backing_own.h - what the files of backing.h share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_BACKING_OWN_H
#define HW_DESK_BACKING_OWN_H

#include "base/vec.h"
#include "desk/reply/backing.h"

#define OF_MONEY "refund partial_refund"

/* What an action of that verb stands behind. */
const char *backing_words(const char *verb);
/* Appends what the actions of the ticket and its order stand behind. */
int backing_given(struct desk *d, const struct action *reply, struct str *out,
		  struct err *err) MUST_CHECK;

/* -- ties (backing_tells.c, backing_said.c) -- */

/* The reply tells of it, too; false: there is no room for more actions. */
bool tie_action(struct desk *d, struct action *reply, int64_t id);
void tie_task(struct desk *d, struct action *reply, int64_t id);
/* Of what `said` was tied to, what had come to rest when it was written. */
int backing_keep(struct desk *d, const struct action *said,
		 struct action *reply, struct err *err) MUST_CHECK;
/* Do the words name that sum, and would another one contradict them? */
bool backing_names(struct desk *d, const struct action *reply,
		   struct money sum);
/* The words tell of what was done, or given up, as far as the desk can know. */
int backing_tells(struct desk *d, struct action *reply,
		  struct err *err) MUST_CHECK;

/* -- beside actions (backing_task.c) -- */

/* A task that is open or done, and gives the buyer something: of the ticket,
 * and what went into it; of its order's others one that is open and says so. */
struct hand {
	int64_t id, ticket, set;
	const char *words; /* that it stands behind */
	struct money sum;  /* none: it gives goods, or nobody said how much */
	bool said;         /* what it gives; else its role tells */
	bool by_playbook, done;
	bool told;         /* the reply is tied to it already */
	bool sure, needed; /* sure: whatever the words say */
};
VEC(hands, struct hand);

/* Tasks, and what the shop shows. Texts are in the arena. */
struct others {
	struct hands hands;
	const char *shown; /* words, or "" */
};
/* All are needed, and none is sure. */
int others_read(struct desk *d, const struct action *reply, struct others *out,
		struct err *err) MUST_CHECK;
void others_release(struct others *o);
/* What those that are needed, and the shop, stand behind; in the arena. */
const char *others_words(struct desk *d, const struct others *o);
/* Leaves away the tasks that the words do without, what is done first; `more`:
 * what else stands behind them. */
void others_leave(struct desk *d, const struct action *reply, struct others *o,
		  const char *more);
/* Of the tasks that are needed, "[3,7]" in the arena, or "". */
const char *others_ids(struct desk *d, const struct others *o);

#endif
