/* restored.c - see restored.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ledger/restored.h"

#include "desk/action/action.h"
#include "desk/alert/ladder.h"
#include "desk/erase/erase.h"
#include "desk/money/reconcile.h"
#include "desk/people/assign.h"
#include "desk/ticket/deadline.h"

int restored_held(struct db *db, int64_t *since, struct err *err)
{
	return db_ask(db, since, 0, err,
		      "SELECT since FROM holds WHERE name = 'restored'", "");
}

int restored_left(struct db *db, int64_t *left, struct err *err)
{
	return db_ask(db, left, 0, err,
		      "SELECT count(*) FROM actions WHERE (state IN (5, 9) OR "
		      "(state = 6 AND coalesce(looks, 0) = 0)) AND "
		      "NOT coalesce(" LADDER_NOTICE_SQL ", 0)",
		      "");
}

int restored_any(struct db *db, bool *any, struct err *err)
{
	int64_t one;
	int rc = db_ask(db, &one, 0, err, "SELECT 1 FROM unread LIMIT 1", "");

	*any = one != 0;
	return rc;
}

int restored_unread(struct db *db, struct arena *arena, const char **names,
		    struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(db,
				   "SELECT coalesce(group_concat(instance, ', "
				   "'), '') FROM (SELECT instance FROM unread "
				   "ORDER BY 1)",
				   "");

	*names = "";
	if (rows_next(&r))
		*names = arena_strdup(arena, rows_text(&r, 0));
	return rows_end(&r, err);
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
	return found < 0 || reconcile_start(d, err) || assign_round(d, err) ? -1
									    : 0;
}

/* -- restored -- */

static int must_be_read(struct desk *d, struct err *err)
{
	const cJSON *name;

	if (db_run(d->db, err, "DELETE FROM unread", ""))
		return -1;
	cJSON_ArrayForEach (name, json_get(d->tx.json, "unread"))
		if (cJSON_IsString(name) &&
		    db_run(d->db, err,
			   "INSERT OR IGNORE INTO unread VALUES(?1)", "s",
			   name->valuestring))
			return -1;
	return 0;
}

int restored_apply(struct desk *d, struct err *err)
{
	if (db_own(d->db, err) || must_be_read(d, err))
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
				"(3, 4, 5, 6, 9) AND id > ?1 AND NOT (state IN "
				"(3, 4) AND coalesce(" LADDER_NOTICE_SQL
				", 0)) ORDER BY id LIMIT 1",
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
			   "every open action has been looked up again and "
			   "every shop and mailbox was read",
			   err);
}

/* -- what was done since is read -- */

int caught_up_check(struct desk *d, struct err *err)
{
	int64_t waits;

	if (db_ask(d->db, &waits, 0, err,
		   "SELECT 1 FROM unread WHERE instance = ?1", "s",
		   arg_text(d, "instance")))
		return -1;
	if (!waits)
		d->tx.cmd->verdict = UNCHANGED;
	return 0;
}

int caught_up_apply(struct desk *d, struct err *err)
{
	return db_run(d->db, err, "DELETE FROM unread WHERE instance = ?1", "s",
		      arg_text(d, "instance"));
}

/* -- lift -- */

static int say_what_is_left(struct desk *d, int64_t left, struct err *err)
{
	const char *unread;

	if (restored_unread(d->db, &d->arena, &unread, err))
		return -1;
	return err_set(err, ERR_DATA,
		       "%lld actions have not been looked up, and not "
		       "read to the end yet: %s; wait, or give --force "
		       "REASON",
		       (long long)left, *unread ? unread : "nothing");
}

static int may_force(struct desk *d, int64_t left, struct err *err)
{
	struct limits limits = { 0 };
	const char *role = "";

	if (!*arg_text(d, "force"))
		return say_what_is_left(d, left, err);
	if (d->brain &&
	    d->brain->agent(d->brain, d->tx.cmd->by, &role, &limits) &&
	    text_eq(role, "owner"))
		return 0;
	return err_set(err, ERR_DENIED,
		       "only an owner may say go before every open action has "
		       "been looked up, and every shop and mailbox read");
}

/* The reason is a person's, about nobody's order: a subject of its own. */
int lift_check(struct desk *d, struct err *err)
{
	int64_t since, left;
	bool unread;

	d->tx.subject =
		arena_printf(&d->arena, "lift:%lld", (long long)d->tx.cmd->at);
	if (restored_held(d->db, &since, err) ||
	    restored_left(d->db, &left, err) ||
	    restored_any(d->db, &unread, err))
		return -1;
	if (!since)
		return err_set(err, ERR_DATA, "nothing is held");
	return left || unread ? may_force(d, left, err) : 0;
}

int lift_apply(struct desk *d, struct err *err)
{
	if (db_run(d->db, err, "DELETE FROM unread", ""))
		return -1;
	return db_run(d->db, err, "DELETE FROM holds WHERE name = 'restored'",
		      "");
}

/* -- for whoever runs the desk -- */

static int tell(struct desk *d, const char *kind, const struct str *json,
		struct err *err)
{
	struct command cmd = { .kind = kind, .by = "desk", .via = "host" };

	cmd.json = json ? str_c(json) : "{}";
	cmd.json_len = json ? json->len : 2;
	return desk_do(d, &cmd, err);
}

static int tell_restored(struct desk *d, struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = JW_INIT(&json);
	const char *name;

	jw_object(&w);
	jw_key(&w, "unread");
	jw_array(&w);
	for (size_t i = 0; d->brain && d->brain->tells &&
			   (name = d->brain->tells(d->brain, i));
	     i++)
		jw_text(&w, name);
	jw_end(&w);
	jw_end(&w);
	return tell(d, "restored", &json, err);
}

/* A plugin that could not read all says so by a string that it keeps. */
static int is_behind(struct desk *d, const char *instance, int64_t *behind,
		     struct err *err)
{
	return db_ask(d->db, behind, 0, err,
		      "SELECT 1 FROM kv WHERE instance = ?1 AND "
		      "key = 'behind'",
		      "s", instance);
}

int restored_read(struct desk *d, const char *instance, struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = JW_INIT(&json);
	int64_t since, behind;

	if (restored_held(d->db, &since, err) ||
	    is_behind(d, instance, &behind, err))
		return -1;
	if (!since || behind)
		return 0;
	jw_object(&w);
	jw_kv_text(&w, "instance", instance);
	jw_end(&w);
	return tell(d, "caught_up", &json, err);
}

int desk_start(struct desk *d, struct err *err)
{
	bool copy;

	if (erase_finish(d, err) || tell(d, "started", NULL, err) ||
	    db_is_copy(d->db, &copy, err))
		return -1;
	if (copy && tell_restored(d, err))
		return -1;
	return erase_again(d, copy, err);
}

int restored_settle(struct desk *d, struct err *err)
{
	int64_t since, left;
	bool unread;

	if (restored_held(d->db, &since, err) ||
	    restored_left(d->db, &left, err) ||
	    restored_any(d->db, &unread, err))
		return -1;
	return since && !left && !unread ? tell(d, "lift", NULL, err) : 0;
}
