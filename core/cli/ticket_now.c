/* ticket_now.c - see ticket_now.h.
 * SPDX-License-Identifier: MIT */
#include "cli/ticket_now.h"

#include "desk/playbook/given.h"
#include "desk/ticket/merge.h"

/* An action keeps who approved it, and the journal who cancelled it. */
static bool by_a_person(struct db *db, const struct action *a)
{
	return db_i64(db, 0,
		      "SELECT 1 FROM traces t JOIN journal j ON j.seq = t.seq "
		      "WHERE t.ticket = ?1 AND j.kind IN ('cancel', 'give_up') "
		      "AND j.payload ->> 'action' = ?2 LIMIT 1",
		      "ii", a->ticket, a->id) != 0;
}

/* Of an erased buyer none is left. */
static void put_why(struct str *out, const char *why)
{
	if (*why)
		str_printf(out, " (%s)", why);
}

bool ticket_now_action(struct db *db, const struct action *a,
		       struct taken_back *taken)
{
	if (a->state != ACTION_CANCELLED || a->approved ||
	    !text_eq(a->proposed_by, "policy") || by_a_person(db, a))
		return true;
	if (taken->last && !text_eq(taken->why, a->why))
		put_why(taken->ids, taken->why);
	str_printf(taken->ids, taken->last ? ", %lld" : "%lld",
		   (long long)a->id);
	taken->last = a->id;
	taken->why = a->why;
	return false;
}

void ticket_now_rest(struct str *out, const struct taken_back *taken)
{
	if (!taken->last)
		return;
	str_printf(out, "\nproposed and taken back: %s", str_c(taken->ids));
	put_why(out, taken->why);
	str_printf(out, "     why: helloword action show %lld\n",
		   (long long)taken->last);
}

bool ticket_now_deadline(const struct deadline *d)
{
	return (d->state != DEADLINE_MET && d->state != DEADLINE_DROPPED) ||
	       !words_have("undo remind playbook accept snooze settle",
			   d->purpose);
}

/* -- what it stands beside -- */

#define OURS MERGE_FAMILY("?1")
#define WAITS "waits for approval"

static void put_one(struct str *out, struct rows *r)
{
	struct money sum = { .minor = rows_i64(r, 3) };

	snprintf(sum.currency, sizeof sum.currency, "%s", rows_text(r, 4));
	given_put(out, rows_i64(r, 0), rows_text(r, 1), (int32_t)rows_i64(r, 2),
		  sum);
}

/* What was there before it: as given.h counts it. */
static int put_beside(struct str *out, struct db *db, const struct action *a,
		      struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		db,
		"SELECT id, verb, state, amount, amount_currency FROM actions "
		"WHERE (ticket IN " OURS
		" OR (shop = ?2 AND order_ref = nullif(?3, ''))) AND verb <> "
		"'reply' AND state NOT IN (8, 11, 12) AND planned < ?4 ORDER "
		"BY id",
		"iisi", a->ticket, a->shop, a->order_ref, a->planned);

	while (rows_next(&r))
		put_one(out, &r);
	return rows_end(&r, err);
}

int ticket_now_why(struct db *db, struct arena *arena, struct action *a,
		   struct err *err)
{
	CLEANUP(str_release) struct str now = STR_INIT;

	if (a->state != ACTION_WAITING ||
	    !text_starts(a->why, WAITS ": action "))
		return 0;
	if (put_beside(&now, db, a, err))
		return -1;
	a->why = now.len ? arena_printf(arena,
					WAITS ": %s is there for the matter",
					str_c(&now))
			 : WAITS;
	return 0;
}
