/* server.h - HTTP/1.1 on libmicrohttpd, driven by somebody else's loop.
 *
 * Ambiguous framing is refused before anything is parsed further (two lengths,
 * length and chunking, odd codings, several Hosts, odd or folded header names,
 * a first line of more than three words): 400 and the connection ends. Bodies
 * are kept raw, up to a limit; a gate may let in larger ones, a few at a time.
 * A handler answers at once, or keeps the request and answers later; a client
 * that went away meanwhile is nobody's problem. SPDX-License-Identifier: MIT */
#ifndef HW_HTTP_SERVER_H
#define HW_HTTP_SERVER_H

#include "base/err.h"
#include "base/str.h"

struct http_server;
struct http_request;

struct http_route {
	const char *method; /* "GET" */
	const char *path;   /* "/healthz", or "/hooks/" and more after it when
			     * it ends in a slash */
	void (*handle)(struct http_request *r, void *arg);
	void *arg;
};

/* Bodies of files: asked when the head of such a request is there, how many
 * bytes of its body are kept, 0 none. Few of them have their body at a time, of
 * one path one, and more time for it than others: phones are slow. The route's
 * handler is called in any case, see http_lost(). */
struct http_gate {
	const char *method, *path; /* as a route's */
	size_t (*admit)(const struct http_request *r, void *arg);
	void *arg;
};

struct http_options {
	const char *address;             /* "127.0.0.1" */
	int port;                        /* 0: any free one */
	const struct http_route *routes; /* ends with a NULL method; borrowed */
	const struct http_gate *gate;    /* [nullable] borrowed */
	size_t body_max;                 /* bytes; 0: 1 MiB */
	int64_t head_ms; /* until a request's head is whole; 0: 10 s */
	int64_t body_ms; /* until its body is; 0: 30 s */
	unsigned each;   /* connections of one address; 0: as peers.h says */
};

/* -1 with ERR_SYSTEM when the address cannot be listened on. */
int http_open(struct http_server **out, const struct http_options *options,
	      struct err *err) MUST_CHECK;
void http_close(struct http_server *s);
int http_port(const struct http_server *s);

/* For the loop: poll this descriptor for reading, at most this long, then run.
 */
int http_fd(const struct http_server *s);
int64_t http_wait_ms(struct http_server *s); /* -1: no need */
void http_run(struct http_server *s);

/* -- a request -- */

const char *http_path(const struct http_request *r);
const char *http_tail(const struct http_request *r); /* after a route's path */
const char *http_header(const struct http_request *r, const char *name);
const char *http_query(const struct http_request *r, const char *name);
const struct str *http_body(const struct http_request *r);
/* Behind the gate: what became of a body that was not kept. */
enum http_lost { HTTP_KEPT, HTTP_TOO_BIG, HTTP_BUSY };
enum http_lost http_lost(const struct http_request *r);

/* Answers. Called exactly once for a request, from its handler or later. */
void http_answer(struct http_request *r, int status, const char *type,
		 const void *bytes, size_t len);
void http_answer_text(struct http_request *r, int status, const char *text);
void http_answer_json(struct http_request *r, int status, const struct str *s);
/* A header of the answer; before http_answer. */
void http_set(struct http_request *r, const char *name, const char *value);
/* Says that the answer comes later: the handler returns without one. */
void http_keep(struct http_request *r);
/* Closes the connection without an answer (simulators only). */
void http_drop(struct http_request *r);

#endif
