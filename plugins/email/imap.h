/* imap.h - a small IMAP4rev1 client: one mailbox, one command at a time
 * [source: RFC 3501; IDLE RFC 2177; SPECIAL-USE RFC 6154].
 *
 * imap_open(), then a folder with imap_select(), then any of the others, and
 * imap_end() in any case. Each call writes its command and reads all that comes
 * up to the answer; what the server tells unasked in between is kept too. Flags
 * are changed by imap_mark_seen() only, and by nobody in a folder that was
 * opened with "EXAMINE".
 *
 * Fails with one sentence: HW_REJECTED when the server says NO; HW_BROKEN when
 * it speaks no IMAP or sends more than was asked for; HW_AUTH when it refuses
 * user and password, or offers no way to give them; HW_RETRY when it says
 * goodbye, is lost, or cannot log us in just now.
 * SPDX-License-Identifier: MIT */
#ifndef HW_EMAIL_IMAP_H
#define HW_EMAIL_IMAP_H

#include "email.h"

enum imap_can {
	IMAP_PLAIN = 1,
	IMAP_STARTTLS = 2,
	IMAP_IDLE = 4,
	IMAP_NOLOGIN = 8
};

/* One untagged FETCH: what it told. body is borrowed, NULL when not told. */
struct imap_item {
	guint32 uid;
	gint64 size;
	const char *date; /* INTERNALDATE or "" */
	const char *body;
	gsize body_len;
};

struct imap {
	struct conn c;
	unsigned can, tag;
	gint64 exists, uidvalidity; /* of the folder that is open */
	gint64 uidnext;             /* above all its mails; 0: not told */
	bool grew;                  /* exists rose; unset by who asks */
	GString *text;              /* of a response, literals left out */
	GPtrArray *literals;        /* of GString */
	GArray *uids;               /* of guint32: the last search */
	GString *sent;              /* the folder marked \Sent, "" if none */
	/* Called for each FETCH of the command under way. */
	hw_status (*on_item)(struct imap *i, const struct imap_item *item);
	void *arg;
	char *answer; /* text after the tag: "OK ...", "NO ..." */
};

/* Connects and logs in. */
hw_status imap_open(struct imap *i, struct hw_host *h, const struct email *e);
/* verb: "SELECT" or "EXAMINE". folder: in UTF-8, or sent->str itself, which is
 * in the server's coding already. HW_REJECTED when there is no such folder. */
hw_status imap_select(struct imap *i, const char *verb, const char *folder);
/* Fills uids, ascending and once each. */
hw_status imap_search(struct imap *i, const char *criteria);
/* set: "4,7,9". Calls on_item for each FETCH that names its UID, whether it was
 * asked for or not. */
hw_status imap_fetch(struct imap *i, const char *set, const char *what);
hw_status imap_mark_seen(struct imap *i, const char *set);
/* Fills sent. */
hw_status imap_find_sent(struct imap *i);
/* Waits at the server, ms at most. *news: something arrived; *full: the time
 * passed. */
hw_status imap_idle(struct imap *i, gint64 ms, bool *news, bool *full);
void imap_end(struct imap *i); /* for CLEANUP */

#endif
