/* journal.h - entries as they stand, and whether the chain holds.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_JOURNAL_H
#define HW_DESK_JOURNAL_H

#include "desk/internal.h"

struct journal_entry {
	int64_t seq, at, mono;
	const char *boot, *actor, *via, *kind, *subject;
	const char *payload;   /* "" when it is sealed */
	const char *decisions; /* JSON array without personal data */
	const void *sealed;
	size_t sealed_len;
	struct hash entropy, prev, hash;
	bool torn; /* a column is not of the form that was written */
};

/* What the entry's hash must be, from its other columns. */
struct hash journal_hash(const struct journal_entry *e);

/* while (journal_next(&rows, &entry)): texts live until the next call.
 * rows_end() says whether the database failed. */
struct rows journal_entries(struct db *db, int64_t from);
bool journal_next(struct rows *r, struct journal_entry *e);

/* The chain so far; starts as zeroes. Takes the next entry in order, or says
 * with ERR_FOUND what is wrong with it. */
struct journal_chain {
	int64_t entries;
	struct hash head;
};
int journal_step(struct journal_chain *c, const struct journal_entry *e,
		 struct err *err) MUST_CHECK;

/* ERR_FOUND naming the first bad entry; *entries counts the good ones. Who
 * writes the whole file can make a chain anew: only a head that is kept
 * elsewhere shows that (anchor.h). */
int journal_verify(struct db *db, int64_t *entries, struct err *err) MUST_CHECK;

#endif
