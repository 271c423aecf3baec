/* harden.h - what this process holds stays in it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_HARDEN_H
#define HW_BASE_HARDEN_H

/* No core file, no new privileges, and nobody of the same user reads its
 * memory or attaches a debugger. For processes with tokens or buyers in them;
 * one that is to be debugged does not call it. */
void harden(void);

/* What this kernel lacks of what locks workers and sender in: a sentence; ""
 * when nothing. */
const char *harden_missing(void);

#endif
