/* codec.h - records to JSON and back, by their tables.
 *
 * Canonical form: fields in table order, absent when not known (empty text,
 * zero number, no currency), money {"amount":"12.50","currency":"EUR"}, moments
 * as ISO text with what is known of their zone, choices as their words, bytes
 * as base64. The same record always gives the same bytes.
 * SPDX-License-Identifier: MIT */
#ifndef HW_MODEL_CODEC_H
#define HW_MODEL_CODEC_H

#include "base/json.h"
#include "base/mem.h"
#include "model/kinds.h"

/* Appends {"kind":"order",...}. */
void record_put_json(struct str *s, const struct kind *kind, const void *rec);

/* Takes every personal text out of a record. */
void record_blank(const struct kind *kind, void *rec);

/* As above without the kind, and only fields for which pick() is true (NULL
 * picks all); for parts: hashes, journals without personal data. */
void record_put_fields(struct jw *w, const struct kind *kind, const void *rec,
		       bool (*pick)(const struct field *));

/* Fills rec (zeroed first) from an object; texts and bytes are copied into the
 * arena. Unknown members are ignored; a member of the wrong type, a word that
 * is not in the list, a bad amount or moment, a missing required field is
 * ERR_DATA naming the field and what is allowed. */
int record_from_json(void *rec, const struct kind *kind, const cJSON *object,
		     struct arena *arena, struct err *err) MUST_CHECK;

/* As record_from_json, but touches only the members that are there (null makes
 * a field unknown) and asks for none: how a recorded change is applied. */
int record_patch_json(void *rec, const struct kind *kind, const cJSON *object,
		      struct arena *arena, struct err *err) MUST_CHECK;

/* Keys and values of the fields that differ, for record_patch_json. */
void record_put_diff(struct jw *w, const struct kind *kind, const void *before,
		     const void *after, bool (*pick)(const struct field *));
bool field_same(const struct field *f, const void *a, const void *b);

/* One field of a record, as the tables see it. */
const char *field_text(const struct field *f, const void *rec); /* "" if none */
int64_t field_int(const struct field *f, const void *rec);
bool field_known(const struct field *f, const void *rec);
/* The word of a choice, NULL for 0 or out of range. */
const char *field_word(const struct field *f, const void *rec);
/* Index of a word in f->words, 0 when it is not there. */
int32_t field_choice(const struct field *f, const char *word);

/* JSON Schema (draft 2020-12) of a kind. */
void schema_put(struct str *s, const struct kind *kind);
/* CREATE TABLE text of the columns that db/record.h reads and writes; what
 * core/db/schema/ must agree with (tests/db/schema_test.c). */
void schema_put_sql(struct str *s, const struct kind *kind);

#endif
