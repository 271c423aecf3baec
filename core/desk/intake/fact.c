/* fact.c - see fact.h.
 * SPDX-License-Identifier: MIT */
#include "desk/intake/fact.h"

#include "base/log.h"
#include "base/when.h"
#include "desk/erase/erase.h"
#include "desk/intake/attached.h"
#include "desk/intake/message.h"
#include "desk/intake/message_find.h"

/* -- reading one -- */

static void put_key_part(struct str *key, const struct field *f,
			 const void *rec)
{
	if (key->len)
		str_putc(key, '|');
	if (f->type == FIELD_WHEN)
		when_put(
			key,
			*(const struct when *)(const void *)((const char *)rec +
							     f->at));
	else
		str_puts(key, field_text(f, rec));
}

static const char *natural_key(struct desk *d, const struct kind *kind,
			       const void *rec)
{
	CLEANUP(str_release) struct str key = STR_INIT;

	for (uint32_t i = 0; i < kind->count; i++)
		if (kind->fields[i].flags & FIELD_KEY)
			put_key_part(&key, &kind->fields[i], rec);
	return arena_strdup(&d->arena, str_c(&key));
}

static bool is_content(const struct field *f)
{
	return !(f->flags & FIELD_VERSION);
}

/* Bytes are content too: intake took them out of the record and left their
 * hash in `file`. */
static struct hash content_hash(const struct desk *d, const struct kind *kind,
				const void *rec, const cJSON *file)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct jw w = JW_INIT(&s);

	str_reserve(&s, d->tx.cmd->json_len);
	jw_object(&w);
	record_put_fields(&w, kind, rec, is_content);
	if (file)
		jw_kv_text(&w, "sha256", json_text(file, "sha256"));
	jw_end(&w);
	return sha256(str_c(&s), s.len);
}

static int64_t version_of(const struct kind *kind, const void *rec)
{
	for (uint32_t i = 0; i < kind->count; i++)
		if (kind->fields[i].flags & FIELD_VERSION)
			return field_int(&kind->fields[i], rec);
	return 0;
}

/* The first moment of a record's table is when it happened. A local time
 * whose zone nobody told is taken as UTC: a day more or less never decides. */
static int64_t occurred_of(const struct kind *kind, const void *rec)
{
	for (uint32_t i = 0; i < kind->count; i++) {
		const struct field *f = &kind->fields[i];

		if (f->type == FIELD_WHEN && field_known(f, rec))
			return ((const struct when
					 *)(const void *)((const char *)rec +
							  f->at))
				->ms;
	}
	return 0;
}

/* -- is it news? -- */

static int look_up(struct desk *d, struct fact *f, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r =
		rows_query(d->db,
			   "SELECT f.id, f.version, f.hash, s.live_since "
			   "FROM (SELECT 1) LEFT JOIN shops s ON s.id = ?1 "
			   "LEFT JOIN facts f ON f.shop = ?1 AND f.kind = ?2 "
			   "AND f.ref = ?3",
			   "iss", d->tx.cmd->shop, f->kind->name, f->key);
	const void *hash;
	size_t len;

	if (!rows_next(&r))
		return rows_end(&r, err);
	f->before_live = f->occurred && f->occurred < rows_i64(&r, 3);
	if (rows_null(&r, 0))
		return 0;
	f->id = rows_i64(&r, 0);
	hash = rows_blob(&r, 2, &len);
	if (f->version && f->version < rows_i64(&r, 1))
		d->tx.cmd->verdict = UNCHANGED;
	if (len == sizeof f->hash.at &&
	    memcmp(hash, f->hash.at, sizeof f->hash.at) == 0)
		d->tx.cmd->verdict = UNCHANGED;
	/* What somebody wrote does not change afterwards: a mailbox that was
	 * read again, with another clock or by a newer reader, says nothing
	 * new, and nobody's second text takes the place of a first. */
	if (f->kind == &text_in_kind || f->kind == &file_in_kind)
		d->tx.cmd->verdict = UNCHANGED;
	return 0;
}

int64_t fact_seen(struct desk *d, const struct kind *kind, const void *rec,
		  int64_t shop)
{
	return db_i64(d->db, 0,
		      "SELECT seen FROM facts WHERE shop = ?1 AND kind = ?2 "
		      "AND ref = ?3",
		      "iss", shop, kind->name, natural_key(d, kind, rec));
}

/* A message is found before it is sealed, and once: what follows from it is
 * decided by the same finding. */
static int set_subject(struct desk *d, struct fact *f, struct err *err)
{
	const char *subject;

	if (f->kind == &file_in_kind)
		return attached_find(d, f->rec, err);
	if (f->kind == &text_in_kind) {
		f->matter = arena_alloc(&d->arena, sizeof *f->matter);
		message_find(d, f->rec, d->tx.cmd->shop, f->matter);
		subject = message_subject(d, f->rec, f->matter);
	} else {
		subject = fact_subject(d, f->kind, f->rec, d->tx.cmd->shop);
	}
	d->tx.subject = arena_strdup(&d->arena, subject);
	return 0;
}

/* Of a mail that is nobody's matter, whose address counts, and whose thread:
 * what was erased were all mails of it, also those that this desk had never
 * seen. */
static int64_t mail_erased(struct desk *d, const struct hw_text_in *in,
			   int64_t shop)
{
	const char *address = message_address(in);
	const char *thread = in->thread && *in->thread ? in->thread : in->ref;
	int64_t at = erased_at(d, subject_of_thread(&d->arena, shop, thread));

	return at || !*address
		       ? at
		       : erased_at(d, subject_of_value(d, "address", address));
}

static bool from_before_erasure(struct desk *d, const struct kind *kind,
				const void *rec, int64_t shop,
				const char *subject)
{
	int64_t at = erased_at(d, subject), occurred = occurred_of(kind, rec);

	if (!at && kind == &text_in_kind && text_starts(subject, "mail:"))
		at = mail_erased(d, rec, shop);
	return at && occurred && occurred < at;
}

bool fact_is_old(struct desk *d, const struct kind *kind, const void *rec,
		 int64_t shop, const char *subject)
{
	return (kind == &text_in_kind &&
		(message_is_ours(d, rec) || fact_seen(d, kind, rec, shop))) ||
	       from_before_erasure(d, kind, rec, shop, subject);
}

/* What an erasure took is not brought back by a poll: texts and files of before
 * are no news, and anything else comes without its personal fields. */
static void leave_out_erased(struct desk *d, struct fact *f)
{
	CLEANUP(str_release) struct str json = STR_INIT;

	if (!*d->tx.subject)
		return;
	if (f->kind == &text_in_kind || f->kind == &evidence_kind ||
	    f->kind == &file_in_kind) {
		if (from_before_erasure(d, f->kind, f->rec, d->tx.cmd->shop,
					d->tx.subject))
			d->tx.cmd->verdict = UNCHANGED;
		return;
	}
	if (!erased_at(d, d->tx.subject))
		return;
	/* Without its number it is nobody's. */
	if (f->kind == &scan_kind) {
		d->tx.cmd->verdict = UNCHANGED;
		return;
	}
	record_blank(f->kind, f->rec);
	record_put_json(&json, f->kind, f->rec);
	d->tx.cmd->json = arena_strdup(&d->arena, str_c(&json));
	d->tx.cmd->json_len = json.len;
}

/* Whether there is room for it is told now, and is part of what it says. */
static int check_file(struct desk *d, struct fact *f, struct err *err)
{
	if (d->tx.taking == LIVE && d->tx.cmd->verdict == TAKEN &&
	    attached_keep(d, f->rec, err))
		return -1;
	f->hash = content_hash(d, f->kind, f->rec, NULL);
	return 0;
}

/* "file" is the desk's own word for bytes that it took out of a record, and
 * "beside" says that some came with it; it takes them out of these kinds only
 * (intake_line.c looks at those itself). */
static int check_own_word(const struct desk *d, const struct kind *kind,
			  struct err *err)
{
	const char *word = json_get(d->tx.json, "file")     ? "file"
			   : json_get(d->tx.json, "beside") ? "beside"
							    : NULL;

	if (kind == &text_in_kind || kind == &evidence_kind ||
	    kind == &file_in_kind || d->tx.taking != LIVE || !word)
		return 0;
	return err_set(err, ERR_DATA,
		       "\"%s\" is not a reporter's to give; %s has no bytes",
		       word, kind->name);
}

int fact_check(struct desk *d, struct err *err)
{
	const struct kind *kind = kind_by_name(d->tx.cmd->kind);
	const cJSON *file = json_get(d->tx.json, "file");
	struct fact *f = arena_alloc(&d->arena, sizeof *f);

	d->tx.fact = f;
	f->kind = kind;
	f->rec = arena_alloc(&d->arena, kind->size);
	if (check_own_word(d, kind, err) ||
	    record_from_json(f->rec, kind, d->tx.json, &d->arena, err) ||
	    fact_sound(kind, f->rec, d->tx.cmd->at, err))
		return -1;
	f->key = natural_key(d, kind, f->rec);
	f->hash = content_hash(d, kind, f->rec, file);
	f->version = version_of(kind, f->rec);
	f->occurred = occurred_of(kind, f->rec);
	if (kind == &text_in_kind && message_is_ours(d, f->rec))
		d->tx.cmd->verdict = UNCHANGED;
	if (look_up(d, f, err))
		return -1;
	f->fresh = !f->id;
	if (d->tx.cmd->verdict != TAKEN)
		return 0;
	if (set_subject(d, f, err))
		return -1;
	leave_out_erased(d, f);
	return kind == &file_in_kind ? check_file(d, f, err) : 0;
}

/* -- writing it -- */

static int save_lines(struct desk *d, const struct hw_order *o, bool fresh,
		      struct err *err)
{
	if (!fresh &&
	    db_run(d->db, err,
		   "DELETE FROM order_lines WHERE shop = ?1 AND order_ref = ?2",
		   "is", d->tx.cmd->shop, o->ref))
		return -1;
	for (uint32_t i = 0; i < o->lines.count; i++) {
		const struct hw_line *l =
			(const void *)((const char *)o->lines.at +
				       (size_t)i * o->lines.stride);

		if (db_run(d->db, err,
			   "INSERT INTO order_lines(id, shop, order_ref, ref, "
			   "sku, title, quantity, refundable, price, "
			   "price_currency) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, "
			   "?8, ?9, ?10)",
			   "iissttiiit", db_next_id(d->db, "order_lines"),
			   d->tx.cmd->shop, o->ref, l->ref, l->sku, l->title,
			   l->quantity, l->refundable, l->price.minor,
			   l->price.currency))
			return -1;
	}
	return 0;
}

static int save_row(struct desk *d, struct fact *f, struct err *err)
{
	if (f->kind == &text_in_kind)
		return message_from_fact(d, f, err);
	if (!f->id)
		f->id = db_next_id(d->db, f->kind->table);
	if (f->kind == &file_in_kind && attached_save(d, f, err))
		return -1;
	if (record_save(d->db, f->kind, f->id, d->tx.cmd->shop, f->rec, err))
		return -1;
	if (f->kind == &order_kind)
		return save_lines(d, f->rec, f->fresh, err);
	return f->kind == &evidence_kind
		       ? evidence_link(d, f->id, json_get(d->tx.json, "file"),
				       NULL, err)
		       : 0;
}

int fact_apply(struct desk *d, struct err *err)
{
	struct fact *f = d->tx.fact;

	if (save_row(d, f, err))
		return -1;
	d->tx.cmd->id = f->id;
	return db_run(d->db, err,
		      "INSERT OR REPLACE INTO facts(shop, kind, ref, id, "
		      "version, hash, seen) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
		      "issiibi", d->tx.cmd->shop, f->kind->name, f->key, f->id,
		      f->version, f->hash.at, sizeof f->hash.at, d->tx.cmd->at);
}
