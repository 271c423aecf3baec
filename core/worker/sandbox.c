/* sandbox.c - descriptors, limits, Landlock and seccomp.
 * SPDX-License-Identifier: MIT */
#include "worker/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MEMORY_MAX ((rlim_t)512 << 20) /* bytes of address space */
#define FILES_MAX 16

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1 /* needs terabytes of address space and odd calls */
#else
#define SANITIZED 0
#endif

static int close_others(int keep, struct err *err)
{
	if ((keep > 3 && close_range(3, (unsigned)keep - 1, 0)) ||
	    close_range((unsigned)keep + 1, ~0u, 0))
		return err_errno(err, ERR_SYSTEM, "cannot close files");
	return 0;
}

/* A plugin may print or read what it likes. */
static int silence(struct err *err)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null < 0 || dup2(null, STDIN_FILENO) < 0 ||
	    dup2(null, STDOUT_FILENO) < 0)
		return err_errno(err, ERR_SYSTEM, "cannot open /dev/null");
	if (null > STDERR_FILENO)
		close(null);
	return 0;
}

static int limit(int what, rlim_t value, struct err *err)
{
	const struct rlimit r = { value, value };

	if (setrlimit((__rlimit_resource_t)what, &r))
		return err_errno(err, ERR_SYSTEM, "cannot set a limit");
	return 0;
}

int sandbox_enter(int keep, bool serves, struct err *err)
{
	signal(SIGPIPE, SIG_IGN);
	/* Standard error may be a file, of which FSIZE 0 allows no growth. */
	signal(SIGXFSZ, SIG_IGN);
	if (close_others(keep, err) || silence(err))
		return -1;
	if (!SANITIZED && limit(RLIMIT_AS, MEMORY_MAX, err))
		return -1;
	if (limit(RLIMIT_CORE, 0, err) || limit(RLIMIT_NOFILE, FILES_MAX, err))
		return -1;
	if (serves && limit(RLIMIT_FSIZE, 0, err))
		return -1;
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_DUMPABLE, 0))
		return err_errno(err, ERR_SYSTEM, "cannot give up privileges");
	return 0;
}

/* -- the lock -- */

/* Landlock: of the file system, nothing; rights that this kernel does not know
 * are not asked for. */
static int lock_files(struct err *err)
{
	struct landlock_ruleset_attr attr = {
		.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1,
	};
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0,
			   LANDLOCK_CREATE_RULESET_VERSION);
	long fd;

	if (abi < 1)
		return 0; /* no Landlock here; seccomp opens no files either */
	fd = syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
	if (fd < 0 || syscall(SYS_landlock_restrict_self, fd, 0))
		return err_errno(err, ERR_SYSTEM, "cannot use Landlock");
	close((int)fd);
	return 0;
}

/* Computing, memory that cannot be run, and the socket that is open. */
static const int allowed[] = { SCMP_SYS(read),
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
			       SCMP_SYS(fcntl),
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

/* abort() of this process only, and memory only without the right to run. */
static int allow_some(scmp_filter_ctx f)
{
	const struct scmp_arg_cmp self =
		SCMP_A0_32(SCMP_CMP_EQ, (scmp_datum_t)getpid());
	const struct scmp_arg_cmp no_code =
		SCMP_A2_32(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);

	for (size_t i = 0; i < COUNT_OF(allowed); i++)
		if (seccomp_rule_add(f, SCMP_ACT_ALLOW, allowed[i], 0))
			return -1;
	return seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, self) ||
			       seccomp_rule_add(f, SCMP_ACT_ALLOW,
						SCMP_SYS(mmap), 1, no_code) ||
			       seccomp_rule_add(f, SCMP_ACT_ALLOW,
						SCMP_SYS(mprotect), 1, no_code)
		       ? -1
		       : 0;
}

/* What is not allowed fails with EACCES instead of killing: libraries look for
 * files and threads that they can do without. */
static int lock_calls(struct err *err)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EACCES));
	int rc = 0;

	if (!f || allow_some(f))
		rc = err_set(err, ERR_SYSTEM, "cannot write a seccomp filter");
	else if (seccomp_load(f) && errno != ENOSYS && errno != EINVAL)
		rc = err_set(err, ERR_SYSTEM, "cannot load a seccomp filter");
	seccomp_release(f);
	return rc;
}

int sandbox_lock(struct err *err)
{
	if (SANITIZED)
		return 0;
	return lock_files(err) || lock_calls(err) ? -1 : 0;
}
