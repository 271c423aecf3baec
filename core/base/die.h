/* die.h - the end of a process that cannot go on.
 *
 * Two things leave no way back: memory that is not there, and an fsync that
 * failed, after which the kernel may have dropped what was to be written and
 * says so only once. Both end the process where it stands, with one sentence
 * and the status of ERR_SYSTEM. Whoever started it starts it again; nothing
 * that was acknowledged is lost, because every answer follows a commit.
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_DIE_H
#define HW_BASE_DIE_H

#include "base/def.h"

/* Allocates nothing, and runs nothing that waits for the end of a process. */
_Noreturn void die(const char *what);
_Noreturn void die_of_memory(void);
/* path: what could not be synced. */
_Noreturn void die_of_sync(const char *path);

#endif
