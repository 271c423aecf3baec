/* lock.c - Landlock and seccomp, in two steps.
 *
 * The second step narrows the first; the kernel holds both. What a plugin's
 * own code could undo is not relied upon: it may load filters itself before
 * the second step, but none that gives it more than the first one left.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/harden.h"
#include "base/landlock.h"
#include "worker/sandbox.h"

/* -- files -- */

static int restrict_to(const char *const *paths, const char *so,
		       struct err *err)
{
	struct files_lock *lock;
	int rc = files_lock_new(&lock, FILES_READ | FILES_WRITE | FILES_RUN,
				err);

	for (; rc == 0 && *paths; paths++)
		rc = files_lock_allow(lock, *paths, FILES_READ, err);
	if (rc == 0 && so)
		rc = files_lock_allow(lock, so, FILES_READ, err);
	if (rc == 0)
		return files_lock_close(lock, err);
	files_lock_free(lock);
	return rc;
}

/* -- system calls -- */

/* Computing, memory, and the socket that is open. */
static const int always[] = { SCMP_SYS(read),
			      SCMP_SYS(write),
			      SCMP_SYS(readv),
			      SCMP_SYS(writev),
			      SCMP_SYS(recvfrom),
			      SCMP_SYS(sendto),
			      SCMP_SYS(recvmsg),
			      SCMP_SYS(sendmsg),
			      SCMP_SYS(poll),
			      SCMP_SYS(ppoll),
			      SCMP_SYS(close),
			      SCMP_SYS(lseek),
			      SCMP_SYS(fstat),
			      SCMP_SYS(brk),
			      SCMP_SYS(munmap),
			      SCMP_SYS(mremap),
			      SCMP_SYS(madvise),
			      SCMP_SYS(futex),
			      SCMP_SYS(sched_yield),
			      SCMP_SYS(rt_sigaction),
			      SCMP_SYS(rt_sigprocmask),
			      SCMP_SYS(rt_sigreturn),
			      SCMP_SYS(sigaltstack),
			      SCMP_SYS(getpid),
			      SCMP_SYS(gettid),
			      SCMP_SYS(getuid),
			      SCMP_SYS(geteuid),
			      SCMP_SYS(getrandom),
			      SCMP_SYS(clock_gettime),
			      SCMP_SYS(gettimeofday),
			      SCMP_SYS(time),
			      SCMP_SYS(clock_getres),
			      SCMP_SYS(nanosleep),
			      SCMP_SYS(uname),
			      SCMP_SYS(clock_nanosleep),
			      SCMP_SYS(exit),
			      SCMP_SYS(exit_group),
			      SCMP_SYS(restart_syscall) };

/* And while its libraries are loaded and opened: looking at files (Landlock
 * says which can be read), memory that can be run, and the second step. */
static const int loading[] = { SCMP_SYS(stat),
			       SCMP_SYS(lstat),
			       SCMP_SYS(newfstatat),
			       SCMP_SYS(statx),
			       SCMP_SYS(access),
			       SCMP_SYS(faccessat),
			       SCMP_SYS(faccessat2),
			       SCMP_SYS(readlink),
			       SCMP_SYS(readlinkat),
			       SCMP_SYS(getdents64),
			       SCMP_SYS(pread64),
			       SCMP_SYS(getcwd),
			       SCMP_SYS(mmap),
			       SCMP_SYS(mprotect),
			       SCMP_SYS(getgid),
			       SCMP_SYS(getegid),
			       SCMP_SYS(getresuid),
			       SCMP_SYS(getresgid),
			       SCMP_SYS(sched_getaffinity),
			       SCMP_SYS(sysinfo),
			       SCMP_SYS(landlock_create_ruleset),
			       SCMP_SYS(landlock_restrict_self) };

static const unsigned of_descriptors[] = { F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD,
					   F_SETFD, F_GETFL,         F_SETFL };

static int allow(scmp_filter_ctx f, const int *calls, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (seccomp_rule_add(f, SCMP_ACT_ALLOW, calls[i], 0))
			return -1;
	/* Not F_SETOWN: news on a descriptor could be told to the desk, by
	 * a signal that ends it. */
	for (size_t i = 0; i < COUNT_OF(of_descriptors); i++)
		if (seccomp_rule_add(
			    f, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
			    SCMP_A1_32(SCMP_CMP_EQ, of_descriptors[i])))
			return -1;
	/* abort() of this process only. */
	return seccomp_rule_add(
		f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
		SCMP_A0_32(SCMP_CMP_EQ, (scmp_datum_t)getpid()));
}

#define CHANGES (O_ACCMODE | O_CREAT | O_TRUNC)
#define TSYNC (SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_TSYNC_ESRCH)

/* Opening for reading; seccomp() only to load a filter, of all threads or of
 * this one. */
static int allow_loading(scmp_filter_ctx f)
{
	return allow(f, loading, COUNT_OF(loading)) ||
			       seccomp_rule_add(f, SCMP_ACT_ALLOW,
						SCMP_SYS(open), 1,
						SCMP_A1_32(SCMP_CMP_MASKED_EQ,
							   CHANGES, 0)) ||
			       seccomp_rule_add(f, SCMP_ACT_ALLOW,
						SCMP_SYS(openat), 1,
						SCMP_A2_32(SCMP_CMP_MASKED_EQ,
							   CHANGES, 0)) ||
			       seccomp_rule_add(f, SCMP_ACT_ALLOW,
						SCMP_SYS(prlimit64), 2,
						SCMP_A0_32(SCMP_CMP_EQ, 0),
						SCMP_A2_64(SCMP_CMP_EQ, 0)) ||
			       seccomp_rule_add(
				       f, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1,
				       SCMP_A0_32(SCMP_CMP_EQ,
						  PR_SET_NO_NEW_PRIVS)) ||
			       seccomp_rule_add(
				       f, SCMP_ACT_ALLOW, SCMP_SYS(seccomp), 2,
				       SCMP_A0_32(SCMP_CMP_EQ,
						  SECCOMP_SET_MODE_FILTER),
				       SCMP_A1_32(SCMP_CMP_MASKED_EQ,
						  ~(uint32_t)TSYNC, 0))
		       ? -1
		       : 0;
}

/* Memory only without the right to run. */
static int allow_locked(scmp_filter_ctx f)
{
	const struct scmp_arg_cmp no_code =
		SCMP_A2_32(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);

	return seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
				no_code) ||
			       seccomp_rule_add(f, SCMP_ACT_ALLOW,
						SCMP_SYS(mprotect), 1, no_code)
		       ? -1
		       : 0;
}

/* What is not allowed fails with EACCES instead of killing: libraries look for
 * files and threads that they can do without. */
static int filter(int (*more)(scmp_filter_ctx f), struct err *err)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EACCES));
	int rc = 0;

	if (!f || seccomp_attr_set(f, SCMP_FLTATR_CTL_TSYNC, 1) ||
	    allow(f, always, COUNT_OF(always)) || more(f))
		rc = err_set(err, ERR_SYSTEM, "cannot write a seccomp filter");
	else if ((rc = seccomp_load(f)))
		rc = err_set(err, ERR_SYSTEM,
			     "cannot load a seccomp filter: %s", strerror(-rc));
	seccomp_release(f);
	return rc;
}

/* -- the two steps -- */

const char *sandbox_missing(void)
{
	return sandbox_sanitized() ? "" : harden_missing();
}

int sandbox_load(const char *so, struct err *err)
{
	static const char *const libraries[] = { "/lib",
						 "/lib64",
						 "/usr/lib",
						 "/usr/lib64",
						 "/usr/local/lib",
						 "/etc/ld.so.cache",
						 "/etc/localtime",
						 "/usr/share/zoneinfo",
						 NULL };

	if (sandbox_sanitized())
		return 0;
	return restrict_to(libraries, so, err) || (!harden_no_seccomp() &&
						   filter(allow_loading, err))
		       ? -1
		       : 0;
}

int sandbox_lock(struct err *err)
{
	static const char *const none[] = { NULL };

	if (sandbox_sanitized())
		return 0;
	return restrict_to(none, NULL, err) || (!harden_no_seccomp() &&
						filter(allow_locked, err))
		       ? -1
		       : 0;
}
