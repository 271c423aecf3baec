/* restored.c - see restored.h.
 * SPDX-License-Identifier: MIT */
#include "desk/restored.h"

#include "desk/action.h"
#include "desk/deadline.h"
#include "desk/difference.h"
#include "desk/erase.h"

int restored_held(struct db *db, int64_t *since, struct err *err)
{
	return db_ask(db, since, 0, err,
		      "SELECT since FROM holds WHERE name = 'restored'", "");
}

int restored_left(struct db *db, int64_t *left, struct err *err)
{
	return db_ask(db, left, 0, err,
		      "SELECT count(*) FROM actions WHERE state IN (5, 9) OR "
		      "(state = 6 AND coalesce(looks, 0) = 0)",
		      "");
}

/* 1 and the action after *id, 0 when that was the last, -1. */
static int next_in(struct desk *d, const char *sql, int64_t *id,
		   struct err *err)
{
	if (db_ask(d->db, id, 0, err, sql, "i", *id))
		return -1;
	return *id != 0;
}

static int doubt(struct desk *d, const struct action *before, const char *why,
		 struct err *err)
{
	struct action after = *before;

	after.not_before = action_first_look(d, before);
	if (before->state == ACTION_HELD &&
	    deadline_end(d, 0, before->id, "undo", NULL, DEADLINE_DROPPED, err))
		return -1;
	return action_to_unknown(d, before, &after, why, err);
}

int started_decide(struct desk *d, struct err *err)
{
	struct action a;
	int64_t id = 0;
	int found;

	while ((found = next_in(d,
				"SELECT id FROM actions WHERE state = 5 AND "
				"id > ?1 ORDER BY id LIMIT 1",
				&id, err)) > 0)
		if (action_load(d, id, &a, err) ||
		    doubt(d, &a, "the desk stopped while it was on its way",
			  err))
			return -1;
	return found < 0 ? -1 : difference_start(d, err);
}

/* -- restored -- */

int restored_apply(struct desk *d, struct err *err)
{
	if (db_own(d->db, err))
		return -1;
	return db_run(d->db, err,
		      "INSERT OR REPLACE INTO holds VALUES('restored', ?1)",
		      "i", d->tx.cmd->at);
}

int restored_decide(struct desk *d, struct err *err)
{
	struct action a;
	int64_t id = 0;
	int found;

	while ((found = next_in(d,
				"SELECT id FROM actions WHERE state IN "
				"(3, 4, 5, 6, 9) AND id > ?1 ORDER BY id "
				"LIMIT 1",
				&id, err)) > 0) {
		bool looked_for = false;

		if (action_load(d, id, &a, err))
			return -1;
		looked_for =
			a.state == ACTION_UNKNOWN || a.state == ACTION_ACCEPTED;
		if (looked_for ? action_look_anew(d, &a, err)
			       : doubt(d, &a,
				       "restored from a backup: it may be done",
				       err))
			return -1;
	}
	if (found < 0)
		return -1;
	return alert_raise(d, "warning", "restored", 0,
			   "restored from a backup: nothing is sent until "
			   "every open action has been looked up again",
			   err);
}

/* -- lift -- */

static int may_force(struct desk *d, int64_t left, struct err *err)
{
	struct limits limits = { 0 };
	const char *role = "";

	if (!*arg_text(d, "force"))
		return err_set(err, ERR_DATA,
			       "%lld actions have not been looked up; wait, or "
			       "give --force REASON",
			       (long long)left);
	if (d->brain &&
	    d->brain->agent(d->brain, d->tx.cmd->by, &role, &limits) &&
	    text_eq(role, "owner"))
		return 0;
	return err_set(err, ERR_DENIED,
		       "only an owner may say go before every open action has "
		       "been looked up");
}

/* The reason is a person's, about nobody's order: a subject of its own. */
int lift_check(struct desk *d, struct err *err)
{
	int64_t since, left;

	d->tx.subject =
		arena_printf(&d->arena, "lift:%lld", (long long)d->tx.cmd->at);
	if (restored_held(d->db, &since, err) ||
	    restored_left(d->db, &left, err))
		return -1;
	if (!since)
		return err_set(err, ERR_DATA, "nothing is held");
	return left ? may_force(d, left, err) : 0;
}

int lift_apply(struct desk *d, struct err *err)
{
	return db_run(d->db, err, "DELETE FROM holds WHERE name = 'restored'",
		      "");
}

/* -- for whoever runs the desk -- */

static int tell(struct desk *d, const char *kind, struct err *err)
{
	struct command cmd = { .kind = kind,
			       .by = "desk",
			       .via = "host",
			       .json = "{}",
			       .json_len = 2 };

	return desk_do(d, &cmd, err);
}

int desk_start(struct desk *d, struct err *err)
{
	bool copy;

	if (erase_finish(d, err) || tell(d, "started", err) ||
	    db_is_copy(d->db, &copy, err))
		return -1;
	if (!copy)
		return 0;
	return tell(d, "restored", err) || erase_tell_returned(d, err) ? -1 : 0;
}

int restored_settle(struct desk *d, struct err *err)
{
	int64_t since, left;

	if (restored_held(d->db, &since, err) ||
	    restored_left(d->db, &left, err))
		return -1;
	return since && !left ? tell(d, "lift", err) : 0;
}
