/* copy.c - see copy.h.
 * SPDX-License-Identifier: MIT */
#include "base/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

/* to -1: only read. */
static int pump(int from, int to, struct file_sum *sum)
{
	struct hasher h;
	unsigned char chunk[65536];
	ssize_t n;

	sum->size = 0;
	hasher_start(&h);
	while ((n = read(from, chunk, sizeof chunk)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		hasher_raw(&h, chunk, (size_t)n);
		sum->size += n;
		for (ssize_t done = 0, put; to >= 0 && done < n; done += put) {
			put = write(to, chunk + done, (size_t)(n - done));
			if (put < 0 && errno != EINTR)
				return -1;
			put = put < 0 ? 0 : put;
		}
	}
	sum->sha256 = hasher_end(&h);
	return 0;
}

int file_sum(const char *path, struct file_sum *sum, struct err *err)
{
	CLEANUP(close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || pump(fd, -1, sum))
		return err_errno(err, ERR_SYSTEM, "%s: cannot be read", path);
	return 0;
}

int file_copy(const char *from, const char *to, int mode, struct file_sum *sum,
	      struct err *err)
{
	CLEANUP(free_ptr)
	char *tmp = xasprintf("%s.tmp-%ld", to, (long)getpid());
	CLEANUP(close_fd) int in = open(from, O_RDONLY | O_CLOEXEC);
	CLEANUP(close_fd) int out = -1;

	if (in < 0)
		return err_errno(err, ERR_SYSTEM, "%s: cannot be read", from);
	unlink(tmp);
	out = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
	if (out < 0)
		return err_errno(err, ERR_SYSTEM, "%s: cannot be written", to);
	if (pump(in, out, sum) || fsync(out) ||
	    renameat2(AT_FDCWD, tmp, AT_FDCWD, to, RENAME_NOREPLACE)) {
		err_errno(err, errno == EEXIST ? ERR_DATA : ERR_SYSTEM,
			  "%s: cannot be written", to);
		unlink(tmp);
		return -1;
	}
	return dir_sync(to, err);
}
