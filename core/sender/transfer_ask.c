/* transfer_ask.c - a request as libcurl takes it: secrets filled in, every door
 * that is not needed closed.
 * SPDX-License-Identifier: MIT */
#include "base/mem.h"
#include "sender/allow.h"
#include "sender/transfer_own.h"

#define CONNECT_MS 10000L

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

int transfer_fill(struct transfer *t, const cJSON *http, const void *body,
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

void transfer_set_body(struct transfer *t, const char *method)
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

void transfer_set_rules(struct transfer *t, const cJSON *frame)
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
