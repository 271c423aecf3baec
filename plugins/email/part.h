/* part.h - one part of a mail, for mail_parts.c (the tree) and mail_leaf.c.
 * SPDX-License-Identifier: MIT */
#ifndef HW_EMAIL_PART_H
#define HW_EMAIL_PART_H

#include "form.h"

/* What a part adds to the mail's text. */
struct body {
	GString *text, *html;
	gboolean plain; /* some of text was text/plain */
};

gboolean part_is(GMimeObject *o, const char *type, const char *subtype);
/* Takes the bytes out of the stream; data is never NULL, NUL follows them. */
GByteArray *part_bytes(GMimeStream *mem /* takes */);
void part_file(struct form *f, const char *name, GMimeObject *o,
	       GByteArray *bytes /* takes */);
/* Begins a line of its own. */
void part_text(GString *to, const char *text);
/* A part without parts: text into b, or a file. */
void leaf_read(struct form *f, GMimeObject *o, struct body *b);

#endif
