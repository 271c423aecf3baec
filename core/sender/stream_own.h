/* stream_own.h - one stream, and what its three files share: questions and the
 * list (stream.c), work on what waits (stream_work.c), bytes and TLS
 * (stream_tls.c).
 * SPDX-License-Identifier: MIT */
#ifndef HW_SENDER_STREAM_OWN_H
#define HW_SENDER_STREAM_OWN_H

#include <openssl/ssl.h>

#include "sender/stream.h"

enum op { OP_NONE, OP_OPEN, OP_TLS, OP_READ, OP_WRITE };

struct stream {
	struct stream *next;
	struct streams *all;
	struct account *account;
	int32_t n, tls; /* HW_PLAIN, HW_TLS or HW_STARTTLS */
	char *host;
	int fd;            /* -1: still connecting */
	SSL *ssl;          /* NULL: plain so far */
	enum op op;        /* the question that waits */
	int64_t id, until; /* of it; clock_mono ms */
	size_t max;        /* read: at most */
	struct str out;    /* write */
	size_t written;
	short wants; /* poll events */
	bool gone;   /* to be released at the next turn */
};

struct streams {
	struct transfers *transfers;
	struct stream *first;
	int32_t last_n;
	void (*reply)(const struct str *json, const void *blob, size_t len);
};

/* -- stream_work.c -- */

/* Answers the question that waits: members of "stream", and a blob of len bytes
 * [nullable]. */
void stream_answer(struct stream *s, const char *members, const void *blob,
		   size_t len);
/* Refuses a question that no stream has taken. */
void stream_refuse(struct streams *all, int64_t id, int status,
		   const char *text);
/* The stream is of no use any more: answers what waits, secrets hidden in text,
 * and marks it gone. */
void stream_fail(struct stream *s, int status, const char *text);
/* Does of the question that waits what can be done now. */
void stream_work(struct stream *s);
/* The question is to write these bytes, secrets filled in if `what` says so; or
 * fails. */
void stream_begin_write(struct stream *s, const cJSON *what, const void *bytes,
			size_t len);
/* Forgets what was to be written, also in memory. */
void stream_wipe(struct stream *s);

/* -- stream_tls.c -- */

/* Makes s->ssl; false: it failed, and said so. */
bool stream_begin_tls(struct stream *s);
/* Says why the handshake failed. */
void stream_tls_failed(struct stream *s);
/* Sets s->wants from what OpenSSL waits for; false: it waits for nothing, it
 * failed. */
bool stream_wants(struct stream *s, int rc);
/* Bytes moved, 0 at the end (get), -1 not yet (s->wants says for what), -2
 * broken. */
ssize_t stream_get(struct stream *s, char *to, size_t len);
ssize_t stream_put(struct stream *s, const char *at, size_t len);

#endif
