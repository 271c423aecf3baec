/* lock.c - see lock.h.
 * SPDX-License-Identifier: MIT */
#include "sender/lock.h"

#include <errno.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/file.h"
#include "base/harden.h"
#include "base/log.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1 /* traces itself when it looks for leaks */
#else
#define SANITIZED 0
#endif

/* Everything that changes files: no path is given the right. */
static int lock_files(struct err *err)
{
	const struct landlock_ruleset_attr attr = {
		.handled_access_fs = ((LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1) &
				     ~(LANDLOCK_ACCESS_FS_READ_FILE |
				       LANDLOCK_ACCESS_FS_READ_DIR),
	};
	CLEANUP(close_fd) int rules = -1;

	if (syscall(SYS_landlock_create_ruleset, NULL, 0,
		    LANDLOCK_CREATE_RULESET_VERSION) < 1)
		return 0;
	rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr,
			     0);
	if (rules < 0 || syscall(SYS_landlock_restrict_self, rules, 0))
		return err_errno(err, ERR_SYSTEM, "cannot use Landlock");
	return 0;
}

static const int denied[] = { SCMP_SYS(execve),
			      SCMP_SYS(execveat),
			      SCMP_SYS(fork),
			      SCMP_SYS(vfork),
			      SCMP_SYS(listen),
			      SCMP_SYS(accept),
			      SCMP_SYS(accept4),
			      SCMP_SYS(ptrace),
			      SCMP_SYS(process_vm_readv),
			      SCMP_SYS(process_vm_writev),
			      SCMP_SYS(pidfd_open),
			      SCMP_SYS(pidfd_getfd),
			      SCMP_SYS(kill),
			      SCMP_SYS(tkill),
			      SCMP_SYS(truncate),
			      SCMP_SYS(chmod),
			      SCMP_SYS(fchmod),
			      SCMP_SYS(fchmodat),
			      SCMP_SYS(chown),
			      SCMP_SYS(fchown),
			      SCMP_SYS(fchownat),
			      SCMP_SYS(lchown),
			      SCMP_SYS(mount),
			      SCMP_SYS(umount2),
			      SCMP_SYS(pivot_root),
			      SCMP_SYS(chroot),
			      SCMP_SYS(unshare),
			      SCMP_SYS(setns),
			      SCMP_SYS(open_by_handle_at),
			      SCMP_SYS(bpf),
			      SCMP_SYS(perf_event_open),
			      SCMP_SYS(userfaultfd),
			      SCMP_SYS(add_key),
			      SCMP_SYS(keyctl),
			      SCMP_SYS(request_key),
			      SCMP_SYS(init_module),
			      SCMP_SYS(finit_module),
			      SCMP_SYS(delete_module),
			      SCMP_SYS(kexec_load),
			      SCMP_SYS(reboot),
			      SCMP_SYS(swapon),
			      SCMP_SYS(io_uring_setup) };

/* Threads, but no processes; clone3 hides its flags, and libc does without. */
static int deny_processes(scmp_filter_ctx f)
{
	return seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
				SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0)) ||
			       seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS),
						SCMP_SYS(clone3), 0) ||
			       seccomp_rule_add(
				       f, SCMP_ACT_ERRNO(EPERM),
				       SCMP_SYS(tgkill), 1,
				       SCMP_A0_32(SCMP_CMP_NE,
						  (scmp_datum_t)getpid()))
		       ? -1
		       : 0;
}

static int lock_calls(struct err *err)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
	int rc = f && seccomp_attr_set(f, SCMP_FLTATR_CTL_TSYNC, 1) == 0 ? 0
									 : -1;

	for (size_t i = 0; rc == 0 && i < COUNT_OF(denied); i++)
		rc = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), denied[i], 0);
	if (rc || deny_processes(f))
		rc = err_set(err, ERR_SYSTEM, "cannot write a seccomp filter");
	else if ((rc = seccomp_load(f)))
		rc = err_set(err, ERR_SYSTEM,
			     "cannot load a seccomp filter: %s", strerror(-rc));
	seccomp_release(f);
	return rc;
}

static bool no_seccomp(void)
{
	return prctl(PR_GET_SECCOMP) < 0 && errno == EINVAL;
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
	return no_seccomp() ? 0 : lock_calls(err);
}
