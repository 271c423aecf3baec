/* queue.c - see queue.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ticket/queue.h"

#include "desk/playbook/playbook.h"
#include "desk/task/task_told.h"
#include "model/records.h"

struct rows queue_tier(struct db *db, int32_t state, int64_t tier,
		       const char *owner)
{
	int64_t first = state ? state : TICKET_OPEN;
	/* What is set aside stands among the waiting, and is no work now. */
	int64_t second = state ? 0 : TICKET_WAITING;

	if (owner)
		return rows_query(db,
				  "SELECT id, due FROM tickets WHERE owner = "
				  "?4 AND state = ?1 AND tier = ?3 UNION ALL "
				  "SELECT id, due FROM tickets WHERE owner = "
				  "?4 AND state = ?2 AND tier = ?3 AND "
				  "snoozed IS NULL ORDER BY "
				  "due NULLS LAST, id",
				  "iiis", first, second, tier, owner);
	return rows_query(db,
			  "SELECT id, due FROM tickets WHERE state = ?1 AND "
			  "tier = ?3 UNION ALL SELECT id, due FROM tickets "
			  "WHERE state = ?2 AND tier = ?3 AND snoozed IS NULL "
			  "ORDER BY due NULLS LAST, id",
			  "iii", first, second, tier);
}

struct rows queue_by_due(struct db *db, int32_t state, const char *owner)
{
	return rows_query(db,
			  "SELECT id, due FROM tickets WHERE (?1 IS NULL OR "
			  "owner = ?1) AND (state = ?2 OR (state = ?3 AND "
			  "snoozed IS NULL)) ORDER BY due NULLS LAST, tier, id",
			  "sii", owner, state ? (int64_t)state : TICKET_OPEN,
			  state ? INT64_C(0) : TICKET_WAITING);
}

struct rows queue_missed(struct db *db, const char *owner)
{
	return rows_query(
		db,
		"SELECT id FROM tickets t WHERE state IN (1, 2) AND (?1 IS "
		"NULL OR owner = ?1) AND EXISTS (SELECT 1 FROM deadlines x "
		"WHERE x.ticket = t.id AND " QUEUE_MISSED(
			"x") ") ORDER BY tier, due NULLS LAST, id",
		"s", owner);
}

struct rows queue_aside(struct db *db, const char *owner)
{
	return rows_query(db,
			  "SELECT id FROM tickets WHERE state = 2 AND snoozed "
			  "IS NOT NULL AND (?1 IS NULL OR owner = ?1) ORDER "
			  "BY snoozed, id",
			  "s", owner);
}

/* A yes is an approved effect that is no reply, or the answer to what a
 * playbook asked. A step that is waited at has a deadline, or it is not waited
 * at any more. */
#define NOTHING_MOVES                                                          \
	"((EXISTS (SELECT 1 FROM actions WHERE ticket = t.id AND verb <> "     \
	"'reply' AND approved IS NOT NULL) OR EXISTS (SELECT 1 FROM "          \
	"deadlines WHERE ticket = t.id AND state = 2 AND purpose = 'accept') " \
	"OR (playbook IS NOT NULL AND step IS NOT NULL AND step NOT IN "       \
	"('done', 'stopped'))) AND NOT EXISTS (SELECT 1 FROM deadlines WHERE " \
	"ticket = t.id AND state = 1))"

/* A code that is the playbook's own, which waits and has a step to tell of it.
 * Of what somebody planned by hand it knows nothing. */
#define TOLD_LATER                                                         \
	"(m.verb = 'coupon' AND m.ticket = t.id AND coalesce(instr("       \
	"m.rule, '" PLAYBOOK_RULE "' || t.playbook || ': '), 0) = 1 AND "  \
	"EXISTS (SELECT 1 FROM deadlines WHERE ticket = t.id AND state = " \
	"1 AND purpose = 'playbook'))"

/* The same of one that is made by hand. */
#define TASK_TOLD_LATER                                                    \
	"(k.gives = 'coupon' AND k.ticket = t.id AND k.playbook IS "       \
	"t.playbook AND k.playbook IS NOT NULL AND EXISTS (SELECT 1 FROM " \
	"deadlines WHERE ticket = t.id AND state = 1 AND purpose = "       \
	"'playbook'))"

/* Any reply is a word about what the buyer got, as far as this list goes; about
 * what they do not get only one that tells of it is. */
#define UNDER_WAY "ticket = t.id AND state IN (1, 2, 3, 4, 5, 6, 9, 10)"
#define NO_REPLY_WAITS "NOT EXISTS (SELECT 1 FROM actions WHERE " UNDER_WAY ")"
#define NO_EFFECT_RUNS                                       \
	"NOT EXISTS (SELECT 1 FROM actions WHERE " UNDER_WAY \
	" AND verb <> 'reply')"

struct rows queue_stuck(struct db *db)
{
	return rows_query(
		db,
		"SELECT id, CASE WHEN untold IS NOT NULL THEN 'untold' WHEN "
		"unpaid IS NOT NULL THEN 'unpaid' WHEN failed IS NOT NULL THEN "
		"'failed' WHEN by_hand IS NOT NULL THEN 'untold_task' ELSE "
		"'still' END, coalesce(untold, unpaid, failed, by_hand) FROM "
		"(SELECT t.id AS id, (SELECT min(m.id) FROM actions m "
		"WHERE " NO_REPLY_WAITS " AND " UNTOLD " AND NOT " TOLD_LATER
		") AS untold, (SELECT min(m.id) "
		"FROM actions a, actions m WHERE " TOLD_NOT_PAID
		" AND NOT " WRITES_OF_IT
		") AS unpaid, (SELECT min(k.id) FROM tasks_in_vain k "
		"WHERE " TASK_TOLD " AND " TASK_STILL_OWED
		" AND NOT " WRITES_OF_TASK ") AS failed, (SELECT min(k.id) "
		"FROM tasks k WHERE " NO_REPLY_WAITS " AND " TASK_UNTOLD
		" AND NOT " TASK_TOLD_LATER ") AS by_hand, " NO_REPLY_WAITS
		" AND " NOTHING_MOVES " AS still FROM tickets t WHERE "
		"state IN (1, 2) AND " NO_EFFECT_RUNS ") WHERE "
		"coalesce(untold, unpaid, failed, by_hand) IS NOT NULL OR "
		"still ORDER BY id",
		"");
}

struct rows queue_owed(struct db *db, int64_t ticket)
{
	return rows_query(
		db,
		"SELECT 'untold', m.id FROM tickets t, actions m WHERE t.id = "
		"?1 AND " UNTOLD " AND NOT " TOLD_LATER " UNION SELECT "
		"'untold_task', k.id FROM tickets t, tasks k WHERE t.id = ?1 "
		"AND " TASK_UNTOLD " AND NOT " TASK_TOLD_LATER " UNION SELECT "
		"'unpaid', m.id FROM tickets t, actions a, actions m WHERE "
		"t.id = ?1 AND " TOLD_NOT_PAID " UNION SELECT 'failed', k.id "
		"FROM tickets t, tasks_in_vain k WHERE t.id = ?1 AND " TASK_TOLD
		" AND " TASK_STILL_OWED " ORDER BY 1 DESC, 2",
		"i", ticket);
}
