/* failed_help.h - the buyer of T-1 was told of what a task gives, and it
 * failed: are they owed a word about it? SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_FAILED_HELP_H
#define HW_TESTS_FAILED_HELP_H

#include "desk/backing_help.h"

#define CLOSE "\"ticket\":1,\"outcome\":\"x\""
#define CLOSE_2 "\"ticket\":2,\"outcome\":\"x\""
/* mia writes of task 1, which failed. */
#define SORRY(ticket)                                              \
	"{\"ticket\":" ticket ",\"text\":\"Sorry, none is left\"," \
	"\"tells_tasks\":[1]}"
#define SORRY_2                                                  \
	"{\"ticket\":2,\"text\":\"Sorry, none is left\",\"to\":" \
	"\"ann@work.example\",\"tells_tasks\":[1]}"
#define REPLY_2(text)                                 \
	"{\"ticket\":2,\"text\":\"" text "\",\"to\":" \
	"\"ann@work.example\"}"
#define OPEN_ALARM                                                       \
	"SELECT count(*) FROM alerts WHERE cause = 'task-failed:1' AND " \
	"acknowledged IS NULL"

/* A step of the warehouse that sends the goods once more, and says so. */
extern const struct step_given reship_step;

/* The words of that step left, and then its task failed. */
struct desk *desk_that_told(void);
/* A person gave task 1 and told the buyer of it: the words left. */
struct desk *desk_where_a_person_told(void);

/* T-1 is stuck and not closed for task 1, whose alert is open. */
void is_owed(struct desk *d);
/* It can be closed, and the alert is over. */
void is_owed_no_more(struct desk *d);

/* The buyer names the order of T-1 from another address: T-2. */
void writes_from_work(struct desk *d);
/* And T-1 goes into that. */
void goes_into_another(struct desk *d);

#endif
