/* action_jobs.c - what the host may work on now.
 * SPDX-License-Identifier: MIT */
#include "desk/action/action.h"
#include "desk/action/action_commands.h"
#include "desk/alert/ladder.h"

#define OF_ONE 16 /* jobs of an instance in one state */

/* Of each instance (found by steps over the index, so that neither history nor
 * many of another one cost anything) the oldest, in turn. */
#define JOBS(index, which)                                                 \
	"WITH RECURSIVE who(name) AS (SELECT '' UNION ALL SELECT (SELECT " \
	"min(instance) FROM actions INDEXED BY " index " WHERE " which     \
	" AND instance > name) FROM who WHERE name IS NOT NULL) "          \
	"SELECT a.id, row_number() OVER (PARTITION BY name ORDER BY "      \
	"coalesce(a.not_before, 0), a.id) AS turn FROM who CROSS JOIN "    \
	"actions a ON a.id IN (SELECT id FROM actions INDEXED BY " index   \
	" WHERE " which " AND instance IS nullif(name, '') AND "           \
	"coalesce(not_before, 0) <= ?1 ORDER BY coalesce(not_before, 0), " \
	"id LIMIT ?2) WHERE name IS NOT NULL ORDER BY turn, "              \
	"coalesce(a.not_before, 0), a.id LIMIT ?3"

static const char *const waiting_jobs[] = {
	/* unknown, and accepted: looked at; settled: looked at again */
	JOBS("actions_jobs", "state = 9"),
	JOBS("actions_jobs", "state = 6"),
	JOBS("actions_again",
	     "state = 7 AND verb = 'refund' AND not_before IS NOT NULL"),
	/* due: notices of alerts only while a restored copy is on hold, no
	 * money while the clock is doubted */
	JOBS("actions_jobs",
	     "state = 4 AND (NOT EXISTS (SELECT 1 FROM holds) "
	     "OR " LADDER_NOTICE_SQL ") AND (worth IS "
	     "NULL OR NOT EXISTS (SELECT 1 FROM deadlines INDEXED BY "
	     "deadlines_source WHERE state = 1 AND source = 'clock' AND "
	     "purpose = 'clock'))"),
};

enum { JOBS_DUE = COUNT_OF(waiting_jobs) - 1 };

/* One of each state in turn, the oldest first: many that are due never keep
 * the looks at unknown money waiting, nor the other way round; and one of each
 * instance, so that many of one hide none of another. */
int action_jobs(struct db *db, int64_t now, struct action_job *out, int max)
{
	struct rows of[COUNT_OF(waiting_jobs)];
	struct err err = { 0 };
	bool more = true;
	int n = 0, rc = 0;

	for (size_t i = 0; i < COUNT_OF(of); i++)
		of[i] = rows_query(db, waiting_jobs[i], "iii", now,
				   (int64_t)OF_ONE, (int64_t)max);
	while (more && n < max) {
		more = false;
		for (size_t i = 0; i < COUNT_OF(of) && n < max; i++) {
			if (!rows_next(&of[i]))
				continue;
			out[n++] = (struct action_job){
				.id = rows_i64(&of[i], 0),
				.look = i != JOBS_DUE,
			};
			more = true;
		}
	}
	for (size_t i = 0; i < COUNT_OF(of); i++) {
		rc |= rows_end(&of[i], &err);
		rows_release(&of[i]);
	}
	return rc ? -1 : n;
}
