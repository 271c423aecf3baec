/* csv.c - see csv.h. Source: RFC 4180.
 * SPDX-License-Identifier: MIT */
#include "base/csv.h"

#include "base/str.h"

void csv_open(struct csv *c, const char *text, size_t len)
{
	*c = (struct csv){ .at = text, .end = text + len, .next_line = 1 };
	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		c->at += 3;
}

void csv_close(struct csv *c)
{
	arena_release(&c->arena);
	csv_fields_release(&c->fields);
}

static bool at_line_end(const struct csv *c)
{
	return c->at == c->end || *c->at == '\n' ||
	       (*c->at == '\r' && (c->at + 1 == c->end || c->at[1] == '\n'));
}

static bool at_stop(const struct csv *c)
{
	return at_line_end(c) || *c->at == ',';
}

/* Nothing behind it is read. */
static int no_end(struct csv *c, int64_t began, struct err *err)
{
	bool is_long = c->next_line - began == CSV_QUOTED_LINES;
	int64_t lines;

	for (; c->at < c->end; c->at++)
		c->next_line += *c->at == '\n';
	lines = c->next_line - began + (c->at[-1] != '\n');
	return err_set(err, ERR_DATA,
		       "line %lld: a quote does not end%s; lines from there on "
		       "that were not read: %lld",
		       (long long)began, is_long ? " within 1000 lines" : "",
		       (long long)lines);
}

/* It ended by chance; reading goes on at the end of the line where it began. */
static int wrong_end(struct csv *c, const char *start, int64_t began,
		     struct err *err)
{
	err_set(err, ERR_DATA,
		"line %lld: a quote begins here and ends in line %lld with "
		"text behind it; its own end is missing, or a quote in it is "
		"not doubled",
		(long long)began, (long long)c->next_line);
	for (c->at = start; !at_line_end(c); c->at++)
		;
	c->next_line = began;
	return -1;
}

static int quoted(struct csv *c, struct str *s, struct err *err)
{
	int64_t began = c->next_line;
	const char *start = c->at;

	for (c->at++; c->at < c->end; c->at++) {
		if (*c->at == '"') {
			c->at++;
			if (c->at == c->end || *c->at != '"')
				return c->next_line == began || at_stop(c)
					       ? 0
					       : wrong_end(c, start, began,
							   err);
		}
		str_putc(s, *c->at);
		c->next_line += *c->at == '\n';
		if (c->next_line - began == CSV_QUOTED_LINES) {
			c->at++;
			break;
		}
	}
	return no_end(c, began, err);
}

static int field(struct csv *c, struct err *err)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	if (c->at < c->end && *c->at == '"' && quoted(c, &s, err))
		return -1;
	while (!at_stop(c))
		str_putc(&s, *c->at++);
	if (s.bad || strlen(str_c(&s)) != s.len)
		return err_set(err, ERR_DATA, "line %lld: a field %s",
			       (long long)c->line,
			       s.bad ? "is too long" : "holds a NUL byte");
	csv_fields_push(&c->fields, arena_strdup(&c->arena, str_c(&s)));
	return 0;
}

/* A field that cannot be taken spoils its record, which is read to its end all
 * the same: the next one begins there. */
int csv_next(struct csv *c, struct err *err)
{
	int rc = 1;

	arena_clear(&c->arena);
	csv_fields_clear(&c->fields);
	c->line = c->next_line;
	if (c->at == c->end)
		return 0;
	for (;;) {
		struct err bad = { 0 };

		if (field(c, &bad)) {
			/* At the end it may be a quote, which says more. */
			if (rc > 0 || c->at == c->end)
				*err = bad;
			rc = -1;
		}
		if (c->at == c->end || *c->at != ',')
			break;
		c->at++;
	}
	if (c->at < c->end && *c->at == '\r')
		c->at++;
	if (c->at < c->end)
		c->at++;
	c->next_line++;
	return rc;
}
