/* upload.h - the page on which a buyer sends photos and videos (A42).
 *
 * GET /u/TOKEN is a form in the buyer's language, POST takes one file; the
 * token is desk/intake/upload.h's, and is looked at before a body is read. A
 * file is taken when it is of a type of uploads.conf by what is in it, not
 * larger than that file allows, and clean where the manifest names a scanner;
 * it is durable before the buyer reads that it came. Nothing of the matter but
 * the number of its order is shown to whoever has the link, and nothing of it
 * is logged.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HTTP_UPLOAD_H
#define HW_HTTP_UPLOAD_H

#include "host/host.h"
#include "http/server.h"

struct upload_pages;

struct upload_pages *uploads_open(struct host *h);
/* What waits for a scanner is answered: try again. */
void uploads_close(struct upload_pages *p);

/* Fills two routes, and the gate before one of them. */
void upload_routes(struct upload_pages *p, struct http_route routes[2],
		   struct http_gate *gate);

#endif
