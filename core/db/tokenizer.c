/* tokenizer.c - the FTS5 tokenizer "desk".
 *
 * Letters are folded by SQLite-independent simple rules: ASCII and Latin-1,
 * Greek and Cyrillic to lower case by offset; marks are kept. Good enough for
 * finding, and deterministic over library versions, which ICU folding is not.
 * SPDX-License-Identifier: MIT */
#include "db/tokenizer.h"

#include <sqlite3.h>

#include "base/utf8.h"

#define TOKEN_MAX 120 /* bytes; longer runs are cut, found by their head */

static uint32_t fold(uint32_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c + 32;
	if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) ||
	    (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F))
		return c + 32;
	if (c >= 0x100 && c <= 0x17F && c % 2 == 0 && c < 0x138)
		return c + 1;
	if (c >= 0xFF21 && c <= 0xFF3A) /* full width to ASCII */
		return c - 0xFF21 + 'a';
	if (c >= 0xFF10 && c <= 0xFF19)
		return c - 0xFF10 + '0';
	return c;
}

/* Blocks that hold no letters: controls and Latin-1 signs, punctuation and
 * symbols, CJK punctuation, full-width signs. */
static const struct {
	uint32_t first, last;
} signs[] = {
	{ 0x80, 0xA9 },     { 0xD7, 0xD7 },     { 0xF7, 0xF7 },
	{ 0x2000, 0x2BFF }, { 0x3000, 0x3004 }, { 0x3008, 0x3030 },
	{ 0xFE30, 0xFE6F }, { 0xFF00, 0xFF0F }, { 0xFF1A, 0xFF20 },
};

static bool is_word(uint32_t c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		       (c >= 'A' && c <= 'Z');
	for (size_t i = 0; i < COUNT_OF(signs); i++)
		if (c >= signs[i].first && c <= signs[i].last)
			return false;
	return true;
}

typedef int token_fn(void *, int, const char *, int, int, int);

struct scan {
	const char *base;
	void *context;
	token_fn *emit;
};

static int emit_word(const struct scan *s, const char **at, const char *end)
{
	CLEANUP(str_release) struct str token = STR_INIT;
	const char *start = *at, *here = *at;
	int rc;

	while (here < end) {
		const char *next = here;
		uint32_t c = utf8_next(&next, end);

		if (!is_word(c) || utf8_is_cjk(c))
			break;
		if (token.len < TOKEN_MAX)
			utf8_put(&token, fold(c));
		here = next;
	}
	rc = s->emit(s->context, 0, str_c(&token), (int)token.len,
		     (int)(start - s->base), (int)(here - s->base));
	*at = here;
	return rc;
}

/* One character alone at the end of a run still makes a token, so that a
 * single-character word can be found. */
static int emit_pair(const struct scan *s, const char **at, const char *end)
{
	const char *second = *at, *after;
	uint32_t c;

	utf8_next(&second, end);
	after = second;
	c = after < end ? utf8_next(&after, end) : 0;
	if (!c || !utf8_is_cjk(c))
		after = second;
	c = (uint32_t)s->emit(s->context, 0, *at, (int)(after - *at),
			      (int)(*at - s->base), (int)(after - s->base));
	*at = second;
	return (int)c;
}

static int tokenize(Fts5Tokenizer *self, void *context, int flags,
		    const char *text, int len, token_fn *emit)
{
	struct scan s = { text, context, emit };
	const char *at = text, *end = text + len;
	int rc = SQLITE_OK;

	(void)self;
	(void)flags;
	while (at < end && rc == SQLITE_OK) {
		const char *next = at;
		uint32_t c = utf8_next(&next, end);

		if (utf8_is_cjk(c))
			rc = emit_pair(&s, &at, end);
		else if (is_word(c))
			rc = emit_word(&s, &at, end);
		else
			at = next;
	}
	return rc;
}

static int create(void *context, const char **args, int count,
		  Fts5Tokenizer **out)
{
	static char stateless;

	(void)context;
	(void)args;
	(void)count;
	*out = (Fts5Tokenizer *)(void *)&stateless;
	return SQLITE_OK;
}

static void destroy(Fts5Tokenizer *self)
{
	(void)self;
}

int tokenizer_register(struct sqlite3 *raw, struct err *err)
{
	static fts5_tokenizer desk = { create, destroy, tokenize };
	fts5_api *api = NULL;
	sqlite3_stmt *st = NULL;

	if (sqlite3_prepare_v2(raw, "SELECT fts5(?1)", -1, &st, NULL) ==
	    SQLITE_OK) {
		sqlite3_bind_pointer(st, 1, (void *)&api, "fts5_api_ptr", NULL);
		sqlite3_step(st);
	}
	sqlite3_finalize(st);
	if (!api || api->xCreateTokenizer(api, "desk", NULL, &desk, NULL))
		return err_set(err, ERR_SYSTEM,
			       "this SQLite has no FTS5; install Debian's");
	return 0;
}
