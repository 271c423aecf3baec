/* field.h - how a record is described, once.
 *
 * A kind is a C struct and a table of its fields. The same table serves JSON
 * (codec.h), the wire, SQL columns (db/record.h), `helloword schema` (schema.h)
 * and erasure (FIELD_PII). Facts are the structs of sdk/hw_plugin.h, so what a
 * plugin emits is what the desk stores; the desk's own kinds are in records.h.
 * Fields are added at the end of a table, never re-typed or removed: journals
 * of every release replay for ever. Whoever adds one decides whether it is
 * personal (FIELD_PII: forgotten, it is never erased) and, of an action,
 * whether it says what was wanted, and is proposed again with it, or what
 * became of that (FIELD_LIFE; tests/desk/again_test.c lists these).
 * SPDX-License-Identifier: MIT */
#ifndef HW_MODEL_FIELD_H
#define HW_MODEL_FIELD_H

#include "base/def.h"

enum field_type {
	FIELD_TEXT,    /* const char *; NULL or "" is not known */
	FIELD_INT,     /* int64_t, |value| <= 2^53 */
	FIELD_FLAG,    /* int32_t, 0 or 1 */
	FIELD_CHOICE,  /* int32_t, 1.. index into words; 0 is not known */
	FIELD_MONEY,   /* struct money / struct hw_money */
	FIELD_WHEN,    /* struct when / struct hw_when */
	FIELD_INSTANT, /* int64_t ms, 0 is not known */
	FIELD_BYTES, /* const void * with a size_t at `len_at`; base64 in JSON;
		      * no column: bytes live in the evidence store */
	FIELD_LIST   /* struct hw_table of `item` records; a table of its own */
};

enum {
	FIELD_REQUIRED = 1u << 0, /* intake refuses the record without it */
	FIELD_PII = 1u << 1,     /* personal data: sealed, blanked on erasure */
	FIELD_KEY = 1u << 2,     /* part of the fact's natural key */
	FIELD_VERSION = 1u << 3, /* the source's version, not content */
	FIELD_LIFE = 1u << 4     /* what became of it; one made anew has none */
};

struct kind;

struct field {
	const char *name;
	enum field_type type;
	uint32_t flags;
	uint32_t at;              /* offset in the struct */
	uint32_t len_at;          /* FIELD_BYTES: offset of the length */
	const char *const *words; /* FIELD_CHOICE: words[0] is NULL (unknown),
				   * closed by a second NULL */
	const struct kind *item;  /* FIELD_LIST */
	const char *doc;          /* one line for the schema */
};

struct kind {
	const char *name;  /* "order": the word on the wire and in the schema */
	const char *table; /* "orders": its SQL table; NULL when it has none */
	const char *doc;
	const struct field *fields;
	uint32_t count;
	uint32_t size; /* sizeof its struct */
	int32_t rec;   /* HW_REC_*, -1 of a fact that has none, or 0 for the
			* desk's own kinds */
};

/* Empties it, as if it had never been known. */
void field_clear(const struct field *f, void *rec);
/* Empties what became of the record: what is left may be begun anew. */
void kind_begin_anew(const struct kind *kind, void *rec);
/* The field of that name, or NULL. */
const struct field *kind_field(const struct kind *kind, const char *name);

#endif
