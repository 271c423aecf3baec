/* action_help.h - what becomes of actions: a person decides, the buyer writes
 * meanwhile, they leave and are done.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_ACTION_HELP_H
#define HW_TESTS_ACTION_HELP_H

#include "desk/desk_help.h"

/* mia approves, cancels, undoes it. */
void act(struct desk *d, const char *kind, int64_t id);
/* Fails with the name of the state that it has instead. */
void is_in(struct desk *d, int64_t id, enum action_state state);
/* The newest action of that verb; 0 for none. */
int64_t newest(struct desk *d, const char *verb);
/* mia may not, and the sentence has `words` in it. */
void refuses(struct desk *d, const char *kind, int64_t id, const char *words);
/* mia writes to the buyer of that ticket; within the hour it is done. */
void replies(struct desk *d, int64_t ticket, const char *text);
/* The same, and says of what that tells: "task:3", or an action's number. */
void tells_of(struct desk *d, int64_t ticket, const char *text, const char *of);
/* Of the newest action of that verb. */
void tells_of_newest(struct desk *d, int64_t ticket, const char *verb);

/* The buyer of complaint 1001 writes about it once more, a second later. */
void writes(struct desk *d, const char *text);
/* A reply to the first message that the desk learns of by the mailbox alone. */
void replied_outside(struct desk *d, const char *text);
/* The same to the newest one. */
void replied_outside_last(struct desk *d, const char *text);

#endif
