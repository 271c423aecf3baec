/* email.h - one mail account: what the manifest says of it, and the
 * connections that carry it.
 *
 * conn.c reads lines and bytes from a stream within bounds; imap.h and smtp.c
 * speak on it; fetch.c makes records of what a folder holds. A server is not
 * trusted: endless lines, wrong lengths and garbage end the call with one
 * sentence. No password passes here, only its mark, and no word of a server
 * that may quote one is repeated.
 * SPDX-License-Identifier: MIT */
#ifndef HW_EMAIL_EMAIL_H
#define HW_EMAIL_EMAIL_H

#include <glib.h>
#include <stdbool.h>

#include "hw_plugin.h"

#define CLEANUP(fn) __attribute__((cleanup(fn)))

struct server {
	char *host, *user;    /* user: "" when it asks for none */
	const char *password; /* "{secret:...}" */
	int32_t port, tls;    /* HW_TLS ... */
};

struct email {
	char *address, *from_name, *reply_to, *folder;
	char *sent_folder; /* "auto": the one the server marks; "": none */
	struct server imap, smtp;
	bool mark_seen, idle;
	int64_t history_ms; /* 0: everything */
	bool sent_failing;  /* that sent_folder cannot be read was told */
};

/* -- a connection (conn.c) -- */

#define CONN_LINE_MAX ((gsize)1 << 20)   /* bytes of one line */
#define CONN_BYTES_MAX ((gsize)32 << 20) /* that one call may read */

struct conn {
	struct hw_host *h;
	const struct hw_stream *s;
	const char *host;
	int32_t n; /* the stream; 0: none */
	char *buf; /* what was read and not yet taken */
	uint32_t len, at;
	gsize total;
	int64_t until_ms; /* the call's end, by the monotonic clock */
	GString *line;
};

/* What fails here says nothing about a mail: it is never HW_REJECTED. */
hw_status conn_open(struct conn *c, struct hw_host *h, const struct server *to);
/* Refuses when the server said more than it should before TLS. */
hw_status conn_start_tls(struct conn *c);
/* The next line without its end; valid until the next. */
hw_status conn_line(struct conn *c, char **line);
/* Appends exactly len bytes. */
hw_status conn_bytes(struct conn *c, GString *to, gsize len);
/* ms until the call ends. */
int64_t conn_left(const struct conn *c);
/* 1: something can be read; 0: nothing came in time; < 0: failed. */
int conn_wait(struct conn *c, int64_t ms);
hw_status conn_say(struct conn *c, const char *fmt, ...) HW_PRINTF(2, 3);
/* Bytes with {secret:...} inside. */
hw_status conn_secret(struct conn *c, const void *bytes, size_t len,
		      int32_t how);
void conn_end(struct conn *c); /* for CLEANUP too */
/* One sentence of a server: bounded, printable, addresses taken out. */
const char *conn_words(struct conn *c, const char *text);

/* -- what the channel does -- */

hw_status email_fetch(struct hw_host *h, void *self);
hw_status email_find(struct hw_host *h, void *self,
		     const struct hw_text_out *t);
hw_status email_send(struct hw_host *h, void *self,
		     const struct hw_text_out *t);

#endif
