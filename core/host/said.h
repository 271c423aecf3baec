/* said.h - what a plugin's code said last, in its own words.
 *
 * They may be about a buyer, and a log is kept where nobody erases: so they
 * stay in memory, some of them, for `helloword plugins NAME`. The log says only
 * that something was said.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_SAID_H
#define HW_HOST_SAID_H

#include "base/log.h"

#define SAID_KEPT 20
#define SAID_LINE_MAX 500 /* bytes of a line that are kept */

struct said {
	struct said_line {
		int64_t at; /* clock_now */
		enum log_level level;
		char *text; /* one line of UTF-8 */
	} lines[SAID_KEPT];
	size_t next; /* the oldest, or the first that is free */
};

/* Keeps the text, any bytes, and logs that `name` said something. */
void said_add(struct said *s, const char *name, enum log_level level,
	      const char *text);
/* The n-th line from the oldest on; NULL: there are no more. */
const struct said_line *said_at(const struct said *s, size_t n);
void said_release(struct said *s);

#endif
