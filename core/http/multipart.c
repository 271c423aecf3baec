/* multipart.c - see multipart.h.
 * SPDX-License-Identifier: MIT */
#include "http/multipart.h"

#include <string.h>
#include <strings.h>

#define BOUNDARY_MAX 70 /* RFC 2046 */
#define HEAD_MAX 4096   /* of a part */

struct span {
	const char *at, *end;
};

static const char *find(struct span in, const char *what, size_t len)
{
	return in.at < in.end
		       ? memmem(in.at, (size_t)(in.end - in.at), what, len)
		       : NULL;
}

static void put_value(struct str *out, struct span in)
{
	const char *at = in.at;

	if (at >= in.end)
		return;
	if (*at != '"') {
		for (; at < in.end && !strchr("; \t\r\n", *at); at++)
			str_putc(out, *at);
		return;
	}
	for (at++; at < in.end && *at != '"'; at++) {
		if (*at == '\\' && at + 1 < in.end)
			at++;
		str_putc(out, *at);
	}
}

/* Appends the value of NAME= in a header's parameters, quoted or not. False:
 * it has none. */
static bool parameter(struct str *out, const char *header, size_t len,
		      const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 1; i + n + 1 < len; i++) {
		const char *at = header + i;

		if (strncasecmp(at, name, n) != 0 || at[n] != '=' ||
		    !strchr("; \t", at[-1]))
			continue;
		put_value(out, (struct span){ at + n + 1, header + len });
		return true;
	}
	return false;
}

/* "--BOUNDARY" of a form's type. */
static bool delimiter_of(const char *type, struct str *out)
{
	static const char form[] = "multipart/form-data";

	if (strncasecmp(type, form, sizeof form - 1) != 0)
		return false;
	str_puts(out, "--");
	return parameter(out, type, strlen(type), "boundary") && out->len > 2 &&
	       out->len <= BOUNDARY_MAX + 2;
}

/* The line of a part's head that begins so. */
static struct span line_of(struct span head, const char *name)
{
	size_t n = strlen(name);

	while (head.at < head.end) {
		const char *end = find(head, "\r\n", 2);
		struct span line = { head.at, end ? end : head.end };

		if ((size_t)(line.end - line.at) > n &&
		    strncasecmp(line.at, name, n) == 0)
			return line;
		head.at = end ? end + 2 : head.end;
	}
	return (struct span){ head.end, head.end };
}

/* A part from behind its delimiter up to the next one. */
static bool read_part(struct span part, struct form_file *out)
{
	const char *gap = find(part, "\r\n\r\n", 4);
	struct span head = { part.at, gap };
	struct span line;

	if (!gap || gap - part.at > HEAD_MAX)
		return false;
	line = line_of(head, "content-disposition:");
	str_clear(&out->name);
	if (!parameter(&out->name, line.at, (size_t)(line.end - line.at),
		       "filename"))
		return false;
	out->bytes = gap + 4;
	out->len = (size_t)(part.end - out->bytes);
	return out->bytes < part.end;
}

bool multipart_file(const char *type, const char *body, size_t len,
		    struct form_file *out)
{
	CLEANUP(str_release) struct str mark = STR_INIT;
	struct span rest = { body, body + len };
	const char *at;

	*out = (struct form_file){ .name = STR_INIT };
	if (!delimiter_of(type, &mark) ||
	    !(at = find(rest, str_c(&mark), mark.len)))
		return false;
	/* From the second on a line end belongs to the delimiter. */
	for (;;) {
		struct span part;

		rest.at = at + mark.len;
		at = find(rest, str_c(&mark), mark.len);
		if (!at || at - rest.at < 4 || memcmp(at - 2, "\r\n", 2) != 0 ||
		    memcmp(rest.at, "\r\n", 2) != 0)
			return false;
		part = (struct span){ rest.at + 2, at - 2 };
		if (read_part(part, out))
			return true;
	}
}
