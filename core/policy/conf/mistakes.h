/* mistakes.h - what is wrong in files that people write: each a line,
 * "file:line: what; what to do", all of them told at once.
 *
 * Of one check, over any number of files. Those that follow from others are no
 * help: no more are kept than anybody mends at a time.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_MISTAKES_H
#define HW_POLICY_MISTAKES_H

#include <stdarg.h>

#include "base/err.h"
#include "base/vec.h"

#define MISTAKES_MAX 100

/* Embedded: zero it. */
VEC(mistake_list, char *);
struct mistakes {
	struct mistake_list list;
};
void mistake(struct mistakes *m, const char *file, int line, const char *fmt,
	     ...) HW_PRINTF_LIKE(4, 5);
void mistake_v(struct mistakes *m, const char *file, int line, const char *fmt,
	       va_list ap);
/* Forgets those behind the first `len`. */
void mistakes_cut(struct mistakes *m, size_t len);
void mistakes_release(struct mistakes *m);

#endif
