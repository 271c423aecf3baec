/* sandbox.h - what a worker gives up, in two steps.
 *
 * A plugin is somebody else's code, and what it reads is somebody else's text.
 * Nothing here needs a privilege; what the kernel does not have is left out
 * (Landlock from 5.13, seccomp), and the rest still holds.
 * SPDX-License-Identifier: MIT */
#ifndef HW_WORKER_SANDBOX_H
#define HW_WORKER_SANDBOX_H

#include "base/err.h"

/* At the very start: standard input and output become /dev/null, every file
 * descriptor but 2 and `keep` is closed, limits on memory, files and cores,
 * no new privileges, death with the parent. serves: no file may grow. */
int sandbox_enter(int keep, bool serves, struct err *err) MUST_CHECK;

/* Once the plugin is open: no file can be opened any more, no socket, no
 * program, no thread. What a plugin's library reads later (charsets, zones) it
 * must have read in open(). */
int sandbox_lock(struct err *err) MUST_CHECK;

#endif
