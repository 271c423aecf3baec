/* server_own.h - a request, for the server (server.c) and for what a handler
 * asks of it and answers (request.c).
 * SPDX-License-Identifier: MIT */
#ifndef HW_HTTP_SERVER_OWN_H
#define HW_HTTP_SERVER_OWN_H

#include <microhttpd.h>

#include "http/server.h"

struct header {
	char *name, *value;
	struct header *next;
};

/* Lives until both sides are done with it: libmicrohttpd (the connection) and
 * the handler (the answer). */
struct http_request {
	struct http_server *server;
	struct MHD_Connection *connection; /* NULL: the client is gone */
	const struct http_route *route;
	char *method, *path;
	struct str body;
	size_t body_max;
	struct header *set;
	struct MHD_Response *response;
	unsigned status;
	bool bad, too_big, handled, kept, answered, suspended, drop;
	bool gated, big, busy; /* big: one of the few that the gate let in */
};

void request_release(struct http_request *r);
/* Its body goes, and with it its place among the few, if it had one. */
void leave_place(const struct http_request *r);

#endif
