/* show.h - records printed for people, or as JSON lines with --json.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_SHOW_H
#define HW_CLI_SHOW_H

#include "cli/cli.h"
#include "db/record.h"

/* Appends text without control characters but line ends and tabs: what a
 * stranger wrote must not steer the terminal of who reads it. */
void show_safe(struct str *out, const char *text);

void show_record(struct cli *c, const struct kind *kind, const void *rec);
/* A line of JSON, as it is: for --json. */
void show_json(struct cli *c, const cJSON *json);
/* Rows of a kind: `tail` as in record_query, with ?1 = id. */
int show_rows(struct cli *c, struct db *db, const struct kind *kind,
	      const char *tail, int64_t id, struct err *err) MUST_CHECK;
/* Says on standard error when nothing is sent, and why. */
void show_hold(struct db *db);
/* Copies an option of the command line into a request. */
void show_option(struct jw *w, const struct cli *c, const char *option,
		 const char *key);
/* The same of one that is a number, by its own name; ERR_USAGE when it is none.
 */
int show_number(struct jw *w, const struct cli *c, const char *option,
		struct err *err) MUST_CHECK;
/* Copies --beside: an action, task:ID, dispute:ID, or several with commas, one
 * of each; ERR_USAGE likewise. */
int show_beside(struct jw *w, const struct cli *c, struct err *err) MUST_CHECK;
/* Of --tells 3,task:4 the lists "tells" and "tells_tasks"; nothing when it is
 * not given. ERR_USAGE for what is no number. */
int show_tells(struct jw *w, const struct cli *c, struct err *err) MUST_CHECK;
/* Copies --order, by the name that the database has. */
int show_order(struct jw *w, struct cli *c, struct err *err) MUST_CHECK;
/* Copies --amount and --currency; ERR_USAGE for one of them alone. */
int show_sum(struct jw *w, const struct cli *c, struct err *err) MUST_CHECK;
/* Says on standard error that a list is empty, so that silence is no riddle. */
void show_nothing(const struct cli *c, const char *sentence);

#endif
