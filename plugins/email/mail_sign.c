/* mail_sign.c - which lines of a text are a signature.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "reply.h"

#define SIGN_BYTES_MAX 60 /* of "Sent from my ..." */
#define FOOT_LINES_MAX 5  /* below a rule of underscores */

static const char *const sent_from[] = {
#define SENT_FROM(words) words,
#include "words_only.h"
};

static const char *const sent_with[] = {
#define SENT_WITH(words) words,
#include "words_only.h"
};

static gboolean is_sent_from(const char *p, size_t len)
{
	char buf[SIGN_BYTES_MAX + 1];

	if (!len || len > SIGN_BYTES_MAX)
		return FALSE;
	memcpy(buf, p, len);
	buf[len] = '\0';
	for (gsize i = 0; i < G_N_ELEMENTS(sent_from); i++)
		if (line_starts(buf, sent_from[i]))
			return !strpbrk(buf + strlen(sent_from[i]), ",!?;");
	for (gsize i = 0; i < G_N_ELEMENTS(sent_with); i++)
		if (g_str_has_suffix(buf, sent_with[i]))
			return strstr(buf, "iP") || strstr(buf, "Android") ||
			       strstr(buf, "Mobil");
	return FALSE;
}

/* "-Jane" alone, below an empty line. */
static gboolean is_dash_name(GArray *lines, guint from, guint i)
{
	struct line *l = line_at(lines, i);

	return i > from && l->len > 1 && l->len < 40 && l->at[0] == '-' &&
	       g_ascii_isalpha(l->at[1]) && !line_at(lines, i - 1)->len;
}

/* The last paragraph of own lines [from, to); returns where it now ends. */
static guint sign_last(GArray *lines, guint from, guint to)
{
	guint i = to, text;

	while (i > from && !line_at(lines, i - 1)->len)
		i--;
	if (i == from)
		return to;
	text = i - 1;
	if (is_sent_from(line_at(lines, text)->at, line_at(lines, text)->len) ||
	    is_dash_name(lines, from, text))
		return text;
	for (guint n = 0; n <= FOOT_LINES_MAX && text >= from + n; n++) {
		if (line_is_rule(line_at(lines, text - n)) &&
		    *line_at(lines, text - n)->at == '_')
			return text - n;
	}
	return to;
}

static void mark_run(GArray *lines, guint from, guint to)
{
	guint end = to, last;

	for (guint i = from; i < end; i++) {
		struct line *l = line_at(lines, i);

		if (l->len == 2 && !memcmp(l->at, "--", 2) &&
		    (l->at[2] == ' ' || end - i <= 12))
			end = i;
	}
	do {
		last = end;
		end = sign_last(lines, from, last);
	} while (end < last);
	lines_mark(lines, end, to, SIGN);
}

void signatures_mark(GArray *lines)
{
	guint from = 0;

	for (guint i = 0; i <= lines->len; i++) {
		if (i < lines->len && line_at(lines, i)->mark == OWN)
			continue;
		mark_run(lines, from, i);
		from = i + 1;
	}
}
