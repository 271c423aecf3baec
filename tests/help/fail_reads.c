/* fail_reads.c - see fail_reads.h.
 *
 * SQLite tells a traced statement's SQL before it runs; interrupting it there
 * ends it with SQLITE_INTERRUPT.
 * SPDX-License-Identifier: MIT */
#include "help/fail_reads.h"

#include <sqlite3.h>
#include <string.h>

static const char *wanted;

static int at_start(unsigned event, void *raw, void *statement, void *sql)
{
	(void)event;
	(void)statement;
	if (wanted && strstr(sql, wanted))
		sqlite3_interrupt(raw);
	return 0;
}

void fail_reads(struct db *db, const char *part)
{
	wanted = part;
	sqlite3_trace_v2(db_raw(db), part ? SQLITE_TRACE_STMT : 0, at_start,
			 db_raw(db));
}
