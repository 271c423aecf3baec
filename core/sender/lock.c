/* lock.c - see lock.h.
 * SPDX-License-Identifier: MIT */
#include "sender/lock.h"

#include <seccomp.h>

#include "base/deny.h"
#include "base/harden.h"
#include "base/landlock.h"
#include "base/log.h"

/* Of kernels later than the headers; the same on every machine. */
#define FCHMODAT2 452

/* It listens to nobody, and changes no file in any way that Landlock does not
 * know of. */
static const int denied[] = { SCMP_SYS(listen),
			      SCMP_SYS(accept),
			      SCMP_SYS(accept4),
			      SCMP_SYS(truncate),
			      SCMP_SYS(chmod),
			      SCMP_SYS(fchmod),
			      SCMP_SYS(fchmodat),
			      FCHMODAT2,
			      SCMP_SYS(chown),
			      SCMP_SYS(fchown),
			      SCMP_SYS(fchownat),
			      SCMP_SYS(lchown),
			      SCMP_SYS(setxattr),
			      SCMP_SYS(lsetxattr),
			      SCMP_SYS(fsetxattr),
			      SCMP_SYS(removexattr),
			      SCMP_SYS(lremovexattr),
			      SCMP_SYS(fremovexattr),
			      SCMP_SYS(utime),
			      SCMP_SYS(utimes),
			      SCMP_SYS(utimensat),
			      SCMP_SYS(futimesat),
			      -1 };

/* No path is given the right to change or to run anything. */
static int lock_files(struct err *err)
{
	struct files_lock *lock;

	return files_lock_new(&lock, FILES_WRITE | FILES_RUN, err) ||
			       files_lock_close(lock, err)
		       ? -1
		       : 0;
}

int sender_lock(struct err *err)
{
	harden();
	if (SANITIZED)
		return 0;
	if (lock_files(err))
		return -1;
	if (*harden_missing())
		log_warning("%s", harden_missing());
	return deny_calls(denied, true, err);
}
