/* fault.c - see fault.h.
 *
 * The calls are made as system calls, and memory through glibc's own names: so
 * nothing here looks up a symbol, allocates or calls what it stands in for.
 * SPDX-License-Identifier: MIT */
#include "sites/fault.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define OWN_MEMORY 0 /* the sanitizer's */
#else
#define OWN_MEMORY 1
#endif

const char *const fault_kinds[FAULT_KINDS] = { "alloc", "write", "sync",
					       "open",  "name",  "size" };
const char *const fault_modes[] = { "none", "once", "on",
				    "torn", "kill", "torn-kill" };

static struct fault own;
struct fault *fault = &own;
/* The process that shares the page with the one under test must not fail. */
static bool here;

static struct fault *map(const char *path, int flags)
{
	int fd = (int)syscall(SYS_openat, AT_FDCWD, path,
			      flags | O_RDWR | O_CLOEXEC, 0600);
	struct fault *at = MAP_FAILED;

	if (fd >= 0 &&
	    (!(flags & O_CREAT) || syscall(SYS_ftruncate, fd, sizeof *at) == 0))
		at = mmap(NULL, sizeof *at, PROT_READ | PROT_WRITE, MAP_SHARED,
			  fd, 0);
	if (fd >= 0)
		close(fd);
	return at == MAP_FAILED ? NULL : at;
}

void fault_share(const char *path)
{
	fault = map(path, O_CREAT);
	if (!fault)
		abort();
}

__attribute__((constructor)) static void preloaded(void)
{
	const char *path = getenv("HW_FAULT_FILE");
	struct fault *at = path ? map(path, 0) : NULL;

	if (!at)
		return;
	fault = at;
	here = true;
}

void fault_arm(enum fault_kind kind, enum fault_mode mode, int64_t at,
	       int number)
{
	fault_off();
	for (int i = 0; i < FAULT_KINDS; i++)
		fault->seen[i] = 0;
	fault->hit = 0;
	fault->on_folder = 0;
	here = true;
	fault->kind = (int)kind;
	fault->at = at;
	fault->number = number;
	fault->mode = (int)mode;
}

void fault_off(void)
{
	fault->mode = FAULT_NONE;
}

/* Counts the call; does it fail, and how? */
static enum fault_mode site(enum fault_kind kind)
{
	enum fault_mode mode = (enum fault_mode)fault->mode;
	int64_t n;

	if (!here)
		return FAULT_NONE;
	n = ++fault->seen[kind];
	if (mode == FAULT_NONE || fault->kind != (int)kind || n < fault->at)
		return FAULT_NONE;
	if (n > fault->at) {
		if (mode != FAULT_ON && mode != FAULT_TORN)
			return FAULT_NONE;
		mode = FAULT_ON;
	}
	fault->hit++;
	if (mode == FAULT_KILL ||
	    (mode == FAULT_TORN_KILL && kind != FAULT_WRITE))
		kill(getpid(), SIGKILL);
	return mode;
}

static bool fails(enum fault_kind kind)
{
	if (site(kind) == FAULT_NONE)
		return false;
	errno = fault->number;
	return true;
}

/* -- memory -- */

#if OWN_MEMORY
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *p, size_t size);

static bool no_memory(const void *caller)
{
	Dl_info info = { 0 };
	const char *name;

	if (!fails(FAULT_ALLOC))
		return false;
	if (dladdr(caller, &info) && info.dli_fname) {
		name = strrchr(info.dli_fname, '/');
		snprintf(fault->by, sizeof fault->by, "%s",
			 name ? name + 1 : info.dli_fname);
	}
	errno = fault->number;
	return true;
}

void *malloc(size_t size)
{
	return no_memory(__builtin_return_address(0)) ? NULL
						      : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return no_memory(__builtin_return_address(0))
		       ? NULL
		       : __libc_calloc(count, size);
}

void *realloc(void *p, size_t size)
{
	return no_memory(__builtin_return_address(0)) ? NULL
						      : __libc_realloc(p, size);
}
#endif

/* -- files -- */

static bool counts(int fd)
{
	struct stat st;

	return fd > STDERR_FILENO && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

/* 0: write it all; else what the call returns. `half` was what came of half. */
static ssize_t torn(enum fault_mode mode, ssize_t half)
{
	if (mode == FAULT_TORN_KILL)
		kill(getpid(), SIGKILL);
	return half;
}

ssize_t write(int fd, const void *at, size_t len)
{
	enum fault_mode mode = counts(fd) ? site(FAULT_WRITE) : FAULT_NONE;

	if (mode == FAULT_NONE)
		return syscall(SYS_write, fd, at, len);
	if (mode == FAULT_TORN || mode == FAULT_TORN_KILL)
		return torn(mode, syscall(SYS_write, fd, at, (len + 1) / 2));
	errno = fault->number;
	return -1;
}

ssize_t pwrite64(int fd, const void *at, size_t len, off64_t offset)
{
	enum fault_mode mode = counts(fd) ? site(FAULT_WRITE) : FAULT_NONE;

	if (mode == FAULT_NONE)
		return syscall(SYS_pwrite64, fd, at, len, offset);
	if (mode == FAULT_TORN || mode == FAULT_TORN_KILL)
		return torn(mode, syscall(SYS_pwrite64, fd, at, (len + 1) / 2,
					  offset));
	errno = fault->number;
	return -1;
}

ssize_t pwrite(int fd, const void *at, size_t len, off_t offset)
{
	return pwrite64(fd, at, len, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
	enum fault_mode mode = counts(fd) ? site(FAULT_WRITE) : FAULT_NONE;

	if (mode == FAULT_NONE)
		return syscall(SYS_writev, fd, parts, count);
	errno = fault->number;
	return -1;
}

static bool sync_fails(int fd)
{
	struct stat st;

	if (!fails(FAULT_SYNC))
		return false;
	fault->on_folder = fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
	errno = fault->number;
	return true;
}

int fsync(int fd)
{
	if (sync_fails(fd))
		return -1;
	return fault->skip_sync ? 0 : (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
	if (sync_fails(fd))
		return -1;
	return fault->skip_sync ? 0 : (int)syscall(SYS_fdatasync, fd);
}

static int open_at(int dir, const char *path, int flags, va_list *ap)
{
	mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(*ap, mode_t) : 0;

	return fails(FAULT_OPEN)
		       ? -1
		       : (int)syscall(SYS_openat, dir, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
	va_list ap;
	int fd;

	va_start(ap, flags);
	fd = open_at(AT_FDCWD, path, flags, &ap);
	va_end(ap);
	return fd;
}

int open64(const char *path, int flags, ...)
{
	va_list ap;
	int fd;

	va_start(ap, flags);
	fd = open_at(AT_FDCWD, path, flags, &ap);
	va_end(ap);
	return fd;
}

int openat(int dir, const char *path, int flags, ...)
{
	va_list ap;
	int fd;

	va_start(ap, flags);
	fd = open_at(dir, path, flags, &ap);
	va_end(ap);
	return fd;
}

int ftruncate(int fd, off_t len)
{
	return fails(FAULT_SIZE) ? -1 : (int)syscall(SYS_ftruncate, fd, len);
}

int ftruncate64(int fd, off64_t len)
{
	return ftruncate(fd, len);
}

int rename(const char *from, const char *to)
{
	return fails(FAULT_NAME) ? -1 : (int)syscall(SYS_rename, from, to);
}

int unlink(const char *path)
{
	return fails(FAULT_NAME) ? -1 : (int)syscall(SYS_unlink, path);
}

int link(const char *from, const char *to)
{
	return fails(FAULT_NAME) ? -1 : (int)syscall(SYS_link, from, to);
}

int mkdir(const char *path, mode_t mode)
{
	return fails(FAULT_NAME) ? -1 : (int)syscall(SYS_mkdir, path, mode);
}

/* -- the clock -- */

static int64_t clock_ms(clockid_t clock, const struct timespec *is)
{
	int64_t ms = (int64_t)is->tv_sec * 1000 + is->tv_nsec / 1000000 +
		     fault->forward_ms;

	if (clock == CLOCK_BOOTTIME)
		return ms;
	return fault->still_ms ? fault->still_ms : ms + fault->clock_ms;
}

int clock_gettime(clockid_t clock, struct timespec *out)
{
	int rc = (int)syscall(SYS_clock_gettime, clock, out);
	int64_t ms;

	if (rc || (clock != CLOCK_REALTIME && clock != CLOCK_BOOTTIME))
		return rc;
	ms = clock_ms(clock, out);
	out->tv_sec = ms / 1000;
	out->tv_nsec = ms % 1000 * 1000000;
	return 0;
}
