/* request.c - what a handler asks of a request, and its answer (server.h).
 * SPDX-License-Identifier: MIT */
#include <sys/socket.h>

#include "base/mem.h"
#include "http/server_own.h"

/* -- asking -- */

const char *http_path(const struct http_request *r)
{
	return r->path;
}

const char *http_tail(const struct http_request *r)
{
	return r->path + strlen(r->route->path);
}

static const char *value(const struct http_request *r, enum MHD_ValueKind kind,
			 const char *name)
{
	const char *text =
		r->connection
			? MHD_lookup_connection_value(r->connection, kind, name)
			: NULL;

	return text ? text : "";
}

const char *http_header(const struct http_request *r, const char *name)
{
	return value(r, MHD_HEADER_KIND, name);
}

const char *http_query(const struct http_request *r, const char *name)
{
	return value(r, MHD_GET_ARGUMENT_KIND, name);
}

const struct str *http_body(const struct http_request *r)
{
	return &r->body;
}

enum http_lost http_lost(const struct http_request *r)
{
	return r->too_big ? HTTP_TOO_BIG : r->busy ? HTTP_BUSY : HTTP_KEPT;
}

/* -- answering -- */

static void add_headers(struct http_request *r)
{
	static const char *const fixed[][2] = {
		{ "X-Content-Type-Options", "nosniff" },
		{ "Referrer-Policy", "no-referrer" },
		{ "Content-Security-Policy",
		  "default-src 'self'; frame-ancestors 'none'" },
		{ "Cache-Control", "no-store" },
	};

	for (size_t i = 0; i < COUNT_OF(fixed); i++)
		MHD_add_response_header(r->response, fixed[i][0], fixed[i][1]);
	for (const struct header *h = r->set; h; h = h->next)
		MHD_add_response_header(r->response, h->name, h->value);
}

void request_release(struct http_request *r)
{
	while (r->set) {
		struct header *next = r->set->next;

		free(r->set->name);
		free(r->set->value);
		free(r->set);
		r->set = next;
	}
	if (r->response)
		MHD_destroy_response(r->response);
	leave_place(r);
	str_release(&r->body);
	free(r->method);
	free(r->path);
	free(r);
}

void http_answer(struct http_request *r, int status, const char *type,
		 const void *bytes, size_t len)
{
	r->answered = true;
	if (!r->connection) {
		request_release(r);
		return;
	}
	r->status = (unsigned)status;
	r->response = MHD_create_response_from_buffer(
		len, (void *)(uintptr_t)bytes, MHD_RESPMEM_MUST_COPY);
	MHD_add_response_header(r->response, "Content-Type", type);
	add_headers(r);
	if (r->suspended) {
		r->suspended = false;
		MHD_resume_connection(r->connection);
	}
}

void http_answer_text(struct http_request *r, int status, const char *text)
{
	http_answer(r, status, "text/plain; charset=utf-8", text, strlen(text));
}

void http_answer_json(struct http_request *r, int status, const struct str *s)
{
	http_answer(r, status, "application/json", str_c(s), s->len);
}

void http_set(struct http_request *r, const char *name, const char *value)
{
	struct header *h = xcalloc(1, sizeof *h);

	h->name = xstrdup(name);
	h->value = xstrdup(value);
	h->next = r->set;
	r->set = h;
}

void http_keep(struct http_request *r)
{
	r->kept = true;
}

void http_drop(struct http_request *r)
{
	const union MHD_ConnectionInfo *info =
		r->connection ? MHD_get_connection_info(
					r->connection,
					MHD_CONNECTION_INFO_CONNECTION_FD)
			      : NULL;

	if (info)
		shutdown(info->connect_fd, SHUT_RDWR);
	r->drop = true;
	http_answer_text(r, 500, "");
}
