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

/* Appends the text filled in; names what is missing in `lacks`. "{{" and "}}"
 * are braces. */
static void fill(struct str *s, const char *locale, const char *text,
		 const struct value *values, size_t count, struct str *lacks)
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
		if (!put_value(s, locale, find(values, count, text, name)))
			str_printf(lacks, "%s%.*s", lacks->len ? ", " : "",
				   (int)name, text);
		text += name + (text[name] == '}');
	}
}

static const char *template_text(const struct pack *p, const char *id,
				 const char *suffix)
{
	CLEANUP(free_ptr) char *key = xasprintf("%s%s", id, suffix);

	return json_text(json_get(pack_json(p), "templates"), key);
}

int pack_render(const struct pack *p, const char *template_id,
		const struct value *values, size_t count, struct arena *arena,
		const char **subject, const char **text, struct err *err)
{
	CLEANUP(str_release)
	struct str body = STR_INIT, head = STR_INIT, lacks = STR_INIT;
	const char *body_text = template_text(p, template_id, "");
	const char *head_text = template_text(p, template_id, ".subject");

	if (!body_text)
		return err_set(err, ERR_DATA,
			       "the pack %s has no template \"%.60s\"",
			       pack_tag(p), template_id);
	fill(&body, pack_tag(p), body_text, values, count, &lacks);
	if (head_text)
		fill(&head, pack_tag(p), head_text, values, count, &lacks);
	if (lacks.len)
		return err_set(err, ERR_DATA, "template \"%.60s\" lacks: %s",
			       template_id, str_c(&lacks));
	*text = arena_strdup(arena, str_c(&body));
	*subject = head_text ? arena_strdup(arena, str_c(&head)) : NULL;
	return 0;
}
