/* conf.c - see conf.h.
 * SPDX-License-Identifier: MIT */
#include "fuzz/conf.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "fuzz/fuzz.h"
#include "help/place.h"

/* Of a text that is broken off libconfig forgets the beginning, and
 * libgettextpo some of a broken file. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:strbuf_append\nleak:libconfig_yylex\n"
	       "leak:libgettextpo_xmalloc\n"
	       "leak:libgettextpo_xrealloc\n";
}

static const char *folder(void)
{
	static char *dir;

	if (!dir) {
		dir = in_scratch("fuzz");
		mkdir(dir, 0700);
	}
	return dir;
}

const char *fuzz_file(const char *name, const void *bytes, size_t len)
{
	static struct arena arena;
	static const char *paths[16];
	struct err err = { 0 };
	const char *path = NULL;

	for (size_t i = 0; i < COUNT_OF(paths) && !path; i++) {
		if (!paths[i])
			paths[i] =
				arena_printf(&arena, "%s/%s", folder(), name);
		if (text_eq(paths[i] + strlen(folder()) + 1, name))
			path = paths[i];
	}
	if (file_write(path, bytes, len, 0600, &err))
		fuzz_fail("%s", err.text);
	return path;
}

int fuzz_lines(const char *text, size_t len)
{
	int n = 1;

	for (size_t i = 0; i < len; i++)
		n += text[i] == '\n';
	return n;
}

void fuzz_mistakes(const struct mistakes *m, const char *name, int lines)
{
	size_t len = strlen(folder());

	FUZZ_HOLDS(m->list.len <= MISTAKES_MAX, "%zu mistakes", m->list.len);
	for (size_t i = 0; i < m->list.len; i++) {
		const char *text = m->list.at[i], *colon;
		char *end = NULL;
		long line;

		fuzz_sentence_text(text);
		FUZZ_HOLDS(text_starts(text, folder()), "of no file: %s", text);
		text += len + 1;
		colon = strchr(text, ':');
		FUZZ_HOLDS(colon, "no line: %s", text);
		line = strtol(colon + 1, &end, 10);
		FUZZ_HOLDS(line >= 1 && text_starts(end, ": ") && end[2],
			   "no line and sentence: %s", text);
		FUZZ_HOLDS(strncmp(text, name, (size_t)(colon - text)) != 0 ||
				   line <= lines,
			   "of %d lines: %s", lines, text);
	}
}
