/* foreign_lines.h - one sentence each in languages that no pack speaks. What is
 * written here is ours.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_FOREIGN_LINES_H
#define HW_TESTS_FOREIGN_LINES_H

#include <stddef.h>

struct foreign_line {
	const char *lang, *text;
};
extern const struct foreign_line foreign_lines[];
extern const size_t foreign_line_count;

#endif
