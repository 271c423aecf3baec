/* doctor_wanted.c - what is legal and still wants somebody.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "cli/doctor.h"
#include "desk/alert/ladder.h"

/* ?1 is now: of the desk, whose clock may run ahead in a trial. */
static const struct {
	const char *about, *what, *todo, *sql;
} wanted[] = {
	{ "deadlines", "deadlines missed", "helloword ticket list",
	  "SELECT count(*) FROM deadlines d JOIN tickets t ON t.id = d.ticket "
	  "WHERE t.state <> 3 AND (d.state = 3 OR (d.state = 1 AND d.due < "
	  "?1))" },
	{ "actions", "actions that a person must look at",
	  "helloword action list --state parked",
	  "SELECT count(*) FROM actions WHERE state = 10 AND ?1" },
	{ "actions", "actions due for more than an hour and not sent",
	  "helloword plugins tells what keeps them",
	  "SELECT count(*) FROM actions WHERE state = 4 AND "
	  "coalesce(not_before, approved, planned) < ?1 - 3600000 AND (NOT "
	  "EXISTS (SELECT 1 FROM holds) OR " LADDER_NOTICE_SQL ")" },
	{ "actions", "actions whose outcome is unknown for more than a day",
	  "helloword action list --state unknown",
	  "SELECT count(*) FROM actions WHERE state = 9 AND coalesce(doubt, "
	  "sent, planned) < ?1 - 86400000" },
	{ "actions", "actions accepted that the platform does not show in time",
	  "helloword action list --state accepted, and look there",
	  "SELECT count(*) FROM actions a WHERE state = 6 AND NOT EXISTS "
	  "(SELECT 1 FROM deadlines WHERE action = a.id AND state = 1 AND "
	  "purpose = 'settle' AND due > ?1 - 3600000)" },
	{ "actions", "actions that wait for approval for more than a day",
	  "helloword action list --state waiting",
	  "SELECT count(*) FROM actions WHERE state = 2 AND planned < ?1 - "
	  "86400000" },
	{ "reconciliation", "refunds that differ from what the platform shows",
	  "helloword reconcile list",
	  "SELECT count(*) FROM differences WHERE explained IS NULL AND ?1" },
	{ "breakers", "breakers that stop money",
	  "helloword alert list; acknowledging one says go on",
	  "SELECT count(*) FROM alerts WHERE cause GLOB 'breaker*' AND "
	  "acknowledged IS NULL AND ?1" },
	{ "alerts", "alerts", "helloword alert list",
	  "SELECT count(*) FROM alerts WHERE acknowledged IS NULL AND ?1" },
	{ "quarantine", "records in the quarantine",
	  "helloword quarantine list",
	  "SELECT count(*) FROM quarantine WHERE state = 'open' AND ?1" },
	{ "erasing", "steps of an erasure that are not done after an hour",
	  "the desk does them: helloword serve; a program that reads the "
	  "database for long keeps it from that",
	  "SELECT count(*) FROM erasing WHERE (SELECT max(at) FROM erased) < "
	  "?1 - 3600000" },
	{ "webhooks", "webhooks that wait for more than an hour to be read",
	  "helloword plugins tells what keeps them",
	  "SELECT count(*) FROM inbox WHERE state = 'waiting' AND at < ?1 - "
	  "3600000" },
};

void doctor_wanted(struct doctor *d)
{
	int64_t now = clock_now();
	int64_t last =
		db_i64(d->db, 0,
		       "SELECT at FROM journal ORDER BY seq DESC LIMIT 1", "");

	for (size_t i = 0; i < COUNT_OF(wanted); i++) {
		int64_t n = db_i64(d->db, 0, wanted[i].sql, "i",
				   last > now ? last : now);

		if (n)
			doctor_found(d, WARNING, wanted[i].about,
				     wanted[i].todo, "%s: %lld", wanted[i].what,
				     (long long)n);
	}
	if (last > now + 10 * MINUTE_MS)
		doctor_found(d, WARNING, "clock",
			     "set the clock; a trial with --speed may be so",
			     "the newest entry of the journal is of the "
			     "future");
}
