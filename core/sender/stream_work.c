/* stream_work.c - the question that a stream has: worked on, and answered.
 * SPDX-License-Identifier: MIT */
#include <openssl/err.h>

#include "base/encode.h"
#include "base/mem.h"
#include "base/when.h"
#include "hw_plugin.h"
#include "sender/stream_own.h"

/* -- answers -- */

void stream_answer(struct stream *s, const char *members, const void *blob,
		   size_t len)
{
	CLEANUP(str_release) struct str json = STR_INIT;

	str_printf(&json, "{\"id\":%lld,\"stream\":{%s},\"sent\":true}",
		   (long long)s->id, members);
	s->op = OP_NONE;
	s->all->reply(&json, blob, len);
}

static void answer_n(struct stream *s, const char *name, int64_t value,
		     const void *blob)
{
	char members[64];

	snprintf(members, sizeof members, "\"%s\":%lld", name,
		 (long long)value);
	stream_answer(s, members, blob, blob ? (size_t)value : 0);
}

void stream_refuse(struct streams *all, int64_t id, int status,
		   const char *text)
{
	CLEANUP(str_release) struct str json = STR_INIT;

	put_failed(&json, id, status, text, true);
	all->reply(&json, NULL, 0);
}

/* The stream is of no use any more. */
void stream_fail(struct stream *s, int status, const char *text)
{
	CLEANUP(str_release) struct str safe = STR_INIT, whole = STR_INIT;

	secrets_redact(&s->account->secrets, text, strlen(text), &safe);
	str_printf(&whole, "%s: %s", s->host, str_c(&safe));
	s->op = OP_NONE;
	s->gone = true;
	stream_refuse(s->all, s->id, status, str_c(&whole));
}

/* -- work -- */

static void work_handshake(struct stream *s)
{
	int rc;

	if (s->op == OP_OPEN && s->tls != HW_TLS) {
		answer_n(s, "n", s->n, NULL);
		return;
	}
	if (!s->ssl && !stream_begin_tls(s))
		return;
	rc = SSL_connect(s->ssl);
	if (rc == 1 && s->op == OP_OPEN)
		answer_n(s, "n", s->n, NULL);
	else if (rc == 1)
		stream_answer(s, "\"ok\":true", NULL, 0);
	else if (!stream_wants(s, rc))
		stream_tls_failed(s);
}

static void work_read(struct stream *s)
{
	CLEANUP(free_ptr) char *bytes = xmalloc(s->max);
	ssize_t n = stream_get(s, bytes, s->max);

	if (n >= 0)
		answer_n(s, "len", n, bytes);
	else if (n == -2)
		stream_fail(s, HW_RETRY, "the connection broke");
}

void stream_wipe(struct stream *s)
{
	if (s->out.at)
		explicit_bzero(s->out.at, s->out.len);
	str_release(&s->out);
	s->out = (struct str)STR_INIT;
}

/* What a secret write becomes: filled in; for SASL then written in base 64 as
 * a whole; for a quoted string each secret's " and \ escaped. */
static int fill_secret(struct stream *s, const void *bytes, size_t len,
		       int64_t how, struct err *err)
{
	CLEANUP(str_release) struct str plain = STR_INIT;
	int rc = secrets_fill_as(&s->account->secrets, bytes, len,
				 how == HW_SECRET_QUOTED, &plain, err);

	if (rc == 0 && how == HW_SECRET_BASE64)
		put_base64(&s->out, plain.at, plain.len);
	else if (rc == 0)
		str_add(&s->out, plain.at, plain.len);
	if (plain.at)
		explicit_bzero(plain.at, plain.len);
	return rc;
}

void stream_begin_write(struct stream *s, const cJSON *what, const void *bytes,
			size_t len)
{
	int64_t secret = json_i64(what, "secret", 0);
	struct err err = { 0 };

	s->written = 0;
	stream_wipe(s);
	if (!secret) {
		str_add(&s->out, bytes, len);
	} else if (!s->ssl && !s->account->loopback) {
		stream_fail(s, HW_AUTH, "a secret is not sent outside TLS");
		return;
	} else if (fill_secret(s, bytes, len, secret, &err)) {
		stream_fail(s, HW_AUTH, err.text);
		return;
	}
	s->op = OP_WRITE;
}

static void work_write(struct stream *s)
{
	while (s->written < s->out.len) {
		ssize_t n = stream_put(s, s->out.at + s->written,
				       s->out.len - s->written);

		if (n == -2)
			stream_fail(s, HW_RETRY, "the connection broke");
		if (n < 0)
			return;
		s->written += (size_t)n;
	}
	stream_wipe(s);
	stream_answer(s, "\"ok\":true", NULL, 0);
}

void stream_work(struct stream *s)
{
	ERR_clear_error();
	if (s->fd < 0)
		return;
	if (s->op == OP_OPEN || s->op == OP_TLS)
		work_handshake(s);
	else if (s->op == OP_READ)
		work_read(s);
	else if (s->op == OP_WRITE)
		work_write(s);
}
