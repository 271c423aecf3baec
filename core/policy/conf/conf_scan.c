/* conf_scan.c - the scan of a file's text before libconfig reads it.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "policy/conf/conf_own.h"

struct source {
	const char *at, *end;
	int line;
};

static void skip_text(struct conf *c, struct source *s)
{
	int from = s->line;

	for (s->at++; s->at < s->end && *s->at != '"'; s->at++) {
		s->line += *s->at == '\n';
		if (*s->at == '\\')
			s->at++;
	}
	if (s->at < s->end)
		s->at++;
	if (!c->long_text && s->line > from)
		c->long_text = from;
}

static bool skip_comment(struct source *s)
{
	bool line = *s->at == '#' ||
		    (s->end - s->at > 1 && s->at[0] == '/' && s->at[1] == '/');
	bool block = s->end - s->at > 1 && s->at[0] == '/' && s->at[1] == '*';

	if (line)
		while (s->at < s->end && *s->at != '\n')
			s->at++;
	for (; block && s->at < s->end; s->at++) {
		s->line += *s->at == '\n';
		if (s->at[0] == '*' && s->end - s->at > 1 && s->at[1] == '/') {
			s->at += 2;
			break;
		}
	}
	return line || block;
}

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
	       c == '_' || c == '.' || c == '-' || c == '+' || c == '*';
}

static void check_number(struct conf *c, const struct source *s,
			 const char *word, size_t len)
{
	CLEANUP(free_ptr) char *text = xstrndup(word, len);
	char *end;
	long long n;

	if (strcspn(text, ".eE") < len && !text_starts(text, "0x")) {
		mistake(c->mistakes, c->path, s->line,
			"%s is a fraction; write amounts and durations as "
			"text, such as \"20.00 USD\"",
			text);
		return;
	}
	n = strtoll(text, &end, 0);
	if (len > 12 || (!*end && (n > INT32_MAX || n < INT32_MIN)))
		mistake(c->mistakes, c->path, s->line,
			"%s is larger than 2147483647; write it as text", text);
}

/* libconfig would read the other file without this scan, and neither a hash
 * nor the version of the policy would cover it. Its line is blanked: what
 * stands behind it is still checked. */
static bool refuse_include(struct conf *c, struct source *s)
{
	if (!text_starts(s->at, "@include"))
		return false;
	mistake(c->mistakes, c->path, s->line,
		"@include is not read; write the settings of that file here");
	for (; s->at < s->end && *s->at != '\n'; s->at++)
		c->bytes.at[s->at - c->bytes.at] = ' ';
	return true;
}

static void scan_source(struct conf *c)
{
	const char *text = str_c(&c->bytes);
	struct source s = { text, text + c->bytes.len, 1 };

	while (s.at < s.end) {
		const char *word = s.at;

		if (*s.at == '"') {
			skip_text(c, &s);
			continue;
		}
		if (skip_comment(&s) || refuse_include(c, &s))
			continue;
		while (s.at < s.end && is_word(*s.at))
			s.at++;
		if (s.at > word && (*word == '-' || *word == '+' ||
				    (*word >= '0' && *word <= '9')))
			check_number(c, &s, word, (size_t)(s.at - word));
		if (s.at == word) {
			s.line += *s.at == '\n';
			s.at++;
		}
	}
}

/* libconfig would take a NUL byte for the end of the file. */
static bool readable(struct conf *c)
{
	int64_t bad = utf8_check(str_c(&c->bytes), c->bytes.len);
	int64_t nul = (int64_t)strlen(str_c(&c->bytes));
	int line = 1;

	if (bad < 0 && nul < (int64_t)c->bytes.len)
		bad = nul;
	for (int64_t i = 0; i < bad; i++)
		line += c->bytes.at[i] == '\n';
	if (bad >= 0)
		mistake(c->mistakes, c->path, line, "%s",
			bad == nul ? "there is a NUL byte; remove it"
				   : "this is not UTF-8; save the file as "
				     "UTF-8");
	if (text_starts(str_c(&c->bytes), "\xEF\xBB\xBF"))
		mistake(c->mistakes, c->path, 1,
			"the file begins with a byte order mark; save it "
			"without");
	return bad < 0 && !text_starts(str_c(&c->bytes), "\xEF\xBB\xBF");
}

bool conf_scan(struct conf *c)
{
	if (!readable(c))
		return false;
	scan_source(c);
	return true;
}
