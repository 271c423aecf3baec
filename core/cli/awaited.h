/* awaited.h - what an approved reply waits for: no moment is told for what
 * leaves only after something else.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_AWAITED_H
#define HW_CLI_AWAITED_H

#include "db/db.h"
#include "model/effects.h"

/* Appends "once action 4 (refund 9.00 USD) is approved", and so of each that it
 * waits for; false when it waits for nothing but its own moment. */
bool awaited_put(struct str *out, struct db *db, const struct action *a);

#endif
