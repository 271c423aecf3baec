/* attempts.c - see attempts.h.
 * SPDX-License-Identifier: MIT */
#include "help/attempts.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

/* Of kernels later than the headers. */
#define FCHMODAT2 452

static struct attempts_at at;
static char path[4096];

static const char *in(const char *dir, const char *name)
{
	snprintf(path, sizeof path, "%s/%s", dir, name);
	return path;
}

static pid_t victim(void)
{
	return at.victim ? at.victim : getppid();
}

/* Not refused, whatever else was wrong with it. */
static int passed(long rc)
{
	return rc >= 0 ||
	       (errno != EACCES && errno != EPERM && errno != ENOSYS);
}

static int opens(const char *name, int flags)
{
	int fd = open(name, flags | O_CLOEXEC | O_NONBLOCK, 0600);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* A file of /proc may be opened and still tell nothing. */
static int of_victim(const char *name, int flags)
{
	char byte;
	int fd, got;

	snprintf(path, sizeof path, "/proc/%d/%s", (int)victim(), name);
	fd = open(path, flags | O_CLOEXEC);
	got = fd >= 0 &&
	      (flags == O_RDWR || read(fd, &byte, 1) == 1 || errno == EIO);
	if (fd >= 0)
		close(fd);
	return got;
}

/* -- files -- */

static int read_secret(void)
{
	return opens(at.secret, O_RDONLY);
}
static int read_users(void)
{
	return opens("/etc/passwd", O_RDONLY);
}
static int read_environ(void)
{
	return opens("/proc/self/environ", O_RDONLY);
}
static int read_maps(void)
{
	return opens("/proc/self/maps", O_RDONLY);
}
static int read_state(void)
{
	return opens(at.state, O_RDONLY | O_DIRECTORY);
}
static int read_memory(void)
{
	return of_victim("mem", O_RDONLY);
}
static int write_memory(void)
{
	return of_victim("mem", O_RDWR);
}
static int read_victim(void)
{
	return of_victim("environ", O_RDONLY);
}
static int write_file(void)
{
	return opens(in(at.writable, "made"), O_WRONLY | O_CREAT);
}
static int write_secret(void)
{
	return opens(at.secret, O_WRONLY);
}
static int cut_secret(void)
{
	return passed(truncate(at.secret, 100));
}
static int make_folder(void)
{
	return mkdir(in(at.writable, "folder"), 0700) == 0;
}
static int make_link(void)
{
	return symlink("/etc", in(at.writable, "link")) == 0;
}
static int move(void)
{
	return passed(rename(at.secret, in(at.writable, "moved")));
}
static int erase_secret(void)
{
	return passed(unlink(at.secret));
}
static int change_mode(void)
{
	return passed(chmod(at.secret, 0600));
}
static int change_mode_anew(void)
{
	return passed(syscall(FCHMODAT2, AT_FDCWD, at.secret, 0600, 0));
}
static int change_owner(void)
{
	return passed(chown(at.secret, getuid(), (gid_t)-1));
}
static int change_time(void)
{
	return passed(utimensat(AT_FDCWD, at.secret, NULL, 0));
}
static int make_device(void)
{
	return passed(mknod(in(at.writable, "device"), S_IFIFO | 0600, 0));
}
static int by_handle(void)
{
	struct file_handle h = { .handle_bytes = 0 };
	int mount;

	return passed(name_to_handle_at(AT_FDCWD, "/", &h, &mount, 0));
}
static int watch_files(void)
{
	return passed(syscall(SYS_fanotify_init, 0, 0));
}

/* -- connections -- */

static int makes_socket(int family, int type)
{
	int fd = socket(family, type | SOCK_CLOEXEC, 0);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}
static int tcp(void)
{
	return makes_socket(AF_INET, SOCK_STREAM);
}
static int tcp6(void)
{
	return makes_socket(AF_INET6, SOCK_STREAM);
}
static int udp(void)
{
	return makes_socket(AF_INET, SOCK_DGRAM);
}
static int local(void)
{
	return makes_socket(AF_UNIX, SOCK_STREAM);
}
static int netlink(void)
{
	return makes_socket(AF_NETLINK, SOCK_RAW);
}
static int listens(void)
{
	return passed(listen(3, 1));
}
static int connects(void)
{
	struct sockaddr a = { .sa_family = AF_UNSPEC };

	return passed(connect(-1, &a, sizeof a));
}
static int shared_memory(void)
{
	return passed(syscall(SYS_shmget, 0, 4096, 0600));
}
static int message_queue(void)
{
	return passed(syscall(SYS_msgget, 0, 0600));
}
static int makes_pipe(void)
{
	int fds[2], rc = pipe(fds);

	if (rc == 0)
		close(fds[0]), close(fds[1]);
	return rc == 0;
}

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
	return kill(victim(), 0) == 0;
}
static int signal_queue(void)
{
	return syscall(SYS_rt_sigqueueinfo, victim(), 0, NULL) == 0;
}
static int signal_thread(void)
{
	return syscall(SYS_tgkill, victim(), victim(), 0) == 0;
}
/* News on a descriptor may be told to any process of this user, by any
 * signal. */
static int signal_by_news(void)
{
	return passed(fcntl(2, F_SETOWN, victim())) ||
	       passed(fcntl(2, F_SETSIG, SIGKILL));
}
static int process_handle(void)
{
	return passed(syscall(SYS_pidfd_open, victim(), 0));
}
static int trace(void)
{
	return passed(ptrace(PTRACE_SEIZE, victim(), NULL, NULL));
}
static int be_traced(void)
{
	return passed(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}
static int read_process(void)
{
	char bytes[8];
	struct iovec to = { bytes, sizeof bytes }, from = { bytes, 8 };

	return passed(process_vm_readv(victim(), &to, 1, &from, 1, 0));
}
static int write_process(void)
{
	char bytes[8];
	struct iovec to = { bytes, sizeof bytes }, from = { NULL, 8 };

	return passed(process_vm_writev(victim(), &to, 1, &from, 1, 0));
}
static int compare(void)
{
	return passed(syscall(SYS_kcmp, getpid(), victim(), 0, 0, 0));
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

	return syscall(SYS_prlimit64, victim(), RLIMIT_NOFILE, NULL, &r) == 0 &&
	       syscall(SYS_prlimit64, victim(), RLIMIT_NOFILE, &r, NULL) == 0;
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

/* -- the kernel -- */

static int io_ring(void)
{
	return passed(syscall(SYS_io_uring_setup, 1, NULL));
}
static int fault_handler(void)
{
	return passed(syscall(SYS_userfaultfd, 1));
}
static int kernel_program(void)
{
	return passed(syscall(SYS_bpf, 0, NULL, 0));
}
static int counters(void)
{
	return passed(syscall(SYS_perf_event_open, NULL, 0, 0, -1, 0));
}
static int keys(void)
{
	return passed(syscall(SYS_keyctl, 0, -3, 0, 0, 0));
}
static int mounts(void)
{
	return passed(syscall(SYS_mount, NULL, "/nowhere", NULL, 0, NULL));
}
static int other_root(void)
{
	return passed(chroot("/nowhere"));
}
static int module(void)
{
	return passed(syscall(SYS_init_module, NULL, 0L, ""));
}
static int other_kernel(void)
{
	return passed(syscall(SYS_kexec_load, 0L, 0L, NULL, 0xffffL));
}
static int clock_set(void)
{
	return passed(syscall(SYS_clock_settime, 99, NULL));
}
static int kernel_log(void)
{
	return passed(syscall(SYS_syslog, 10, NULL, 0));
}
static int ports(void)
{
#ifdef SYS_iopl
	return passed(syscall(SYS_iopl, 0));
#else
	return 0;
#endif
}

#define WORKER (FROM_LOADING | FROM_WORKER)
#define SENT (WORKER | FROM_SENDER)
#define ALL (SENT | FROM_DESK)

static const struct {
	const char *name;
	int (*run)(void);
	int from;
} list[] = {
	{ "a secret", read_secret, WORKER | FROM_DESK },
	{ "the state folder", read_state, WORKER },
	{ "the list of users", read_users, WORKER },
	{ "its environment", read_environ, WORKER | FROM_DESK },
	{ "its maps", read_maps, WORKER | FROM_DESK },
	{ "memory of another process", read_memory, ALL },
	{ "memory to write", write_memory, ALL },
	{ "another environment", read_victim, ALL },
	{ "a new file", write_file, ALL },
	{ "a secret to write", write_secret, ALL },
	{ "a secret cut", cut_secret, ALL },
	{ "a folder", make_folder, ALL },
	{ "a link", make_link, ALL },
	{ "a secret moved", move, ALL },
	{ "a secret erased", erase_secret, ALL },
	{ "a mode", change_mode, SENT },
	{ "a mode anew", change_mode_anew, SENT },
	{ "an owner", change_owner, SENT },
	{ "a time", change_time, SENT },
	{ "a device", make_device, ALL },
	{ "a file handle", by_handle, ALL },
	{ "news of files", watch_files, ALL },
	{ "a TCP socket", tcp, WORKER },
	{ "an IPv6 socket", tcp6, WORKER },
	{ "a UDP socket", udp, WORKER },
	{ "a local socket", local, WORKER },
	{ "a netlink socket", netlink, WORKER },
	{ "listen", listens, SENT },
	{ "connect", connects, WORKER },
	{ "shared memory", shared_memory, WORKER },
	{ "a message queue", message_queue, WORKER },
	{ "a pipe", makes_pipe, WORKER },
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
	{ "io_uring", io_ring, ALL },
	{ "userfaultfd", fault_handler, ALL },
	{ "bpf", kernel_program, ALL },
	{ "perf_event_open", counters, ALL },
	{ "keyctl", keys, ALL },
	{ "mount", mounts, ALL },
	{ "chroot", other_root, ALL },
	{ "a kernel module", module, ALL },
	{ "kexec", other_kernel, ALL },
	{ "the clock", clock_set, ALL },
	{ "the kernel's log", kernel_log, ALL },
	{ "ports", ports, ALL },
	/* The last: from then on signals stop it. */
	{ "being traced", be_traced, ALL },
};

int attempts_make(int from, const struct attempts_at *where, char *out,
		  size_t size)
{
	int tried = 0;
	size_t len;

	at = *where;
	*out = '\0';
	for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
		if (!(list[i].from & from))
			continue;
		tried++;
		len = strlen(out);
		if (list[i].run())
			snprintf(out + len, size - len, ", %s", list[i].name);
	}
	return tried;
}

/* -- memory -- */

/* The kernel looks at the address and says EFAULT; nothing faults. */
static int can_read(uintptr_t page)
{
	return syscall(SYS_rt_sigprocmask, SIG_BLOCK, page, NULL,
		       sizeof(uint64_t)) == 0;
}

static int find_around(uintptr_t from, const char *own, size_t len)
{
	uintptr_t low = from & ~(uintptr_t)4095, high = low;
	sigset_t mask;
	int found = 0;

	sigprocmask(SIG_SETMASK, NULL, &mask);
	while (can_read(low - 4096))
		low -= 4096;
	while (can_read(high))
		high += 4096;
	sigprocmask(SIG_SETMASK, &mask, NULL);
	for (const char *p = (const char *)low, *end = (const char *)high;
	     (p = memmem(p, (size_t)(end - p), own, len)); p++)
		found += p != own;
	return found;
}

int attempts_find(const char *own, size_t len)
{
	char *large = malloc(1 << 20), *small = malloc(16);
	int found = find_around((uintptr_t)&large, own, len) +
		    find_around((uintptr_t)large, own, len) +
		    find_around((uintptr_t)small, own, len) +
		    find_around((uintptr_t)own, own, len);

	free(large);
	free(small);
	return found;
}
