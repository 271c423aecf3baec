/* mem.h - allocation that does not fail, and the per-call arena.
 *
 * Out of memory ends the process (base/die.h): the worker or the desk is
 * started again and no state is lost, as every answer follows a commit. Nothing
 * here is used on sizes taken from outside without a limit checked first.
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_MEM_H
#define HW_BASE_MEM_H

#include "base/def.h"

/* Never NULL. xcalloc zeroes and checks count * size. Freed with free(). */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *p, size_t size);
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t len);
char *xasprintf(const char *fmt, ...) HW_PRINTF_LIKE(1, 2);

/* For CLEANUP(free_ptr) char *p: frees *(void **)p. */
void free_ptr(void *p);

/* An arena hands out memory that is all released at once; it lives as long as
 * one command, one call or one file. Embedded: ARENA_INIT, arena_release. */
struct arena_block;
struct arena {
	struct arena_block *first;
	size_t used; /* bytes handed out, for limits and tests */
};
#define ARENA_INIT                       \
	{                                \
		.first = NULL, .used = 0 \
	}

void *arena_alloc(struct arena *a, size_t size); /* zeroed, 16-byte aligned */
char *arena_strdup(struct arena *a, const char *text);
char *arena_strndup(struct arena *a, const char *text, size_t len);
char *arena_printf(struct arena *a, const char *fmt, ...) HW_PRINTF_LIKE(2, 3);
void *arena_copy(struct arena *a, const void *bytes, size_t len);
void arena_clear(struct arena *a);   /* keeps one block for re-use */
void arena_release(struct arena *a); /* gives everything back */

#endif
