/* imap_read.c - one response, read whole, and the tokens in it.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "imap_own.h"

#define LITERAL_MAX ((guint64)(1 << 20) + 65536)
#define LITERALS_MAX 16

/* -- one response -- */

hw_status imap_garbage(struct imap *i)
{
	return i->c.h->fail(i->c.h, HW_BROKEN, 0, "%s does not speak IMAP",
			    i->c.host);
}

/* The length in "{123}" at the end of a line; false when there is none. */
static bool ends_in_literal(const char *line, size_t len, guint64 *size)
{
	const char *open;
	char *end;

	if (len < 3 || line[len - 1] != '}')
		return false;
	open = memrchr(line, '{', len);
	if (!open || !g_ascii_isdigit(open[1]))
		return false;
	*size = g_ascii_strtoull(open + 1, &end, 10);
	return *end == '}' && end == line + len - 1;
}

hw_status imap_response(struct imap *i)
{
	guint64 size;
	char *line;
	hw_status rc;

	g_string_truncate(i->text, 0);
	g_ptr_array_set_size(i->literals, 0);
	for (;;) {
		GString *bytes;

		if ((rc = conn_line(&i->c, &line)))
			return rc;
		if (i->text->len + i->c.line->len > CONN_LINE_MAX ||
		    strlen(line) != i->c.line->len)
			return imap_garbage(i);
		g_string_append(i->text, line);
		if (!ends_in_literal(line, i->c.line->len, &size))
			return HW_OK;
		if (size > LITERAL_MAX || i->literals->len == LITERALS_MAX)
			return i->c.h->fail(i->c.h, HW_BROKEN, 0,
					    "%s sends more than was asked for",
					    i->c.host);
		bytes = g_string_new(NULL);
		g_ptr_array_add(i->literals, bytes);
		if ((rc = conn_bytes(&i->c, bytes, size)))
			return rc;
	}
}

/* -- tokens of a response -- */

void scan_blanks(struct scan *s)
{
	while (*s->at == ' ')
		s->at++;
}

bool scan_word(struct scan *s, const char *wanted)
{
	size_t len = strlen(wanted);

	if (g_ascii_strncasecmp(s->at, wanted, len) != 0)
		return false;
	s->at += len;
	return true;
}

static bool quoted(struct scan *s)
{
	g_string_truncate(s->quoted, 0);
	for (s->at++; *s->at && *s->at != '"'; s->at++) {
		if (*s->at == '\\' && s->at[1])
			s->at++;
		g_string_append_c(s->quoted, *s->at);
	}
	return *s->at == '"' && s->at++;
}

bool scan_string(struct scan *s, const char **bytes, gsize *len)
{
	scan_blanks(s);
	*bytes = "";
	*len = 0;
	if (scan_word(s, "NIL"))
		return true;
	if (*s->at == '"') {
		if (!quoted(s))
			return false;
		*bytes = s->quoted->str;
		*len = s->quoted->len;
		return true;
	}
	if (*s->at != '{' || s->literal >= s->i->literals->len)
		return false;
	s->at += strcspn(s->at, "}");
	if (*s->at == '}') {
		const GString *l = s->i->literals->pdata[s->literal++];

		*bytes = l->str;
		*len = l->len;
		s->at++;
		return true;
	}
	return false;
}

bool scan_skip(struct scan *s)
{
	const char *bytes;
	gsize len;
	int depth = 0;

	scan_blanks(s);
	do {
		if (*s->at == '(') {
			depth++;
			s->at++;
		} else if (*s->at == ')') {
			depth--;
			s->at++;
		} else if (*s->at == '"' || *s->at == '{') {
			if (!scan_string(s, &bytes, &len))
				return false;
		} else {
			size_t n = strcspn(s->at, " ()\"{");

			if (n == 0)
				return false;
			s->at += n;
		}
		if (depth)
			scan_blanks(s);
	} while (depth > 0 && *s->at);
	return depth == 0;
}
