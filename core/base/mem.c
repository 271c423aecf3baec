/* mem.c - see mem.h.
 * SPDX-License-Identifier: MIT */
#include "base/mem.h"

#include <stdarg.h>

#include "base/die.h"

static void *or_die(void *p)
{
	if (!p)
		die_of_memory();
	return p;
}

void *xmalloc(size_t size)
{
	return or_die(malloc(size ? size : 1));
}

void *xcalloc(size_t count, size_t size)
{
	return or_die(calloc(count ? count : 1, size ? size : 1));
}

void *xrealloc(void *p, size_t size)
{
	return or_die(realloc(p, size ? size : 1));
}

char *xstrdup(const char *text)
{
	return or_die(strdup(text));
}

char *xstrndup(const char *text, size_t len)
{
	return or_die(strndup(text, len));
}

static char *vprint(const char *fmt, va_list ap)
{
	char *text = NULL;

	if (vasprintf(&text, fmt, ap) < 0)
		text = NULL;
	return or_die(text);
}

char *xasprintf(const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = vprint(fmt, ap);
	va_end(ap);
	return text;
}

void free_ptr(void *p)
{
	free(*(void **)p);
}

/* -- arena -- */

#define BLOCK_SIZE ((size_t)16 << 10)
#define ALIGN ((size_t)16)

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	_Alignas(16) char at[];
};

static struct arena_block *block_new(size_t size)
{
	struct arena_block *b;

	if (size < BLOCK_SIZE)
		size = BLOCK_SIZE;
	b = xmalloc(sizeof *b + size);
	*b = (struct arena_block){ .size = size };
	return b;
}

/* What it was before is still in it. */
static void *take(struct arena *a, size_t size)
{
	size_t whole = (size + ALIGN - 1) & ~(ALIGN - 1);
	struct arena_block *b = a->first;
	void *p;

	if (!b || b->size - b->used < whole) {
		b = block_new(whole);
		b->next = a->first;
		a->first = b;
	}
	p = b->at + b->used;
	b->used += whole;
	a->used += whole;
	return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
	return memset(take(a, size), 0, size);
}

void *arena_copy(struct arena *a, const void *bytes, size_t len)
{
	char *p = take(a, len + 1);

	if (len)
		memcpy(p, bytes, len);
	p[len] = '\0';
	return p;
}

char *arena_strndup(struct arena *a, const char *text, size_t len)
{
	return arena_copy(a, text, strnlen(text, len));
}

char *arena_strdup(struct arena *a, const char *text)
{
	return arena_copy(a, text, strlen(text));
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	CLEANUP(free_ptr) char *text = NULL;
	va_list ap;

	va_start(ap, fmt);
	text = vprint(fmt, ap);
	va_end(ap);
	return arena_strdup(a, text);
}

void arena_clear(struct arena *a)
{
	struct arena_block *keep = a->first;

	if (!keep)
		return;
	while (keep->next) {
		struct arena_block *next = keep->next;

		keep->next = next->next;
		free(next);
	}
	if (keep->size > BLOCK_SIZE) {
		arena_release(a);
		return;
	}
	keep->used = 0;
	a->used = 0;
}

void arena_release(struct arena *a)
{
	while (a->first) {
		struct arena_block *next = a->first->next;

		free(a->first);
		a->first = next;
	}
	*a = (struct arena)ARENA_INIT;
}
