/* deny.c - see deny.h.
 * SPDX-License-Identifier: MIT */
#include "base/deny.h"

#include <asm/sockios.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/harden.h"

static const int denied[] = {
	/* into other processes */
	SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev),
	SCMP_SYS(process_madvise),
	SCMP_SYS(pidfd_getfd),
	SCMP_SYS(kcmp),
	SCMP_SYS(setrlimit),
	SCMP_SYS(sched_setaffinity),
	SCMP_SYS(sched_setscheduler),
	SCMP_SYS(sched_setattr),
	SCMP_SYS(move_pages),
	SCMP_SYS(migrate_pages),
	/* other views of the machine */
	SCMP_SYS(unshare),
	SCMP_SYS(setns),
	SCMP_SYS(chroot),
	SCMP_SYS(pivot_root),
	SCMP_SYS(mount),
	SCMP_SYS(umount2),
	SCMP_SYS(mount_setattr),
	SCMP_SYS(move_mount),
	SCMP_SYS(open_tree),
	SCMP_SYS(fsopen),
	SCMP_SYS(fsmount),
	SCMP_SYS(fspick),
	SCMP_SYS(fsconfig),
	SCMP_SYS(name_to_handle_at),
	SCMP_SYS(open_by_handle_at),
	SCMP_SYS(fanotify_init),
	SCMP_SYS(quotactl),
	SCMP_SYS(mknod),
	SCMP_SYS(mknodat),
	/* the machine */
	SCMP_SYS(reboot),
	SCMP_SYS(swapon),
	SCMP_SYS(swapoff),
	SCMP_SYS(acct),
	SCMP_SYS(settimeofday),
	SCMP_SYS(clock_settime),
	SCMP_SYS(adjtimex),
	SCMP_SYS(clock_adjtime),
	SCMP_SYS(sethostname),
	SCMP_SYS(setdomainname),
	SCMP_SYS(syslog),
	SCMP_SYS(ioperm),
	SCMP_SYS(iopl),
	SCMP_SYS(init_module),
	SCMP_SYS(finit_module),
	SCMP_SYS(delete_module),
	SCMP_SYS(kexec_load),
	SCMP_SYS(kexec_file_load),
	/* large parts of a kernel */
	SCMP_SYS(bpf),
	SCMP_SYS(perf_event_open),
	SCMP_SYS(userfaultfd),
	SCMP_SYS(io_uring_setup),
	SCMP_SYS(io_uring_enter),
	SCMP_SYS(io_uring_register),
	SCMP_SYS(add_key),
	SCMP_SYS(keyctl),
	SCMP_SYS(request_key),
	SCMP_SYS(memfd_create),
	SCMP_SYS(memfd_secret),
	SCMP_SYS(execveat),
	SCMP_SYS(personality),
	SCMP_SYS(vhangup),
	SCMP_SYS(lookup_dcookie),
};

static const int processes[] = { SCMP_SYS(execve),
				 SCMP_SYS(fork),
				 SCMP_SYS(vfork),
				 SCMP_SYS(kill),
				 SCMP_SYS(tkill),
				 SCMP_SYS(rt_sigqueueinfo),
				 SCMP_SYS(pidfd_open),
				 SCMP_SYS(pidfd_send_signal),
				 -1 };

/* Each rule of a call refuses what it matches; one call has many. */
static int refuse(scmp_filter_ctx f, int call, int no, struct scmp_arg_cmp arg)
{
	return seccomp_rule_add(f, SCMP_ACT_ERRNO((uint16_t)no), call, 1, arg);
}

static int refuse_all(scmp_filter_ctx f, const int *calls)
{
	int rc = 0;

	for (; calls && *calls != -1 && rc == 0; calls++)
		rc = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), *calls, 0);
	return rc;
}

/* Memory that was written is not run: programs and libraries come from files.
 * Nor is any limit raised, or a core made possible again. */
static int refuse_code(scmp_filter_ctx f)
{
	return seccomp_rule_add(
		       f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(mmap), 2,
		       SCMP_A2_32(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC),
		       SCMP_A3_32(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS,
				  MAP_ANONYMOUS)) ||
	       refuse(f, SCMP_SYS(mprotect), EPERM,
		      SCMP_A2_32(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC)) ||
	       refuse(f, SCMP_SYS(pkey_mprotect), EPERM,
		      SCMP_A2_32(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC)) ||
	       seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(prctl), 2,
				SCMP_A0_32(SCMP_CMP_EQ, PR_SET_DUMPABLE),
				SCMP_A1_32(SCMP_CMP_NE, 0));
}

/* News on a descriptor can be told to any process of this user by any signal.
 */
static int refuse_news(scmp_filter_ctx f)
{
	static const unsigned commands[] = { F_SETOWN, F_SETOWN_EX, F_SETSIG };
	static const unsigned requests[] = { FIOSETOWN, SIOCSPGRP, TIOCSTI };
	int rc = 0;

	for (size_t i = 0; i < COUNT_OF(commands) && rc == 0; i++)
		rc = refuse(f, SCMP_SYS(fcntl), EPERM,
			    SCMP_A1_32(SCMP_CMP_EQ, commands[i]));
	for (size_t i = 0; i < COUNT_OF(requests) && rc == 0; i++)
		rc = refuse(f, SCMP_SYS(ioctl), EPERM,
			    SCMP_A1_32(SCMP_CMP_EQ, requests[i]));
	return rc;
}

/* Flags of clone3 cannot be seen; libc does without it. */
static int refuse_spaces(scmp_filter_ctx f)
{
	static const uint32_t spaces[] = { CLONE_NEWUSER,  CLONE_NEWNS,
					   CLONE_NEWPID,   CLONE_NEWNET,
					   CLONE_NEWIPC,   CLONE_NEWUTS,
					   CLONE_NEWCGROUP };
	int rc = seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3),
				  0);

	for (size_t i = 0; i < COUNT_OF(spaces) && rc == 0; i++)
		rc = refuse(
			f, SCMP_SYS(clone), EPERM,
			SCMP_A0_32(SCMP_CMP_MASKED_EQ, spaces[i], spaces[i]));
	return rc;
}

/* Threads, but no processes. */
static int refuse_others(scmp_filter_ctx f)
{
	return refuse_all(f, processes) ||
	       refuse(f, SCMP_SYS(clone), EPERM,
		      SCMP_A0_32(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0)) ||
	       refuse(f, SCMP_SYS(tgkill), EPERM,
		      SCMP_A0_32(SCMP_CMP_NE, (scmp_datum_t)getpid())) ||
	       refuse(f, SCMP_SYS(prlimit64), EPERM,
		      SCMP_A2_64(SCMP_CMP_NE, 0));
}

static int write_filter(scmp_filter_ctx f, const int *more, bool alone)
{
	int rc = seccomp_attr_set(f, SCMP_FLTATR_CTL_TSYNC, 1);

	for (size_t i = 0; i < COUNT_OF(denied) && rc == 0; i++)
		rc = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), denied[i], 0);
	return rc || refuse_all(f, more) || refuse_code(f) || refuse_news(f) ||
	       refuse_spaces(f) || (alone && refuse_others(f));
}

int deny_calls(const int *more, bool alone, struct err *err)
{
	scmp_filter_ctx f;
	int rc = 0;

	if (harden_no_seccomp())
		return 0;
	f = seccomp_init(SCMP_ACT_ALLOW);
	if (!f || write_filter(f, more, alone))
		rc = err_set(err, ERR_SYSTEM, "cannot write a seccomp filter");
	else if ((rc = seccomp_load(f)))
		rc = err_set(err, ERR_SYSTEM,
			     "cannot load a seccomp filter: %s", strerror(-rc));
	seccomp_release(f);
	return rc;
}
