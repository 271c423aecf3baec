/* examples.c - see examples.h.
 * SPDX-License-Identifier: MIT */
#include "examples.h"

#include <string.h>

#include "tsv.h"

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

static bool read_line(void *arg, const struct tsv *t, char **part)
{
	struct reading *r = arg;
	struct example one;

	if (!*part[1] || !*part[2])
		return false;
	r->line = t->line;
	one.issue = issue_of(r, part[0]);
	one.also = also_of(r, part[1]);
	one.text = text_of(r, part[2]);
	if (one.issue >= 0)
		example_list_push(r->out, one);
	return true;
}

void examples_read(const char *path, struct arena *arena,
		   struct example_list *out, struct mistakes *m)
{
	struct reading r = {
		.path = path, .arena = arena, .out = out, .mistakes = m
	};
	struct tsv t = { .path = path,
			 .mistakes = m,
			 .columns = 3,
			 .form = "a line has three columns parted by tabs: "
				 "issue, others or -, text" };

	tsv_read(&t, read_line, &r);
}
