/* words.h - what a child writes to its standard error.
 *
 * A plugin's code may write there what it likes: it becomes warnings of the
 * desk's log under the instance's name, line by line, and so many a minute; a
 * line of ours cannot be forged by it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_WORDS_H
#define HW_HOST_WORDS_H

#include "base/err.h"
#include "host/loop.h"

#define WORDS_LINE_MAX 500
#define WORDS_A_MINUTE 100

struct words {
	struct loop *loop;
	struct watch watch; /* fd -1: not open */
	const char *name;   /* borrowed */
	char line[WORDS_LINE_MAX + 1];
	size_t len;
	int lines;     /* of this minute */
	int64_t since; /* when it began; clock_mono ms */
};

/* Gives the descriptor that the child gets as its standard error, which the
 * caller closes; -1 with ERR_SYSTEM. */
int words_open(struct words *w, struct loop *loop, const char *name,
	       struct err *err) MUST_CHECK;
/* Takes what was said last. */
void words_close(struct words *w);

#endif
