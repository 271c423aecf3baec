/* codec.c - one encoder and one decoder for every record.
 * SPDX-License-Identifier: MIT */
#include "model/codec.h"

#include "base/encode.h"
#include "base/money.h"
#include "base/when.h"
#include "hw_plugin.h"

static const void *member(const struct field *f, const void *rec)
{
	return (const char *)rec + f->at;
}

static void *slot(const struct field *f, void *rec)
{
	return (char *)rec + f->at;
}

const char *field_text(const struct field *f, const void *rec)
{
	const char *text = *(const char *const *)member(f, rec);

	return text ? text : "";
}

int64_t field_int(const struct field *f, const void *rec)
{
	if (f->type == FIELD_FLAG || f->type == FIELD_CHOICE)
		return *(const int32_t *)member(f, rec);
	return *(const int64_t *)member(f, rec);
}

static int32_t word_count(const struct field *f)
{
	int32_t n = 1;

	while (f->words[n])
		n++;
	return n;
}

const char *field_word(const struct field *f, const void *rec)
{
	int64_t i = field_int(f, rec);

	return i > 0 && i < word_count(f) ? f->words[i] : NULL;
}

int32_t field_choice(const struct field *f, const char *word)
{
	for (int32_t i = 1; f->words[i]; i++)
		if (text_eq(f->words[i], word))
			return i;
	return 0;
}

static size_t bytes_len(const struct field *f, const void *rec)
{
	return *(const size_t *)(const void *)((const char *)rec + f->len_at);
}

bool field_known(const struct field *f, const void *rec)
{
	switch (f->type) {
	case FIELD_TEXT:
		return field_text(f, rec)[0] != '\0';
	case FIELD_INT:
	case FIELD_FLAG:
	case FIELD_INSTANT:
		return field_int(f, rec) != 0;
	case FIELD_CHOICE:
		return field_word(f, rec) != NULL;
	case FIELD_MONEY:
		return money_given(*(const struct money *)member(f, rec));
	case FIELD_WHEN:
		return ((const struct when *)member(f, rec))->basis !=
		       WHEN_NONE;
	case FIELD_BYTES:
		return bytes_len(f, rec) > 0;
	case FIELD_LIST:
		return ((const struct hw_table *)member(f, rec))->count > 0;
	}
	return false;
}

/* -- out -- */

static void put_money(struct jw *w, const struct money *m)
{
	CLEANUP(str_release) struct str amount = STR_INIT;

	money_put(&amount, *m);
	jw_object(w);
	jw_kv_text(w, "amount", str_c(&amount));
	jw_kv_text(w, "currency", m->currency);
	jw_end(w);
}

static void put_moment(struct jw *w, const struct field *f, const void *rec)
{
	CLEANUP(str_release) struct str text = STR_INIT;

	if (f->type == FIELD_WHEN)
		when_put(&text, *(const struct when *)member(f, rec));
	else
		instant_put(&text, field_int(f, rec));
	jw_text(w, str_c(&text));
}

static void put_bytes(struct jw *w, const struct field *f, const void *rec)
{
	CLEANUP(str_release) struct str text = STR_INIT;

	put_base64(&text, *(const void *const *)member(f, rec),
		   bytes_len(f, rec));
	jw_text_n(w, str_c(&text), text.len);
}

static void put_list(struct jw *w, const struct field *f, const void *rec,
		     bool (*pick)(const struct field *))
{
	const struct hw_table *list = member(f, rec);

	jw_array(w);
	for (uint32_t i = 0; i < list->count; i++) {
		jw_object(w);
		record_put_fields(w, f->item,
				  (const char *)list->at +
					  (size_t)i * list->stride,
				  pick);
		jw_end(w);
	}
	jw_end(w);
}

static void put_value(struct jw *w, const struct field *f, const void *rec,
		      bool (*pick)(const struct field *))
{
	switch (f->type) {
	case FIELD_TEXT:
		jw_text(w, field_text(f, rec));
		break;
	case FIELD_INT:
		jw_i64(w, field_int(f, rec));
		break;
	case FIELD_FLAG:
		jw_bool(w, field_int(f, rec) != 0);
		break;
	case FIELD_CHOICE:
		jw_text(w, field_word(f, rec));
		break;
	case FIELD_MONEY:
		put_money(w, member(f, rec));
		break;
	case FIELD_WHEN:
	case FIELD_INSTANT:
		put_moment(w, f, rec);
		break;
	case FIELD_BYTES:
		put_bytes(w, f, rec);
		break;
	case FIELD_LIST:
		put_list(w, f, rec, pick);
		break;
	}
}

void record_put_fields(struct jw *w, const struct kind *kind, const void *rec,
		       bool (*pick)(const struct field *))
{
	for (uint32_t i = 0; i < kind->count; i++) {
		const struct field *f = &kind->fields[i];

		if ((pick && !pick(f)) || !field_known(f, rec))
			continue;
		jw_key(w, f->name);
		put_value(w, f, rec, pick);
	}
}

void record_put_json(struct str *s, const struct kind *kind, const void *rec)
{
	struct jw w = JW_INIT(s);

	jw_object(&w);
	jw_kv_text(&w, "kind", kind->name);
	record_put_fields(&w, kind, rec, NULL);
	jw_end(&w);
}

/* -- in -- */

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

static void forget(const struct field *f, void *rec)
{
	static const size_t sizes[] = {
		[FIELD_TEXT] = sizeof(char *),
		[FIELD_INT] = sizeof(int64_t),
		[FIELD_FLAG] = sizeof(int32_t),
		[FIELD_CHOICE] = sizeof(int32_t),
		[FIELD_MONEY] = sizeof(struct money),
		[FIELD_WHEN] = sizeof(struct when),
		[FIELD_INSTANT] = sizeof(int64_t),
		[FIELD_BYTES] = sizeof(void *),
		[FIELD_LIST] = sizeof(struct hw_table),
	};

	memset(slot(f, rec), 0, sizes[f->type]);
}

int record_patch_json(void *rec, const struct kind *kind, const cJSON *object,
		      struct arena *arena, struct err *err)
{
	struct reading r = { .kind = kind, .arena = arena, .err = err };

	if (!cJSON_IsObject(object))
		return err_set(err, ERR_DATA, "%s must be an object",
			       kind->name);
	for (uint32_t i = 0; i < kind->count; i++) {
		const cJSON *v = json_get(object, kind->fields[i].name);

		r.field = &kind->fields[i];
		if (cJSON_IsNull(v))
			forget(r.field, rec);
		else if (v && get_value(&r, v, rec))
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

/* Lists and bytes, as they are written. */
static bool same_text(const struct field *f, const void *a, const void *b)
{
	CLEANUP(str_release) struct str left = STR_INIT, right = STR_INIT;
	struct jw l = JW_INIT(&left), r = JW_INIT(&right);

	jw_array(&l), jw_array(&r);
	put_value(&l, f, a, NULL);
	put_value(&r, f, b, NULL);
	return left.len == right.len &&
	       memcmp(str_c(&left), str_c(&right), left.len) == 0;
}

static bool same_money(const struct money *a, const struct money *b)
{
	return a->minor == b->minor && strcmp(a->currency, b->currency) == 0;
}

static bool same_when(const struct when *a, const struct when *b)
{
	return a->ms == b->ms && a->basis == b->basis &&
	       (a->basis != WHEN_OFFSET || a->offset_s == b->offset_s);
}

bool field_same(const struct field *f, const void *a, const void *b)
{
	bool known = field_known(f, a);

	if (known != field_known(f, b))
		return false;
	if (!known)
		return true;
	switch (f->type) {
	case FIELD_TEXT:
		return strcmp(field_text(f, a), field_text(f, b)) == 0;
	case FIELD_INT:
	case FIELD_INSTANT:
	case FIELD_CHOICE:
		return field_int(f, a) == field_int(f, b);
	case FIELD_FLAG:
		return !field_int(f, a) == !field_int(f, b);
	case FIELD_MONEY:
		return same_money(member(f, a), member(f, b));
	case FIELD_WHEN:
		return same_when(member(f, a), member(f, b));
	case FIELD_BYTES:
	case FIELD_LIST:
		break;
	}
	return same_text(f, a, b);
}

void record_put_diff(struct jw *w, const struct kind *kind, const void *before,
		     const void *after, bool (*pick)(const struct field *))
{
	for (uint32_t i = 0; i < kind->count; i++) {
		const struct field *f = &kind->fields[i];

		if ((pick && !pick(f)) || field_same(f, before, after))
			continue;
		jw_key(w, f->name);
		if (field_known(f, after))
			put_value(w, f, after, NULL);
		else
			jw_null(w);
	}
}

void record_blank(const struct kind *kind, void *rec)
{
	for (uint32_t i = 0; i < kind->count; i++) {
		const struct field *f = &kind->fields[i];

		if (f->type == FIELD_TEXT && (f->flags & FIELD_PII))
			memcpy((char *)rec + f->at, &(const char *){ NULL },
			       sizeof(const char *));
	}
}
