/* own.h - what this process itself holds.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_OWN_H
#define HW_TESTS_OWN_H

#include <stdint.h>

/* Descriptors that are open, and those of the look itself. */
int open_files(void);
/* KiB of memory. */
int64_t own_memory(void);

#endif
