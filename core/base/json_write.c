/* json_write.c - canonical JSON, appended.
 * SPDX-License-Identifier: MIT */
#include "base/json.h"

#include <endian.h>

#define EACH_BYTE UINT64_C(0x0101010101010101)

/* Marks bytes below n (at most 128) by their highest bit; of those that it
 * marks, the first is right. */
static uint64_t below(uint64_t eight, uint8_t n)
{
	return (eight - EACH_BYTE * n) & ~eight & EACH_BYTE * 0x80;
}

size_t json_plain(const char *text, size_t len)
{
	size_t i = 0;

	for (; len - i >= sizeof(uint64_t); i += sizeof(uint64_t)) {
		uint64_t at, marks;

		memcpy(&at, text + i, sizeof at);
		at = le64toh(at);
		marks = below(at, 0x20) | below(at ^ EACH_BYTE * '"', 1) |
			below(at ^ EACH_BYTE * '\\', 1);
		if (marks)
			return i + (size_t)__builtin_ctzll(marks) / 8;
	}
	while (i < len && (unsigned char)text[i] >= 0x20 && text[i] != '"' &&
	       text[i] != '\\')
		i++;
	return i;
}

static void put_escaped(struct str *s, unsigned char c)
{
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

/* Most texts have nothing to escape. */
void json_quote(struct str *s, const char *text, size_t len)
{
	size_t plain = json_plain(text, len);
	char *to = str_grow(s, plain + 1);

	if (!to)
		return;
	*to = '"';
	if (plain)
		memcpy(to + 1, text, plain);
	while (plain < len) {
		size_t more;

		put_escaped(s, (unsigned char)text[plain++]);
		more = json_plain(text + plain, len - plain);
		str_add(s, text + plain, more);
		plain += more;
	}
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
