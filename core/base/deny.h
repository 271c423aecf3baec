/* deny.h - system calls that no process of ours has a use for: those by which
 * one process reaches into another, changes the machine, or reaches the parts
 * of a kernel in which most holes are found. A filter that is loaded is the
 * children's too.
 *
 * The desk and the sender start from this list; a worker has a list of what it
 * may use instead (worker/lock.c).
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_DENY_H
#define HW_BASE_DENY_H

#include "base/err.h"

/* Refuses them from now on, in all threads, with EPERM; `more` (ends with -1)
 * names others. alone: no other process is started (threads are) or
 * signalled. Without seccomp nothing happens: harden_missing(). */
int deny_calls(const int *more, bool alone, struct err *err) MUST_CHECK;

#endif
