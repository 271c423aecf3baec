/* attempts.h - ways out of a process that is locked in, each tried once.
 *
 * Uses libc only: a plugin of the tests carries it into a worker. Each is made
 * so that success harms nobody.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_ATTEMPTS_H
#define HW_TESTS_ATTEMPTS_H

#include <stddef.h>
#include <sys/types.h>

/* From where it must fail. */
enum {
	FROM_LOADING = 1, /* a worker that loads its plugin: constructors */
	FROM_WORKER = 2,
	FROM_SENDER = 4,
	FROM_DESK = 8
};

struct attempts_at {
	const char *secret;   /* a file that is none of its business */
	const char *state;    /* the desk's folder */
	const char *writable; /* a folder that this user may write to */
	pid_t victim;         /* another process of this user; 0 the parent */
};

/* Writes into `out` the names of those that succeeded though they must fail
 * from there, each after ", "; gives how many were tried. */
int attempts_make(int from, const struct attempts_at *at, char *out,
		  size_t size);

/* Is this text somewhere in the memory of this process, but for itself at
 * `own`? Looks at what can be read around the stack, the heap, and one
 * mapping. */
int attempts_find(const char *own, size_t len);

#endif
