/* merge_family.c - which tickets went into which.
 * SPDX-License-Identifier: MIT */
#include "base/vec.h"
#include "desk/ticket/merge.h"

VEC(id_list, int64_t);

#define DEEP 32 /* a chain is as long as people merge */

int64_t merge_target(struct desk *d, int64_t ticket)
{
	for (int i = 0; i < DEEP; i++) {
		int64_t into = db_i64(
			d->db, 0, "SELECT merged FROM tickets WHERE id = ?1",
			"i", ticket);

		if (!into)
			break;
		ticket = into;
	}
	return ticket;
}

int64_t merge_found(struct desk *d, int64_t ticket)
{
	return db_i64(d->db, 0,
		      "SELECT id FROM tickets WHERE id = ?1 AND state <> 3",
		      "i", merge_target(d, ticket));
}

/* Breadth first; what is pushed is looked at in its turn. */
int64_t *merge_family(struct db *db, struct arena *arena, int64_t ticket,
		      size_t *count)
{
	CLEANUP(id_list_release) struct id_list ids = { 0 };

	id_list_push(&ids, ticket);
	for (size_t i = 0; i < ids.len; i++) {
		CLEANUP(rows_release)
		struct rows r = rows_query(db,
					   "SELECT id FROM tickets WHERE "
					   "merged = ?1 AND merged IS NOT NULL "
					   "ORDER BY id",
					   "i", ids.at[i]);

		while (rows_next(&r))
			id_list_push(&ids, rows_i64(&r, 0));
	}
	*count = ids.len;
	return arena_copy(arena, ids.at, ids.len * sizeof *ids.at);
}

int merge_ask(struct desk *d, const int64_t *ids, size_t count, const char *sql,
	      int64_t *found, struct err *err)
{
	*found = 0;
	for (size_t i = 0; i < count && !*found; i++)
		if (db_ask(d->db, found, 0, err, sql, "i", ids[i]))
			return -1;
	return 0;
}
