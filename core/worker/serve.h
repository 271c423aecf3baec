/* serve.h - the worker's side of the conversation with the desk.
 * SPDX-License-Identifier: MIT */
#ifndef HW_WORKER_SERVE_H
#define HW_WORKER_SERVE_H

#include "base/err.h"

#define SERVE_FD 3

/* Serves until the desk closes the socket: 0. -1 with ERR_BUG when the desk
 * says what it may not, ERR_SYSTEM when it is gone in the middle of a call.
 * A plugin that cannot be opened is told to the desk and is 0. */
int serve(struct err *err) MUST_CHECK;

#endif
