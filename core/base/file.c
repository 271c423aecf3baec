/* file.c - see file.h.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/die.h"
#include "base/mem.h"

void close_fd(int *fd)
{
	int kept = errno;

	if (*fd >= 0)
		close(*fd);
	*fd = -1;
	errno = kept;
}

bool file_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

int file_denied(struct err *err, const char *path)
{
	return err_set(
		err, ERR_DENIED,
		"%s: permission denied; run this as the desk's user, or "
		"let your user's group into its folder (docs/operate.md, "
		"Install)",
		path);
}

static int read_all(struct str *s, int fd, const char *path, size_t max,
		    struct err *err)
{
	char chunk[65536];
	size_t total = 0;
	ssize_t n;

	while ((n = read(fd, chunk, sizeof chunk)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(err, ERR_SYSTEM, "%s: cannot be read",
					 path);
		total += (size_t)n;
		if (total > max)
			return err_set(err, ERR_DATA,
				       "%s: is longer than %zu bytes", path,
				       max);
		str_add(s, chunk, (size_t)n);
	}
	return s->bad ? err_set(err, ERR_DATA, "%s: is too long", path) : 0;
}

int file_read(struct str *s, const char *path, size_t max, struct err *err)
{
	CLEANUP(close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return err_errno(err, ERR_SYSTEM, "%s: cannot be opened", path);
	return read_all(s, fd, path, max, err);
}

static int write_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		bytes += n;
		len -= (size_t)n;
	}
	return 0;
}

static void sync_or_die(int fd, const char *path)
{
	/* Some file systems have no fsync of folders: EINVAL. */
	if (fsync(fd) && errno != EINVAL)
		die_of_sync(path);
}

int dir_sync(const char *path, struct err *err)
{
	CLEANUP(free_ptr) char *dir = path_dir(path);
	CLEANUP(close_fd)
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return err_errno(err, ERR_SYSTEM, "%s: cannot be opened", dir);
	sync_or_die(fd, dir);
	return 0;
}

int file_rename(const char *from, const char *to, struct err *err)
{
	if (rename(from, to))
		return err_errno(err, ERR_SYSTEM, "%s: cannot be written", to);
	return dir_sync(to, err);
}

int file_write(const char *path, const void *bytes, size_t len, int mode,
	       struct err *err)
{
	CLEANUP(free_ptr)
	char *tmp = xasprintf("%s.tmp-%ld", path, (long)getpid());
	CLEANUP(close_fd) int fd = -1;

	/* What a crash left behind may have another mode or be a link. */
	unlink(tmp);
	fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
	if (fd < 0)
		return err_errno(err, ERR_SYSTEM, "%s: cannot be written",
				 path);
	if (write_all(fd, bytes, len)) {
		err_errno(err, ERR_SYSTEM, "%s: cannot be written", path);
		unlink(tmp);
		return -1;
	}
	sync_or_die(fd, path);
	if (file_rename(tmp, path, err) == 0)
		return 0;
	unlink(tmp);
	return -1;
}

int file_remove(const char *path, struct err *err)
{
	if (unlink(path) == 0)
		return dir_sync(path, err);
	return errno == ENOENT ? 0
			       : err_errno(err, ERR_SYSTEM,
					   "%s: cannot be removed", path);
}

static int make_one(const char *path, int mode, struct err *err)
{
	struct stat st;

	if (mkdir(path, (mode_t)mode) == 0)
		return 0;
	if (errno != EEXIST)
		return err_errno(err, ERR_SYSTEM, "%s: cannot be made", path);
	if (stat(path, &st) || !S_ISDIR(st.st_mode))
		return err_set(err, ERR_SYSTEM, "%s: is no folder", path);
	return 0;
}

int dir_make(const char *path, int mode, struct err *err)
{
	CLEANUP(free_ptr) char *part = xstrdup(path);

	for (char *at = *part ? part + 1 : part; *at; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		if (make_one(part, mode, err))
			return -1;
		*at = '/';
	}
	return make_one(part, mode, err);
}

/* systemd hands credentials over as root's, 0400, and lets one user read by an
 * access list, which shows as the group's bit: 0440. */
static bool is_credential(const struct stat *st)
{
	return (st->st_mode & 07777) == 0440 && st->st_uid == 0 &&
	       st->st_gid == 0;
}

const char *secret_fault(const struct stat *st)
{
	if (!S_ISREG(st->st_mode))
		return "is no file; put the secret into one, mode 0600";
	if ((st->st_mode & 077) && !is_credential(st))
		return "others can read this secret; chmod 600 it";
	if (!st->st_size)
		return "is empty; put the secret there";
	return NULL;
}

int file_secret(struct str *s, const char *path, struct err *err)
{
	CLEANUP(close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);
	const char *fault;
	struct stat st;

	/* The open file is asked, so nobody can swap it in between. */
	if (fd < 0 || fstat(fd, &st))
		return err_errno(err, ERR_CONFIG, "%s: cannot be read", path);
	fault = secret_fault(&st);
	if (fault)
		return err_set(err, ERR_CONFIG, "%s: %s", path, fault);
	if (read_all(s, fd, path, 65536, err))
		return -1;
	while (s->len &&
	       (s->at[s->len - 1] == '\n' || s->at[s->len - 1] == '\r'))
		str_cut(s, s->len - 1);
	return s->len ? 0
		      : err_set(err, ERR_CONFIG,
				"%s: is empty; put the secret there", path);
}

char *path_join(const char *dir, const char *name)
{
	return *name == '/' ? xstrdup(name) : xasprintf("%s/%s", dir, name);
}

char *path_dir(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return xstrdup(".");
	return slash == path ? xstrdup("/")
			     : xstrndup(path, (size_t)(slash - path));
}
