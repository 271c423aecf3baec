/* transfer.c - see transfer.h.
 * SPDX-License-Identifier: MIT */
#include "sender/transfer.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <sys/socket.h>

#include "base/mem.h"
#include "hw_plugin.h"
#include "sender/allow.h"
#include "wire/limits.h"

#define HEADERS_MAX ((size_t)256 << 10)
#define CONNECT_MS 10000L

struct transfer {
	struct transfer *next;
	struct transfers *all;
	int64_t id;
	struct account *account;
	CURL *curl;
	struct curl_slist *headers;
	struct str url, body, reply, reply_headers;
	char *keep;                    /* "token=/access_token", NULL if none */
	transfer_connected *connected; /* a bare socket is wanted, no HTTP */
	void *arg;
	bool too_big, refused;
	char error[CURL_ERROR_SIZE];
};

struct transfers {
	CURLM *multi;
	struct transfer *first;
	void (*reply)(const struct str *json, const void *blob, size_t len);
};

/* -- answers -- */

void put_failed(struct str *json, int64_t id, int status, const char *text,
		bool sent)
{
	str_printf(json, "{\"id\":%lld,\"failed\":{\"status\":%d,\"text\":",
		   (long long)id, status);
	json_quote(json, text, strlen(text));
	str_printf(json, "},\"sent\":%s}", sent ? "true" : "false");
}

static void reply_failed(struct transfer *t, int status, const char *text,
			 bool sent)
{
	CLEANUP(str_release) struct str json = STR_INIT, safe = STR_INIT;

	secrets_redact(&t->account->secrets, text, strlen(text), &safe);
	put_failed(&json, t->id, status, str_c(&safe), sent);
	t->all->reply(&json, NULL, 0);
}

/* Takes the named part out of the reply, keeps it, and shows its mark. */
static void keep_part(struct transfer *t)
{
	const char *eq = strchr(t->keep, '=');
	struct err ignored = { 0 };
	cJSON *json = json_parse(str_c(&t->reply), t->reply.len, &ignored);
	const cJSON *part = eq ? json_pointer(json, eq + 1) : NULL;
	CLEANUP(free_ptr) char *name = NULL;
	CLEANUP(str_release) struct str shown = STR_INIT;

	if (part && cJSON_IsString(part) && *part->valuestring) {
		name = xstrndup(t->keep, (size_t)(eq - t->keep));
		secrets_set(&t->account->secrets, name, part->valuestring);
		secrets_redact(&t->account->secrets, str_c(&t->reply),
			       t->reply.len, &shown);
		str_clear(&t->reply);
		str_add(&t->reply, str_c(&shown), shown.len);
	}
	json_free(json);
}

static void reply_response(struct transfer *t)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	long status = 0;

	curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &status);
	if (t->keep && status >= 200 && status < 300)
		keep_part(t);
	secrets_hide(&t->account->secrets, &t->reply);
	secrets_hide(&t->account->secrets, &t->reply_headers);
	if (t->reply.bad || t->reply_headers.bad) {
		reply_failed(t, HW_BROKEN, "the reply is too large", true);
		return;
	}
	str_printf(&json,
		   "{\"id\":%lld,\"response\":{\"status\":%ld,\"headers\":[%s]}"
		   ",\"sent\":true}",
		   (long long)t->id, status, str_c(&t->reply_headers));
	t->all->reply(&json, str_c(&t->reply), t->reply.len);
}

/* Only failures before the request could be written are surely not sent. */
static bool surely_not_sent(const struct transfer *t, CURLcode rc)
{
	curl_off_t up = 0;
	long request = 0;

	switch (rc) {
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_URL_MALFORMAT:
		return true;
	default:
		curl_easy_getinfo(t->curl, CURLINFO_SIZE_UPLOAD_T, &up);
		curl_easy_getinfo(t->curl, CURLINFO_REQUEST_SIZE, &request);
		return up == 0 && request == 0;
	}
}

/* libcurl closes its descriptor with the handle; ours lives on. */
static void hand_over(struct transfer *t, CURLcode rc, const char *text)
{
	curl_socket_t fd = CURL_SOCKET_BAD;

	if (rc == CURLE_OK)
		curl_easy_getinfo(t->curl, CURLINFO_ACTIVESOCKET, &fd);
	if (fd != CURL_SOCKET_BAD)
		fd = fcntl(fd, F_DUPFD_CLOEXEC, 4);
	t->connected(t->arg, fd < 0 ? -1 : fd,
		     t->refused ? "the address is not a public one" : text);
}

static void finished(struct transfer *t, CURLcode rc)
{
	const char *text = t->error[0] ? t->error : curl_easy_strerror(rc);

	if (t->connected)
		hand_over(t, rc, text);
	else if (rc && t->refused && surely_not_sent(t, rc))
		reply_failed(t, HW_REJECTED, "the address is not a public one",
			     false);
	else if (t->too_big)
		reply_failed(t, HW_BROKEN, "the reply is too large", true);
	else if (rc)
		reply_failed(t, HW_RETRY, text, !surely_not_sent(t, rc));
	else
		reply_response(t);
}

/* -- libcurl's questions -- */

static size_t on_body(char *at, size_t one, size_t count, void *arg)
{
	struct transfer *t = arg;

	(void)one;
	str_add(&t->reply, at, count);
	t->too_big |= t->reply.bad;
	return t->reply.bad ? 0 : count;
}

static size_t on_header(char *at, size_t one, size_t count, void *arg)
{
	CLEANUP(str_release) struct str line = STR_INIT;
	struct transfer *t = arg;
	size_t len = count;

	(void)one;
	while (len && (at[len - 1] == '\r' || at[len - 1] == '\n'))
		len--;
	if (len == 0 || !memchr(at, ':', len))
		return count;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)at[i];

		str_add(&line, c >= 0x20 && c < 0x7F ? at + i : "?", 1);
	}
	for (char *c = line.at; *c != ':'; c++)
		*c = (char)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
	if (t->reply_headers.len)
		str_putc(&t->reply_headers, ',');
	json_quote(&t->reply_headers, str_c(&line), line.len);
	t->too_big |= t->reply_headers.bad;
	return t->reply_headers.bad ? 0 : count;
}

/* Every address that is about to be connected to passes here, after all
 * resolving: a name that changes its mind gains nothing. */
static curl_socket_t on_socket(void *arg, curlsocktype purpose,
			       struct curl_sockaddr *address)
{
	struct transfer *t = arg;

	(void)purpose;
	if (!allow_address(&address->addr, t->account->loopback)) {
		t->refused = true;
		return CURL_SOCKET_BAD;
	}
	t->refused = false;
	return socket(address->family, address->socktype | SOCK_CLOEXEC,
		      address->protocol);
}

/* -- starting -- */

static int fill_headers(struct transfer *t, const cJSON *http, struct err *err)
{
	const cJSON *one;

	t->headers = curl_slist_append(NULL, "Expect:");
	cJSON_ArrayForEach (one, json_get(http, "headers")) {
		CLEANUP(str_release) struct str line = STR_LIMIT(HEADERS_MAX);

		if (!cJSON_IsString(one) || strpbrk(one->valuestring, "\r\n"))
			return err_set(err, ERR_DENIED,
				       "a header is no header");
		if (secrets_fill(&t->account->secrets, one->valuestring,
				 strlen(one->valuestring), &line, err))
			return -1;
		if (strpbrk(str_c(&line), "\r\n"))
			return err_set(err, ERR_CONFIG,
				       "a secret holds a line end");
		t->headers = curl_slist_append(t->headers, str_c(&line));
	}
	return 0;
}

/* Slashes of the path and what ends it: a secret may not make another path than
 * the desk has looked at. */
static size_t shape(const char *url)
{
	size_t n = 0;

	for (size_t i = 0; url[i] && url[i] != '?' && url[i] != '#'; i++)
		n += url[i] == '/' || url[i] == '\\';
	return n;
}

static int fill_url(struct transfer *t, const char *url, struct err *err)
{
	if (secrets_fill(&t->account->secrets, url, strlen(url), &t->url, err))
		return -1;
	if (shape(url) != shape(str_c(&t->url)) ||
	    !strpbrk(url, "?#") != !strpbrk(str_c(&t->url), "?#"))
		return err_set(err, ERR_CONFIG,
			       "a secret inside a URL holds a slash, a ? or a "
			       "#");
	return 0;
}

static int fill(struct transfer *t, const cJSON *http, const void *body,
		size_t len, struct err *err)
{
	const char *url = json_text(http, "url");
	const char *keep = json_text(http, "keep");

	if (!url || !json_text(http, "method"))
		return err_set(err, ERR_DENIED,
			       "a request needs method and url");
	if (fill_url(t, url, err) ||
	    allow_url(str_c(&t->url), t->account->domains, t->account->loopback,
		      err) ||
	    fill_headers(t, http, err))
		return -1;
	t->keep = keep ? xstrdup(keep) : NULL;
	return secrets_fill(&t->account->secrets, body, len, &t->body, err);
}

static void set_body(struct transfer *t, const char *method)
{
	bool has_body = t->body.len > 0 || text_eq(method, "POST") ||
			text_eq(method, "PUT") || text_eq(method, "PATCH");

	if (has_body) {
		curl_easy_setopt(t->curl, CURLOPT_POST, 1L);
		curl_easy_setopt(t->curl, CURLOPT_POSTFIELDS, str_c(&t->body));
		curl_easy_setopt(t->curl, CURLOPT_POSTFIELDSIZE_LARGE,
				 (curl_off_t)t->body.len);
	}
	if (!text_eq(method, "GET") || has_body)
		curl_easy_setopt(t->curl, CURLOPT_CUSTOMREQUEST, method);
}

static void set_rules(struct transfer *t, const cJSON *frame)
{
	bool effect = json_bool(json_get(frame, "http"), "effect", false);
	CURL *c = t->curl;

	curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	/* Whatever the machine's own settings allow. */
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	/* Or a name server that hangs would hold up everybody when the time of
	 * one request is over. */
	curl_easy_setopt(c, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_MS);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS,
			 (long)json_i64(frame, "timeout_ms", 30000));
	curl_easy_setopt(c, CURLOPT_FRESH_CONNECT, effect ? 1L : 0L);
	curl_easy_setopt(c, CURLOPT_FORBID_REUSE, effect ? 1L : 0L);
	if (t->account->ca)
		curl_easy_setopt(c, CURLOPT_CAINFO, t->account->ca);
}

static void set_doors(struct transfer *t)
{
	CURL *c = t->curl;

	curl_easy_setopt(c, CURLOPT_URL, str_c(&t->url));
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, t->headers);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, on_socket);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, t);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, t->error);
	curl_easy_setopt(c, CURLOPT_PRIVATE, t);
}

static void release(struct transfer *t)
{
	struct transfer **at = &t->all->first;

	while (*at && *at != t)
		at = &(*at)->next;
	if (*at)
		*at = t->next;
	if (t->curl) {
		curl_multi_remove_handle(t->all->multi, t->curl);
		curl_easy_cleanup(t->curl);
	}
	curl_slist_free_all(t->headers);
	str_release(&t->url);
	if (t->body.at)
		explicit_bzero(t->body.at, t->body.len);
	str_release(&t->body);
	str_release(&t->reply);
	str_release(&t->reply_headers);
	free(t->keep);
	free(t);
}

static struct transfer *transfer_new(struct transfers *all,
				     struct account *account)
{
	struct transfer *t = xcalloc(1, sizeof *t);

	t->all = all;
	t->account = account;
	t->url = t->body = (struct str)STR_INIT;
	t->reply_headers = (struct str)STR_LIMIT(HEADERS_MAX);
	t->next = all->first;
	all->first = t;
	return t;
}

void transfer_start(struct transfers *all, int64_t id, struct account *account,
		    const cJSON *frame, const void *body, size_t body_len)
{
	const cJSON *http = json_get(frame, "http");
	struct transfer *t = transfer_new(all, account);
	size_t max = (size_t)json_i64(frame, "max", 0);
	struct err err = { 0 };

	t->id = id;
	if (max == 0 || max > REPLY_BODY_MAX)
		max = REPLY_BODY_MAX;
	t->reply = (struct str)STR_LIMIT(max + 1);
	if (fill(t, http, body, body_len, &err)) {
		reply_failed(t, err.code == ERR_CONFIG ? HW_AUTH : HW_REJECTED,
			     err.text, false);
		release(t);
		return;
	}
	t->curl = curl_easy_init();
	set_rules(t, frame);
	set_doors(t);
	set_body(t, json_text(http, "method"));
	curl_multi_add_handle(all->multi, t->curl);
}

void transfer_connect(struct transfers *all, struct account *account,
		      const char *host, int port, transfer_connected *connected,
		      void *arg)
{
	struct transfer *t = transfer_new(all, account);
	bool six = strchr(host, ':') != NULL;

	t->connected = connected;
	t->arg = arg;
	str_printf(&t->url, "http://%s%s%s:%d/", six ? "[" : "", host,
		   six ? "]" : "", port);
	t->curl = curl_easy_init();
	set_rules(t, NULL);
	set_doors(t);
	curl_easy_setopt(t->curl, CURLOPT_CONNECT_ONLY, 1L);
	curl_easy_setopt(t->curl, CURLOPT_FRESH_CONNECT, 1L);
	curl_multi_add_handle(all->multi, t->curl);
}

void transfer_connect_cancel(struct transfers *all, const void *arg)
{
	for (struct transfer *t = all->first; t; t = t->next)
		if (t->connected && t->arg == arg) {
			release(t);
			return;
		}
}

void transfer_cancel(struct transfers *all, int64_t id)
{
	for (struct transfer *t = all->first; t; t = t->next)
		if (!t->connected && t->id == id) {
			release(t);
			return;
		}
}

bool transfers_use(const struct transfers *all, const struct account *account)
{
	for (const struct transfer *t = all->first; t; t = t->next)
		if (t->account == account)
			return true;
	return false;
}

/* -- the loop -- */

static void collect(struct transfers *all)
{
	CURLMsg *m;
	int left;

	while ((m = curl_multi_info_read(all->multi, &left))) {
		struct transfer *t = NULL;
		CURLcode rc = m->data.result;

		if (m->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &t);
		finished(t, rc);
		release(t);
	}
}

/* libcurl's own words for POLLIN and POLLOUT. */
static struct curl_waitfd wait_of(const struct pollfd *p)
{
	return (struct curl_waitfd){
		.fd = p->fd,
		.events =
			(short)((p->events & POLLIN ? CURL_WAIT_POLLIN : 0) |
				(p->events & POLLOUT ? CURL_WAIT_POLLOUT : 0)),
	};
}

void transfers_turn(struct transfers *all, struct pollfd *extra, unsigned count,
		    int max_ms)
{
	struct curl_waitfd waits[TRANSFERS_WAITS_MAX];
	int running;

	curl_multi_perform(all->multi, &running);
	collect(all);
	for (unsigned i = 0; i < count; i++)
		waits[i] = wait_of(&extra[i]);
	curl_multi_poll(all->multi, waits, count, max_ms, NULL);
	for (unsigned i = 0; i < count; i++)
		extra[i].revents = waits[i].revents;
	curl_multi_perform(all->multi, &running);
	collect(all);
}

struct transfers *transfers_new(void (*reply)(const struct str *json,
					      const void *blob, size_t len))
{
	struct transfers *t = xcalloc(1, sizeof *t);

	t->multi = curl_multi_init();
	t->reply = reply;
	curl_multi_setopt(t->multi, CURLMOPT_MAX_HOST_CONNECTIONS, 8L);
	return t;
}
