/* describe_own.h - asking a plugin what it is, and remembering what it said.
 *
 * What a plugin says of itself depends on its file alone. It is kept as long as
 * the process lives: a reload asks new files only.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_DESCRIBE_OWN_H
#define HW_HOST_DESCRIBE_OWN_H

#include "base/err.h"
#include "base/str.h"

#define DESCRIPTOR_MAX ((size_t)4 << 20)

/* Runs a worker as `how` says ("--describe", "--blob") and appends what it
 * writes. ERR_CONFIG when that is no plugin, or not in time. */
int describe_ask(const char *worker, const char *how, const char *so,
		 struct str *out, struct err *err) MUST_CHECK;

struct known {
	char *how, *so, *file; /* file: which one stood there */
	char *said;            /* what was kept of it */
	size_t len;
	struct err err;
	int64_t until; /* an error holds */
};

/* What is known of a file; it lives until known_forget(). */
struct known *known_of(const char *how, const char *so);
/* Does the same file still stand there? An error holds for ten seconds. */
bool known_holds(const struct known *k);
/* Forgets what was known; it holds for the file that stands there now. */
void known_begin(struct known *k);
/* Asks, after known_begin(). The error is remembered. */
int known_ask(struct known *k, const char *worker, struct str *out,
	      struct err *err) MUST_CHECK;
/* Copies what is worth keeping of an answer. */
void known_keep(struct known *k, const char *said, size_t len);
int known_failed(const struct known *k, struct err *err);
void known_forget(void);

#endif
