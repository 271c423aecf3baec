/* subject.c - under which subject something is sealed (internal.h).
 * SPDX-License-Identifier: MIT */
#include "desk/intake/fact.h"
#include "desk/intake/message_find.h"

const char *subject_of_order(struct arena *arena, int64_t shop,
			     const char *order_ref)
{
	return arena_printf(arena, "order:%lld:%s", (long long)shop, order_ref);
}

const char *subject_of_thread(struct arena *arena, int64_t shop,
			      const char *thread)
{
	return arena_printf(arena, "thread:%lld:%s", (long long)shop, thread);
}

const char *subject_of_mail(struct arena *arena, int64_t shop, const char *ref)
{
	return arena_printf(arena, "mail:%lld:%s", (long long)shop, ref);
}

const char *subject_of_value(struct desk *d, const char *kind,
			     const char *value)
{
	CLEANUP(free_ptr) char *text = xasprintf("%s:%s", kind, value);
	char hex[2 * HASH_LEN + 1];
	struct hash h;

	for (char *at = text; *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	h = hmac_sha256(keys_secret(d->keys), HASH_LEN, text, strlen(text));
	hash_hex(&h, hex);
	return arena_printf(&d->arena, "%s:%.32s", kind, hex);
}

/* A carrier knows no orders: what it hands over about a parcel belongs to the
 * order that was sent with it, and is forgotten with that. */
const char *subject_of_parcel(struct desk *d, const char *tracking)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT shop, order_ref FROM shipments "
				   "WHERE tracking = ?1 ORDER BY id LIMIT 1",
				   "s", tracking);

	return rows_next(&r) && !rows_null(&r, 1)
		       ? subject_of_order(&d->arena, rows_i64(&r, 0),
					  rows_text(&r, 1))
		       : subject_of_value(d, "parcel", tracking);
}

static const char *text_field(const struct kind *kind, const void *rec,
			      const char *name)
{
	const struct field *f = kind_field(kind, name);

	return f ? field_text(f, rec) : "";
}

static bool has_personal(const struct kind *kind)
{
	for (uint32_t i = 0; i < kind->count; i++)
		if (kind->fields[i].flags & FIELD_PII)
			return true;
	return false;
}

const char *fact_subject(struct desk *d, const struct kind *kind,
			 const void *rec, int64_t shop)
{
	struct message_matter m;
	const char *tracking;
	const char *order = text_field(kind, rec, "order_ref");
	const char *ref = text_field(kind, rec, "ref");

	if (!has_personal(kind))
		return "";
	if (kind == &order_kind)
		return subject_of_order(&d->arena, shop, ref);
	if (kind == &text_in_kind) {
		message_find(d, rec, shop, &m);
		return message_subject(d, rec, &m);
	}
	if (*order)
		return subject_of_order(&d->arena, shop, order);
	tracking = text_field(kind, rec, "tracking");
	return *tracking ? subject_of_parcel(d, tracking)
			 : subject_of_thread(&d->arena, shop, ref);
}
