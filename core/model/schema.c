/* schema.c - what a record looks like, for people, checkers and the database.
 * SPDX-License-Identifier: MIT */
#include "model/codec.h"

static void put_property(struct jw *w, const struct field *f);

static void put_object(struct jw *w, const struct kind *kind, bool top)
{
	jw_kv_text(w, "type", "object");
	jw_key(w, "required");
	jw_array(w);
	if (top)
		jw_text(w, "kind");
	for (uint32_t i = 0; i < kind->count; i++)
		if (kind->fields[i].flags & FIELD_REQUIRED)
			jw_text(w, kind->fields[i].name);
	jw_end(w);
	jw_key(w, "properties");
	jw_object(w);
	if (top) {
		jw_key(w, "kind");
		jw_object(w);
		jw_kv_text(w, "const", kind->name);
		jw_end(w);
	}
	for (uint32_t i = 0; i < kind->count; i++) {
		jw_key(w, kind->fields[i].name);
		put_property(w, &kind->fields[i]);
	}
	jw_end(w);
}

static void put_money_shape(struct jw *w)
{
	jw_kv_text(w, "type", "object");
	jw_key(w, "required");
	jw_array(w);
	jw_text(w, "amount");
	jw_text(w, "currency");
	jw_end(w);
	jw_key(w, "properties");
	jw_object(w);
	jw_key(w, "amount");
	jw_object(w);
	jw_kv_text(w, "type", "string");
	jw_kv_text(w, "pattern", "^-?[0-9]+([.][0-9]+)?$");
	jw_end(w);
	jw_key(w, "currency");
	jw_object(w);
	jw_kv_text(w, "type", "string");
	jw_kv_text(w, "pattern", "^[A-Z]{3}$");
	jw_end(w);
	jw_end(w);
}

static void put_words(struct jw *w, const struct field *f)
{
	jw_kv_text(w, "type", "string");
	jw_key(w, "enum");
	jw_array(w);
	for (int32_t i = 1; f->words[i]; i++)
		jw_text(w, f->words[i]);
	jw_end(w);
}

static void put_shape(struct jw *w, const struct field *f)
{
	switch (f->type) {
	case FIELD_TEXT:
		jw_kv_text(w, "type", "string");
		break;
	case FIELD_INT:
		jw_kv_text(w, "type", "integer");
		break;
	case FIELD_FLAG:
		jw_kv_text(w, "type", "boolean");
		break;
	case FIELD_CHOICE:
		put_words(w, f);
		break;
	case FIELD_MONEY:
		put_money_shape(w);
		break;
	case FIELD_WHEN:
	case FIELD_INSTANT:
		jw_kv_text(w, "type", "string");
		jw_kv_text(w, "description",
			   "ISO 8601 date and time with what is known of its "
			   "zone: Z, an offset, or nothing");
		break;
	case FIELD_BYTES:
		jw_kv_text(w, "type", "string");
		jw_kv_text(w, "contentEncoding", "base64");
		break;
	case FIELD_LIST:
		jw_kv_text(w, "type", "array");
		jw_key(w, "items");
		jw_object(w);
		put_object(w, f->item, false);
		jw_end(w);
		break;
	}
}

static void put_property(struct jw *w, const struct field *f)
{
	jw_object(w);
	jw_kv_text(w, "title", f->doc);
	put_shape(w, f);
	if (f->flags & FIELD_PII)
		jw_kv_bool(w, "x-personal-data", true);
	jw_end(w);
}

void schema_put(struct str *s, const struct kind *kind)
{
	struct jw w = JW_INIT(s);

	jw_object(&w);
	jw_kv_text(&w, "$schema",
		   "https://json-schema.org/draft/2020-12/schema");
	jw_kv_text(&w, "title", kind->name);
	jw_kv_text(&w, "description", kind->doc);
	put_object(&w, kind, true);
	jw_end(&w);
}

/* -- SQL -- */

static void put_column(struct str *s, const struct field *f)
{
	switch (f->type) {
	case FIELD_TEXT:
		str_printf(s, ",\n  \"%s\" TEXT", f->name);
		break;
	case FIELD_INT:
	case FIELD_FLAG:
	case FIELD_CHOICE:
	case FIELD_INSTANT:
		str_printf(s, ",\n  \"%s\" INTEGER", f->name);
		break;
	case FIELD_MONEY:
		str_printf(s, ",\n  \"%s\" INTEGER,\n  \"%s_currency\" TEXT",
			   f->name, f->name);
		break;
	case FIELD_WHEN:
		str_printf(s, ",\n  \"%s\" INTEGER,\n  \"%s_zone\" INTEGER",
			   f->name, f->name);
		break;
	case FIELD_BYTES:
	case FIELD_LIST:
		break;
	}
}

void schema_put_sql(struct str *s, const struct kind *kind)
{
	str_printf(s, "CREATE TABLE %s (\n  id INTEGER PRIMARY KEY",
		   kind->table);
	if (kind->rec)
		str_puts(s, ",\n  shop INTEGER NOT NULL");
	if (text_eq(kind->name, "line"))
		str_puts(s, ",\n  shop INTEGER NOT NULL,"
			    "\n  order_ref TEXT NOT NULL");
	for (uint32_t i = 0; i < kind->count; i++)
		if (!text_eq(kind->fields[i].name, "id"))
			put_column(s, &kind->fields[i]);
	str_puts(s, "\n) STRICT;\n");
}
