/* codec.c - fields of a record, the record as JSON, and two that are compared.
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

/* -- two of a kind -- */

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
