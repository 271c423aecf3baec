/* may.c - see may.h.
 * SPDX-License-Identifier: MIT */
#include "wire/may.h"

#include <strings.h>

#include "base/mem.h"
#include "base/str.h"
#include "wire/limits.h"

/* -- what no request may be -- */

static bool printable(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text <= ' ' || *text == 0x7F)
			return false;
	return true;
}

static bool is_method(const char *text)
{
	size_t len = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	return len > 0 && len <= METHOD_MAX && text[len] == '\0';
}

static bool names(const char *header, const char *name)
{
	size_t len = strlen(name);

	return strncasecmp(header, name, len) == 0 &&
	       header[len + strspn(header + len, " \t")] == ':';
}

/* Some servers take the method from a header. */
static bool header_good(const char *h)
{
	static const char *const other[] = { "X-HTTP-Method",
					     "X-HTTP-Method-Override",
					     "X-Method-Override" };

	for (size_t i = 0; i < COUNT_OF(other); i++)
		if (names(h, other[i]))
			return false;
	for (const char *at = h; *at; at++)
		if (((unsigned char)*at < ' ' && *at != '\t') || *at == 0x7F)
			return false;
	return strchr(h, ':') && *h != ':' && strlen(h) <= HEADER_MAX;
}

static int check_form(const char *method, const char *url, const cJSON *headers,
		      struct err *err)
{
	const cJSON *one;

	if (!method || !url || !is_method(method) || !printable(url) ||
	    strlen(url) > URL_MAX)
		return err_set(err, ERR_BUG,
			       "it sent a request whose method or URL is none");
	if (cJSON_IsArray(headers) &&
	    cJSON_GetArraySize(headers) > HEADERS_COUNT_MAX)
		return err_set(err, ERR_BUG,
			       "it sent a request with over %d headers",
			       HEADERS_COUNT_MAX);
	cJSON_ArrayForEach (one, headers)
		if (!cJSON_IsString(one) || !header_good(one->valuestring))
			return err_set(err, ERR_BUG,
				       "it sent a request with a header that "
				       "is none, or that names another method");
	return 0;
}

/* -- what a row says -- */

/* What follows the host: "/a/b?c". */
static const char *path_of(const char *url)
{
	const char *host = strstr(url, "://");

	host = host ? host + 3 : url;
	return host + strcspn(host, "/?#");
}

/* What a server, or libcurl, would read as another path. */
static bool odd(const char *path, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		const char *at = path + i;

		if (*at == '\\' || *at == '#' ||
		    (*at == '%' && i + 2 < len &&
		     (strncasecmp(at, "%2e", 3) == 0 ||
		      strncasecmp(at, "%2f", 3) == 0 ||
		      strncasecmp(at, "%5c", 3) == 0)))
			return true;
	}
	return false;
}

/* One segment of each, without its slash. */
static bool same_segment(const char *row, size_t row_len, const char *path,
			 size_t len)
{
	if (row_len != 1 || *row != '*')
		return row_len == len && memcmp(row, path, len) == 0;
	return len > 0 && !memchr(path, '{', len) && path[0] != '.';
}

static bool same_path(const char *row, const char *path, size_t len)
{
	const char *end = path + len;

	for (;;) {
		size_t a = strcspn(row, "/?"), b = 0;

		while (path + b < end && path[b] != '/')
			b++;
		if (!same_segment(row, a, path, b))
			return false;
		row += a;
		path += b;
		if (path == end || *row != '/')
			return path == end && (!*row || *row == '?');
		row++, path++;
	}
}

/* Parsers differ about "https:///x" and "https:x". */
static bool has_host(const char *url)
{
	size_t scheme = strcspn(url, ":");

	return text_starts(url + scheme, "://") && url[scheme + 3] != '/';
}

static bool same_url(const char *row, const char *url)
{
	const char *path = path_of(url);
	size_t len = strcspn(path, "?");

	return has_host(url) && !odd(path, strlen(path)) &&
	       same_path(row, path, len) && (!path[len] || text_ends(row, "?"));
}

struct looking {
	const char *says;
	bool same;
};

static bool same_text(const cJSON *v, void *arg)
{
	struct looking *l = arg;

	l->same = cJSON_IsString(v) && text_eq(v->valuestring, l->says);
	return l->same;
}

static bool same_body(const cJSON *row, const cJSON *body)
{
	struct looking l = { .says = json_text(row, "says") };
	const char *at = json_text(row, "at");

	if (!at)
		return true;
	return body && l.says && json_pointer_each(body, at, same_text, &l) &&
	       l.same;
}

static const cJSON *find(const cJSON *asks, const char *method, const char *url,
			 const cJSON *body)
{
	const cJSON *row, *found = NULL;

	cJSON_ArrayForEach (row, asks) {
		const char *path = json_text(row, "path");

		if (text_eq(json_text(row, "method"), method) && path &&
		    same_url(path, url) && same_body(row, body) &&
		    (!found || json_text(row, "verb")))
			found = row; /* in doubt, it has an effect */
	}
	return found;
}

static int find_row(const cJSON *asks, const char *method, const char *url,
		    const void *body, size_t len, const cJSON **row,
		    struct err *err)
{
	struct err ignored = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = len ? json_parse(body, len, &ignored) : NULL;

	*row = find(asks, method, url, json);
	if (!*row)
		return err_set(err, ERR_BUG,
			       "it sent a %s to %.*s that its descriptor does "
			       "not declare (.requests)",
			       method, (int)strcspn(path_of(url), "?"),
			       path_of(url));
	/* A secret could bring what was not looked at. */
	if ((json_text(*row, "at") || json_text(*row, "verb")) && len &&
	    memmem(body, len, "{secret:", 8))
		return err_set(err, ERR_BUG,
			       "it put a secret into the body of a %s that is "
			       "looked into",
			       method);
	return 0;
}

int may_send(const cJSON *asks, const cJSON *http, const void *body, size_t len,
	     const char **verb, struct err *err)
{
	const char *method = json_text(http, "method");
	const char *url = json_text(http, "url");
	const cJSON *row;

	*verb = NULL;
	if (check_form(method, url, json_get(http, "headers"), err))
		return -1;
	if (text_eq(method, "GET") || text_eq(method, "HEAD"))
		return len ? err_set(err, ERR_BUG, "it sent a %s with a body",
				     method)
			   : 0;
	if (find_row(asks, method, url, body, len, &row, err))
		return -1;
	*verb = json_text(row, "verb");
	return 0;
}

/* -- values in a URL -- */

static int hex(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

static bool decodes_to(const char *at, size_t len, const char *text)
{
	for (size_t i = 0; i < len; i++, text++) {
		char c = at[i];

		if (c == '%' && i + 2 < len && hex(at[i + 1]) >= 0 &&
		    hex(at[i + 2]) >= 0) {
			c = (char)(hex(at[i + 1]) * 16 + hex(at[i + 2]));
			i += 2;
		}
		if (!*text || c != *text)
			return false;
	}
	return *text == '\0';
}

bool url_shows(const char *url, const char *text)
{
	const char *at = path_of(url);

	while (*at && *at != '#') {
		size_t len;

		at += *at == '/' || *at == '?' || *at == '&' || *at == '=';
		len = strcspn(at, "/?&=#");
		if (len &&
		    ((strlen(text) == len && memcmp(at, text, len) == 0) ||
		     decodes_to(at, len, text)))
			return true;
		at += len;
	}
	return false;
}
