/* inbox.c - verified webhooks, the quarantine's way back, and kv.
 * SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "desk/intake.h"

#define TRIES_MAX 5

static void about_inbox(char *out, size_t size, const char *instance,
			const char *event_id)
{
	snprintf(out, size, "inbox:%.60s:%.80s", instance, event_id);
}

static int insert_hook(struct desk *d, const char *instance,
		       const char *event_id, const char *topic,
		       const struct str *sealed, const char *subject,
		       struct err *err)
{
	return db_run(d->db, err,
		      "INSERT OR IGNORE INTO inbox(id, instance, event_id, "
		      "topic, at, subject, sealed, state) VALUES(?1, ?2, ?3, "
		      "?4, ?5, ?6, ?7, 'waiting')",
		      "isssisb", db_next_id(d->db, "inbox"), instance, event_id,
		      topic, desk_now(d), subject, sealed->at, sealed->len);
}

int inbox_store(struct desk *d, const char *instance, const char *event_id,
		const char *topic, const void *body, size_t len,
		struct err *err)
{
	CLEANUP(str_release) struct str sealed = STR_INIT;
	char about[160];
	int64_t stored;

	about_inbox(about, sizeof about, instance, event_id);
	if (seal(d->keys, about, about, body, len, &sealed, err) ||
	    db_begin(d->db, err))
		return -1;
	if (insert_hook(d, instance, event_id, topic, &sealed, about, err)) {
		desk_undo(d);
		return -1;
	}
	stored = db_changes(d->db);
	return desk_commit(d, err) ? -1 : stored > 0;
}

int inbox_next(struct desk *d, const char *instance, struct arena *arena,
	       struct inbox_item *out, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT id, topic, event_id, subject, "
				   "sealed FROM inbox WHERE instance = ?1 AND "
				   "state = 'waiting' ORDER BY id LIMIT 1",
				   "s", instance);
	const void *sealed;
	size_t len;
	int rc;

	if (!rows_next(&r))
		return rows_end(&r, err);
	out->id = rows_i64(&r, 0);
	out->topic = arena_strdup(arena, rows_text(&r, 1));
	out->event_id = arena_strdup(arena, rows_text(&r, 2));
	out->body = (struct str)STR_INIT;
	sealed = rows_blob(&r, 4, &len);
	rc = unseal(d->keys, rows_text(&r, 3), rows_text(&r, 3), sealed, len,
		    &out->body, err);
	if (rc <= 0)
		str_release(&out->body);
	return rc;
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
	log_warning("webhook %lld could not be read %d times: %s",
		    (long long)id, TRIES_MAX, why);
	return db_run(d->db, err,
		      "UPDATE inbox SET state = 'unread' WHERE id = ?1", "i",
		      id);
}

/* -- back from the quarantine
 * -------------------------------------------------------- */

static int open_row(struct desk *d, int64_t id, struct str *text,
		    char **instance, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT instance, subject, sealed FROM "
				   "quarantine WHERE id = ?1 AND "
				   "state = 'open'",
				   "i", id);
	char about[48];
	const void *sealed;
	size_t len;
	int rc;

	if (!rows_next(&r))
		return rows_end(&r, err)
			       ? -1
			       : err_set(err, ERR_DATA,
					 "the quarantine has no open record "
					 "%lld",
					 (long long)id);
	snprintf(about, sizeof about, "quarantine:%lld", (long long)id);
	sealed = rows_blob(&r, 2, &len);
	rc = unseal(d->keys, rows_text(&r, 1), about, sealed, len, text, err);
	if (rc == 0)
		return err_set(err, ERR_DATA, "record %lld was erased",
			       (long long)id);
	*instance = xstrdup(rows_text(&r, 0));
	return rc < 0 ? -1 : 0;
}

int quarantine_retry(struct desk *d, int64_t id, struct err *err)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	CLEANUP(free_ptr) char *instance = NULL;
	struct delivery delivery = { .via = "quarantine" };

	if (open_row(d, id, &text, &instance, err))
		return -1;
	delivery.instance = instance;
	delivery.shop =
		db_i64(d->db, 0, "SELECT id FROM shops WHERE label = ?1", "s",
		       instance);
	delivery.records = str_c(&text);
	delivery.records_len = text.len;
	if (desk_deliver(d, &delivery, err))
		return -1;
	/* A refusal put it into the quarantine once more, with its present
	 * reason: either way this row has done its work. */
	if (db_run(d->db, err, "UPDATE quarantine SET state = ?2 WHERE id = ?1",
		   "is", id, delivery.quarantined ? "replaced" : "taken"))
		return -1;
	return delivery.quarantined
		       ? err_set(err, ERR_DATA,
				 "record %lld is still refused; see "
				 "`helloword quarantine list`",
				 (long long)id)
		       : 0;
}

/* -- what plugins keep
 * ----------------------------------------------------------------- */

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
