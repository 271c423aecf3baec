/* change.c - decisions as recorded differences of rows.
 *
 * One decision is {"<kind>": id, "new"?: true, "set": {field: value or null}};
 * its personal fields stand in the sealed part as {"i": position, "set": ...}.
 * Live, the difference is made from two structs; in a replay it is laid over
 * the row that is there. Both write the same fields of it.
 * SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "base/when.h"
#include "desk/simulate/vector.h"
#include "desk/ticket/ticket.h"

static bool is_public(const struct field *f)
{
	return !(f->flags & FIELD_PII) && strcmp(f->name, "id") != 0;
}

static bool is_personal(const struct field *f)
{
	return f->flags & FIELD_PII;
}

static int64_t id_of(const void *rec)
{
	return *(const int64_t *)rec;
}

static void record_public(struct tx *tx, const struct kind *kind,
			  const void *before, const void *after, bool fresh)
{
	struct jw w = JW_INIT(&tx->decisions);

	if (tx->count)
		str_putc(&tx->decisions, ',');
	jw_object(&w);
	jw_kv_i64(&w, kind->name, id_of(after));
	if (fresh)
		jw_kv_bool(&w, "new", true);
	jw_key(&w, "set");
	jw_object(&w);
	record_put_diff(&w, kind, before, after, is_public);
	jw_end(&w);
	jw_end(&w);
}

static const char *text_of(const struct kind *kind, const void *rec,
			   const char *name)
{
	const struct field *f = kind_field(kind, name);

	return f ? field_text(f, rec) : "";
}

static int64_t number_of(const struct kind *kind, const void *rec,
			 const char *name)
{
	const struct field *f = kind_field(kind, name);

	return f ? field_int(f, rec) : 0;
}

/* A command without personal data of its own may still decide about some: its
 * subject is the order or the thread of the first such row, or of its ticket.
 */
static void choose_subject(struct desk *d, const struct kind *kind,
			   const void *rec)
{
	const char *order = text_of(kind, rec, "order_ref");
	const char *thread = text_of(kind, rec, "thread");
	int64_t shop = number_of(kind, rec, "shop");
	int64_t ticket = number_of(kind, rec, "ticket");
	const char *tracking =
		kind == &deadline_kind &&
				text_eq(text_of(kind, rec, "purpose"), "parcel")
			? text_of(kind, rec, "source")
			: text_of(kind, rec, "tracking");
	struct err none = { 0 };
	struct ticket t;

	if (*order)
		order = subject_of_order(&d->arena, shop, order);
	else if (*thread)
		order = subject_of_thread(&d->arena, shop, thread);
	else if (ticket && ticket_load(d, ticket, &t, &none) == 0)
		order = ticket_subject(d, &t);
	else if (*tracking)
		order = subject_of_parcel(d, tracking);
	else
		order = subject_of_thread(&d->arena, shop,
					  arena_printf(&d->arena, "%s %lld",
						       kind->name,
						       (long long)id_of(rec)));
	d->tx.subject = arena_strdup(&d->arena, order);
}

static void record_personal(struct desk *d, const struct kind *kind,
			    const void *before, const void *after)
{
	struct tx *tx = &d->tx;
	CLEANUP(str_release) struct str set = STR_INIT;
	struct jw w = JW_INIT(&set);

	jw_object(&w);
	record_put_diff(&w, kind, before, after, is_personal);
	jw_end(&w);
	if (set.len <= 2)
		return;
	if (!*tx->subject)
		choose_subject(d, kind, after);
	str_printf(&tx->sealed, "%s{\"i\":%d,\"set\":%s}",
		   tx->sealed.len ? "," : "", tx->count, str_c(&set));
}

/* Which entries decided about a ticket, so that `explain` need not read the
 * whole journal. */
static int trace(struct desk *d, const struct kind *kind, const void *rec,
		 struct err *err)
{
	int64_t ticket = kind == &ticket_kind ? id_of(rec)
					      : number_of(kind, rec, "ticket");

	if (!ticket)
		return 0;
	return db_run(d->db, err, "INSERT OR IGNORE INTO traces VALUES(?1, ?2)",
		      "ii", ticket, d->tx.cmd->seq);
}

static int save(struct desk *d, const struct kind *kind, const void *before,
		const void *after, struct err *err)
{
	int64_t id = id_of(after);

	return (before ? record_update(d->db, kind, id, before, after, err)
		       : record_save(d->db, kind, id, 0, after, err)) ||
			       trace(d, kind, after, err)
		       ? -1
		       : 0;
}

/* The last guard: what cannot be written as a moment could not be read in a
 * replay either. */
static int check_moments(const struct kind *kind, const void *rec,
			 struct err *err)
{
	for (uint32_t i = 0; i < kind->count; i++) {
		const struct field *f = &kind->fields[i];
		int64_t ms = f->type == FIELD_INSTANT ? field_int(f, rec) : 0;

		if (ms < 0 || ms >= WHEN_LIMIT_MS)
			return err_set(err, ERR_DATA,
				       "%s.%s: %lld ms is no moment",
				       kind->name, f->name, (long long)ms);
	}
	return 0;
}

int change(struct desk *d, const struct kind *kind, const void *before,
	   void *after, struct err *err)
{
	const void *was = before ? before : arena_alloc(&d->arena, kind->size);

	if (check_moments(kind, after, err))
		return -1;
	if (!before && !id_of(after))
		*(int64_t *)after = db_next_id(d->db, kind->table);
	if (save(d, kind, before, after, err))
		return -1;
	/* Who proposes goes on when this one was refused: what was not written
	 * is not recorded either, or no replay could write it. */
	record_public(&d->tx, kind, was, after, !before);
	record_personal(d, kind, was, after);
	d->tx.count++;
	if (!before)
		d->tx.cmd->id = id_of(after);
	return 0;
}

static int save_vector(struct desk *d, const struct vector *v, struct err *err)
{
	return db_run(d->db, err,
		      "INSERT OR REPLACE INTO vectors VALUES(?1, ?2, ?3, ?4, "
		      "?5, ?6)",
		      "isssss", d->tx.cmd->seq, v->trigger, v->facts, v->fired,
		      v->considered, v->seen);
}

int change_vector(struct desk *d, const struct vector *v, struct err *err)
{
	str_printf(&d->tx.decisions,
		   "%s{\"vector\":\"%s\",\"facts\":%s,\"fired\":%s,"
		   "\"considered\":%s,\"seen\":%s}",
		   d->tx.count ? "," : "", v->trigger, v->facts, v->fired,
		   v->considered, v->seen);
	d->tx.count++;
	return save_vector(d, v, err);
}

/* -- replay -- */

static const cJSON *personal_of(const cJSON *sealed, int position)
{
	const cJSON *part;

	cJSON_ArrayForEach (part, sealed)
		if (json_i64(part, "i", -1) == position)
			return json_get(part, "set");
	return NULL;
}

static int apply_row(struct desk *d, const struct kind *kind, int64_t id,
		     const cJSON *set, const cJSON *personal, struct err *err)
{
	void *rec = arena_alloc(&d->arena, kind->size), *before;
	int found = record_load(d->db, kind, id, rec, &d->arena, err);

	before = arena_copy(&d->arena, rec, kind->size);
	if (found < 0 || record_patch_json(rec, kind, set, &d->arena, err) ||
	    (personal &&
	     record_patch_json(rec, kind, personal, &d->arena, err)))
		return -1;
	*(int64_t *)rec = id;
	return save(d, kind, found ? before : NULL, rec, err);
}

static int apply_vector(struct desk *d, const cJSON *decision, struct err *err)
{
	char *facts = cJSON_PrintUnformatted(json_get(decision, "facts"));
	char *fired = cJSON_PrintUnformatted(json_get(decision, "fired"));
	char *rest = cJSON_PrintUnformatted(json_get(decision, "considered"));
	char *seen = cJSON_PrintUnformatted(json_get(decision, "seen"));
	int rc = save_vector(d,
			     &(struct vector){ json_text(decision, "vector"),
					       facts, fired, rest ? rest : "{}",
					       seen ? seen : "" },
			     err);

	cJSON_free(seen);
	cJSON_free(rest);
	cJSON_free(facts);
	cJSON_free(fired);
	return rc;
}

static int apply_decision(struct desk *d, const cJSON *decision,
			  const cJSON *personal, struct err *err)
{
	const cJSON *first = decision->child;
	const struct kind *kind;
	int64_t id = 0;

	if (json_get(decision, "vector"))
		return apply_vector(d, decision, err);
	kind = first ? kind_by_name(first->string) : NULL;
	if (!kind || !kind->table || !json_as_i64(first, &id))
		return err_set(err, ERR_DATA,
			       "journal entry %lld: unknown decision",
			       (long long)d->tx.cmd->seq);
	/* Ids of new rows come from the counter live, from the entry in a
	 * replay; the counter must end where it was. */
	if (json_bool(decision, "new", false) &&
	    db_id_taken(d->db, kind->table, id, err))
		return -1;
	return apply_row(d, kind, id, json_get(decision, "set"), personal, err);
}

int change_apply(struct desk *d, const cJSON *decisions, const cJSON *sealed,
		 struct err *err)
{
	const cJSON *decision;
	int position = 0;

	cJSON_ArrayForEach (decision, decisions) {
		if (apply_decision(d, decision, personal_of(sealed, position),
				   err))
			return -1;
		position++;
	}
	return 0;
}
