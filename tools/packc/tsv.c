/* tsv.c - see tsv.h.
 * SPDX-License-Identifier: MIT */
#include "tsv.h"

#include <string.h>

#include "base/file.h"
#include "base/utf8.h"

#define FILE_MAX ((size_t)16 << 20)

static bool part_line(const struct tsv *t, char *line, char **part)
{
	part[0] = line;
	for (size_t i = 1; i < t->columns; i++) {
		part[i] = strchr(part[i - 1], '\t');
		if (!part[i])
			return false;
		*part[i]++ = '\0';
	}
	return !strchr(part[t->columns - 1], '\t');
}

void tsv_read(struct tsv *t,
	      bool (*one)(void *arg, const struct tsv *t, char **part),
	      void *arg)
{
	CLEANUP(str_release) struct str bytes = STR_LIMIT(FILE_MAX);
	struct err err = { 0 };

	if (file_read(&bytes, t->path, FILE_MAX, &err)) {
		mistake(t->mistakes, t->path, 1, "%s", err.text);
		return;
	}
	if (utf8_check(str_c(&bytes), bytes.len) >= 0) {
		mistake(t->mistakes, t->path, 1, "is no UTF-8");
		return;
	}
	for (char *line = bytes.at, *end; bytes.len && line; line = end) {
		char *part[TSV_COLUMNS];

		end = strchr(line, '\n');
		if (end)
			*end++ = '\0';
		t->line++;
		if (*line && (!part_line(t, line, part) || !one(arg, t, part)))
			mistake(t->mistakes, t->path, t->line, "%s", t->form);
	}
}
