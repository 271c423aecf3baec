/* render.c - filling templates.
 * SPDX-License-Identifier: MIT */
#include <unicode/udat.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

#include "base/str.h"
#include "policy/pack.h"

#define TEXT_UNITS 200 /* UTF-16 units of one amount or date */

static void put_utf16(struct str *s, const UChar *text, int32_t len)
{
	char bytes[TEXT_UNITS * 3 + 1];
	UErrorCode ec = U_ZERO_ERROR;
	int32_t n = 0;

	u_strToUTF8(bytes, sizeof bytes, &n, text, len, &ec);
	if (U_SUCCESS(ec))
		str_add(s, bytes, (size_t)n);
}

/* Through a decimal string: no amount passes through a double. */
static bool put_money(struct str *s, const char *locale, struct money m)
{
	CLEANUP(str_release) struct str decimal = STR_INIT;
	UChar skeleton[64], out[TEXT_UNITS];
	char text[64];
	UErrorCode ec = U_ZERO_ERROR;
	UNumberFormatter *f;
	UFormattedNumber *r;
	int32_t n;

	money_put(&decimal, m);
	snprintf(text, sizeof text, "currency/%s unit-width-short", m.currency);
	u_uastrcpy(skeleton, text);
	f = unumf_openForSkeletonAndLocale(skeleton, -1, locale, &ec);
	r = unumf_openResult(&ec);
	unumf_formatDecimal(f, str_c(&decimal), -1, r, &ec);
	n = unumf_resultToString(r, out, TEXT_UNITS, &ec);
	unumf_closeResult(r);
	unumf_close(f);
	if (U_SUCCESS(ec))
		put_utf16(s, out, n);
	return U_SUCCESS(ec);
}

static bool put_date(struct str *s, const char *locale, int64_t instant)
{
	UErrorCode ec = U_ZERO_ERROR;
	static const UChar utc[] = { 'U', 'T', 'C', 0 };
	UChar out[TEXT_UNITS];
	UDateFormat *f =
		udat_open(UDAT_NONE, UDAT_LONG, locale, utc, -1, NULL, 0, &ec);
	int32_t n = U_SUCCESS(ec) ? udat_format(f, (UDate)instant, out,
						TEXT_UNITS, NULL, &ec)
				  : 0;

	if (f)
		udat_close(f);
	if (U_SUCCESS(ec))
		put_utf16(s, out, n);
	return U_SUCCESS(ec);
}

static const struct value *find(const struct value *values, size_t count,
				const char *name, size_t len)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(values[i].name) == len &&
		    memcmp(values[i].name, name, len) == 0)
			return &values[i];
	return NULL;
}

static bool put_value(struct str *s, const char *locale, const struct value *v)
{
	if (!v)
		return false;
	switch (v->type) {
	case VALUE_TEXT:
		str_puts(s, v->text);
		return true;
	case VALUE_MONEY:
		return put_money(s, locale, v->money);
	case VALUE_DATE:
		return put_date(s, locale, v->instant);
	}
	return false;
}

struct filling {
	const struct pack *pack;
	const struct value *values;
	size_t count;
	int depth; /* a part holds no parts */
};

static void put_part(struct str *s, const struct filling *f, const char *name,
		     size_t len, struct str *lacks);

/* Appends the text filled in; names what is missing in `lacks`. "{{" and "}}"
 * are braces. */
static void fill(struct str *s, const struct filling *f, const char *text,
		 struct str *lacks)
{
	while (*text) {
		size_t len = strcspn(text, "{}");
		size_t name;

		str_add(s, text, len);
		text += len;
		if (!*text)
			return;
		if (text[0] == text[1] || *text == '}') {
			str_putc(s, *text);
			text += text[0] == text[1] ? 2 : 1;
			continue;
		}
		name = strcspn(++text, "}");
		if (text_starts(text, "part.") && f->depth == 0)
			put_part(s, f, text, name, lacks);
		else if (!put_value(s, pack_tag(f->pack),
				    find(f->values, f->count, text, name)))
			str_printf(lacks, "%s%.*s", lacks->len ? ", " : "",
				   (int)name, text);
		text += name + (text[name] == '}');
	}
}

/* -- variants --
 * NAME is the fullest; NAME~x serves when a fact of it is not known. */

static const cJSON *templates_of(const struct pack *p)
{
	return json_get(pack_json(p), "templates");
}

static bool is_variant(const char *key, const char *id)
{
	size_t len = strlen(id);

	return strncmp(key, id, len) == 0 && key[len] == '~' &&
	       !text_ends(key, ".subject");
}

/* The first variant that lacks nothing, filled in. NULL when there is none:
 * then lacks says what the fullest one needs. */
static const char *fill_best(struct str *s, const struct filling *f,
			     const char *id, struct str *lacks)
{
	const char *text = json_text(templates_of(f->pack), id);
	const cJSON *one;

	if (text)
		fill(s, f, text, lacks);
	if (!text || !lacks->len)
		return text ? id : NULL;
	cJSON_ArrayForEach (one, templates_of(f->pack)) {
		CLEANUP(str_release) struct str still = STR_INIT;

		if (!is_variant(one->string, id) || !cJSON_IsString(one))
			continue;
		str_clear(s);
		fill(s, f, one->valuestring, &still);
		if (!still.len)
			return one->string;
	}
	return NULL;
}

static void put_part(struct str *s, const struct filling *f, const char *name,
		     size_t len, struct str *lacks)
{
	CLEANUP(str_release) struct str part = STR_INIT, missing = STR_INIT;
	CLEANUP(free_ptr) char *id = xstrndup(name, len);
	struct filling inner = *f;

	inner.depth = 1;
	if (fill_best(&part, &inner, id, &missing))
		str_puts(s, str_c(&part));
	else
		str_printf(lacks, "%s%s", lacks->len ? ", " : "",
			   missing.len ? str_c(&missing) : id);
}

int pack_render(const struct pack *p, const char *template_id,
		const struct value *values, size_t count, struct arena *arena,
		const char **subject, const char **text, struct err *err)
{
	CLEANUP(str_release)
	struct str body = STR_INIT, head = STR_INIT, lacks = STR_INIT;
	CLEANUP(free_ptr) char *about = xasprintf("%s.subject", template_id);
	struct filling f = { p, values, count, 0 };
	const char *head_text = json_text(templates_of(p), about);

	if (!json_text(templates_of(p), template_id))
		return err_set(err, ERR_DATA,
			       "the pack %s has no template \"%.60s\"",
			       pack_tag(p), template_id);
	if (!fill_best(&body, &f, template_id, &lacks))
		return err_set(err, ERR_DATA, "template \"%.60s\" lacks: %s",
			       template_id, str_c(&lacks));
	str_clear(&lacks);
	if (head_text && !fill_best(&head, &f, about, &lacks))
		return err_set(err, ERR_DATA,
			       "the subject of template \"%.60s\" lacks: %s",
			       template_id, str_c(&lacks));
	*text = arena_strdup(arena, str_c(&body));
	*subject = head_text ? arena_strdup(arena, str_c(&head)) : NULL;
	return 0;
}
