/* attached.c - see attached.h.
 * SPDX-License-Identifier: MIT */
#include "desk/intake/attached.h"

#include "desk/intake/evidence.h"
#include "desk/intake/upload.h"
#include "desk/playbook/playbook.h"

bool attached_counts(const struct file_in *f)
{
	return !f->within || f->size >= LOGO_BYTES;
}

/* -- whose it is -- */

/* Of the text that it came with: the message, and its ticket. */
static int find_message(struct desk *d, const struct file_in *f,
			int64_t *message, int64_t *ticket, bool *human,
			struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT m.id, m.ticket, m.origin FROM facts "
				   "f JOIN messages m ON m.id = f.id WHERE "
				   "f.shop = ?1 AND f.kind = 'text_in' AND "
				   "f.ref = ?2",
				   "is", d->tx.cmd->shop, f->text_ref);

	if (!rows_next(&r))
		return rows_end(&r, err) ? -1
					 : err_set(err, ERR_DATA,
						   "the text that it came with "
						   "is not here");
	*message = rows_i64(&r, 0);
	*ticket = rows_i64(&r, 1);
	*human = rows_i64(&r, 2) == HW_HUMAN;
	return rows_end(&r, err);
}

static int load_ticket(struct desk *d, const struct file_in *f,
		       int64_t *message, struct ticket *t, struct err *err)
{
	int64_t ticket = 0;
	bool human = false;

	*t = (struct ticket){ 0 };
	*message = 0;
	if (find_message(d, f, message, &ticket, &human, err))
		return -1;
	return ticket && human ? ticket_load(d, ticket, t, err) : 0;
}

int attached_find(struct desk *d, struct file_in *f, struct err *err)
{
	struct ticket t;
	int64_t message;

	if (load_ticket(d, f, &message, &t, err))
		return -1;
	if (t.id)
		d->tx.subject = arena_strdup(&d->arena, ticket_subject(d, &t));
	else
		d->tx.cmd->verdict = UNCHANGED;
	return 0;
}

/* -- its bytes -- */

void attached_put_place(struct str *json, size_t from, size_t len)
{
	str_cut(json, json->len - 1);
	str_printf(json, ",\"beside\":[%zu,%zu]}", from, len);
}

static const void *bytes_of(const struct desk *d, size_t *len)
{
	const cJSON *place = json_get(d->tx.json, "beside");
	int64_t from, n;

	if (!d->delivery || !d->delivery->beside ||
	    !json_as_i64(cJSON_GetArrayItem(place, 0), &from) ||
	    !json_as_i64(cJSON_GetArrayItem(place, 1), &n))
		return NULL;
	*len = (size_t)n;
	return (const char *)d->delivery->beside + from;
}

static bool has_it(struct desk *d, const struct file_in *f, const char *name,
		   struct err *err)
{
	struct ticket t;
	int64_t message;

	return load_ticket(d, f, &message, &t, err) == 0 &&
	       db_i64(d->db, 0,
		      "SELECT 1 FROM files_in i JOIN files s ON s.evidence = "
		      "i.evidence WHERE i.message = ?1 AND s.name = ?2",
		      "is", message, name) != 0;
}

/* What the matter has already takes none. */
static bool has_room(struct desk *d, const char *name)
{
	struct upload_terms terms;

	return d->brain->uploads(d->brain, "", &terms) &&
	       (db_i64(d->db, 0,
		       "SELECT 1 FROM files WHERE subject = ?1 AND name = ?2",
		       "ss", d->tx.subject, name) ||
		!upload_full(d, d->tx.subject, &terms));
}

static void tell_again(struct desk *d, const struct file_in *f,
		       const struct evidence_file *file)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	record_put_json(&s, &file_in_kind, f);
	if (!f->refused)
		evidence_put(&s, file, d->tx.subject);
	d->tx.cmd->json = arena_strndup(d->delivered, str_c(&s), s.len);
	d->tx.cmd->json_len = s.len;
}

int attached_keep(struct desk *d, struct file_in *f, struct err *err)
{
	struct evidence_file *file = &d->tx.fact->stored;
	size_t len = 0;
	const void *bytes = bytes_of(d, &len);

	if (!bytes)
		return 0;
	evidence_name(d->keys, d->tx.subject, bytes, len, file);
	if (has_it(d, f, file->name, err)) {
		d->tx.cmd->verdict = UNCHANGED;
	} else if (!has_room(d, file->name)) {
		f->refused = FILE_MANY;
		f->mime = "";
	} else if (evidence_store(d, d->tx.subject, bytes, len, file, err)) {
		return -1;
	}
	tell_again(d, f, file);
	return err->code ? -1 : 0;
}

/* -- rows -- */

int attached_save(struct desk *d, struct fact *f, struct err *err)
{
	struct file_in *in = f->rec;
	struct hw_evidence e = { .mime = in->mime };
	struct ticket t;

	in->evidence = 0;
	if (load_ticket(d, in, &in->message, &t, err))
		return -1;
	if (in->refused)
		return 0;
	in->evidence = db_next_id(d->db, "evidence");
	e.ref = arena_printf(&d->arena, ATTACHED_REF "%lld:%lld",
			     (long long)in->message, (long long)f->id);
	e.order_ref = t.order_ref;
	e.kind = upload_type(in->mime);
	memcpy(&e.at, &in->at, sizeof e.at);
	return record_save(d->db, &evidence_kind, in->evidence, t.shop, &e,
			   err) ||
			       evidence_link(d, in->evidence,
					     json_get(d->tx.json, "file"),
					     &f->stored, err)
		       ? -1
		       : 0;
}

/* -- what follows -- */

/* A mail answers once: its text did, as it was told of the files, or the file
 * before this one. A text by which the playbook began could not. */
static int has_answered(struct desk *d, const struct file_in *f, int64_t ticket,
			int64_t *is, struct err *err)
{
	return db_ask(d->db, is, 0, err,
		      "SELECT 1 FROM deadlines l JOIN facts f ON f.shop = ?2 "
		      "AND f.kind = 'text_in' AND f.ref = ?3 WHERE l.ticket = "
		      "?1 AND l.purpose = 'playbook' AND l.state = ?4 AND "
		      "l.done >= f.seen LIMIT 1",
		      "iisi", ticket, d->tx.cmd->shop, f->text_ref,
		      (int64_t)DEADLINE_MET);
}

int attached_follow(struct desk *d, struct err *err)
{
	const struct file_in *f = d->tx.fact->rec;
	struct ticket t;
	int64_t message, answered = 0;
	bool taken;

	if (f->refused || !attached_counts(f))
		return 0;
	if (load_ticket(d, f, &message, &t, err) ||
	    has_answered(d, f, t.id, &answered, err) ||
	    (!answered && playbook_shown(d, t.id, &taken, err)))
		return -1;
	return ticket_settle(d, t.id, err);
}
