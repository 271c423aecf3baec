/* json_write.c - canonical JSON, appended.
 * SPDX-License-Identifier: MIT */
#include "base/json.h"

void json_quote(struct str *s, const char *text, size_t len)
{
	size_t from = 0;

	str_putc(s, '"');
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		str_add(s, text + from, i - from);
		from = i + 1;
		if (c == '"' || c == '\\')
			str_printf(s, "\\%c", c);
		else if (c == '\n')
			str_puts(s, "\\n");
		else if (c == '\t')
			str_puts(s, "\\t");
		else if (c == '\r')
			str_puts(s, "\\r");
		else
			str_printf(s, "\\u%04x", c);
	}
	str_add(s, text + from, len - from);
	str_putc(s, '"');
}

/* The bit of the innermost open level; none outside of all. */
static uint64_t level(const struct jw *w)
{
	return w->depth > 0 && w->depth <= JSON_DEPTH_MAX
		       ? UINT64_C(1) << (w->depth - 1)
		       : 0;
}

/* Before a value or a key: the comma, when something stands there already. */
static void separate(struct jw *w)
{
	if (w->comma & level(w))
		str_putc(w->to, ',');
	w->comma |= level(w);
}

/* A value inside an object follows its key, which has written the comma. */
static void before_value(struct jw *w)
{
	if (w->array & level(w))
		separate(w);
}

static void open_level(struct jw *w, char c, bool array)
{
	before_value(w);
	str_putc(w->to, c);
	if (++w->depth > JSON_DEPTH_MAX)
		w->to->bad = true; /* json_check would refuse it */
	w->comma &= ~level(w);
	w->array &= ~level(w);
	if (array)
		w->array |= level(w);
}

void jw_object(struct jw *w)
{
	open_level(w, '{', false);
}

void jw_array(struct jw *w)
{
	open_level(w, '[', true);
}

void jw_end(struct jw *w)
{
	str_putc(w->to, w->array & level(w) ? ']' : '}');
	w->depth--;
}

void jw_key(struct jw *w, const char *key)
{
	separate(w);
	json_quote(w->to, key, strlen(key));
	str_putc(w->to, ':');
}

void jw_text_n(struct jw *w, const char *text, size_t len)
{
	before_value(w);
	json_quote(w->to, text, len);
}

void jw_text(struct jw *w, const char *text)
{
	if (text)
		jw_text_n(w, text, strlen(text));
	else
		jw_null(w);
}

void jw_i64(struct jw *w, int64_t value)
{
	before_value(w);
	str_i64(w->to, value);
}

void jw_bool(struct jw *w, bool value)
{
	before_value(w);
	str_puts(w->to, value ? "true" : "false");
}

void jw_null(struct jw *w)
{
	before_value(w);
	str_puts(w->to, "null");
}

void jw_raw(struct jw *w, const char *json, size_t len)
{
	before_value(w);
	str_add(w->to, json, len);
}

void jw_kv_text(struct jw *w, const char *key, const char *text)
{
	jw_key(w, key);
	jw_text(w, text);
}

void jw_kv_i64(struct jw *w, const char *key, int64_t value)
{
	jw_key(w, key);
	jw_i64(w, value);
}

void jw_kv_bool(struct jw *w, const char *key, bool value)
{
	jw_key(w, key);
	jw_bool(w, value);
}
