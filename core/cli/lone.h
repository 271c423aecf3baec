/* lone.h - the desk that a command line is itself, where none runs. Policy and
 * packs, which are dear to read, are kept; the database is locked while a
 * request is done and no longer, since what follows may wait for a reader.
 *
 * Refuses the state folder of another user. Commands go through ask.c, which
 * asks the desk that runs first.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_LONE_H
#define HW_CLI_LONE_H

#include "cli/cli.h"

struct lone;

struct lone *lone_open(struct cli *c, struct err *err);
/* Gives the answer to a request, as a desk that runs does (host/control.h).
 * ERR_RETRY when another process is the desk just now. */
int lone_do(struct lone *l, const struct str *request, cJSON **reply,
	    struct err *err) MUST_CHECK;
void lone_close(struct lone *l);

#endif
