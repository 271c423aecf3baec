/* sane.c - see sane.h.
 * SPDX-License-Identifier: MIT */
#include "model/sane.h"

#include "hw_plugin.h"
#include "model/codec.h"

/* What people write at any length. */
static bool may_be_long(const struct field *f)
{
	static const char *const names[] = { "text",       "reply",   "note",
					     "notice",     "subject", "address",
					     "references", "url" };

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (text_eq(f->name, names[i]))
			return true;
	return false;
}

static bool is_country(const char *text)
{
	return strlen(text) == 2 && text[0] >= 'A' && text[0] <= 'Z' &&
	       text[1] >= 'A' && text[1] <= 'Z';
}

int field_sane(const struct kind *kind, const struct field *f, const void *rec,
	       struct err *err)
{
	const char *text;

	if (f->type != FIELD_TEXT || !field_known(f, rec))
		return 0;
	text = field_text(f, rec);
	if (text_eq(f->name, "country") && !is_country(text))
		return err_set(err, ERR_DATA,
			       "%s.%s: \"%.60s\" is no country code; write two "
			       "letters of ISO 3166-1, such as DE",
			       kind->name, f->name, text);
	if (strlen(text) > SANE_TEXT_MAX && !may_be_long(f))
		return err_set(err, ERR_DATA,
			       "%s.%s has %zu bytes, and %d are the most; is "
			       "it of another field?",
			       kind->name, f->name, strlen(text),
			       SANE_TEXT_MAX);
	return 0;
}

static int list_sane(const struct field *f, const void *rec, struct err *err)
{
	const struct hw_table *list = (const void *)((const char *)rec + f->at);

	for (uint32_t i = 0; i < list->count; i++)
		if (record_sane(f->item,
				(const char *)list->at +
					(size_t)i * list->stride,
				err))
			return -1;
	return 0;
}

int record_sane(const struct kind *kind, const void *rec, struct err *err)
{
	for (uint32_t i = 0; i < kind->count; i++) {
		const struct field *f = &kind->fields[i];

		if (f->type == FIELD_LIST ? list_sane(f, rec, err)
					  : field_sane(kind, f, rec, err))
			return -1;
	}
	return 0;
}
