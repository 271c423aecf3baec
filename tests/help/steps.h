/* steps.h - what the database did, counted: a cost that no load of the machine
 * changes.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_STEPS_H
#define HW_TESTS_STEPS_H

#include "db/db.h"

/* Counts the database's instructions, in tens, from now on. */
void steps_start(struct db *db);
/* How many there were; counts no more. */
int64_t steps_end(struct db *db);

#endif
