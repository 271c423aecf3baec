/* bare.h - the baseline of the desk: SQLite with the same schema writing the
 * rows that the desk leaves, from ready values, in the same batches. No JSON,
 * no hash, no sealing, no reading: the least that the same library can do.
 *
 * What the desk writes is recorded once with SQLite's session extension, so
 * several writes of one row in a batch count as one.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_BENCH_BARE_H
#define HW_TESTS_BENCH_BARE_H

#include "db/db.h"

struct bare; /* recorded batches */

struct bare *bare_new(void);
void bare_free(struct bare *b);

/* Around one batch of the desk on this database. */
void bare_record(struct bare *b, struct db *db);
void bare_recorded(struct bare *b);

/* The recorded batches before the first measured one: the state it starts from
 * is made of them. Writes batch i into db in a transaction of its own. */
void bare_write(struct bare *b, struct db *db, size_t i);

#endif
