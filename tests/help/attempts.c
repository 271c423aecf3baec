/* attempts.c - see attempts.h: all of them, one after the other.
 * SPDX-License-Identifier: MIT */
#include "help/attempts_own.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct attempts_at attempts_at;

pid_t attempts_victim(void)
{
	return attempts_at.victim ? attempts_at.victim : getppid();
}

int passed(long rc)
{
	return rc >= 0 ||
	       (errno != EACCES && errno != EPERM && errno != ENOSYS);
}

/* The last list ends with being traced: from then on signals stop it. */
static const struct attempt *const lists[] = { attempts_on_files,
					       attempts_to_connect,
					       attempts_on_the_kernel,
					       attempts_on_processes };

int attempts_make(int from, const struct attempts_at *where, char *out,
		  size_t size)
{
	int tried = 0;
	size_t len;

	attempts_at = *where;
	*out = '\0';
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		for (const struct attempt *a = lists[i]; a->name; a++) {
			if (!(a->from & from))
				continue;
			tried++;
			len = strlen(out);
			if (a->run())
				snprintf(out + len, size - len, ", %s",
					 a->name);
		}
	return tried;
}
