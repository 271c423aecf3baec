/* attempts_processes.c - attempts on programs and processes: to become one, to
 * make one, to harm another, to run what was written, and to give up what holds
 * this one; see attempts.h. SPDX-License-Identifier: MIT */
#include "help/attempts_own.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

/* -- programs and processes -- */

/* Nothing is there, so that it fails in any case. */
static int run_program(void)
{
	char name[] = "/nowhere/true", *const argv[] = { name, NULL };

	return passed(execve(name, argv, argv + 1));
}
/* A process that may be made tries to become another program. */
static int run_shell(void)
{
	char name[] = "/bin/true", *const argv[] = { name, NULL };
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		execve(name, argv, argv + 1);
		_exit(9);
	}
	return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}
static int run_bytes(void)
{
	char *const argv[] = { NULL };

	return passed(syscall(SYS_execveat, -1, "", argv, argv, AT_EMPTY_PATH));
}
static int make_process(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	if (child > 0)
		waitpid(child, NULL, 0);
	return child > 0;
}
static int make_space(void)
{
	return passed(unshare(CLONE_NEWUSER));
}
static int make_anew(void)
{
	return passed(syscall(SYS_clone3, NULL, (size_t)0));
}
static int signal_first(void)
{
	return kill(1, 0) == 0;
}
static int signal_victim(void)
{
	return kill(attempts_victim(), 0) == 0;
}
static int signal_queue(void)
{
	return syscall(SYS_rt_sigqueueinfo, attempts_victim(), 0, NULL) == 0;
}
static int signal_thread(void)
{
	return syscall(SYS_tgkill, attempts_victim(), attempts_victim(), 0) ==
	       0;
}
/* News on a descriptor may be told to any process of this user, by any
 * signal. */
static int signal_by_news(void)
{
	return passed(fcntl(2, F_SETOWN, attempts_victim())) ||
	       passed(fcntl(2, F_SETSIG, SIGKILL));
}
static int process_handle(void)
{
	return passed(syscall(SYS_pidfd_open, attempts_victim(), 0));
}
static int trace(void)
{
	return passed(ptrace(PTRACE_SEIZE, attempts_victim(), NULL, NULL));
}
static int be_traced(void)
{
	return passed(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}
static int read_process(void)
{
	char bytes[8];
	struct iovec to = { bytes, sizeof bytes }, from = { bytes, 8 };

	return passed(process_vm_readv(attempts_victim(), &to, 1, &from, 1, 0));
}
static int write_process(void)
{
	char bytes[8];
	struct iovec to = { bytes, sizeof bytes }, from = { NULL, 8 };

	return passed(
		process_vm_writev(attempts_victim(), &to, 1, &from, 1, 0));
}
static int compare(void)
{
	return passed(syscall(SYS_kcmp, getpid(), attempts_victim(), 0, 0, 0));
}

/* -- memory that runs -- */

static int maps(int prot)
{
	void *p = mmap(NULL, 4096, prot, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p != MAP_FAILED)
		munmap(p, 4096);
	return p != MAP_FAILED;
}
static int run_memory(void)
{
	return maps(PROT_READ | PROT_EXEC);
}
static int run_written(void)
{
	return maps(PROT_READ | PROT_WRITE | PROT_EXEC);
}
static int turn_memory(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int rc;

	if (p == MAP_FAILED)
		return 0;
	rc = mprotect(p, 4096, PROT_READ | PROT_EXEC);
	munmap(p, 4096);
	return rc == 0;
}
static int file_of_memory(void)
{
	return passed(syscall(SYS_memfd_create, "x", 0));
}

/* -- what holds it -- */

static int dumpable(void)
{
	return prctl(PR_SET_DUMPABLE, 1) == 0;
}
static int outlive(void)
{
	return prctl(PR_SET_PDEATHSIG, 0) == 0;
}
static int raise_limit(void)
{
	struct rlimit r = { 1 << 20, 1 << 20 };

	return setrlimit(RLIMIT_CORE, &r) == 0;
}
/* To what it is. */
static int lower_others(void)
{
	struct rlimit r;

	return syscall(SYS_prlimit64, attempts_victim(), RLIMIT_NOFILE, NULL,
		       &r) == 0 &&
	       syscall(SYS_prlimit64, attempts_victim(), RLIMIT_NOFILE, &r,
		       NULL) == 0;
}

static int one_processor(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(0, &set);
	return passed(sched_setaffinity(0, sizeof set, &set));
}
static int schedule(void)
{
	struct sched_param p = { .sched_priority = 0 };

	return passed(sched_setscheduler(0, SCHED_OTHER, &p));
}
static int be_first(void)
{
	return passed(setpriority(PRIO_PROCESS, 0, 0));
}
static int other_user(void)
{
	return passed(setuid(getuid()));
}
static int other_shape(void)
{
	return passed(syscall(SYS_personality, 0xffffffff));
}

const struct attempt attempts_on_processes[] = {
	{ "execve", run_program, SENT },
	{ "a program", run_shell, ALL },
	{ "execveat", run_bytes, ALL },
	{ "a process", make_process, SENT },
	{ "a user space", make_space, ALL },
	{ "clone3", make_anew, ALL },
	{ "a signal to the first process", signal_first, SENT },
	{ "a signal", signal_victim, SENT },
	{ "a queued signal", signal_queue, SENT },
	{ "a signal to a thread", signal_thread, SENT },
	{ "a signal by news", signal_by_news, ALL },
	{ "a process handle", process_handle, SENT },
	{ "ptrace", trace, ALL },
	{ "process_vm_readv", read_process, ALL },
	{ "process_vm_writev", write_process, ALL },
	{ "kcmp", compare, ALL },
	{ "memory that runs", run_memory,
	  FROM_WORKER | FROM_SENDER | FROM_DESK },
	{ "written memory that runs", run_written,
	  FROM_WORKER | FROM_SENDER | FROM_DESK },
	{ "memory turned to run", turn_memory,
	  FROM_WORKER | FROM_SENDER | FROM_DESK },
	{ "a file of memory", file_of_memory, ALL },
	{ "dumpable", dumpable, ALL },
	{ "outliving its parent", outlive, WORKER },
	{ "a limit", raise_limit, ALL },
	{ "another's limit", lower_others, SENT },
	{ "its processors", one_processor, ALL },
	{ "its schedule", schedule, ALL },
	{ "its priority", be_first, WORKER },
	{ "another user", other_user, WORKER },
	{ "a personality", other_shape, ALL },
	/* The last: from then on signals stop it. */
	{ "being traced", be_traced, ALL },
	{ NULL, NULL, 0 },
};
