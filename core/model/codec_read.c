/* codec_read.c - records from JSON, by their tables.
 * SPDX-License-Identifier: MIT */
#include "model/codec.h"

#include "base/encode.h"
#include "base/money.h"
#include "base/when.h"
#include "hw_plugin.h"

struct reading {
	const struct kind *kind;
	const struct field *field;
	struct arena *arena;
	struct err *err;
};

static int wrong(const struct reading *r, const char *wanted)
{
	return err_set(r->err, ERR_DATA, "%s.%s must be %s", r->kind->name,
		       r->field->name, wanted);
}

static void *slot(const struct field *f, void *rec)
{
	return (char *)rec + f->at;
}

static int get_text(const struct reading *r, const cJSON *v, void *to)
{
	if (!cJSON_IsString(v))
		return wrong(r, "text");
	*(const char **)to = arena_strdup(r->arena, v->valuestring);
	return 0;
}

static int get_int(const struct reading *r, const cJSON *v, void *to)
{
	if (!json_as_i64(v, to))
		return wrong(r, "a whole number within 2^53");
	return 0;
}

static int get_flag(const struct reading *r, const cJSON *v, void *to)
{
	if (!cJSON_IsBool(v))
		return wrong(r, "true or false");
	*(int32_t *)to = cJSON_IsTrue(v);
	return 0;
}

static int get_choice(const struct reading *r, const cJSON *v, void *to)
{
	CLEANUP(str_release) struct str list = STR_INIT;
	int32_t i =
		cJSON_IsString(v) ? field_choice(r->field, v->valuestring) : 0;

	if (i) {
		*(int32_t *)to = i;
		return 0;
	}
	str_puts(&list, "one of");
	for (int32_t w = 1; r->field->words[w]; w++)
		str_printf(&list, " %s", r->field->words[w]);
	return wrong(r, str_c(&list));
}

static int get_money(const struct reading *r, const cJSON *v, void *to)
{
	const char *amount = json_text(v, "amount");
	const char *currency = json_text(v, "currency");

	if (!amount || !currency)
		return wrong(r,
			     "{\"amount\": \"12.50\", \"currency\": \"EUR\"}");
	if (money_parse(to, amount, currency, r->err))
		return err_context(r->err, "%s.%s", r->kind->name,
				   r->field->name);
	return 0;
}

static int get_moment(const struct reading *r, const cJSON *v, void *to)
{
	struct when w;

	if (!cJSON_IsString(v))
		return wrong(r, "a moment such as 2026-11-24T10:00:00Z");
	if (when_parse(&w, v->valuestring, r->err))
		return err_context(r->err, "%s.%s", r->kind->name,
				   r->field->name);
	if (r->field->type == FIELD_WHEN)
		*(struct when *)to = w;
	else if (w.basis == WHEN_ZONE_UNKNOWN)
		return wrong(r, "a moment with Z or an offset");
	else
		*(int64_t *)to = w.ms;
	return 0;
}

static int get_bytes(const struct reading *r, const cJSON *v, void *rec)
{
	CLEANUP(str_release) struct str bytes = STR_INIT;

	if (!cJSON_IsString(v) ||
	    get_base64(&bytes, v->valuestring, strlen(v->valuestring), r->err))
		return wrong(r, "base64");
	*(const void **)slot(r->field, rec) =
		arena_copy(r->arena, str_c(&bytes), bytes.len);
	*(size_t *)(void *)((char *)rec + r->field->len_at) = bytes.len;
	return 0;
}

static int get_list(const struct reading *r, const cJSON *v, void *to)
{
	const struct kind *item = r->field->item;
	struct hw_table *list = to;
	uint32_t n = (uint32_t)(cJSON_IsArray(v) ? cJSON_GetArraySize(v) : 0);
	const cJSON *each;
	char *at;

	if (!cJSON_IsArray(v))
		return wrong(r, "a list");
	at = arena_alloc(r->arena, (size_t)n * item->size + 1);
	*list = (struct hw_table){ at, n, item->size };
	cJSON_ArrayForEach (each, v) {
		if (record_from_json(at, item, each, r->arena, r->err))
			return err_context(r->err, "%s.%s", r->kind->name,
					   r->field->name);
		at += item->size;
	}
	return 0;
}

static int get_value(const struct reading *r, const cJSON *v, void *rec)
{
	void *to = slot(r->field, rec);

	switch (r->field->type) {
	case FIELD_TEXT:
		return get_text(r, v, to);
	case FIELD_INT:
		return get_int(r, v, to);
	case FIELD_FLAG:
		return get_flag(r, v, to);
	case FIELD_CHOICE:
		return get_choice(r, v, to);
	case FIELD_MONEY:
		return get_money(r, v, to);
	case FIELD_WHEN:
	case FIELD_INSTANT:
		return get_moment(r, v, to);
	case FIELD_BYTES:
		return get_bytes(r, v, rec);
	case FIELD_LIST:
		return get_list(r, v, to);
	}
	return 0;
}

/* Objects come in the order of their table: looked for from where the last one
 * was found. NULL: a newer one's field, or nobody's. */
static const struct field *field_from(const struct kind *kind, uint32_t *at,
				      const char *name)
{
	for (uint32_t i = 0; i < kind->count; i++) {
		const struct field *f = &kind->fields[*at];

		*at = *at + 1 < kind->count ? *at + 1 : 0;
		if (strcmp(f->name, name) == 0)
			return f;
	}
	return NULL;
}

int record_patch_json(void *rec, const struct kind *kind, const cJSON *object,
		      struct arena *arena, struct err *err)
{
	struct reading r = { .kind = kind, .arena = arena, .err = err };
	uint32_t at = 0;
	const cJSON *v;

	if (!cJSON_IsObject(object))
		return err_set(err, ERR_DATA, "%s must be an object",
			       kind->name);
	cJSON_ArrayForEach (v, object) {
		r.field = field_from(kind, &at, v->string);
		if (!r.field)
			continue;
		if (cJSON_IsNull(v))
			field_clear(r.field, rec);
		else if (get_value(&r, v, rec))
			return -1;
	}
	return 0;
}

int record_from_json(void *rec, const struct kind *kind, const cJSON *object,
		     struct arena *arena, struct err *err)
{
	memset(rec, 0, kind->size);
	if (record_patch_json(rec, kind, object, arena, err))
		return -1;
	for (uint32_t i = 0; i < kind->count; i++)
		if ((kind->fields[i].flags & FIELD_REQUIRED) &&
		    !field_known(&kind->fields[i], rec))
			return err_set(err, ERR_DATA, "%s.%s is missing",
				       kind->name, kind->fields[i].name);
	return 0;
}
