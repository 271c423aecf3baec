/* sandbox.h - what a worker gives up, in three steps.
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

/* Before any code of the plugin runs, and that is before the .so is loaded: no
 * socket, no program, no process, no thread, and of all files only `so` and the
 * system's libraries, for reading. */
int sandbox_load(const char *so, struct err *err) MUST_CHECK;

/* Once the plugin is open: no file can be opened any more, and no memory run.
 * What a plugin's library reads later (charsets, zones) it must have read in
 * open(). */
int sandbox_lock(struct err *err) MUST_CHECK;

/* Does the address sanitizer run in this process: built in, or preloaded for a
 * plugin that is built with it (sdk check --sanitize)? It needs terabytes of
 * address space, threads and odd calls, so most of the above is left out.
 * A desk starts its workers with an empty environment. Known from
 * sandbox_enter() on. */
bool sandbox_sanitized(void);

/* What this kernel lacks, as a sentence for the log; "" when nothing. */
const char *sandbox_missing(void);

#endif
