/* loop_guard.c - see loop_guard.h. What was not sent yet counts however old it
 * is: after an outage it all leaves at once.
 * SPDX-License-Identifier: MIT */
#include "desk/intake/loop_guard.h"

#include "base/when.h"

static bool quiet_wanted(struct desk *d, const struct action *a)
{
	return db_i64(d->db, 0,
		      "SELECT quiet FROM messages WHERE ticket = ?1 AND "
		      "direction = 1 AND origin = 1 "
		      "ORDER BY at DESC, id DESC LIMIT 1",
		      "i", a->ticket) != 0;
}

static int64_t to_address(struct desk *d, const char *address, int64_t since)
{
	return db_i64(d->db, INT64_MAX,
		      "SELECT count(*) FROM actions WHERE automatic = 1 AND "
		      "verb = 'reply' AND approved_by IS NULL AND "
		      "state NOT IN (2, 8, 11) AND "
		      "lower(to_addr) = lower(?1) AND "
		      "(coalesce(settled, sent, planned) > ?2 OR state IN (1, "
		      "3, 4, 5))",
		      "si", address, since);
}

static int64_t in_all(struct desk *d, int64_t since)
{
	return db_i64(d->db, INT64_MAX,
		      "SELECT (SELECT count(*) FROM actions WHERE "
		      "automatic = 1 AND verb = 'reply' AND "
		      "approved_by IS NULL AND state NOT IN (2, 8, 11) AND "
		      "coalesce(settled, sent, planned) > ?1) + "
		      "(SELECT count(*) FROM actions WHERE "
		      "state IN (1, 3, 4, 5) AND automatic = 1 AND "
		      "verb = 'reply' AND approved_by IS NULL AND "
		      "coalesce(settled, sent, planned) <= ?1)",
		      "i", since);
}

bool loop_guard(struct desk *d, const struct action *a, struct err *why)
{
	int64_t now = d->tx.cmd->at, n;

	if (!text_eq(a->verb, "reply"))
		return true;
	if (quiet_wanted(d, a)) {
		err_set(why, ERR_DENIED,
			"waits for approval: the message asks for no "
			"automatic answer");
		return false;
	}
	n = d->brain->auto_replies_a_day;
	if (to_address(d, a->to_addr, now - DAY_MS) >= n) {
		err_set(why, ERR_DENIED,
			"waits for approval: in 24 hours at most %lld "
			"automatic replies go to one address "
			"(automatic_replies in policy/rules.conf)",
			(long long)n);
		return false;
	}
	n = d->brain->auto_replies_an_hour;
	if (in_all(d, now - HOUR_MS) < n)
		return true;
	err_set(why, ERR_DENIED,
		"waits for approval: in an hour at most %lld automatic "
		"replies go in all (automatic_replies in policy/rules.conf)",
		(long long)n);
	return false;
}
