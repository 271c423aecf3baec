/* page.h - a folder, read page by page: its mails, and the records they become.
 * SPDX-License-Identifier: MIT */
#ifndef HW_EMAIL_PAGE_H
#define HW_EMAIL_PAGE_H

#include "imap.h"

#define PAGE_MAILS 30u
#define FILES_TOLD 100u /* of a mail: more are none that somebody chose */

/* A record each, and a call hands in 4,000 at most (docs/wire.md), among them
 * the mails of the Sent folder. One that is broken for that would be again. */
_Static_assert(PAGE_MAILS *(1 + FILES_TOLD) + PAGE_MAILS < 4000,
	       "a page of mails with all their files is one call's");
#define DAY_MS (INT64_C(86400) * 1000)

/* Of a mail so much is read at once, and kept as it came; of a larger one the
 * rest is read for its files, up to what servers let pass as 25 MB. */
#define MAIL_FIRST ((gint64)1 << 20)
#define MAIL_WHOLE ((gint64)26 << 20)

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
	bool unread;    /* bytes only, see trial_begin() */
	bool alone;     /* nothing else is read in this call: it may end it */
	GString *whole; /* a large mail so far; NULL: none is read whole */
};

/* -- page.c -- */

/* The next page of the folder that is open. key: of its cursor. */
hw_status page_read(struct imap *i, struct page *p, const char *key);

/* -- page_whole.c -- */

/* The page is one large mail of somebody else's, and reading it whole has not
 * failed before: it is begun. key: of the cursor. */
hw_status whole_begin(struct page *p, const char *key);
/* What is left of it, as far as the call's time goes; then its records. */
hw_status whole_end(struct imap *i, struct page *p, const char *key);
void page_end(struct page *p); /* for CLEANUP */

/* -- page_search.c -- */

/* Criteria for what the server got since that day; "" for any. */
const char *page_since(struct hw_host *h, gint64 ms);
/* Fills i->uids with mails above `after` and young enough, the first of them at
 * least. *rest: not all numbers were asked about. */
hw_status page_search(struct imap *i, guint32 after, const char *young,
		      bool *rest);

/* -- page_trial.c -- */

/* "validity:upto:first:deaths": mails up to `upto` are read one by one, since a
 * page with them took its worker along; when that was noted the page began
 * with `first` and `deaths` had been counted. */
struct trial {
	gint64 validity;
	guint32 upto, first;
	gint64 deaths;
};

/* Makes a page one mail when it ended its reader before. */
hw_status trial_begin(struct page *p, const char *key, struct trial *t);
void trial_end(struct page *p, const char *key, struct trial *t);

/* -- record.c: nothing here talks to a server -- */

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
