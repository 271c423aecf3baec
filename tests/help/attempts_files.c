/* attempts_files.c - attempts on files: those of others, and of the kernel
 * about others; see attempts.h. SPDX-License-Identifier: MIT */
#include "help/attempts_own.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Of kernels later than the headers. */
#define FCHMODAT2 452

static char path[4096];

static const char *in(const char *dir, const char *name)
{
	snprintf(path, sizeof path, "%s/%s", dir, name);
	return path;
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

	snprintf(path, sizeof path, "/proc/%d/%s", (int)attempts_victim(),
		 name);
	fd = open(path, flags | O_CLOEXEC);
	got = fd >= 0 &&
	      (flags == O_RDWR || read(fd, &byte, 1) == 1 || errno == EIO);
	if (fd >= 0)
		close(fd);
	return got;
}

static int read_secret(void)
{
	return opens(attempts_at.secret, O_RDONLY);
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
	return opens(attempts_at.state, O_RDONLY | O_DIRECTORY);
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
	return opens(in(attempts_at.writable, "made"), O_WRONLY | O_CREAT);
}
static int write_secret(void)
{
	return opens(attempts_at.secret, O_WRONLY);
}
static int cut_secret(void)
{
	return passed(truncate(attempts_at.secret, 100));
}
static int make_folder(void)
{
	return mkdir(in(attempts_at.writable, "folder"), 0700) == 0;
}
static int make_link(void)
{
	return symlink("/etc", in(attempts_at.writable, "link")) == 0;
}
static int move(void)
{
	return passed(
		rename(attempts_at.secret, in(attempts_at.writable, "moved")));
}
static int erase_secret(void)
{
	return passed(unlink(attempts_at.secret));
}
static int change_mode(void)
{
	return passed(chmod(attempts_at.secret, 0600));
}
static int change_mode_anew(void)
{
	return passed(
		syscall(FCHMODAT2, AT_FDCWD, attempts_at.secret, 0600, 0));
}
static int change_owner(void)
{
	return passed(chown(attempts_at.secret, getuid(), (gid_t)-1));
}
static int change_time(void)
{
	return passed(utimensat(AT_FDCWD, attempts_at.secret, NULL, 0));
}
static int make_device(void)
{
	return passed(
		mknod(in(attempts_at.writable, "device"), S_IFIFO | 0600, 0));
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

const struct attempt attempts_on_files[] = {
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
	{ NULL, NULL, 0 },
};
