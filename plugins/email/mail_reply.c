/* mail_reply.c - what the sender wrote, without quotes and signature.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "reply.h"

static GArray *split(const char *text)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(struct line));

	while (*text) {
		size_t n = strcspn(text, "\n");
		struct line l = { text, n, OWN };

		while (l.len && g_ascii_isspace(l.at[l.len - 1]))
			l.len--;
		g_array_append_val(lines, l);
		text += n + (text[n] == '\n');
	}
	return lines;
}

struct line *line_at(GArray *lines, guint i)
{
	return &g_array_index(lines, struct line, i);
}

void lines_mark(GArray *lines, guint from, guint to, int as)
{
	for (; from < to && from < lines->len; from++)
		line_at(lines, from)->mark = as;
}

gboolean line_starts(const char *s, const char *start)
{
	return g_ascii_strncasecmp(s, start, strlen(start)) == 0;
}

char *reply_of(const char *text)
{
	GString *out = g_string_sized_new(256);
	GArray *lines = split(text);
	gboolean gap = FALSE;

	quotes_mark(lines);
	signatures_mark(lines);
	for (guint i = 0; i < lines->len; i++) {
		struct line *l = line_at(lines, i);

		if (l->mark != OWN || (!l->len && (gap || !out->len))) {
			gap = TRUE;
			continue;
		}
		if (gap && out->len) {
			while (out->str[out->len - 1] == '\n')
				g_string_truncate(out, out->len - 1);
			g_string_append(out, "\n\n");
		}
		gap = FALSE;
		g_string_append_len(out, l->at, (gssize)l->len);
		g_string_append_c(out, '\n');
	}
	g_array_free(lines, TRUE);
	g_strchomp(out->str);
	out->len = strlen(out->str);
	if (!out->len)
		g_string_assign(out, text);
	return g_strchomp(g_string_free(out, FALSE));
}
