/* mail_guard.c - bounds on a mail before a parser sees it.
 *
 * GMime 3.2.13 keeps one object per header and per part, compares every line
 * that begins with "--" with every open boundary, and reads groups in address
 * lists by recursion: ten million empty headers take 5 GB, 50,000 nested groups
 * overflow the stack [measured 2026-11]. A mail that people send comes nowhere
 * near these bounds.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "form.h"

#define HEADER_LINES_MAX 50000       /* lines that may be headers, in all */
#define DASH_LINES_MAX 20000         /* lines that may be boundaries */
#define FIELD_MAX ((size_t)32 << 10) /* bytes of one header with its folds */

struct scan {
	size_t headers, dashes;
	size_t block;     /* bytes of this run of header lines */
	size_t field;     /* bytes of this header */
	gboolean in_head; /* since a boundary, a blank line or the start */
	gboolean blanked;
};

static gboolean is_blank(const char *line, size_t len)
{
	return len == 0 || (len == 1 && *line == '\r');
}

static gboolean is_fold(const char *line)
{
	return *line == ' ' || *line == '\t';
}

static gboolean is_header(const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len < 200 ? len : 200);

	for (const char *p = line; colon && p < colon; p++)
		if (!g_ascii_isalnum(*p) && *p != '-' && *p != '_')
			return FALSE;
	return colon && colon > line;
}

/* One line; FALSE when the mail must end before it. */
static gboolean scan_line(struct scan *s, char *line, size_t len)
{
	if (len >= 2 && line[0] == '-' && line[1] == '-') {
		s->in_head = TRUE;
		s->block = 0;
		return ++s->dashes <= DASH_LINES_MAX;
	}
	if (is_blank(line, len)) {
		s->in_head = TRUE; /* the part may be a mail itself */
		s->block = 0;
		return TRUE;
	}
	if (s->in_head && is_fold(line)) {
		s->field += len;
		if (s->field > FIELD_MAX) {
			memset(line, ' ',
			       line[len - 1] == '\r' ? len - 1 : len);
			s->blanked = TRUE;
		}
	} else if (s->in_head && is_header(line, len)) {
		s->field = len;
		if (++s->headers > HEADER_LINES_MAX)
			return FALSE;
		if (len > FIELD_MAX) {
			memset(line + FIELD_MAX, ' ',
			       len - FIELD_MAX - (line[len - 1] == '\r'));
			s->blanked = TRUE;
		}
	} else {
		s->in_head = FALSE;
		return TRUE;
	}
	s->block += len + 1;
	return s->block <= MAIL_HEADER_MAX;
}

size_t guard(char *bytes, size_t len, const char **notice)
{
	struct scan s = { .in_head = TRUE };
	size_t end = len < MAIL_BYTES_MAX ? len : MAIL_BYTES_MAX;
	size_t at = 0;

	if (len > end)
		*notice =
			"the mail is larger than 32 MiB; the rest is not shown";
	while (at < end) {
		char *eol = memchr(bytes + at, '\n', end - at);
		size_t n = eol ? (size_t)(eol - bytes) - at : end - at;

		if (!scan_line(&s, bytes + at, n)) {
			*notice = "the mail has too many headers or parts; the "
				  "rest is not shown";
			return at;
		}
		at += n + 1;
	}
	if (s.blanked && !*notice)
		*notice = "a header longer than 32 KiB was cut";
	return end;
}
