/* conf.h - what the targets of configuration files share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_FUZZ_CONF_H
#define HW_TESTS_FUZZ_CONF_H

#include "policy/conf/conf.h"

/* Writes bytes to a file in the target's own folder; gives its path, which
 * lives as long as the process. name: one of a few literals. */
const char *fuzz_file(const char *name, const void *bytes, size_t len);

/* Each mistake is "file:line: sentence", of a file in that folder and of a line
 * that it has. `lines`: of the file `name`. */
void fuzz_mistakes(const struct mistakes *m, const char *name, int lines);

int fuzz_lines(const char *text, size_t len);

#endif
