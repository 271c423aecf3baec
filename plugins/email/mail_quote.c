/* mail_quote.c - which lines of a text are quoted. Marked with '>' they are
 * quoted one by one, so text between and below them stays; after the head of an
 * unmarked quote (Outlook, Gmail without marks) all the rest is quoted.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "reply.h"

#define HEAD_LINES_MAX 4   /* over which "On ... wrote:" may be wrapped */
#define HEAD_BYTES_MAX 400 /* of it */

struct pair {
	const char *start, *word;
};

static const struct pair wrote[] = {
#define WROTE(start, word) { start, word },
#include "words_only.h"
};

#define LABELS_MAX 7
static const char *const labels[][LABELS_MAX] = {
#define LABELS(...) { __VA_ARGS__, NULL },
#include "words_only.h"
};

static const char *const original[] = {
#define ORIGINAL(words) words,
#include "words_only.h"
};

/* Skips what programs put before a head: blanks and Markdown's stars. */
static const char *skip(const struct line *l, size_t *len)
{
	const char *p = l->at, *end = l->at + l->len;

	while (p < end && (*p == ' ' || *p == '\t' || *p == '*'))
		p++;
	*len = (size_t)(end - p);
	return p;
}

static gboolean is_quoted(const struct line *l)
{
	size_t len;
	const char *p = skip(l, &len);

	return len && *p == '>';
}

static gboolean ends_with_colon(const char *s, size_t len)
{
	while (len && (s[len - 1] == '*' || s[len - 1] == ' '))
		len--;
	return (len >= 1 && s[len - 1] == ':') ||
	       (len >= 3 && !memcmp(s + len - 3, "：", 3));
}

static gboolean has(const char *s, const char *word)
{
	for (; *s; s++)
		if (line_starts(s, word))
			return TRUE;
	return FALSE;
}

/* -- heads of quotes -- */

static gboolean is_wrote(const char *s, unsigned lines)
{
	const char *first = strchr(s, '\n');
	size_t head = first ? (size_t)(first - s) : strlen(s);
	gboolean dated = strcspn(s, "0123456789@") < head;

	if (!strpbrk(s, "0123456789@"))
		return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(wrote); i++) {
		if (!*wrote[i].start && (lines > 2 || !dated))
			continue;
		if (line_starts(s, wrote[i].start) && has(s, wrote[i].word))
			return TRUE;
	}
	/* A date, a name and an address: Gmail in Japanese. */
	return g_ascii_isdigit(*s) && lines <= 2 && strstr(s, "@") &&
	       strstr(s, ">");
}

/* How many lines from i on announce a quote, 0 if none do. */
static guint wrote_lines(GArray *lines, guint i)
{
	GString *s = g_string_new(NULL);
	guint found = 0;

	for (guint n = 0; n < HEAD_LINES_MAX && i + n < lines->len; n++) {
		struct line *l = line_at(lines, i + n);
		size_t len;
		const char *p = skip(l, &len);

		if (!len || *p == '>' || s->len + len > HEAD_BYTES_MAX)
			break;
		if (n)
			g_string_append_c(s, '\n');
		g_string_append_len(s, p, (gssize)len);
		if (ends_with_colon(p, len) && is_wrote(s->str, n + 1)) {
			found = n + 1;
			break;
		}
	}
	g_string_free(s, TRUE);
	/* The shortest is the head; what stands above it is the sender's. */
	for (guint n = 1; n < found; n++)
		if (wrote_lines(lines, i + n))
			return 0;
	return found;
}

gboolean line_is_rule(const struct line *l)
{
	size_t len, n = 0;
	const char *p = skip(l, &len);

	while (n < len && (p[n] == '-' || p[n] == '_' || p[n] == '='))
		n++;
	return n == len && len >= 5;
}

static gboolean is_original(const struct line *l)
{
	size_t len, dashes;
	const char *p = skip(l, &len);
	char buf[200];

	if (len < 8 || len >= sizeof buf || memcmp(p, "---", 3) != 0 ||
	    p[len - 1] != '-')
		return FALSE;
	memcpy(buf, p, len);
	buf[len] = '\0';
	dashes = strspn(buf, "-");
	for (gsize i = 0; i < G_N_ELEMENTS(original); i++)
		if (has(buf + dashes, original[i]))
			return TRUE;
	return FALSE;
}

static gboolean is_label(const struct line *l, const char *label)
{
	size_t len, n = strlen(label);
	const char *p = skip(l, &len), *end = p + len;

	if (len <= n || g_ascii_strncasecmp(p, label, n) != 0)
		return FALSE;
	p += n;
	while (p < end &&
	       (*p == ' ' || *p == '*' || *p == '\xc2' || *p == '\xa0'))
		p++;
	return p < end && (*p == ':' || !strncmp(p, "：", 3));
}

/* From:, Sent:, To:, Subject: as Outlook writes above an unmarked quote. */
static gboolean is_head_block(GArray *lines, guint i)
{
	for (gsize k = 0; k < G_N_ELEMENTS(labels); k++) {
		unsigned more = 0;

		if (!is_label(line_at(lines, i), labels[k][0]))
			continue;
		for (guint n = i + 1; n < lines->len && n < i + 8; n++)
			for (gsize j = 1; j < LABELS_MAX && labels[k][j]; j++)
				more += is_label(line_at(lines, n),
						 labels[k][j]);
		if (more >= 2)
			return TRUE;
	}
	return FALSE;
}

static guint next_text(GArray *lines, guint i)
{
	while (i < lines->len && !line_at(lines, i)->len)
		i++;
	return i;
}

void quotes_mark(GArray *lines)
{
	gboolean own = FALSE; /* something of the sender's stands above */

	for (guint i = 0; i < lines->len; i++) {
		struct line *l = line_at(lines, i);
		guint n, next;

		if (!l->len)
			continue;
		if (is_quoted(l)) {
			l->mark = QUOTE;
			continue;
		}
		if (is_original(l) || is_head_block(lines, i)) {
			lines_mark(lines, i, lines->len, QUOTE);
			while (i && (!line_at(lines, i - 1)->len ||
				     line_is_rule(line_at(lines, i - 1))))
				line_at(lines, --i)->mark = QUOTE;
			return;
		}
		n = wrote_lines(lines, i);
		if (!n) {
			own = TRUE;
			continue;
		}
		next = next_text(lines, i + n);
		lines_mark(lines, i, i + n, QUOTE);
		if (own && next < lines->len &&
		    !is_quoted(line_at(lines, next))) {
			lines_mark(lines, next, lines->len, QUOTE);
			return;
		}
		i += n - 1;
	}
}
