/* landlock.c - see landlock.h.
 * SPDX-License-Identifier: MIT */
#include "base/landlock.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

/* Of kernels later than the headers. [source: linux/landlock.h of 6.12] */
struct attr {
	uint64_t files, net, scoped;
};
#define TRUNCATE (UINT64_C(1) << 14)
#define SCOPE_SIGNAL (UINT64_C(1) << 1)
#define VERSION_TRUNCATE 3
#define VERSION_SCOPE 6

#define READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define RUN LANDLOCK_ACCESS_FS_EXECUTE
#define FIRST_ALL ((LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1)
#define WRITE ((FIRST_ALL & ~(READ | RUN)) | TRUNCATE)
/* What a rule about a file, not a folder, may name. */
#define OF_A_FILE                                                             \
	(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | RUN | \
	 TRUNCATE)

struct files_lock {
	int fd;
	uint64_t held;
};

static uint64_t rights(int uses)
{
	return (uses & FILES_READ ? READ : 0) |
	       (uses & FILES_WRITE ? WRITE : 0) | (uses & FILES_RUN ? RUN : 0);
}

int files_lock_new(struct files_lock **out, int held, struct err *err)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
			       LANDLOCK_CREATE_RULESET_VERSION);
	struct attr attr = { .files = rights(held) };
	int fd;

	*out = NULL;
	if (version < 1)
		return 0;
	if (version < VERSION_TRUNCATE)
		attr.files &= ~TRUNCATE;
	if (version >= VERSION_SCOPE)
		attr.scoped = SCOPE_SIGNAL;
	/* Zeros at the end are taken by kernels that know less. */
	fd = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
	if (fd < 0)
		return err_errno(err, ERR_SYSTEM, "cannot use Landlock");
	*out = xcalloc(1, sizeof **out);
	**out = (struct files_lock){ fd, attr.files };
	return 0;
}

int files_lock_allow(struct files_lock *lock, const char *path, int uses,
		     struct err *err)
{
	CLEANUP(close_fd)
	int fd = lock ? open(path, O_PATH | O_CLOEXEC) : -1;
	struct landlock_path_beneath_attr rule = { .parent_fd = fd };
	struct stat st;

	if (fd < 0 || fstat(fd, &st))
		return 0;
	rule.allowed_access = rights(uses) & lock->held;
	if (!S_ISDIR(st.st_mode))
		rule.allowed_access &= OF_A_FILE;
	if (rule.allowed_access &&
	    syscall(SYS_landlock_add_rule, lock->fd, LANDLOCK_RULE_PATH_BENEATH,
		    &rule, 0))
		return err_errno(err, ERR_SYSTEM, "cannot use Landlock for %s",
				 path);
	return 0;
}

int files_lock_close(struct files_lock *lock, struct err *err)
{
	int rc = lock && syscall(SYS_landlock_restrict_self, lock->fd, 0) ? -1
									  : 0;

	if (rc)
		err_errno(err, ERR_SYSTEM, "cannot use Landlock");
	files_lock_free(lock);
	return rc;
}

void files_lock_free(struct files_lock *lock)
{
	if (!lock)
		return;
	close(lock->fd);
	free(lock);
}
