/* find.h - tickets and orders by what a person remembers of them.
 *
 * Words of a message, or who the buyer is: a mail address as a whole, or the
 * beginning of a name or of its last word (ASCII letters in any case). Read
 * only, by whoever may read the database; every part of it is found by an index
 * and capped, so a common word costs no more in a long history. Nothing of what
 * is looked for is logged.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_FIND_H
#define HW_DESK_FIND_H

#include "db/db.h"

#define FIND_MAX 200 /* rows that are given, the newest */

/* Rows of (id): tickets, also closed ones, with a message in which all words
 * stand or begin others, and those of that buyer. */
struct rows find_tickets(struct db *db, const char *words);

/* Rows of (id): orders of that buyer. */
struct rows find_orders(struct db *db, const char *who);

#endif
