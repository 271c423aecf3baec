/* examples.h - the messages that a pack learns from.
 *
 * One a line, three columns parted by tabs: the issue type, the others that are
 * told as well (by commas, or -), the text with \n for a line break. No column
 * is empty, no line stands twice.
 * SPDX-License-Identifier: MIT */
#ifndef HW_PACKC_EXAMPLES_H
#define HW_PACKC_EXAMPLES_H

#include "base/vec.h"
#include "policy/policy.h"

struct example {
	int issue;        /* in issue_types */
	uint64_t also;    /* bits of issue_types */
	const char *text; /* in the arena */
};
VEC(example_list, struct example);

/* What is wrong is added to the mistakes, with file and line. */
void examples_read(const char *path, struct arena *arena,
		   struct example_list *out, struct mistakes *m);

#endif
