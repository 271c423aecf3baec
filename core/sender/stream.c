/* stream.c - see stream.h. libcurl resolves and connects (so every address
 * passes the same check as for HTTP); OpenSSL speaks TLS on the socket.
 * SPDX-License-Identifier: MIT */
#include "sender/stream.h"

#include <openssl/err.h>
#include <strings.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/when.h"
#include "hw_plugin.h"
#include "sender/stream_own.h"

#define STREAMS_MAX 64 /* at once, of all instances */
#define READ_MAX ((int64_t)1 << 20)
#define HANDSHAKE_MS 15000

/* -- life -- */

static void release(struct stream *s)
{
	struct stream **at = &s->all->first;

	while (*at && *at != s)
		at = &(*at)->next;
	if (*at)
		*at = s->next;
	/* One try to say goodbye; nobody waits for the answer. */
	if (s->ssl && SSL_is_init_finished(s->ssl))
		SSL_shutdown(s->ssl);
	SSL_free(s->ssl);
	ERR_clear_error();
	if (s->fd < 0)
		transfer_connect_cancel(s->all->transfers, s);
	close_fd(&s->fd);
	stream_wipe(s);
	free(s->host);
	free(s);
}

static struct stream *find(struct streams *all, const struct account *account,
			   int64_t n)
{
	for (struct stream *s = all->first; s; s = s->next)
		if (s->n == n && !s->gone &&
		    text_eq(s->account->name, account->name))
			return s; /* opened before a reload, perhaps */
	return NULL;
}

struct streams *streams_new(struct transfers *transfers,
			    void (*reply)(const struct str *json,
					  const void *blob, size_t len))
{
	struct streams *all = xcalloc(1, sizeof *all);

	all->transfers = transfers;
	all->reply = reply;
	/* A number of a sender that died must mean nothing to the next. */
	all->last_n = (int32_t)(getpid() % 1000000) * 1000;
	return all;
}

void stream_cancel(struct streams *all, int64_t id)
{
	for (struct stream *s = all->first; s; s = s->next)
		if (s->op != OP_NONE && s->id == id) {
			release(s);
			return;
		}
}

bool streams_use(const struct streams *all, const struct account *account)
{
	for (const struct stream *s = all->first; s; s = s->next)
		if (s->account == account)
			return true;
	return false;
}

void streams_forget(struct streams *all, struct account *account)
{
	struct stream *s = all->first, *next;

	for (; s; s = next) {
		next = s->next;
		if (s->account != account)
			continue;
		if (s->op != OP_NONE)
			stream_fail(s, HW_RETRY, "the configuration changed");
		release(s);
	}
	SSL_CTX_free(account->tls);
	account->tls = NULL;
}

/* -- the loop -- */

static void too_late(struct stream *s)
{
	if (s->op == OP_READ)
		stream_answer(s, "\"idle\":true", NULL, 0);
	else
		stream_fail(s, HW_RETRY, "it did not answer in time");
}

unsigned streams_waits(struct streams *all, struct pollfd *at, unsigned max,
		       int *max_ms)
{
	int64_t now = clock_mono();
	unsigned n = 0;

	for (const struct stream *s = all->first; s; s = s->next) {
		int64_t left = s->until - now;

		if (s->op == OP_NONE)
			continue;
		if (left < *max_ms)
			*max_ms = left < 0 ? 0 : (int)left;
		if (s->fd >= 0 && n < max)
			at[n++] = (struct pollfd){ .fd = s->fd,
						   .events = s->wants };
	}
	return n;
}

void streams_work(struct streams *all)
{
	int64_t now = clock_mono();
	struct stream *s = all->first, *next;

	for (; s; s = next) {
		next = s->next;
		stream_work(s);
		if (s->op != OP_NONE && s->until <= now)
			too_late(s);
		if (s->gone)
			release(s);
	}
}

/* -- questions -- */

static void connected(void *arg, int fd, const char *why)
{
	struct stream *s = arg;

	s->fd = fd;
	s->wants = POLLOUT;
	if (fd < 0)
		stream_fail(s, HW_RETRY, why);
}

static bool listed(const char *servers, const char *host, int64_t port)
{
	CLEANUP(free_ptr)
	char *wanted = xasprintf("%s:%lld", host, (long long)port);
	size_t len = strlen(wanted);

	while (servers && *servers) {
		size_t n = strcspn(servers, " ");

		if (n == len && strncasecmp(servers, wanted, n) == 0)
			return true;
		servers += n + strspn(servers + n, " ");
	}
	return false;
}

static int count(const struct streams *all)
{
	int n = 0;

	for (const struct stream *s = all->first; s; s = s->next)
		n++;
	return n;
}

/* Why a stream may not be opened; NULL when it may. Nothing of this is a word
 * about the message that would have gone over it: none is refused for good. */
static const char *why_not(const struct streams *all,
			   const struct account *account, const char *host,
			   int64_t port, int64_t tls, hw_status *status)
{
	*status = HW_BROKEN;
	if (!host || !listed(account->servers, host, port))
		return "a stream goes only to the servers that the options of "
		       "its instance name";
	*status = HW_AUTH;
	if (tls == HW_PLAIN && !account->loopback)
		return "plain text is only spoken on loopback; use tls or "
		       "starttls";
	*status = HW_RETRY;
	return count(all) >= STREAMS_MAX ? "too many streams are open" : NULL;
}

static void open_one(struct streams *all, int64_t id, struct account *account,
		     const cJSON *what, int64_t until)
{
	const char *host = json_text(what, "host");
	int64_t port = json_i64(what, "port", 0);
	int64_t tls = json_i64(what, "tls", HW_TLS);
	hw_status status;
	const char *why = why_not(all, account, host, port, tls, &status);
	struct stream *s;

	if (why) {
		stream_refuse(all, id, status, why);
		return;
	}
	s = xcalloc(1, sizeof *s);
	s->all = all;
	s->account = account;
	s->n = ++all->last_n;
	s->tls = (int32_t)tls;
	s->host = xstrdup(host);
	s->fd = -1;
	s->out = (struct str)STR_INIT;
	s->op = OP_OPEN;
	s->id = id;
	s->until = until;
	if (s->until > clock_mono() + HANDSHAKE_MS)
		s->until = clock_mono() + HANDSHAKE_MS;
	s->next = all->first;
	all->first = s;
	transfer_connect(all->transfers, account, host, (int)port, connected,
			 s);
}

static void start(struct stream *s, const char *word, const cJSON *what,
		  const void *blob, size_t len)
{
	int64_t max = json_i64(what, "max", 0);
	int64_t wait = json_i64(what, "wait_ms", 0);

	if (text_eq(word, "read") && max > 0) {
		s->op = OP_READ;
		s->max = (size_t)(max < READ_MAX ? max : READ_MAX);
		if (wait < s->until - clock_mono())
			s->until = clock_mono() + (wait > 0 ? wait : 0);
	} else if (text_eq(word, "write")) {
		stream_begin_write(s, what, blob, len);
	} else if (text_eq(word, "start_tls") && !s->ssl) {
		s->op = OP_TLS;
	} else {
		stream_fail(s, HW_BROKEN, "a stream cannot do that");
	}
}

void stream_ask(struct streams *all, int64_t id, struct account *account,
		const cJSON *frame, const void *blob, size_t len)
{
	const cJSON *what = json_get(frame, "stream");
	const char *word = json_text(what, "do");
	struct stream *s = find(all, account, json_i64(what, "n", 0));
	int64_t until = clock_mono() + json_i64(frame, "timeout_ms", 30000);

	if (text_eq(word, "open")) {
		open_one(all, id, account, what, until);
	} else if (text_eq(word, "close")) {
		struct stream nobody = { .all = all, .id = id };

		stream_answer(&nobody, "\"ok\":true", NULL, 0);
		if (s)
			release(s);
	} else if (!s || s->op != OP_NONE) {
		stream_refuse(all, id, HW_RETRY, "the stream is closed");
	} else {
		s->id = id;
		s->until = until;
		start(s, word ? word : "", what, blob, len);
		stream_work(s);
	}
}
