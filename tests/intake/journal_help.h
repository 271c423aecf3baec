/* journal_help.h - a journal of a thousand entries with evidence, and what
 * somebody who owns the disk may do to it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_JOURNAL_HELP_H
#define HW_TESTS_JOURNAL_HELP_H

#include "intake/page.h"

enum { MAILS = 40, ENTRIES = 1000 };

extern uint64_t seed, chance_state; /* of draw() */

/* For cmocka: a group's setup, and a test's teardown, for one that failed may
 * have left a transaction open. */
int journal_begin(void **unused);
int journal_clean(void **unused);

void run(const char *sql);
/* Who owns the disk takes the triggers that guard the journal away, and puts
 * them back afterwards. */
void guards(bool there);
void guard_of_deletes(void);
/* Everything until undo() is taken back by it. */
void mark(void);
void undo(void);

/* What verify says now; "" when all is well. */
const char *verdict(void);
/* That it was "changed" or "put in", or is "missing", of entry n. */
void says(const char *what, int64_t n);

void put_bytes(const char *path, const void *bytes, size_t len);

#endif
