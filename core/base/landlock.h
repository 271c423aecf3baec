/* landlock.h - which files this process and its children may use from now on.
 *
 * Landlock narrows: what is locked once stays so, for children too, and a
 * second lock only takes away. What the kernel does not have is left out
 * (harden_missing() says so). stat() is never refused, connections and
 * descriptors that are open are not touched.
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_LANDLOCK_H
#define HW_BASE_LANDLOCK_H

#include "base/err.h"

enum {
	FILES_READ = 1,  /* files and folders */
	FILES_WRITE = 2, /* also make, rename and remove */
	FILES_RUN = 4
};

/* A lock in the making; NULL where the kernel has no Landlock, which every
 * function here takes. `held`: the uses that are refused where no path allows
 * them. Signals to processes that are not children are refused as well, where
 * the kernel knows how. */
struct files_lock;
int files_lock_new(struct files_lock **out, int held,
		   struct err *err) MUST_CHECK;
/* What lies at or below path may be used so; what is not there needs no rule.
 * The lock sees where path leads now: a file that is put in the place of
 * another is a new one, so give its folder. */
int files_lock_allow(struct files_lock *lock, const char *path, int uses,
		     struct err *err) MUST_CHECK;
/* From now on. Takes the lock. */
int files_lock_close(struct files_lock *lock, struct err *err) MUST_CHECK;
void files_lock_free(struct files_lock *lock);

#endif
