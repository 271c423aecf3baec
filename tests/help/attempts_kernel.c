/* attempts_kernel.c - attempts on the kernel's own corners; see attempts.h.
 * SPDX-License-Identifier: MIT */
#include "help/attempts_own.h"

#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

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

const struct attempt attempts_on_the_kernel[] = {
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
	{ NULL, NULL, 0 },
};
