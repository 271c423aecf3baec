/* serve.h - a plugin's side of the conversation with the desk (docs/wire.md):
 * hello, calls, and the plugin's questions in the middle of them.
 * SPDX-License-Identifier: MIT */
#ifndef HW_WIRE_SERVE_H
#define HW_WIRE_SERVE_H

#include "base/err.h"

/* How a worker locks its plugin in. */
struct serve_lock {
	/* Before code of the plugin runs. */
	int (*load)(const char *so, struct err *err);
	/* Once it is open, before it is ready. */
	int (*opened)(struct err *err);
	const char *(*missing)(void); /* a warning for the log, or "" */
};

/* Serves on the socket until the desk closes it: 0. lock [nullable]: a plugin
 * inside the desk has none. -1 with ERR_BUG when the desk says what it may
 * not, ERR_SYSTEM when it is gone in the middle of a call. A plugin that cannot
 * be opened is told to the desk and is 0. */
int serve(int fd, const struct serve_lock *lock, struct err *err) MUST_CHECK;

#endif
