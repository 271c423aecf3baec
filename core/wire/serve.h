/* serve.h - a plugin's side of the conversation with the desk (docs/wire.md):
 * hello, calls, and the plugin's questions in the middle of them.
 * SPDX-License-Identifier: MIT */
#ifndef HW_WIRE_SERVE_H
#define HW_WIRE_SERVE_H

#include "base/err.h"

/* Serves on the socket until the desk closes it: 0. lock [nullable] is called
 * once the plugin is open and before it is ready. -1 with ERR_BUG when the
 * desk says what it may not, ERR_SYSTEM when it is gone in the middle of a
 * call. A plugin that cannot be opened is told to the desk and is 0. */
int serve(int fd, int (*lock)(struct err *err), struct err *err) MUST_CHECK;

#endif
