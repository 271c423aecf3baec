/* view.h - pieces of pages: moments, indented text, words of a record.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_VIEW_H
#define HW_CLI_VIEW_H

#include "base/mem.h"
#include "cli/cli.h"
#include "hw_plugin.h"
#include "model/codec.h"

const char *view_or_dash(const char *text);
void view_instant(struct str *out, int64_t ms); /* "-" for 0 */
/* A moment with how far it is from the desk's clock: "2026-11-24T10:00:00Z (in
 * 3 h 59 min)", "(12 min over)". */
void view_countdown(struct str *out, struct db *db, int64_t ms);
/* Indented, line by line. */
void view_text(struct str *out, const char *indent, const char *text);
/* What people call the order: its name, else its id; "" for none. */
const char *view_order(struct db *db, struct arena *arena, int64_t shop,
		       const char *ref);
/* What is called so in the database: the name as it was given, or with the #
 * that people leave away: 1001 is #1001. */
const char *view_order_called(struct db *db, struct arena *arena,
			      const char *given);
/* The order that is called so, of the shop of --shop: 1; -1 with ERR_DATA when
 * none or more than one is. */
int view_find_order(struct cli *c, struct db *db, const char *given,
		    struct hw_order *o, struct arena *arena, int64_t *id,
		    struct err *err) MUST_CHECK;
/* The word of a choice, or "-". */
const char *view_word(const struct kind *kind, const char *field,
		      const void *rec);

/* A line of a page, "what        text"; nothing for "" and NULL. */
void view_known(struct str *out, const char *what, const char *text);
/* The same of a moment; nothing for 0. */
void view_moment(struct str *out, const char *what, int64_t ms);
/* The same of a row of the compensation matrix, and, where a person gives
 * otherwise, what that gives: `advised`, or no such verb. */
void view_row(struct str *out, const char *row, bool deviates,
	      struct money advised, const char *verb);

#endif
