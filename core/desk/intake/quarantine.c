/* quarantine.c - what intake could not read: sealed as it came, with a reason
 * and an alert. It is taken in again, or given up.
 * SPDX-License-Identifier: MIT */
#include "desk/alert/alert.h"
#include "desk/erase/erase_blank.h"
#include "desk/intake/intake.h"
#include "desk/people/role.h"

const char *subject_of_record(struct arena *arena, int64_t id)
{
	return arena_printf(arena, "quarantine:%lld", (long long)id);
}

int quarantine_put(struct desk *d, const char *instance, const char *kind,
		   const char *ref, const char *text, size_t len,
		   const char *reason, struct err *err)
{
	CLEANUP(str_release) struct str sealed = STR_INIT, why = STR_INIT;
	int64_t id = db_next_id(d->db, "quarantine");
	const char *about = subject_of_record(&d->arena, id);

	/* What the reason quotes stands in the record, which is sealed. */
	if (seal(d->keys, about, about, text, len, &sealed, err))
		return -1;
	str_put_unquoted(&why, reason);
	return db_run(d->db, err,
		      "INSERT INTO quarantine VALUES(?1, ?2, ?3, ?4, ?5, ?6, "
		      "?7, ?8, 'open')",
		      "isttsisb", id, instance, kind, ref, str_c(&why),
		      desk_now(d), about, sealed.at, sealed.len);
}

int quarantine_close(struct desk *d, int64_t id, struct err *err)
{
	return db_run(d->db, err,
		      "UPDATE quarantine SET state = 'taken', sealed = x'' "
		      "WHERE id = ?1",
		      "i", id);
}

int quarantine_again(struct desk *d, int64_t id, const char *reason,
		     struct err *err)
{
	CLEANUP(str_release) struct str why = STR_INIT;

	str_put_unquoted(&why, reason);
	return db_run(d->db, err,
		      "UPDATE quarantine SET reason = ?2 WHERE id = ?1", "is",
		      id, str_c(&why));
}

/* -- its way back -- */

struct kept {
	struct str text;
	char *instance;
	int64_t hook; /* its inbox row, 0 for a record */
};

static void kept_release(struct kept *k)
{
	str_release(&k->text);
	free(k->instance);
}

static int open_row(struct desk *d, int64_t id, struct kept *out,
		    struct err *err)
{
	CLEANUP(rows_release)
	struct rows r =
		rows_query(d->db,
			   "SELECT instance, subject, sealed, kind, ref "
			   "FROM quarantine WHERE id = ?1 AND "
			   "state = 'open'",
			   "i", id);
	const char *about = subject_of_record(&d->arena, id);
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
	sealed = rows_blob(&r, 2, &len);
	rc = unseal(d->keys, rows_text(&r, 1), about, sealed, len, &out->text,
		    err);
	if (rc == 0)
		return err_set(err, ERR_DATA, "record %lld was erased",
			       (long long)id);
	out->instance = xstrdup(rows_text(&r, 0));
	out->hook = text_eq(rows_text(&r, 3), "hook") ? rows_i64(&r, 4) : 0;
	return rc < 0 ? -1 : 0;
}

/* A hook goes before its plugin again. */
static int retry_hook(struct desk *d, int64_t id, int64_t hook, struct err *err)
{
	if (db_begin(d->db, err))
		return -1;
	if (db_run(d->db, err,
		   "UPDATE inbox SET state = 'waiting', tries = 0, postponed = "
		   "0, not_before = NULL WHERE id = ?1",
		   "i", hook) ||
	    quarantine_close(d, id, err)) {
		desk_undo(d);
		return -1;
	}
	return desk_commit(d, err);
}

int quarantine_retry(struct desk *d, int64_t id, struct err *err)
{
	CLEANUP(kept_release) struct kept kept = { .text = STR_INIT };
	struct delivery delivery = { .via = "quarantine", .quarantine = id };

	if (open_row(d, id, &kept, err))
		return -1;
	if (kept.hook)
		return retry_hook(d, id, kept.hook, err);
	delivery.instance = kept.instance;
	delivery.shop =
		db_i64(d->db, 0, "SELECT id FROM shops WHERE label = ?1", "s",
		       kept.instance);
	delivery.records = str_c(&kept.text);
	delivery.records_len = kept.text.len;
	if (desk_deliver(d, &delivery, err))
		return -1;
	return delivery.quarantined
		       ? err_set(err, ERR_DATA,
				 "record %lld is still refused: %s",
				 (long long)id,
				 db_text(d->db, &d->arena,
					 "SELECT reason FROM quarantine WHERE "
					 "id = ?1",
					 "i", id))
		       : 0;
}

int quarantine_read(struct desk *d, int64_t id, struct str *out,
		    struct err *err)
{
	CLEANUP(kept_release) struct kept kept = { .text = STR_INIT };

	if (open_row(d, id, &kept, err))
		return -1;
	str_add(out, str_c(&kept.text), kept.text.len);
	return 0;
}

/* -- dropping one -- */

/* The reason is a person's words and may name somebody: sealed under a subject
 * of its own, since the record's goes. */
int drop_record_check(struct desk *d, struct err *err)
{
	int64_t id = arg_i64(d, "record"), open;

	d->tx.subject =
		arena_printf(&d->arena, "drop:%lld", (long long)d->tx.cmd->at);
	if (d->tx.taking != LIVE)
		return 0; /* no replay has a quarantine */
	if (text_blank(arg_text(d, "reason")))
		return err_set(err, ERR_DATA,
			       "say with --reason why record %lld may be lost",
			       (long long)id);
	if (!role_leads(d, d->tx.cmd->by))
		return err_set(err, ERR_DENIED,
			       "only a manager or an owner drops a record: it "
			       "cannot be taken in again");
	if (db_ask(d->db, &open, 0, err,
		   "SELECT 1 FROM quarantine WHERE id = ?1 AND state = 'open'",
		   "i", id))
		return -1;
	return open ? 0
		    : err_set(err, ERR_DATA,
			      "the quarantine has no open record %lld",
			      (long long)id);
}

int drop_record_apply(struct desk *d, struct err *err)
{
	int64_t id = arg_i64(d, "record");

	return forget_record(d, id, "dropped", err) ||
			       forget_subject(
				       d, subject_of_record(&d->arena, id), err)
		       ? -1
		       : 0;
}

/* One alert per cause: the instance, the kind and the words of the reason
 * before anything that a record could choose. */
static char *cause_of(const char *instance, const char *kind,
		      const char *reason)
{
	return xasprintf("quarantine:%s:%s:%.*s", instance, kind,
			 (int)strcspn(reason, "\":0123456789"), reason);
}

struct command quarantine_alert(struct desk *d, struct str *json,
				const char *instance, const char *kind,
				const char *reason)
{
	CLEANUP(free_ptr) char *cause = cause_of(instance, kind, reason);
	CLEANUP(free_ptr)
	char *text = xasprintf("%s: a record of kind \"%s\" was refused and "
			       "kept; `helloword quarantine list` says why",
			       instance, kind);
	struct command cmd = alert_command(json, "warning", cause, text);

	desk_stamp(d, &cmd);
	return cmd;
}
