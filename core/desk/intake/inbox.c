/* inbox.c - verified webhooks, and what plugins keep.
 * SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "base/when.h"
#include "desk/alert/alert.h"
#include "desk/intake/intake.h"

#define TRIES_MAX 5
#define POSTPONE_FIRST_MS SECOND_MS
#define POSTPONE_LAST_MS HOUR_MS
#define POSTPONE_LONG_MS (15 * MINUTE_MS)
#define POSTPONE_LIMIT_MS (3 * DAY_MS)

/* A hook is kept until it was read, so one key an instance does. */
static void subject_of_hooks(char *out, size_t size, const char *instance)
{
	snprintf(out, size, "inbox:%.60s", instance);
}

static void about_hook(char *out, size_t size, const char *instance,
		       const char *event_id)
{
	snprintf(out, size, "inbox:%.60s:%.80s", instance, event_id);
}

static int open_hook(struct desk *d, const char *instance, const char *event_id,
		     const void *sealed, size_t len, struct str *body,
		     struct err *err)
{
	char subject[80], about[160];

	subject_of_hooks(subject, sizeof subject, instance);
	about_hook(about, sizeof about, instance, event_id);
	return unseal(d->keys, subject, about, sealed, len, body, err);
}

/* One that was lost and is sent again is as good as new. */
static int insert_hook(struct desk *d, const char *instance,
		       const char *event_id, const char *topic,
		       const struct str *sealed, struct err *err)
{
	return db_run(d->db, err,
		      "INSERT INTO inbox(id, instance, event_id, topic, at, "
		      "sealed, state) VALUES(?1, ?2, ?3, ?4, ?5, ?6, "
		      "'waiting') ON CONFLICT(instance, event_id) DO "
		      "UPDATE SET sealed = excluded.sealed, at = excluded.at, "
		      "state = 'waiting' WHERE state = 'lost'",
		      "isssib", db_next_id(d->db, "inbox"), instance, event_id,
		      topic, desk_now(d), sealed->at, sealed->len);
}

int inbox_store(struct desk *d, const char *instance, const char *event_id,
		const char *topic, const void *body, size_t len,
		struct err *err)
{
	CLEANUP(str_release) struct str sealed = STR_INIT;
	char subject[80], about[160];
	int64_t stored;

	subject_of_hooks(subject, sizeof subject, instance);
	about_hook(about, sizeof about, instance, event_id);
	if (seal(d->keys, subject, about, body, len, &sealed, err) ||
	    db_begin(d->db, err))
		return -1;
	if (insert_hook(d, instance, event_id, topic, &sealed, err)) {
		desk_undo(d);
		return -1;
	}
	stored = db_changes(d->db);
	return desk_commit(d, err) ? -1 : stored > 0;
}

/* The oldest waiting hook: 1, 0 or -1; 2 when nobody can open it any more. */
static int open_next(struct desk *d, const char *instance, struct arena *arena,
		     struct inbox_item *out, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT id, topic, event_id, sealed FROM "
				   "inbox WHERE instance = ?1 AND "
				   "state = 'waiting' AND coalesce(not_before, "
				   "0) <= ?2 ORDER BY coalesce(not_before, 0), "
				   "id LIMIT 1",
				   "si", instance, desk_now(d));
	const void *sealed;
	size_t len;
	int rc;

	if (!rows_next(&r))
		return rows_end(&r, err);
	out->id = rows_i64(&r, 0);
	out->topic = arena_strdup(arena, rows_text(&r, 1));
	out->event_id = arena_strdup(arena, rows_text(&r, 2));
	out->body = (struct str)STR_INIT;
	sealed = rows_blob(&r, 3, &len);
	rc = open_hook(d, instance, out->event_id, sealed, len, &out->body,
		       err);
	if (rc > 0)
		return 1;
	str_release(&out->body);
	return rc == 0 || err->code == ERR_DATA ? 2 : -1;
}

bool inbox_waits(struct desk *d, const char *instance)
{
	return db_i64(d->db, 0,
		      "SELECT 1 FROM inbox WHERE instance = ?1 AND "
		      "state = 'waiting' AND coalesce(not_before, 0) <= ?2 "
		      "LIMIT 1",
		      "si", instance, desk_now(d));
}

/* Tells once an instance that something is gone, in the transaction of what
 * says so. */
static int tell_lost(struct desk *d, const char *instance, struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	CLEANUP(free_ptr) char *cause = xasprintf("inbox-lost:%s", instance);
	CLEANUP(free_ptr)
	char *text = xasprintf("%s: webhooks that waited cannot be opened: "
			       "keys.db has no key for them, as after a "
			       "restore without it; a poll brings what they "
			       "told of",
			       instance);
	struct command cmd = alert_command(&json, "warning", cause, text);

	desk_stamp(d, &cmd);
	return desk_take_open(d, &cmd, 1, err);
}

static int lose(struct desk *d, const char *instance, int64_t id,
		struct err *err)
{
	if (tell_lost(d, instance, err))
		return -1;
	if (db_run(d->db, err, "UPDATE inbox SET state = 'lost' WHERE id = ?1",
		   "i", id)) {
		desk_undo(d);
		return -1;
	}
	return desk_commit(d, err);
}

int inbox_next(struct desk *d, const char *instance, struct arena *arena,
	       struct inbox_item *out, struct err *err)
{
	int rc;

	while ((rc = open_next(d, instance, arena, out, err)) == 2) {
		*err = (struct err){ 0 };
		if (lose(d, instance, out->id, err))
			return -1;
	}
	return rc;
}

/* The body of a hook once more, under the quarantine's own seal. */
static int keep_unread(struct desk *d, int64_t id, const char *why,
		       struct err *err)
{
	CLEANUP(str_release) struct str body = STR_INIT;
	CLEANUP(rows_release)
	struct rows r = rows_query(
		d->db,
		"SELECT instance, event_id, sealed FROM inbox WHERE id = ?1",
		"i", id);
	char ref[24];
	const void *sealed;
	size_t len;

	if (!rows_next(&r))
		return rows_end(&r, err);
	sealed = rows_blob(&r, 2, &len);
	if (open_hook(d, rows_text(&r, 0), rows_text(&r, 1), sealed, len, &body,
		      err) < 0)
		return -1;
	snprintf(ref, sizeof ref, "%lld", (long long)id);
	return quarantine_put(d, rows_text(&r, 0), "hook", ref, str_c(&body),
			      body.len, why, err);
}

static int give_up(struct desk *d, int64_t id, const char *why, struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct arena arena = ARENA_INIT;
	const char *instance =
		db_text(d->db, &arena,
			"SELECT instance FROM inbox WHERE id = ?1", "i", id);
	struct command alert =
		quarantine_alert(d, &json, instance, "hook", why);
	int rc = desk_take_open(d, &alert, 1, err);

	arena_release(&arena);
	if (rc)
		return -1;
	if (keep_unread(d, id, why, err) ||
	    db_run(d->db, err,
		   "UPDATE inbox SET state = 'unread' WHERE id = ?1", "i",
		   id)) {
		desk_undo(d);
		return -1;
	}
	return desk_commit(d, err);
}

int inbox_failed(struct desk *d, int64_t id, const char *why, struct err *err)
{
	if (db_run(d->db, err,
		   "UPDATE inbox SET tries = tries + 1 WHERE "
		   "id = ?1",
		   "i", id))
		return -1;
	if (db_i64(d->db, 0, "SELECT tries FROM inbox WHERE id = ?1", "i", id) <
	    TRIES_MAX)
		return 0;
	return give_up(d, id, why && *why ? why : "the plugin failed", err);
}

int inbox_postpone(struct desk *d, int64_t id, int64_t retry_at,
		   const char *why, struct err *err)
{
	int64_t now = desk_now(d), wait = POSTPONE_FIRST_MS;
	int64_t since = db_i64(d->db, now, "SELECT at FROM inbox WHERE id = ?1",
			       "i", id);
	int64_t n = db_i64(
		d->db, 0, "SELECT postponed FROM inbox WHERE id = ?1", "i", id);

	if (now - since > POSTPONE_LIMIT_MS)
		return inbox_failed(d, id, why, err) ? -1 : 1;
	for (int64_t i = 0; i < n && wait < POSTPONE_LAST_MS; i++)
		wait *= 2;
	if (wait > POSTPONE_LAST_MS)
		wait = POSTPONE_LAST_MS;
	if (db_run(d->db, err,
		   "UPDATE inbox SET postponed = ?2, not_before = ?3 WHERE "
		   "id = ?1",
		   "iii", id, n + 1, retry_at > now ? retry_at : now + wait))
		return -1;
	return now - since > POSTPONE_LONG_MS;
}

/* -- what plugins keep -- */

int kv_load(struct db *db, const char *instance, struct str *out,
	    struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(db,
				   "SELECT key, value FROM kv WHERE "
				   "instance = ?1 ORDER BY key",
				   "s", instance);
	struct jw w = JW_INIT(out);

	jw_object(&w);
	while (rows_next(&r)) {
		jw_key(&w, rows_text(&r, 0));
		jw_text(&w, rows_text(&r, 1));
	}
	jw_end(&w);
	return rows_end(&r, err);
}
