/* imap_own.h - what the files of imap.h share; nothing here is for the plugin.
 *
 * A command goes out and its responses are read until the one with its tag
 * (imap.c). Each is read whole and cut into tokens (imap_read.c); what it tells
 * is put into struct imap (imap_told.c). What a command quotes is written by
 * imap_name.c; the way in, from greeting to login, is imap_login.c.
 *
 * The server is not trusted. Refused with HW_BROKEN, which ends the call: a
 * literal beyond what was asked for, or too many in one response; a zero byte
 * outside a literal; a response that never ends; a tag or a "+" that nobody
 * waits for; a FETCH that is no list; responses without end to one command.
 * Never refused: what is well formed and unknown, in any order; it says nothing
 * to us.
 * SPDX-License-Identifier: MIT */
#ifndef HW_EMAIL_IMAP_OWN_H
#define HW_EMAIL_IMAP_OWN_H

#include "imap.h"

/* -- imap_read.c: one response, and the tokens in it -- */

/* Fails: this is not IMAP. */
hw_status imap_garbage(struct imap *i);
/* Reads one whole response into i->text; its literals stand there as "{n}" and
 * their bytes in i->literals. */
hw_status imap_response(struct imap *i);

/* A place in i->text. The functions move `at` over what they took; false: it
 * is not there, and `at` is anywhere. */
struct scan {
	const struct imap *i;
	const char *at;
	guint literal;   /* the next one */
	GString *quoted; /* room for scan_string() and scan_skip() */
};

void scan_blanks(struct scan *s);
/* In upper or lower case; leaves `at` where it is when false. */
bool scan_word(struct scan *s, const char *wanted);
/* A string of any form: NIL (""), quoted or literal. The bytes of a quoted one
 * are valid until the next scan, those of a literal until the next response. */
bool scan_string(struct scan *s, const char **bytes, gsize *len);
/* A value nobody asked about: an atom, a string or a list, nested. */
bool scan_skip(struct scan *s);

/* -- imap_told.c: what untagged responses tell -- */

/* at: after "* ". Calls on_item for a FETCH; fails at a BYE. */
hw_status imap_told(struct imap *i, const char *at);
/* at: after "OK ". */
void imap_told_code(struct imap *i, const char *at);
/* words: after "BYE". */
hw_status imap_bye(struct imap *i, const char *words);

/* -- imap_name.c: what a command quotes -- */

/* A quoted string of what is one line. */
void imap_put_quoted(GString *out, const char *text);
/* A folder's name, in UTF-8 and one line, as a quoted string in modified UTF-7
 * [source: RFC 3501 5.1.3]. */
void imap_put_folder(GString *out, const char *name);

/* -- imap.c: a command and its answer -- */

/* Reads up to the tagged answer, into i->answer, or, when asked for, to a "+";
 * HW_MORE when the answer came instead of it. */
hw_status imap_until_tag(struct imap *i, bool plus);
/* Whether the last answer began with this. */
bool imap_said(const struct imap *i, const char *what);
/* One command. HW_REJECTED when the answer is NO, HW_BROKEN when it is BAD; the
 * command's name stands in the sentence. */
hw_status imap_command(struct imap *i, const char *text);

/* -- imap_login.c -- */

/* From the greeting to a session: TLS where the account wants STARTTLS, which
 * is never gone on without, then user and password. What the server can is
 * asked again after each. */
hw_status imap_login(struct imap *i, const struct server *to);

#endif
