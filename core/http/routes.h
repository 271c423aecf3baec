/* routes.h - what a running desk answers over HTTP: is it alive, is it ready,
 * how is it doing, the webhooks of its instances, and the pages on which buyers
 * send files (upload.h).
 *
 * A webhook is verified over its raw bytes, stored and committed before it is
 * acknowledged; no worker is in that path.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HTTP_ROUTES_H
#define HW_HTTP_ROUTES_H

#include "host/host.h"

struct routes;

/* Listens on "ADDRESS:PORT" (port 0: any free one) on the host's loop.
 * ERR_CONFIG when it is no such text, ERR_SYSTEM when it cannot listen. */
int routes_open(struct routes **out, struct host *h, const char *listen,
		struct err *err) MUST_CHECK;
void routes_close(struct routes *s);
int routes_port(const struct routes *s);

#endif
