/* marks.h - what buyers wrote, with the words marked that somebody should see
 * (A10): those of policy/words.conf, and those by which the language's pack
 * hears of a bad review.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_MARKS_H
#define HW_CLI_MARKS_H

#include "cli/composing.h"
#include "policy/watch.h"

/* Zero it. */
struct marks {
	struct conf *conf;
	struct mistakes mistakes;
	struct watch_list watch;
	struct composing beside; /* for the pack of the ticket's language */
	struct arena arena;
};

/* ticket 0: no pack. A file with mistakes marks nothing; `check` tells them. */
void marks_open(struct marks *m, struct cli *c, struct db *db, int64_t ticket);
void marks_release(struct marks *m);

/* Appends the text with **marks**. lang "": of any language. */
void marks_put(struct marks *m, const char *text, const char *lang,
	       struct str *out);

#endif
