/* transfer_reply.c - what comes of a request, told to the desk once.
 * SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <sys/socket.h>

#include "base/mem.h"
#include "hw_plugin.h"
#include "sender/allow.h"
#include "sender/transfer_own.h"

/* -- answers -- */

void put_failed(struct str *json, int64_t id, int status, const char *text,
		bool sent)
{
	str_printf(json, "{\"id\":%lld,\"failed\":{\"status\":%d,\"text\":",
		   (long long)id, status);
	json_quote(json, text, strlen(text));
	str_printf(json, "},\"sent\":%s}", sent ? "true" : "false");
}

void transfer_failed(struct transfer *t, int status, const char *text,
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
		transfer_failed(t, HW_BROKEN, "the reply is too large", true);
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

void transfer_finished(struct transfer *t, CURLcode rc)
{
	const char *text = t->error[0] ? t->error : curl_easy_strerror(rc);

	if (t->connected)
		hand_over(t, rc, text);
	else if (rc && t->refused && surely_not_sent(t, rc))
		transfer_failed(t, HW_REJECTED,
				"the address is not a public one", false);
	else if (t->too_big)
		transfer_failed(t, HW_BROKEN, "the reply is too large", true);
	else if (rc)
		transfer_failed(t, HW_RETRY, text, !surely_not_sent(t, rc));
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

void transfer_set_doors(struct transfer *t)
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
