/* framing.c - see framing.h.
 * SPDX-License-Identifier: MIT */
#include "http/framing.h"

#include <ctype.h>
#include <strings.h>

#include "base/str.h"

struct framing {
	int lengths, codings, hosts;
	bool chunked_only, odd;
};

static bool is_token(const char *text)
{
	for (const char *c = text; *c; c++)
		if (!isalnum((unsigned char)*c) &&
		    !strchr("!#$%&'*+-.^_`|~", *c))
			return false;
	return *text != '\0';
}

/* libmicrohttpd 0.9.75 appends a folded line to the name of the header before
 * it: a length in two lines would be no length any more. */
static bool is_folded(const char *name)
{
	static const char *const framing[] = { "Content-Length",
					       "Transfer-Encoding" };

	for (size_t i = 0; i < COUNT_OF(framing); i++) {
		size_t len = strlen(framing[i]);

		if (strncasecmp(name, framing[i], len) == 0 && name[len])
			return true;
	}
	return false;
}

static enum MHD_Result look_at(void *arg, enum MHD_ValueKind kind,
			       const char *name, const char *value)
{
	struct framing *f = arg;

	(void)kind;
	f->odd |= !is_token(name) || is_folded(name);
	if (strcasecmp(name, "Content-Length") == 0) {
		f->lengths++;
		f->odd |= !value || !*value ||
			  strspn(value, "0123456789") != strlen(value);
	}
	if (strcasecmp(name, "Host") == 0)
		f->hosts++;
	if (strcasecmp(name, "Transfer-Encoding") == 0) {
		f->codings++;
		f->chunked_only = value && strcasecmp(value, "chunked") == 0;
	}
	return MHD_YES;
}

bool framing_ambiguous(struct MHD_Connection *c)
{
	struct framing f = { 0 };

	MHD_get_connection_values(c, MHD_HEADER_KIND, look_at, &f);
	return f.lengths > 1 || f.codings > 1 || (f.lengths && f.codings) ||
	       (f.codings && !f.chunked_only) || f.hosts != 1 || f.odd;
}
