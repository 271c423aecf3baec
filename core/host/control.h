/* control.h - the desk's own door for the command line: STATE/desk.sock.
 *
 * A request is one frame {"do": "approve", "args": {...}}, the answer one frame
 * {"id", "seq", "on_hold"?} (nothing leaves before the hold of a restored desk
 * ends) or {"error", "code"}; questions (plugins, file, whoami, reload) have
 * answers of their own. Who asks is told by the kernel (SO_PEERCRED), never by
 * the request.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_CONTROL_H
#define HW_HOST_CONTROL_H

#include "host/host.h"
#include "host/manifest.h"

struct control;

/* Listens; removes a stale socket first (the database's lock tells that no
 * other desk is there). */
struct control *control_open(struct host *h, const struct manifest *m,
			     struct err *err);
/* Who may do what, after a reload. Borrows until the next. */
void control_set_manifest(struct control *c, const struct manifest *m);
void control_close(struct control *c);

/* What both the running desk and a lone command line do with a request: fills
 * reply. host may be NULL (no desk runs: this process is the desk). */
void control_do(struct desk *d, struct host *h, const struct manifest *m,
		const char *actor, const cJSON *request, struct str *reply);

/* The answer to what failed: {"error", "code"}. */
void control_put_error(struct str *reply, const struct err *err);

/* The client's side: sends a request to the running desk. 0 and the reply's
 * JSON (caller frees), or -1: ERR_NO_DESK when none listens. */
int control_ask(const char *state, const struct str *request, cJSON **reply,
		struct err *err) MUST_CHECK;

#endif
