/* fuzz.c - see fuzz.h.
 * SPDX-License-Identifier: MIT */
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"

/* replay.c has another. */
extern const bool fuzz_replays __attribute__((weak));
const bool fuzz_replays = false;

void fuzz_fail(const char *fmt, ...)
{
	va_list ap;

	fputs("oracle: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	fflush(stderr);
	abort();
}

void fuzz_sentence_text(const char *text)
{
	FUZZ_HOLDS(text && *text, "an error without a word");
	FUZZ_HOLDS(utf8_check(text, strlen(text)) < 0,
		   "an error that is not UTF-8: %s", text);
	for (const char *at = text; *at; at++)
		FUZZ_HOLDS((unsigned char)*at >= 0x20 && *at != 0x7f,
			   "an error with a control character: %s", text);
}

void fuzz_sentence(const struct err *err)
{
	FUZZ_HOLDS(err->code != ERR_NONE, "a failure without a code");
	FUZZ_HOLDS(err->code != ERR_BUG, "a bug of ours: %s", err->text);
	fuzz_sentence_text(err->text);
}

char *fuzz_line(struct fuzz_text *t)
{
	const char *from = t->at, *nl;

	if (from >= t->end)
		return NULL;
	nl = memchr(from, '\n', (size_t)(t->end - from));
	t->at = nl ? nl + 1 : t->end;
	return xstrndup(from, (size_t)((nl ? nl : t->end) - from));
}

char *fuzz_rest(struct fuzz_text *t)
{
	const char *from = t->at;

	t->at = t->end;
	return xstrndup(from, (size_t)(t->end - from));
}
