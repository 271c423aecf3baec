/* sandbox.c - descriptors and limits.
 * SPDX-License-Identifier: MIT */
#include "worker/sandbox.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define MEMORY_MAX ((rlim_t)512 << 20) /* bytes of address space */
#define FILES_MAX 16

/* Asked before any code of the plugin is there, and once. */
static bool look_for_sanitizer(void)
{
	return dlsym(RTLD_DEFAULT, "__asan_init") != NULL;
}

static bool sanitized;

bool sandbox_sanitized(void)
{
	return sanitized;
}

static int close_others(int keep, struct err *err)
{
	if ((keep > 3 && close_range(3, (unsigned)keep - 1, 0)) ||
	    close_range((unsigned)keep + 1, ~0u, 0))
		return err_errno(err, ERR_SYSTEM, "cannot close files");
	return 0;
}

/* A plugin may print or read what it likes. */
static int silence(struct err *err)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null < 0 || dup2(null, STDIN_FILENO) < 0 ||
	    dup2(null, STDOUT_FILENO) < 0)
		return err_errno(err, ERR_SYSTEM, "cannot open /dev/null");
	if (null > STDERR_FILENO)
		close(null);
	return 0;
}

static int limit(int what, rlim_t value, struct err *err)
{
	const struct rlimit r = { value, value };

	if (setrlimit((__rlimit_resource_t)what, &r))
		return err_errno(err, ERR_SYSTEM, "cannot set a limit");
	return 0;
}

int sandbox_enter(int keep, bool serves, struct err *err)
{
	sanitized = look_for_sanitizer();
	signal(SIGPIPE, SIG_IGN);
	/* Standard error may be a file, of which FSIZE 0 allows no growth. */
	signal(SIGXFSZ, SIG_IGN);
	if (close_others(keep, err) || silence(err))
		return -1;
	if (!sanitized && limit(RLIMIT_AS, MEMORY_MAX, err))
		return -1;
	if (limit(RLIMIT_CORE, 0, err) || limit(RLIMIT_NOFILE, FILES_MAX, err))
		return -1;
	if (serves && limit(RLIMIT_FSIZE, 0, err))
		return -1;
	/* A look for leaks traces the process. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    (!sanitized && prctl(PR_SET_DUMPABLE, 0)))
		return err_errno(err, ERR_SYSTEM, "cannot give up privileges");
	return 0;
}
