/* form.h - what the files of mail.h share; nothing here is for the plugin.
 *
 * A mail is read once, front to back (mail_read.c): guard (bounds), header and
 * addresses, parts (the tree), text (charsets), html, reply (quotes), origin
 * (bounces, lists). Every string that a mail holds is kept by its form and
 * freed with it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_EMAIL_FORM_H
#define HW_EMAIL_FORM_H

#include <gmime/gmime.h>

#include "mail.h"

struct form {
	struct mail m; /* first: mail_free() gets its address */
	GPtrArray *kept;
	GArray *files;       /* of struct mail_file */
	GString *text;       /* so far */
	GString *html;       /* so far */
	GString *status;     /* delivery-status parts and the like, as text */
	GString *original;   /* header of the mail that a bounce is about */
	const char *report;  /* report-type of a multipart/report, "" */
	GMimeMessage *inner; /* [nullable] first mail in the mail; borrowed */
	unsigned parts;
	gboolean plain; /* of text: some of it was text/plain */
};

/* -- form.c: keeping, and words of headers -- */

const char *form_keep(struct form *f, char *text /* takes, g_free */);
/* The first oddity is told, later ones are not. */
void form_notice(struct form *f, const char *sentence /* literal */);
/* One line without control characters, at most MAIL_FIELD_MAX bytes. Gives. */
char *form_line(const char *text /* [nullable] */);
/* Encoded words (RFC 2047) and raw 8-bit to UTF-8, one line. Gives. */
char *form_decode(const char *raw /* [nullable] */);
/* Encoded words with charsets under iconv's names, neighbours made one. Gives.
 * It is not decoded. */
char *form_charsets(const char *raw);
/* The raw value of the first header of that name; "" if none. */
const char *form_header(GMimeObject *o, const char *name);
/* Whether text begins with one of the words, up to count or a NULL. */
gboolean form_starts_any(const char *text, const char *const *words,
			 gsize count);
/* The options mails are parsed with. */
GMimeParserOptions *form_options(void);

/* -- mail_enclose.c -- */

/* Why the files cannot go with it; NULL when they can. */
const char *mail_enclosable(const struct mail_out *o);
/* The body of the mail: the text alone, or with its files. Takes text; gives.
 */
GMimeObject *mail_enclose(const struct mail_out *o, GMimePart *text);

/* -- mail_guard.c -- */

/* Makes bytes harmless to parse, in place: over-long header fields are blanked.
 * Returns how many bytes may be parsed; *notice is set when anything was cut
 * or blanked. Linear. */
size_t guard(char *bytes, size_t len, const char **notice);

/* -- mail_header.c, mail_address.c -- */

/* Ids, addresses, subject and date of a mail into its form. */
void header_read(struct form *f, GMimeObject *o);

struct address {
	const char *name, *addr; /* kept by the form; "" */
};
/* The first address of a header, also amid groups or words; without one, what
 * stands there is the name. */
struct address address_read(struct form *f, GMimeObject *o, const char *header);
/* Every address of To and Cc, split by ", ". */
const char *address_all(struct form *f, GMimeObject *o);

/* -- mail_text.c -- */

/* Keeps every charset open. -1 when UTF-16 is unknown to iconv. */
int charset_start(void);
/* The name under which iconv knows what mails call `name`: a superset where
 * senders mix them (gb2312 is gb18030). `name` itself if it is no alias. */
const char *charset_name(const char *name);
/* Bytes in a charset (NULL: not told) to UTF-8 without NUL; what cannot be
 * decoded is U+FFFD and sets *damaged. Gives. */
char *text_decode(const char *bytes, size_t len, const char *charset,
		  gboolean *damaged);
/* CRLF and CR to LF, no control characters but LF and tab. In place. */
void text_tidy(char *text);
/* format=flowed (RFC 3676): joins soft line ends. Gives. */
char *text_unflow(const char *text, gboolean delsp);

/* -- mail_html.c, mail_reply.c, mail_parts.c, mail_bounce.c, mail_origin.c --
 */

/* Plain text of HTML in UTF-8, quotes marked with "> ". *odd is set when it
 * was nested too deep to be read as HTML. Gives. */
char *html_text(const char *html, size_t len, gboolean *odd);
/* The text without quotes and signature; the text itself when nothing else
 * would be left. Gives. */
char *reply_of(const char *text);
/* Walks the tree of parts into text, html, files, status. */
void parts_read(struct form *f, GMimeObject *top);
/* HW_BOUNCE or HW_AUTO_REPLY by the fields of a report, 0 without any. */
int32_t report_origin(struct form *f);
/* failed_*, of a bounce. text: its own words. */
void bounce_details(struct form *f, GMimeObject *o, const char *text);
/* origin, marks and failed_*: needs all other fields. */
void origin_judge(struct form *f, GMimeMessage *m);

#endif
