/* conn.c - lines and bytes over stream/1, bounded.
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <string.h>

#include "email.h"

#define CONN_BUF 65536
#define CONN_SILENCE_MS \
	20000 /* a server that says nothing for so long is gone */

/* What this machine cannot do (a file of CAs that it cannot read, too many
 * streams) is no word about the mail on its way: that is not refused by it. */
static hw_status ours(hw_status rc, hw_status instead)
{
	return rc == HW_REJECTED ? instead : rc;
}

hw_status conn_open(struct conn *c, struct hw_host *h, const struct server *to)
{
	*c = (struct conn){ .h = h, .host = to->host };
	c->until_ms =
		g_get_monotonic_time() / 1000 + h->deadline(h) - h->now(h);
	c->s = h->service(h, HW_STREAM_1);
	if (!c->s)
		return h->fail(h, HW_UNSUPPORTED, 0,
			       "mail needs streams, which this host lacks");
	c->n = c->s->open(h, to->host, to->port, to->tls);
	if (c->n <= 0) {
		hw_status why = c->n;

		c->n = 0;
		return why ? ours(why, HW_RETRY)
			   : h->fail(h, HW_BROKEN, 0, "no stream was opened");
	}
	c->buf = h->alloc(h, CONN_BUF);
	c->line = g_string_new(NULL);
	return HW_OK;
}

void conn_end(struct conn *c)
{
	if (c->line)
		g_string_free(c->line, TRUE);
	c->line = NULL;
	if (c->n)
		c->s->close(c->h, c->n);
	c->n = 0;
}

hw_status conn_start_tls(struct conn *c)
{
	/* [source: RFC 3501 6.2.1, RFC 3207 5: what was said before TLS may
	 * have been put there by anybody] */
	if (c->at < c->len)
		return c->h->fail(c->h, HW_BROKEN, 0,
				  "%s spoke on before TLS began", c->host);
	return ours(c->s->start_tls(c->h, c->n), HW_RETRY);
}

int64_t conn_left(const struct conn *c)
{
	int64_t left = c->until_ms - g_get_monotonic_time() / 1000;

	return left > 0 ? left : 0;
}

/* Fills the empty buffer: bytes, 0 when nothing came, < 0 after fail(). */
static int32_t fill(struct conn *c, int64_t wait_ms)
{
	int64_t left = conn_left(c);
	int32_t n = c->s->read(c->h, c->n, c->buf, CONN_BUF,
			       wait_ms < left ? wait_ms : left);

	if (n == HW_STREAM_IDLE)
		return 0;
	if (n == 0)
		return c->h->fail(c->h, HW_RETRY, 0, "%s ended the connection",
				  c->host);
	if (n < 0)
		return n;
	c->at = 0;
	c->len = (uint32_t)n;
	c->total += (gsize)n;
	if (c->total > CONN_BYTES_MAX)
		return c->h->fail(c->h, HW_BROKEN, 0, "%s sends without end",
				  c->host);
	return n;
}

static hw_status need(struct conn *c)
{
	int32_t n;

	if (c->at < c->len)
		return HW_OK;
	n = fill(c, CONN_SILENCE_MS);
	if (n == 0)
		return c->h->fail(c->h, HW_RETRY, 0, "%s stopped answering",
				  c->host);
	return n < 0 ? n : HW_OK;
}

int conn_wait(struct conn *c, int64_t ms)
{
	int32_t n;

	if (c->at < c->len)
		return 1;
	n = fill(c, ms);
	return n < 0 ? n : n > 0;
}

hw_status conn_line(struct conn *c, char **line)
{
	g_string_truncate(c->line, 0);
	for (;;) {
		const char *from, *end;
		hw_status rc = need(c);

		if (rc)
			return rc;
		from = c->buf + c->at;
		end = memchr(from, '\n', c->len - c->at);
		g_string_append_len(c->line, from,
				    end ? end - from
					: (gssize)(c->len - c->at));
		c->at = end ? (uint32_t)(end + 1 - c->buf) : c->len;
		if (c->line->len > CONN_LINE_MAX)
			return c->h->fail(c->h, HW_BROKEN, 0,
					  "%s sends a line without end",
					  c->host);
		if (end)
			break;
	}
	if (c->line->len && c->line->str[c->line->len - 1] == '\r')
		g_string_truncate(c->line, c->line->len - 1);
	*line = c->line->str;
	return HW_OK;
}

hw_status conn_bytes(struct conn *c, GString *to, gsize len)
{
	while (len) {
		hw_status rc = need(c);
		gsize n = c->len - c->at;

		if (rc)
			return rc;
		if (n > len)
			n = len;
		g_string_append_len(to, c->buf + c->at, (gssize)n);
		c->at += (uint32_t)n;
		len -= n;
	}
	return HW_OK;
}

hw_status conn_say(struct conn *c, const char *fmt, ...)
{
	va_list ap;
	char *text;
	hw_status rc;

	va_start(ap, fmt);
	text = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	rc = c->s->write(c->h, c->n, text, (uint32_t)strlen(text), 0);
	g_free(text);
	return rc;
}

hw_status conn_secret(struct conn *c, const void *bytes, size_t len,
		      int32_t how)
{
	return ours(c->s->write(c->h, c->n, bytes, (uint32_t)len, how),
		    HW_AUTH);
}

#define WORDS_MAX 160

const char *conn_words(struct conn *c, const char *text)
{
	GString *out = g_string_new(NULL);
	const char *kept;

	while (*text && out->len < WORDS_MAX) {
		size_t len = strcspn(text, " ");

		if (memchr(text, '@', len))
			g_string_append(out, "(address)");
		for (size_t i = 0; i < len && !memchr(text, '@', len); i++)
			g_string_append_c(out, text[i] >= 0x20 && text[i] < 0x7F
						       ? text[i]
						       : '?');
		text += len;
		if (*text == ' ')
			g_string_append_c(out, *text++);
	}
	if (out->len > WORDS_MAX)
		g_string_truncate(out, WORDS_MAX);
	kept = c->h->text(c->h, "%s", out->str);
	g_string_free(out, TRUE);
	return kept;
}
