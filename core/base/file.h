/* file.h - whole files in, durable files out.
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_FILE_H
#define HW_BASE_FILE_H

#include <sys/stat.h>

#include "base/err.h"
#include "base/str.h"

/* Appends the file's bytes. -1: ERR_DATA when longer than max, ERR_SYSTEM when
 * it cannot be read (the text names the path). */
int file_read(struct str *s, const char *path, size_t max,
	      struct err *err) MUST_CHECK;

/* Writes path durably: a temporary file beside it, fsync, rename, fsync of the
 * folder. mode as for open(2). An fsync that fails ends the process. */
int file_write(const char *path, const void *bytes, size_t len, int mode,
	       struct err *err) MUST_CHECK;

/* Renames durably, over what is there. */
int file_rename(const char *from, const char *to, struct err *err) MUST_CHECK;

/* What was made, renamed or removed in the folder of path is durable; ends the
 * process when the disk does not take it. -1 when the folder cannot be opened.
 */
int dir_sync(const char *path, struct err *err) MUST_CHECK;

/* Removes path durably; it may be gone already. */
int file_remove(const char *path, struct err *err) MUST_CHECK;

int dir_make(const char *path, int mode, struct err *err) MUST_CHECK; /* -p */
bool file_exists(const char *path);
/* ERR_DENIED: a file of a desk that this user may not use, and what to do. */
int file_denied(struct err *err, const char *path);

/* What is wrong with the file that holds a secret, as the end of a sentence, or
 * NULL: it must be a file, not empty, and nobody else's to read but a service
 * manager's. */
const char *secret_fault(const struct stat *st);
/* Appends the secret without the line ends behind it. ERR_CONFIG when the file
 * cannot hold one (secret_fault), cannot be read or says nothing. */
int file_secret(struct str *s, const char *path, struct err *err) MUST_CHECK;

/* dir + "/" + name, or name when it is absolute. Gives a string (free). */
char *path_join(const char *dir, const char *name);
char *path_dir(const char *path); /* "." when there is none */

void close_fd(int *fd); /* for CLEANUP; -1 is no file */

#endif
