/* invariants.h - what must be true of the rows at any time.
 *
 * The state machine refuses what would break them before a row changes; this
 * looks for rows that got past. Read by `doctor` and after each step of the
 * simulated year (tests/year).
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_INVARIANTS_H
#define HW_DESK_INVARIANTS_H

#include "base/str.h"
#include "db/db.h"

/* Appends a line "what: row" for each row that is wrong. Returns how many there
 * are, -1 when the database failed. */
int invariants_look(struct db *db, struct str *out, struct err *err) MUST_CHECK;

#endif
