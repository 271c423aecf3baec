/* batch.h - files of lines, and texts as they are, that verbs read.
 *
 * A verb that judges or fills texts has one function for one JSON object; here
 * it is called for each line of a file or of standard input, or for the one
 * text that is told as a word or stands in a file by itself. Bad lines, and
 * empty ones, are answered {"error": "..."} in their place and stop nothing.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_BATCH_H
#define HW_CLI_BATCH_H

#include "cli/cli.h"

/* Answers one object by the members of another, which is open; -1 with a
 * sentence, and what was put does not count. */
typedef int batch_one(void *arg, const cJSON *in, struct jw *out,
		      struct err *err);

/* Opens a file to read; "" and "-" are standard input, which stays open. NULL
 * with ERR_DATA, also for a folder. */
FILE *cli_open(const char *path, struct err *err);

/* Each line of the file that is the first word (or standard input when there is
 * none, or "-"): one JSON object in, one out, in order. `form` shows such a
 * line. ERR_DATA at the end when some were bad, or none was there. */
int cli_batch(struct cli *c, const char *form, batch_one *one, void *arg,
	      struct err *err) MUST_CHECK;

/* The same of lines that have a "text". Without --batch what is no JSON is one
 * text, of up to a mebibyte, and its answer one line: a first word that names
 * no file, or a file or standard input that does not begin with an object, a
 * brace and then a quote or the other brace; empty lines before that are passed
 * over. Files named .json, .jsonl and
 * .ndjson are never a text. A brace alone in the first line begins one object
 * of several lines. 0: there were lines; 1: there was one text, also in one
 * object that is the first word or has several lines. ERR_DATA for a text that
 * is too long or not UTF-8. */
int cli_batch_or_text(struct cli *c, const char *form, batch_one *one,
		      void *arg, struct err *err) MUST_CHECK;

#endif
