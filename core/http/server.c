/* server.c - see server.h.
 * SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/mem.h"
#include "http/framing.h"
#include "http/peers.h"
#include "http/server_own.h"

#define BODY_MAX ((size_t)1 << 20)
#define IDLE_S 15u
#define BIG_MAX 4 /* bodies of files at a time */
#define SLOW 64   /* bytes a ms: so slow they may come */

struct http_server {
	struct MHD_Daemon *daemon;
	const struct http_route *routes;
	const struct http_gate *gate;
	struct peers peers;
	size_t body_max;
	const struct http_request *big[BIG_MAX];
	int port;
};

/* What a request is until its headers are there: NULL, or this when its first
 * line has more words than three. */
static char odd_line;

static void *on_uri(void *arg, const char *uri, struct MHD_Connection *c)
{
	(void)arg, (void)c;
	return strchr(uri, ' ') || strchr(uri, '\t') ? &odd_line : NULL;
}

/* -- libmicrohttpd's questions -- */

static bool path_matches(const struct http_route *route, const char *path)
{
	return text_ends(route->path, "/") ? text_starts(path, route->path)
					   : text_eq(path, route->path);
}

static const struct http_route *find_route(const struct http_server *s,
					   const char *method, const char *path,
					   bool *known)
{
	*known = false;
	for (const struct http_route *r = s->routes; r->method; r++) {
		if (!path_matches(r, path))
			continue;
		*known = true;
		if (text_eq(r->method, method))
			return r;
	}
	return NULL;
}

static void handle(struct http_request *r)
{
	bool known;

	r->handled = true;
	r->route = find_route(r->server, r->method, r->path, &known);
	if (r->too_big && !r->gated)
		http_answer_text(r, 413, "the body is too large\n");
	else if (!r->route)
		http_answer_text(r, known ? 405 : 404,
				 known ? "this path has no such method\n"
				       : "there is nothing here\n");
	else
		r->route->handle(r, r->route->arg);
}

static bool at_gate(const struct http_gate *g, const struct http_request *r)
{
	const struct http_route as = { .path = g->path };

	return text_eq(g->method, r->method) && path_matches(&as, r->path);
}

/* A place for its body. Of one path one at a time, so that nobody has them all.
 * False: there is none. */
static bool take_place(struct http_server *s, const struct http_request *r)
{
	const struct http_request **at = NULL;

	for (size_t i = 0; i < BIG_MAX; i++)
		if (!s->big[i])
			at = &s->big[i];
		else if (text_eq(s->big[i]->path, r->path))
			return false;
	if (at)
		*at = r;
	return at != NULL;
}

void leave_place(const struct http_request *r)
{
	for (size_t i = 0; r->big && i < BIG_MAX; i++)
		if (r->server->big[i] == r)
			r->server->big[i] = NULL;
}

/* How much of its body is kept. */
static void admit(struct http_request *r)
{
	struct http_server *s = r->server;
	bool known;

	r->body_max = s->body_max;
	r->route = find_route(s, r->method, r->path, &known);
	r->gated = r->route && s->gate && at_gate(s->gate, r);
	if (!r->gated)
		return;
	r->body_max = s->gate->admit(r, s->gate->arg);
	if (!r->body_max)
		return;
	r->big = take_place(s, r);
	r->busy = !r->big;
	if (r->busy)
		r->body_max = 0;
	else
		peers_longer(r->connection, (int64_t)r->body_max / SLOW);
}

static void take_body(struct http_request *r, const char *data, size_t *size)
{
	if (r->too_big || r->body.len + *size > r->body_max) {
		r->too_big = !r->gated || r->body_max > 0;
		str_release(&r->body);
	} else {
		str_add(&r->body, data, *size);
	}
	*size = 0;
}

static enum MHD_Result refuse_now(struct MHD_Connection *c)
{
	static char text[] = "the framing of this request is ambiguous\n";
	struct MHD_Response *response = MHD_create_response_from_buffer(
		sizeof text - 1, text, MHD_RESPMEM_PERSISTENT);
	enum MHD_Result rc;

	MHD_add_response_header(response, "Connection", "close");
	rc = MHD_queue_response(c, 400, response);
	MHD_destroy_response(response);
	return rc;
}

static enum MHD_Result on_request(void *arg, struct MHD_Connection *c,
				  const char *path, const char *method,
				  const char *version, const char *data,
				  size_t *size, void **state)
{
	struct http_request *r = *state;
	bool odd = *state == &odd_line;

	(void)version;
	if (!r || odd) {
		*state = NULL;
		peers_head(&((struct http_server *)arg)->peers, c);
		if (odd || framing_ambiguous(c))
			return refuse_now(c);
		r = xcalloc(1, sizeof *r);
		r->server = arg;
		r->connection = c;
		r->body = (struct str)STR_INIT;
		r->method = xstrdup(method);
		r->path = xstrdup(path);
		admit(r);
		*state = r;
		return MHD_YES;
	}
	if (*size) {
		take_body(r, data, size);
		return MHD_YES;
	}
	if (!r->handled) {
		peers_body(c);
		handle(r);
	}
	if (r->drop)
		return MHD_NO;
	if (r->response)
		return MHD_queue_response(c, r->status, r->response);
	r->suspended = true;
	MHD_suspend_connection(c);
	return MHD_YES;
}

static void on_completed(void *arg, struct MHD_Connection *c, void **state,
			 enum MHD_RequestTerminationCode how)
{
	struct http_server *s = arg;
	struct http_request *r = *state;

	(void)how;
	peers_over(&s->peers, c);
	if (!r || *state == &odd_line)
		return;
	*state = NULL;
	r->connection = NULL;
	if (r->answered || !r->kept)
		request_release(r);
}

/* -- life -- */

/* MHD_OPTION_LISTENING_ADDRESS_REUSE would mean SO_REUSEPORT, too: two desks on
 * one port, and each webhook at one of them. Without it only what a connection
 * left behind (TIME_WAIT) is ignored. */
static int listen_on(struct http_server *s, const struct http_options *o,
		     struct err *err)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_port = htons((uint16_t)o->port) };
	const union MHD_DaemonInfo *info;

	if (inet_pton(AF_INET, o->address, &address.sin_addr) != 1)
		return err_set(err, ERR_CONFIG, "\"%.60s\" is no IPv4 address",
			       o->address);
	s->daemon = MHD_start_daemon(
		MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, peers_accept,
		&s->peers, on_request, s, MHD_OPTION_SOCK_ADDR, &address,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
		MHD_OPTION_NOTIFY_CONNECTION, peers_notify, &s->peers,
		MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MAX,
		MHD_OPTION_CONNECTION_TIMEOUT, IDLE_S,
		MHD_OPTION_URI_LOG_CALLBACK, on_uri, NULL, MHD_OPTION_END);
	if (!s->daemon && errno == EADDRINUSE)
		return err_set(err, ERR_SYSTEM,
			       "%s:%d is in use by another program, or another "
			       "desk; write another port",
			       o->address, o->port);
	if (!s->daemon)
		return err_errno(err, ERR_SYSTEM, "cannot listen on %s:%d",
				 o->address, o->port);
	info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
	s->port = info ? info->port : o->port;
	return 0;
}

int http_open(struct http_server **out, const struct http_options *options,
	      struct err *err)
{
	struct http_server *s = xcalloc(1, sizeof *s);

	*out = NULL;
	s->routes = options->routes;
	s->gate = options->gate;
	s->body_max = options->body_max ? options->body_max : BODY_MAX;
	s->peers.head_ms = options->head_ms;
	s->peers.body_ms = options->body_ms;
	s->peers.each = options->each;
	if (listen_on(s, options, err)) {
		free(s);
		return -1;
	}
	*out = s;
	return 0;
}

void http_close(struct http_server *s)
{
	if (!s)
		return;
	MHD_stop_daemon(s->daemon);
	free(s);
}

int http_port(const struct http_server *s)
{
	return s->port;
}

int http_fd(const struct http_server *s)
{
	const union MHD_DaemonInfo *info =
		MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD);

	return info ? info->epoll_fd : -1;
}

int64_t http_wait_ms(struct http_server *s)
{
	MHD_UNSIGNED_LONG_LONG ms;
	int64_t late = peers_sweep(&s->peers);

	if (MHD_get_timeout(s->daemon, &ms) != MHD_YES)
		return late;
	return late >= 0 && late < (int64_t)ms ? late : (int64_t)ms;
}

void http_run(struct http_server *s)
{
	MHD_run(s->daemon);
}
