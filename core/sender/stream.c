/* stream.c - see stream.h. libcurl resolves and connects (so every address
 * passes the same check as for HTTP); OpenSSL speaks TLS on the socket.
 * SPDX-License-Identifier: MIT */
#include "sender/stream.h"

#include <arpa/inet.h>
#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/when.h"
#include "hw_plugin.h"

#define STREAMS_MAX 64 /* at once, of all instances */
#define READ_MAX ((int64_t)1 << 20)
#define HANDSHAKE_MS 15000

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

/* -- answers -- */

static void answer(struct stream *s, const char *members, const void *blob,
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
	answer(s, members, blob, blob ? (size_t)value : 0);
}

static void refuse(struct streams *all, int64_t id, int status,
		   const char *text)
{
	CLEANUP(str_release) struct str json = STR_INIT;

	put_failed(&json, id, status, text, true);
	all->reply(&json, NULL, 0);
}

/* The stream is of no use any more. */
static void fail(struct stream *s, int status, const char *text)
{
	CLEANUP(str_release) struct str safe = STR_INIT, whole = STR_INIT;

	secrets_redact(&s->account->secrets, text, strlen(text), &safe);
	str_printf(&whole, "%s: %s", s->host, str_c(&safe));
	s->op = OP_NONE;
	s->gone = true;
	refuse(s->all, s->id, status, str_c(&whole));
}

/* -- life -- */

static void wipe_out(struct stream *s)
{
	if (s->out.at)
		explicit_bzero(s->out.at, s->out.len);
	str_release(&s->out);
	s->out = (struct str)STR_INIT;
}

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
	wipe_out(s);
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
			fail(s, HW_RETRY, "the configuration changed");
		release(s);
	}
	SSL_CTX_free(account->tls);
	account->tls = NULL;
}

/* -- TLS -- */

static SSL_CTX *context_of(struct account *a)
{
	SSL_CTX *tls = a->tls ? NULL : SSL_CTX_new(TLS_client_method());

	if (!tls)
		return a->tls;
	if (!SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION) ||
	    !(a->ca ? SSL_CTX_load_verify_locations(tls, a->ca, NULL)
		    : SSL_CTX_set_default_verify_paths(tls))) {
		SSL_CTX_free(tls);
		return NULL;
	}
	SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, NULL);
	/* The end of a reply is seen by the protocol above. */
	SSL_CTX_set_options(tls, SSL_OP_IGNORE_UNEXPECTED_EOF);
	SSL_CTX_set_mode(tls, SSL_MODE_ENABLE_PARTIAL_WRITE |
				      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	a->tls = tls;
	return tls;
}

static bool expect_name(SSL *ssl, const char *host)
{
	struct in6_addr any;

	if (inet_pton(AF_INET, host, &any) == 1 ||
	    inet_pton(AF_INET6, host, &any) == 1)
		return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl),
						     host) == 1;
	return SSL_set_tlsext_host_name(ssl, host) == 1 &&
	       SSL_set1_host(ssl, host) == 1;
}

static bool begin_tls(struct stream *s)
{
	SSL_CTX *tls = context_of(s->account);

	s->ssl = tls ? SSL_new(tls) : NULL;
	if (s->ssl && expect_name(s->ssl, s->host) && SSL_set_fd(s->ssl, s->fd))
		return true;
	if (tls)
		fail(s, HW_RETRY, "TLS cannot start");
	else
		fail(s, HW_AUTH, "the file of CAs (option ca) cannot be read");
	return false;
}

static void tls_failed(struct stream *s)
{
	long verdict = SSL_get_verify_result(s->ssl);
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());
	char text[200];

	if (verdict != X509_V_OK)
		snprintf(text, sizeof text,
			 "its certificate does not verify: %s",
			 X509_verify_cert_error_string(verdict));
	else
		snprintf(text, sizeof text, "TLS failed: %s",
			 reason ? reason : "the connection ended");
	fail(s, HW_RETRY, text);
}

/* What OpenSSL waits for; false when it failed. */
static bool wants_of(struct stream *s, int rc)
{
	switch (SSL_get_error(s->ssl, rc)) {
	case SSL_ERROR_WANT_READ:
		s->wants = POLLIN;
		return true;
	case SSL_ERROR_WANT_WRITE:
		s->wants = POLLOUT;
		return true;
	default:
		return false;
	}
}

/* -- working on what waits -- */

static void work_handshake(struct stream *s)
{
	int rc;

	if (s->op == OP_OPEN && s->tls != HW_TLS) {
		answer_n(s, "n", s->n, NULL);
		return;
	}
	if (!s->ssl && !begin_tls(s))
		return;
	rc = SSL_connect(s->ssl);
	if (rc == 1 && s->op == OP_OPEN)
		answer_n(s, "n", s->n, NULL);
	else if (rc == 1)
		answer(s, "\"ok\":true", NULL, 0);
	else if (!wants_of(s, rc))
		tls_failed(s);
}

/* Bytes read, 0 at the end, -1 not yet, -2 broken. */
static ssize_t get(struct stream *s, char *to, size_t len)
{
	ssize_t n;

	if (s->ssl) {
		int rc = SSL_read(s->ssl, to, (int)len);

		if (rc > 0)
			return rc;
		if (wants_of(s, rc))
			return -1;
		return SSL_get_error(s->ssl, rc) == SSL_ERROR_ZERO_RETURN ? 0
									  : -2;
	}
	n = recv(s->fd, to, len, MSG_DONTWAIT);
	s->wants = POLLIN;
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? -1 : -2;
	return n;
}

static void work_read(struct stream *s)
{
	CLEANUP(free_ptr) char *bytes = xmalloc(s->max);
	ssize_t n = get(s, bytes, s->max);

	if (n >= 0)
		answer_n(s, "len", n, bytes);
	else if (n == -2)
		fail(s, HW_RETRY, "the connection broke");
}

static ssize_t put(struct stream *s, const char *at, size_t len)
{
	ssize_t n;

	if (s->ssl) {
		int rc = SSL_write(s->ssl, at, (int)len);

		return rc > 0 ? rc : wants_of(s, rc) ? -1 : -2;
	}
	n = send(s->fd, at, len, MSG_DONTWAIT | MSG_NOSIGNAL);
	s->wants = POLLOUT;
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? -1 : -2;
	return n;
}

static void work_write(struct stream *s)
{
	while (s->written < s->out.len) {
		ssize_t n =
			put(s, s->out.at + s->written, s->out.len - s->written);

		if (n == -2)
			fail(s, HW_RETRY, "the connection broke");
		if (n < 0)
			return;
		s->written += (size_t)n;
	}
	wipe_out(s);
	answer(s, "\"ok\":true", NULL, 0);
}

static void work(struct stream *s)
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

static void too_late(struct stream *s)
{
	if (s->op == OP_READ)
		answer(s, "\"idle\":true", NULL, 0);
	else
		fail(s, HW_RETRY, "it did not answer in time");
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
		work(s);
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
		fail(s, HW_RETRY, why);
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
		refuse(all, id, status, why);
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

static void write_one(struct stream *s, const cJSON *what, const void *bytes,
		      size_t len)
{
	int64_t secret = json_i64(what, "secret", 0);
	struct err err = { 0 };

	s->written = 0;
	wipe_out(s);
	if (!secret) {
		str_add(&s->out, bytes, len);
	} else if (!s->ssl && !s->account->loopback) {
		fail(s, HW_AUTH, "a secret is not sent outside TLS");
		return;
	} else if (fill_secret(s, bytes, len, secret, &err)) {
		fail(s, HW_AUTH, err.text);
		return;
	}
	s->op = OP_WRITE;
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
		write_one(s, what, blob, len);
	} else if (text_eq(word, "start_tls") && !s->ssl) {
		s->op = OP_TLS;
	} else {
		fail(s, HW_BROKEN, "a stream cannot do that");
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

		answer(&nobody, "\"ok\":true", NULL, 0);
		if (s)
			release(s);
	} else if (!s || s->op != OP_NONE) {
		refuse(all, id, HW_RETRY, "the stream is closed");
	} else {
		s->id = id;
		s->until = until;
		start(s, word ? word : "", what, blob, len);
		work(s);
	}
}
