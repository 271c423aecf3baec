/* export.h - what the files of the verb `export` share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_EXPORT_H
#define HW_CLI_EXPORT_H

#include "cli/cli.h"
#include "db/record.h"

/* Appends a fact, which names its shop: ids are unique within one only. */
void export_fact(struct str *out, struct db *db, const struct kind *kind,
		 const void *rec, int64_t shop);
/* Writes what stands in c->out as a line. */
void export_line(struct cli *c);

/* -- export_mail.c: messages and their files, as the facts that they were --
 *
 * A text that a channel reported has a row among all messages, and a file its
 * bytes in the evidence; neither is the fact as `import` takes it. A text is
 * written without its raw bytes and without `references`, which stand in them
 * alone, a file with "bytes" in base 64, which the desk
 * gives out. What was forgotten is left out. */

/* shop 0: of all. */
int export_texts(struct cli *c, struct db *db, int64_t shop,
		 struct err *err) MUST_CHECK;
/* Of a row of files_in. */
int export_file(struct cli *c, struct db *db, const void *rec, int64_t shop,
		struct err *err) MUST_CHECK;

#endif
