/* page.h - what the reading of a folder hands around: a page of its mails, and
 * the records they become (record.c). Nothing here talks to a server.
 * SPDX-License-Identifier: MIT */
#ifndef HW_EMAIL_PAGE_H
#define HW_EMAIL_PAGE_H

#include "email.h"

#define PAGE_MAILS 50u
#define DAY_MS (INT64_C(86400) * 1000)

struct todo {
	guint32 uid;
	gint64 size, date_ms; /* date_ms: when the server got it; 0 unknown */
	bool done;
};

struct page {
	struct hw_host *h;
	const struct email *e;
	struct todo list[PAGE_MAILS];
	guint count, emitted;
	gint64 validity;
	bool sent, more;
	bool unread; /* bytes only, see begin_page() */
	bool alone;  /* nothing else is read in this call: it may end it */
};

/* Names of months as IMAP writes them, three letters each. */
extern const char email_months[];

/* A number and the one character of `ends` after it; -1 when it is not so. */
gint64 email_number(const char **at, const char *ends);
/* An INTERNALDATE in ms; 0 when it is none. */
gint64 email_internal_date(const char *text);

hw_status emit_mail(struct page *p, const struct todo *t, const char *bytes,
		    gsize len);
/* A mail that ended its reader each time: its bytes, and no more. */
hw_status emit_unread(struct page *p, const struct todo *t, const char *bytes,
		      gsize len);
/* A mail that the server has and cannot give: told, not passed over. */
hw_status emit_missing(struct page *p, const struct todo *t);

#endif
