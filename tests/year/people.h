/* people.h - between the files of people.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_YEAR_PEOPLE_H
#define HW_TESTS_YEAR_PEOPLE_H

#include "year/seller.h"

/* The first id that `sql` finds, by a chance that is its ?1; 0 for none. */
int64_t people_pick(struct world *w, const char *sql);
/* Does something with an action, whoever may. False: nobody may. */
bool people_do(struct world *w, const char *kind, int64_t id, const char *more);
/* Looks on the platform what became of one that is parked. */
void people_judge(struct world *w, int64_t id);
void people_acknowledge(struct world *w);
/* more: of the request, such as ",\"force\":\"by phone\"". */
void people_close(struct world *w, int64_t id, const char *more);

/* The queue, what is due first (queue.c). */
void queue_clear(struct world *w);

#endif
