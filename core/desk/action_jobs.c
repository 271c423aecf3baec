/* action_jobs.c - what the host may work on now.
 * SPDX-License-Identifier: MIT */
#include "desk/action.h"

static const char *const waiting_jobs[] = {
	/* unknown, and accepted: looked at */
	"SELECT id FROM actions WHERE state = 9 AND "
	"coalesce(not_before, 0) <= ?1 ORDER BY not_before, id LIMIT ?2",
	"SELECT id FROM actions WHERE state = 6 AND "
	"coalesce(not_before, 0) <= ?1 ORDER BY not_before, id LIMIT ?2",
	/* due: nothing while a restored copy is on hold, no money while the
	 * clock is doubted */
	"SELECT id FROM actions WHERE state = 4 AND "
	"coalesce(not_before, 0) <= ?1 AND NOT EXISTS (SELECT 1 FROM holds) "
	"AND (amount IS NULL OR NOT EXISTS (SELECT 1 FROM deadlines "
	"INDEXED BY deadlines_source WHERE state = 1 AND source = 'clock' AND "
	"purpose = 'clock')) ORDER BY not_before, id LIMIT ?2",
};

enum { JOBS_DUE = COUNT_OF(waiting_jobs) - 1 };

/* One of each state in turn, the oldest first: many that are due never keep
 * the looks at unknown money waiting, nor the other way round. */
int action_jobs(struct db *db, int64_t now, struct action_job *out, int max)
{
	struct rows of[COUNT_OF(waiting_jobs)];
	struct err err = { 0 };
	bool more = true;
	int n = 0, rc = 0;

	for (size_t i = 0; i < COUNT_OF(of); i++)
		of[i] = rows_query(db, waiting_jobs[i], "ii", now,
				   (int64_t)max);
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
