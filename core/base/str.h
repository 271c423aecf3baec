/* str.h - a growing byte string with a ceiling.
 *
 * Invariants: `at` is NUL-terminated at `len` whenever it is not NULL; no
 * append makes `len` reach `max`. An append that would pass the ceiling sets
 * `bad` and changes nothing, and every later append is a no-op: a run of
 * appends is checked once, at its end. Memory itself never fails (mem.h).
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_STR_H
#define HW_BASE_STR_H

#include <stdarg.h>

#include "base/def.h"

struct str {
	char *at;
	size_t len, cap, max;
	bool bad;
};

#define STR_MAX ((size_t)64 << 20) /* bytes; the default ceiling */
#define STR_INIT                                                             \
	{                                                                    \
		.at = NULL, .len = 0, .cap = 0, .max = STR_MAX, .bad = false \
	}
#define STR_LIMIT(bytes)                                                     \
	{                                                                    \
		.at = NULL, .len = 0, .cap = 0, .max = (bytes), .bad = false \
	}

void str_reserve(struct str *s, size_t len); /* room for so much, at once */
/* So many more bytes, which the caller writes at once. NULL: too long. */
char *str_grow(struct str *s, size_t len);
void str_add(struct str *s, const void *bytes, size_t len);
void str_puts(struct str *s, const char *text);
void str_putc(struct str *s, char c);
void str_printf(struct str *s, const char *fmt, ...) HW_PRINTF_LIKE(2, 3);
void str_vprintf(struct str *s, const char *fmt, va_list ap)
	HW_PRINTF_LIKE(2, 0);
void str_i64(struct str *s, int64_t value); /* decimal, faster than printf */

const char *str_c(const struct str *s);  /* never NULL */
void str_clear(struct str *s);           /* empty, not bad, keeps the memory */
void str_cut(struct str *s, size_t len); /* shortens to len if longer */
void str_fit(struct str *s);             /* gives back the room for more */
char *str_take(struct str *s); /* gives the bytes (free); s becomes empty */
void str_release(struct str *s);

/* Read-only helpers on plain strings. */
bool text_eq(const char *a, const char *b); /* NULL equals only NULL */
bool text_starts(const char *text, const char *prefix);
bool text_ends(const char *text, const char *suffix);
bool text_blank(const char *text); /* NULL, empty or only white space */

/* The word of `words` (NULL-terminated) nearest to `wrong` by edit distance,
 * or NULL when none is near enough to be worth suggesting (> a third of its
 * length). Borrowed from words. */
const char *text_nearest(const char *wrong, const char *const *words);

/* Appends a sentence of ours without what it quotes: ours say "..." around what
 * came from outside, which may be somebody's name or address. */
void str_put_unquoted(struct str *s, const char *sentence);

/* Does `word` stand in `words`, which are split by blanks? */
bool words_have(const char *words, const char *word);

#endif
