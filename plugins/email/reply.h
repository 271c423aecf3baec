/* reply.h - the lines of a mail's text, marked: what the sender wrote, what is
 * quoted, what is a signature. For mail_reply.c and its two markers only.
 * SPDX-License-Identifier: MIT */
#ifndef HW_EMAIL_REPLY_H
#define HW_EMAIL_REPLY_H

#include "form.h"

struct line {
	const char *at;
	size_t len; /* without the line end and what is white before it */
	enum { OWN, QUOTE, SIGN } mark;
};

struct line *line_at(GArray *lines, guint i);
/* Lines [from, to), as far as there are any. */
void lines_mark(GArray *lines, guint from, guint to, int as);
/* In upper or lower case. */
gboolean line_starts(const char *s, const char *start);
/* Of dashes, underscores or equals signs only. */
gboolean line_is_rule(const struct line *l);

/* -- mail_quote.c, mail_sign.c -- */

void quotes_mark(GArray *lines);
/* Below what is OWN; quotes are marked before. */
void signatures_mark(GArray *lines);

#endif
