/* attempts_find.c - a text looked for in the memory of this process; see
 * attempts.h.
 * SPDX-License-Identifier: MIT */
#include "help/attempts.h"

#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The kernel looks at the address and says EFAULT; nothing faults. */
static int can_read(uintptr_t page)
{
	return syscall(SYS_rt_sigprocmask, SIG_BLOCK, page, NULL,
		       sizeof(uint64_t)) == 0;
}

static int find_around(uintptr_t from, const char *own, size_t len)
{
	uintptr_t low = from & ~(uintptr_t)4095, high = low;
	sigset_t mask;
	int found = 0;

	sigprocmask(SIG_SETMASK, NULL, &mask);
	while (can_read(low - 4096))
		low -= 4096;
	while (can_read(high))
		high += 4096;
	sigprocmask(SIG_SETMASK, &mask, NULL);
	for (const char *p = (const char *)low, *end = (const char *)high;
	     (p = memmem(p, (size_t)(end - p), own, len)); p++)
		found += p != own;
	return found;
}

int attempts_find(const char *own, size_t len)
{
	char *large = malloc(1 << 20), *small = malloc(16);
	int found = find_around((uintptr_t)&large, own, len) +
		    find_around((uintptr_t)large, own, len) +
		    find_around((uintptr_t)small, own, len) +
		    find_around((uintptr_t)own, own, len);

	free(large);
	free(small);
	return found;
}
