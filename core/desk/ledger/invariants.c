/* invariants.c - see invariants.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ledger/invariants.h"

#include "base/def.h"

struct invariant {
	const char *what, *sql;
};
static const struct invariant invariants[] = {
	{ "an action in no legal state",
	  "SELECT id FROM actions WHERE state IS NULL OR state < 1 OR state > "
	  "12" },
	{ "an action that was sent without an attempt",
	  "SELECT id FROM actions WHERE state = 5 AND "
	  "coalesce(attempts, 0) = 0" },
	{ "a settled action without a moment",
	  "SELECT id FROM actions WHERE state = 7 AND settled IS NULL" },
	{ "two refunds of one intent under way",
	  "SELECT min(id) FROM actions WHERE state NOT IN (8, 11, 12) GROUP BY "
	  "intent HAVING count(*) > 1" },
	{ "an open deadline of a closed ticket",
	  "SELECT d.id FROM deadlines d JOIN tickets t ON t.id = d.ticket "
	  "WHERE d.state IN (1, 5) AND t.state = 3 AND d.action IS NULL" },
	{ "a ticket in no legal state",
	  "SELECT id FROM tickets WHERE state IS NULL OR state < 1 OR state > "
	  "3 OR tier IS NULL" },
	{ "a waiting ticket that waits for nothing",
	  "SELECT id FROM tickets WHERE state = 2 AND waiting_for IS NULL" },
	{ "queue counts that are wrong",
	  "SELECT 1 WHERE (SELECT sum(tickets) FROM queue_counts) <> (SELECT "
	  "count(*) FROM tickets)" },
};

int invariants_look(struct db *db, struct str *out, struct err *err)
{
	int found = 0;

	for (size_t i = 0; i < COUNT_OF(invariants); i++) {
		CLEANUP(rows_release)
		struct rows r = rows_query(db, invariants[i].sql, "");

		while (rows_next(&r)) {
			str_printf(out, "%s: %lld\n", invariants[i].what,
				   (long long)rows_i64(&r, 0));
			found++;
		}
		if (rows_end(&r, err))
			return -1;
	}
	return found;
}
