/* record.h - rows of described kinds, read and written by their tables.
 *
 * A table has the columns id, shop (facts only), then one or two for each
 * field (money: amount and currency; moments: ms and zone). Lists and bytes
 * have no column. tests/db/schema_test.c holds core/db/schema/ against this.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DB_RECORD_H
#define HW_DB_RECORD_H

#include "db/db.h"
#include "model/codec.h"

/* Inserts, or replaces the row of that id. shop is ignored for desk kinds,
 * whose own `shop` field is stored. */
int record_save(struct db *db, const struct kind *kind, int64_t id,
		int64_t shop, const void *rec, struct err *err) MUST_CHECK;

/* Writes the fields of a row in which `after` differs from `before`, which is
 * what stands there. ERR_BUG when there is no such row. At most 64 fields. */
int record_update(struct db *db, const struct kind *kind, int64_t id,
		  const void *before, const void *after,
		  struct err *err) MUST_CHECK;

/* 1 and rec filled (texts in the arena), 0 when there is no such row. */
int record_load(struct db *db, const struct kind *kind, int64_t id, void *rec,
		struct arena *arena, struct err *err) MUST_CHECK;

/* Rows of a kind: `tail` is what follows FROM table, a literal such as
 * "WHERE shop = ?1 AND order_ref = ?2 ORDER BY id". Then
 *	while (rows_next(&r)) record_read(&r, kind, &rec, arena);
 * Column 0 is the id, column 1 the shop of a fact. */
struct rows record_query(struct db *db, const struct kind *kind,
			 const char *tail, const char *args, ...);
void record_read(struct rows *r, const struct kind *kind, void *rec,
		 struct arena *arena);

/* The first row of a query: 1, 0 or -1. *id may be NULL. */
int record_find(struct db *db, const struct kind *kind, void *rec,
		struct arena *arena, int64_t *id, struct err *err,
		const char *tail, const char *args, ...) MUST_CHECK;

/* Every record of a record_query, which it releases: read to its end before the
 * first is used, since a query that walks rows must not meet the changes that
 * they make. An array of *count records in the arena; NULL when the database
 * failed. */
void *record_all(struct rows rows, const struct kind *kind, struct arena *arena,
		 size_t *count, struct err *err) MUST_CHECK;

#endif
