/* attempts_own.h - what the lists of attempts share among themselves.
 *
 * A list is tried in its order and ends with one without a name. passed() is
 * for calls with arguments that cannot work: only a refusal counts as one.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_ATTEMPTS_OWN_H
#define HW_TESTS_ATTEMPTS_OWN_H

#include "help/attempts.h"

#define WORKER (FROM_LOADING | FROM_WORKER)
#define SENT (WORKER | FROM_SENDER)
#define ALL (SENT | FROM_DESK)

struct attempt {
	const char *name;
	int (*run)(void); /* not 0 when it succeeded */
	int from;         /* where it must fail */
};
extern const struct attempt attempts_on_files[], attempts_to_connect[],
	attempts_on_processes[], attempts_on_the_kernel[];

extern struct attempts_at attempts_at; /* of the round that is being made */

/* The process that is to be harmed. */
pid_t attempts_victim(void);
/* Not refused, whatever else was wrong with it. */
int passed(long rc);

#endif
