/* def.h - the few compiler extensions and the house words used everywhere.
 *
 * Every .c file of core/ includes this (through another base header) before it
 * uses a banned function, so it also pulls in banned.h.
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_DEF_H
#define HW_BASE_DEF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/banned.h"

#define HW_PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#define MUST_CHECK __attribute__((warn_unused_result))

/* Runs fn(&variable) when the variable leaves its scope. */
#define CLEANUP(fn) __attribute__((cleanup(fn)))

/* Moves a pointer out of a variable that would otherwise clean it up; marks
 * every transfer of ownership in the code. */
#define TAKE(p)                            \
	__extension__({                    \
		__typeof__(p) took_ = (p); \
		(p) = NULL;                \
		took_;                     \
	})

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* Recovers the object that embeds `member` at `ptr`. */
#define CONTAINER_OF(ptr, type, member) \
	((type *)(void *)((char *)(ptr)-offsetof(type, member)))

#endif
