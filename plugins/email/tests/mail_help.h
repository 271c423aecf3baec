/* mail_help.h - mails that tests of the form read, and what holds for any of
 * them. Every mail here is our own.
 * SPDX-License-Identifier: MIT */
#ifndef HW_EMAIL_TESTS_MAIL_HELP_H
#define HW_EMAIL_TESTS_MAIL_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../form.h"

/* For a group of tests: mail_start(). */
int start_mail(void **state);
struct mail *read_text(const char *text);
/* Reads a mail (frees the text) and holds it to the time and to UTF-8. */
struct mail *read_soon(GString *s /* takes */);

/* -- the beginnings of mails -- */

#define HEAD "From: Ann <ann@a.test>\nTo: shop@b.test\nSubject: Lamp\n"
#define PLAIN HEAD "Content-Type: text/plain; charset=utf-8\n\n"
#define BOUND(type)                                             \
	HEAD "MIME-Version: 1.0\nContent-Type: multipart/" type \
	     "; boundary=b\n\n"

/* -- whole mails -- */

#define ALTERNATIVE                                            \
	BOUND("alternative")                                   \
	"--b\nContent-Type: text/plain\n\nThe plain words\n"   \
	"--b\nContent-Type: text/html\n\n<p>The <b>HTML</b>\n" \
	"--b--\n"
/* name: what follows "filename", with its "="; the last boundary is missing. */
#define MIXED(name)                                                  \
	BOUND("mixed")                                               \
	"--b\nContent-Type: text/plain\n\nSee the photo\n"           \
	"--b\nContent-Type: image/jpeg\nContent-Transfer-Encoding: " \
	"base64\nContent-Disposition: attachment;\n filename" name   \
	"\n\naGVsbG8=\n"
/* A report for printf: Action, Status. */
#define DSN                                                                \
	"From: MAILER-DAEMON@a.test\nReturn-Path: <>\nSubject: Returned\n" \
	"Content-Type: multipart/report; report-type=delivery-status; "    \
	"boundary=b\n\n--b\n\nSorry.\n--b\nContent-Type: "                 \
	"message/delivery-status\n\nReporting-MTA: dns; a.test\n\n"        \
	"Final-Recipient: rfc822; ann@a.test\nAction: %s\nStatus: %s\n\n"  \
	"--b\nContent-Type: message/rfc822\n\nMessage-ID: <ours@b.test>\n" \
	"Subject: Lamp\n\nx\n--b--\n"

#endif
