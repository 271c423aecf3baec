/* err.h - what went wrong, in words for a person and a code for the caller.
 *
 * A function that can fail takes `struct err *err` last, returns -1 (or NULL)
 * and sets it; on success it leaves it untouched, so calls chain with ||.
 * The text is one sentence: what, where, what to do; outermost context first.
 * It is one line of UTF-8, whatever was quoted in it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_ERR_H
#define HW_BASE_ERR_H

#include "base/def.h"

/* Codes say what the caller should do; each has one exit status
 * (docs: spec "Exit codes"), given by err_exit(). */
enum err_code {
	ERR_NONE,
	ERR_FAILED,  /* this item only; go on with the next      exit 1  */
	ERR_FOUND,   /* a check found something                  exit 3  */
	ERR_USAGE,   /* the command line is wrong                exit 64 */
	ERR_DATA,    /* the input is wrong; fix it               exit 65 */
	ERR_NO_DESK, /* no desk answers; start one               exit 69 */
	ERR_BUG,     /* our own contract is broken; report it    exit 70 */
	ERR_SYSTEM,  /* disk, memory, kernel; ask the operator   exit 71 */
	ERR_RETRY,   /* transient; try again later               exit 75 */
	ERR_DENIED,  /* this actor may not                       exit 77 */
	ERR_CONFIG   /* the configuration is wrong               exit 78 */
};

/* The one fixed buffer for text in the tree: out-of-memory must be reportable.
 * Longer text is cut and ends in "…". */
struct err {
	enum err_code code;
	char text[400];
};

/* Records the failure and returns -1, so callers write `return err_set(...)`.
 */
int err_set(struct err *err, enum err_code code, const char *fmt, ...)
	HW_PRINTF_LIKE(3, 4);

/* As err_set with ": " and strerror(errno) appended. */
int err_errno(struct err *err, enum err_code code, const char *fmt, ...)
	HW_PRINTF_LIKE(3, 4);

/* Puts context before what err already says ("a" -> "context: a"), keeps the
 * code, returns -1. */
int err_context(struct err *err, const char *fmt, ...) HW_PRINTF_LIKE(2, 3);

/* The process exit status for a code; 0 for ERR_NONE. */
int err_exit(enum err_code code);

#endif
