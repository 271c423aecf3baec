/* words.h - what a child writes to its standard error.
 *
 * A plugin's code may write there what it likes: it is taken line by line, and
 * so many a minute, as what the plugin said (said.h), and the desk's log warns
 * that it did.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_WORDS_H
#define HW_HOST_WORDS_H

#include "base/err.h"
#include "host/loop.h"
#include "host/said.h"

#define WORDS_LINE_MAX SAID_LINE_MAX
#define WORDS_A_MINUTE 100

struct words {
	struct loop *loop;
	struct watch watch; /* fd -1: not open */
	const char *name;   /* borrowed */
	struct said *said;  /* borrowed */
	char line[WORDS_LINE_MAX + 1];
	size_t len;
	int lines;     /* of this minute */
	int64_t since; /* when it began; clock_mono ms */
};

/* Gives the descriptor that the child gets as its standard error, which the
 * caller closes; -1 with ERR_SYSTEM. */
int words_open(struct words *w, struct loop *loop, const char *name,
	       struct said *said, struct err *err) MUST_CHECK;
/* Takes what was said last. */
void words_close(struct words *w);

#endif
