/* quarantine.c - what intake could not read: sealed as it came, with a reason
 * and an alert. Its way back is in inbox.c.
 * SPDX-License-Identifier: MIT */
#include "desk/alert.h"
#include "desk/erase_blank.h"
#include "desk/intake.h"
#include "desk/role.h"

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
