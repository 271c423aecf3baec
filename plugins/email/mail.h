/* mail.h - the form of a mail: bytes to fields, and fields to bytes.
 *
 * Reads whatever a mailbox holds and never refuses: what cannot be understood
 * comes back as text with a `notice` saying what was odd, so no mail is lost.
 * Writes only what is well formed and refuses the rest with a sentence. Talks
 * to nobody, reads no file after mail_start(), keeps no state between mails.
 * It does not decide what a mail is worth: it names its origin and its marks.
 * SPDX-License-Identifier: MIT */
#ifndef HW_EMAIL_MAIL_H
#define HW_EMAIL_MAIL_H

#include "hw_files.h"
#include "hw_plugin.h"

/* Beyond these a mail is cut, with a notice. */
#define MAIL_BYTES_MAX ((size_t)32 << 20) /* of the whole mail */
#define MAIL_HEADER_MAX ((size_t)1 << 20) /* of its header */
#define MAIL_PARTS_MAX 1000
#define MAIL_DEPTH_MAX 30                /* parts in parts */
#define MAIL_TEXT_MAX ((size_t)1 << 20)  /* of text, reply, html: each */
#define MAIL_FIELD_MAX ((size_t)8 << 10) /* of an address or a subject */

/* Of all files of a mail that we write: what most servers still take. */
#define MAIL_FILES_MAX ((size_t)10 << 20)

/* Call once, in the plugin's open(): loads every charset mails use and keeps
 * them, since the worker can open no file afterwards. 0, or -1 when GMime or
 * iconv cannot work here at all. Calling it again does nothing. */
int mail_start(void);

struct mail_file {
	const char *name;  /* no path, no control or direction characters; "" */
	const char *type;  /* "image/jpeg", lower case */
	const void *bytes; /* decoded */
	size_t size;       /* of bytes */
	char sha256[65];   /* of bytes, hex */
	int32_t within;    /* 1: shown inside the text */
};

/* Marks of mail that no automatic answer may be sent to (RFC 3834 section 2,
 * and what providers use beside it). */
enum {
	MAIL_AUTO_SUBMITTED = 1, /* Auto-Submitted: not "no" */
	MAIL_PRECEDENCE = 2,     /* Precedence: bulk, junk, list, auto_reply */
	MAIL_LIST_HEADER = 4,    /* List-Id, List-Unsubscribe, ... */
	MAIL_LOOP = 8,           /* X-Loop and its kin */
	MAIL_SUPPRESS = 16,      /* X-Auto-Response-Suppress: not "none" */
	MAIL_NULL_PATH = 32,     /* Return-Path: <> */
	MAIL_NO_REPLY = 64 /* no-reply@, mailer-daemon@, ... or no sender */
};

/* What one mail says. Strings are UTF-8 without NUL, never NULL: "" is "not
 * told". They live until mail_free(). Ids are without angle brackets. */
struct mail {
	const char *message_id, *in_reply_to;
	const char *references; /* ids split by blanks, oldest first */
	const char *from_name, *from_addr, *reply_to, *to_addr;
	const char *to; /* every To and Cc address, split by ", " */
	const char *subject;
	struct hw_when date; /* HW_NO_TIME when not told or not a date */
	const char *text;    /* plain, or HTML made plain; lines end in '\n' */
	const char *reply;   /* text without quotes and signature */
	const char *html;    /* as received, UTF-8: hostile, never show as is */
	const struct mail_file *files;
	size_t files_count;
	int32_t origin;     /* HW_HUMAN, HW_BOUNCE, HW_AUTO_REPLY, HW_LIST */
	uint32_t marks;     /* MAIL_AUTO_SUBMITTED | ... */
	const char *notice; /* one sentence when something was odd */
	/* Of a bounce, where told (RFC 3464 or in free words): */
	const char *failed_addr, *failed_id; /* recipient, our Message-ID */
	const char *failed_status;           /* "5.1.1" */
	int32_t failed_for_good;             /* 0: a delay, it is still tried */
};

/* Never NULL; borrows bytes. */
struct mail *mail_read(const void *bytes, size_t len);
void mail_free(struct mail *m);

struct mail_out {
	const struct hw_text_out *text; /* to, subject, body, ids, automatic */
	const char *from_name;          /* [nullable] */
	const char *from_addr;
	const char *reply_to; /* [nullable] an address */
	struct hw_when date;
	const struct hw_file *const *files; /* that go with it, in order */
	uint32_t file_count;
};

/* Composes one mail: CRLF lines of at most 78 columns, headers encoded, body
 * UTF-8 in quoted-printable or base64; automatic mail says so. The same input
 * gives the same bytes. NULL with *why set (a literal) when a value has a CR,
 * LF or NUL, is not UTF-8, or is no address or id. Gives *len bytes, NUL after
 * them (free). */
char *mail_write(const struct mail_out *out, size_t *len, const char **why);

#endif
