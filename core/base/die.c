/* die.c - see die.h.
 * SPDX-License-Identifier: MIT */
#include "base/die.h"

#include <errno.h>
#include <unistd.h>

#include "base/err.h"

/* Standard error is the last thing there is: what cannot be told is not. */
static void say(const char *text)
{
	size_t len = strlen(text);

	while (len > 0) {
		ssize_t n = write(STDERR_FILENO, text, len);

		if (n <= 0)
			return;
		text += n;
		len -= (size_t)n;
	}
}

_Noreturn void die(const char *what)
{
	say(program_invocation_short_name);
	say(": ");
	say(what);
	say("\n");
	_exit(err_exit(ERR_SYSTEM));
}

_Noreturn void die_of_memory(void)
{
	die("out of memory; ending here, what was acknowledged is kept: give "
	    "it more memory and start it again");
}

_Noreturn void die_of_sync(const char *path)
{
	char text[600];

	snprintf(text, sizeof text,
		 "%.400s: the disk did not take what was written (%s); ending "
		 "here, what was acknowledged is kept: look at the disk and "
		 "start it again",
		 path, strerror(errno));
	die(text);
}
