/* ticket_now.c - see ticket_now.h.
 * SPDX-License-Identifier: MIT */
#include "cli/ticket_now.h"

#include "desk/ticket.h"

bool ticket_now_action(const struct action *a)
{
	return a->state != ACTION_CANCELLED || a->approved ||
	       !text_eq(a->proposed_by, "policy");
}

bool ticket_now_deadline(const struct deadline *d)
{
	return (d->state != DEADLINE_MET && d->state != DEADLINE_DROPPED) ||
	       !words_have("undo remind playbook accept snooze settle",
			   d->purpose);
}

int ticket_now_rest(struct str *out, struct db *db, int64_t ticket,
		    struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(db,
				   "SELECT id FROM actions WHERE ticket = ?1 "
				   "AND state = 11 AND approved IS NULL AND "
				   "proposed_by = 'policy' ORDER BY id",
				   "i", ticket);
	long long last = 0;

	for (; rows_next(&r); last = (long long)rows_i64(&r, 0))
		str_printf(out,
			   last ? ", %lld" : "\nproposed and taken back: %lld",
			   (long long)rows_i64(&r, 0));
	if (last)
		str_printf(out, "     why: helloword action show %lld\n", last);
	return rows_end(&r, err);
}

/* -- what it stands beside -- */

#define WAITS "waits for approval"
#define BESIDE WAITS ": action "

/* "12 (refund 12.50 USD, waiting)" with the state of now, unless it was given
 * up since. Where it ends; NULL: it is something else. */
static const char *put_one(struct db *db, const char *at, struct str *out)
{
	const char *end = strchr(at, ')'), *what = strchr(at, '(');
	const char *state = end ? memrchr(at, ',', (size_t)(end - at)) : NULL;
	int64_t id = strtoll(at, NULL, 10);
	int32_t is;

	if (!state || !what || what > state)
		return NULL;
	is = (int32_t)db_i64(db, 0, "SELECT state FROM actions WHERE id = ?1",
			     "i", id);
	if (is && is != ACTION_REFUSED && is != ACTION_CANCELLED &&
	    is != ACTION_FAILED)
		str_printf(out, "%saction %lld %.*s, %s)", out->len ? ", " : "",
			   (long long)id, (int)(state - what), what,
			   action_state_name(is));
	return end + 1;
}

void ticket_now_why(struct db *db, struct arena *arena, struct action *a)
{
	CLEANUP(str_release) struct str now = STR_INIT;
	const char *at = a->why + strlen(BESIDE);

	if (a->state != ACTION_WAITING || !text_starts(a->why, BESIDE))
		return;
	while ((at = put_one(db, at, &now)) && text_starts(at, ", action "))
		at += strlen(", action ");
	if (!at)
		return;
	a->why = now.len ? arena_printf(arena, WAITS ": %s%s", str_c(&now), at)
			 : WAITS;
}
