/* examples.c - see examples.h.
 * SPDX-License-Identifier: MIT */
#include "examples.h"

#include <string.h>

#include "base/file.h"
#include "base/utf8.h"

#define FILE_MAX ((size_t)16 << 20)

struct reading {
	const char *path;
	int line;
	struct arena *arena;
	struct example_list *out;
	struct mistakes *mistakes;
};

static int issue_of(struct reading *r, const char *word)
{
	int issue = issue_index(word);
	const char *near = issue < 0 ? text_nearest(word, issue_types) : NULL;

	if (issue < 0)
		mistake(r->mistakes, r->path, r->line,
			"\"%.40s\" is no issue type%s%s", word,
			near ? "; did you mean " : "", near ? near : "");
	return issue;
}

static uint64_t also_of(struct reading *r, char *words)
{
	uint64_t bits = 0;
	char *save = NULL;

	if (text_eq(words, "-"))
		return 0;
	for (char *w = strtok_r(words, ",", &save); w;
	     w = strtok_r(NULL, ",", &save)) {
		int issue = issue_of(r, w);

		bits |= issue < 0 ? 0 : UINT64_C(1) << issue;
	}
	return bits;
}

static const char *text_of(struct reading *r, const char *written)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	for (; *written; written++) {
		bool end = written[0] == '\\' && written[1] == 'n';

		str_putc(&s, end ? '\n' : *written);
		written += end;
	}
	return arena_strdup(r->arena, str_c(&s));
}

static void read_line(struct reading *r, char *line)
{
	char *also = strchr(line, '\t');
	char *text = also ? strchr(also + 1, '\t') : NULL;
	struct example one;

	if (!text || text == also + 1 || !text[1] || strchr(text + 1, '\t')) {
		mistake(r->mistakes, r->path, r->line,
			"a line has three columns parted by tabs: issue, "
			"others or -, text");
		return;
	}
	*also = *text = '\0';
	one.issue = issue_of(r, line);
	one.also = also_of(r, also + 1);
	one.text = text_of(r, text + 1);
	if (one.issue >= 0)
		example_list_push(r->out, one);
}

void examples_read(const char *path, struct arena *arena,
		   struct example_list *out, struct mistakes *m)
{
	CLEANUP(str_release) struct str bytes = STR_LIMIT(FILE_MAX);
	struct reading r = {
		.path = path, .arena = arena, .out = out, .mistakes = m
	};
	struct err err = { 0 };
	char *save = NULL, *all;

	if (file_read(&bytes, path, FILE_MAX, &err)) {
		mistake(m, path, 1, "%s", err.text);
		return;
	}
	if (utf8_check(str_c(&bytes), bytes.len) >= 0) {
		mistake(m, path, 1, "is no UTF-8");
		return;
	}
	all = arena_strdup(arena, str_c(&bytes));
	for (char *line = strtok_r(all, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		r.line++;
		read_line(&r, line);
	}
}
