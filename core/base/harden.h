/* harden.h - what this process holds stays in it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_HARDEN_H
#define HW_BASE_HARDEN_H

#include <stdbool.h>

/* No core file, no new privileges, and nobody of the same user reads its
 * memory or attaches a debugger. For processes with tokens or buyers in them;
 * one that is to be debugged does not call it. */
void harden(void);

/* The sanitizers need odd calls, terabytes of address space, and trace
 * themselves to look for leaks: nothing is locked then. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

/* Has this kernel no system call filters? */
bool harden_no_seccomp(void);

/* What this kernel lacks of what locks our processes in: a sentence; ""
 * when nothing. */
const char *harden_missing(void);

#endif
