/* harden_test.c - what a process with tokens or buyers in it gives up.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/harden.h"

enum { CORE = 1, DUMPABLE = 2, PRIVILEGES = 4 };

static int what_is_left(void)
{
	struct rlimit core;
	int left = 0;

	harden();
	if (getrlimit(RLIMIT_CORE, &core) || core.rlim_cur || core.rlim_max)
		left |= CORE;
	if (prctl(PR_GET_DUMPABLE) != 0)
		left |= DUMPABLE;
	if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
		left |= PRIVILEGES;
	return left;
}

static void no_core_no_debugger_no_privileges(void **state)
{
	pid_t pid = fork();
	int status = -1;

	(void)state;
	if (pid == 0)
		_exit(what_is_left());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_core_no_debugger_no_privileges),
	};

	return cmocka_run_group_tests_name("harden", tests, NULL, NULL);
}
