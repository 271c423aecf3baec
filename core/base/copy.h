/* copy.h - big files, copied or only read, with their SHA-256 in one pass.
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_COPY_H
#define HW_BASE_COPY_H

#include "base/hash.h"

struct file_sum {
	struct hash sha256;
	int64_t size;
};

/* Durably: a temporary file beside it, fsync, rename, fsync of the folder.
 * Never overwrites: ERR_DATA when `to` is there. */
int file_copy(const char *from, const char *to, int mode, struct file_sum *sum,
	      struct err *err) MUST_CHECK;
int file_sum(const char *path, struct file_sum *sum,
	     struct err *err) MUST_CHECK;

#endif
