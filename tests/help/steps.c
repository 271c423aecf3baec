/* steps.c - see steps.h.
 * SPDX-License-Identifier: MIT */
#include "help/steps.h"

#include <sqlite3.h>

static int64_t tens;

static int count(void *arg)
{
	(void)arg;
	tens++;
	return 0;
}

void steps_start(struct db *db)
{
	tens = 0;
	sqlite3_progress_handler(db_raw(db), 10, count, NULL);
}

int64_t steps_end(struct db *db)
{
	sqlite3_progress_handler(db_raw(db), 0, NULL, NULL);
	return tens;
}
