/* str.c - see str.h.
 * SPDX-License-Identifier: MIT */
#include "base/str.h"

#include "base/mem.h"

static bool room_for(struct str *s, size_t len)
{
	if (s->bad || s->len >= s->max || len >= s->max - s->len) {
		s->bad = true;
		return false;
	}
	if (s->len + len + 1 > s->cap) {
		size_t cap = s->cap ? s->cap : 64;

		while (cap < s->len + len + 1)
			cap *= 2;
		s->at = xrealloc(s->at, cap);
		s->cap = cap;
	}
	return true;
}

void str_reserve(struct str *s, size_t len)
{
	if (s->cap > len || len >= s->max)
		return;
	s->at = xrealloc(s->at, len + 1);
	s->at[s->len] = '\0';
	s->cap = len + 1;
}

void str_fit(struct str *s)
{
	if (s->cap <= s->len + 1)
		return;
	s->at = xrealloc(s->at, s->len + 1);
	s->cap = s->len + 1;
}

char *str_grow(struct str *s, size_t len)
{
	if (!room_for(s, len))
		return NULL;
	s->len += len;
	s->at[s->len] = '\0';
	return s->at + s->len - len;
}

void str_add(struct str *s, const void *bytes, size_t len)
{
	char *to = str_grow(s, len);

	if (to && len)
		memcpy(to, bytes, len);
}

void str_puts(struct str *s, const char *text)
{
	str_add(s, text, strlen(text));
}

void str_putc(struct str *s, char c)
{
	char *to = str_grow(s, 1);

	if (to)
		*to = c;
}

void str_vprintf(struct str *s, const char *fmt, va_list ap)
{
	size_t room = s->at ? s->cap - s->len : 0;
	va_list again;
	int len;

	/* Mostly it fits into what is there; else once more, with room. */
	va_copy(again, ap);
	len = vsnprintf(room ? s->at + s->len : NULL, room, fmt, again);
	va_end(again);
	if (len < 0 || !room_for(s, (size_t)len)) {
		if (room)
			s->at[s->len] = '\0';
		s->bad = true;
		return;
	}
	if ((size_t)len >= room)
		vsnprintf(s->at + s->len, (size_t)len + 1, fmt, ap);
	s->len += (size_t)len;
}

void str_printf(struct str *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	str_vprintf(s, fmt, ap);
	va_end(ap);
}

void str_i64(struct str *s, int64_t value)
{
	char digits[24];
	size_t at = sizeof digits;
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (value < 0)
		digits[--at] = '-';
	str_add(s, digits + at, sizeof digits - at);
}

const char *str_c(const struct str *s)
{
	return s->at ? s->at : "";
}

void str_clear(struct str *s)
{
	s->len = 0;
	s->bad = false;
	if (s->at)
		s->at[0] = '\0';
}

void str_cut(struct str *s, size_t len)
{
	if (len >= s->len)
		return;
	s->len = len;
	s->at[len] = '\0';
}

char *str_take(struct str *s)
{
	char *at = s->at ? s->at : xstrdup("");
	size_t max = s->max;

	*s = (struct str)STR_LIMIT(max);
	return at;
}

void str_release(struct str *s)
{
	size_t max = s->max;

	free(s->at);
	*s = (struct str)STR_LIMIT(max);
}

/* -- plain strings -- */

bool text_eq(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

bool text_starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *text, const char *suffix)
{
	size_t len = strlen(text), tail = strlen(suffix);

	return len >= tail && strcmp(text + len - tail, suffix) == 0;
}

bool text_blank(const char *text)
{
	return !text || text[strspn(text, " \t\r\n\v\f")] == '\0';
}

#define NEAREST_MAX 64 /* bytes; longer words get no suggestion */

/* Levenshtein distance with one row. */
static size_t distance(const char *a, const char *b)
{
	size_t row[NEAREST_MAX + 1], len = strlen(b);

	for (size_t i = 0; i <= len; i++)
		row[i] = i;
	for (size_t i = 0; a[i]; i++) {
		size_t before = row[0]++;

		for (size_t k = 0; k < len; k++) {
			size_t best = before + (a[i] != b[k]);

			before = row[k + 1];
			if (before + 1 < best)
				best = before + 1;
			if (row[k] + 1 < best)
				best = row[k] + 1;
			row[k + 1] = best;
		}
	}
	return row[len];
}

const char *text_nearest(const char *wrong, const char *const *words)
{
	size_t best = strlen(wrong) / 3 + 1;
	const char *nearest = NULL;

	if (strlen(wrong) > NEAREST_MAX)
		return NULL;
	for (; *words; words++) {
		size_t d = strlen(*words) <= NEAREST_MAX
				   ? distance(wrong, *words)
				   : best + 1;

		if (d < best) {
			best = d;
			nearest = *words;
		}
	}
	return nearest;
}

void str_put_unquoted(struct str *s, const char *sentence)
{
	bool quoted = false;

	for (; *sentence; sentence++) {
		if (*sentence == '"') {
			str_puts(s, quoted ? "\"" : "\"...");
			quoted = !quoted;
		} else if (!quoted) {
			str_putc(s, *sentence);
		}
	}
}

bool words_have(const char *words, const char *word)
{
	size_t len = strlen(word);

	while (*words) {
		size_t n = strcspn(words, " ");

		if (n == len && memcmp(words, word, len) == 0)
			return true;
		words += n + strspn(words + n, " ");
	}
	return false;
}
