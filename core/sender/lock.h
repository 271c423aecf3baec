/* lock.h - what the sender gives up.
 *
 * It connects, resolves names, reads secrets, CAs and the system's
 * configuration, and starts threads to look names up; so it keeps those. It
 * runs no program, listens on nothing, writes no file, traces and signals
 * nobody and changes nothing of the machine.
 * SPDX-License-Identifier: MIT */
#ifndef HW_SENDER_LOCK_H
#define HW_SENDER_LOCK_H

#include "base/err.h"

/* Before the first frame is read. What the kernel does not have is left out
 * with a warning in the log. */
int sender_lock(struct err *err) MUST_CHECK;

#endif
