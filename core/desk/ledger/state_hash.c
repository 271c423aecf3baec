/* state_hash.c - see state_hash.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ledger/state_hash.h"

#include <sqlite3.h>

/* Not state: the journal itself, sealed bytes, plugin strings, and what can be
 * counted again. */
static const struct {
	const char *name, *key;
} tables[] = {
	{ "agents", "id" },
	{ "alerts", "id" },
	{ "buyers", "id" },
	{ "counters", "name" },
	{ "deadlines", "id" },
	{ "differences", "id" },
	{ "modes", "id" },
	{ "disputes", "id" },
	{ "endings", "shop, day, outcome, cause" },
	{ "erased", "subject" },
	{ "evidence", "id" },
	{ "facts", "shop, kind, ref" },
	{ "files", "evidence" },
	{ "files_in", "id" },
	{ "holds", "name" },
	{ "messages", "id" },
	{ "notes", "id" },
	{ "operations", "id" },
	{ "orders", "id" },
	{ "order_lines", "id" },
	{ "actions", "id" },
	{ "parcels", "id" },
	{ "payments", "id" },
	{ "queue_counts", "state, tier, owner" },
	{ "recipients", "id" },
	{ "returns", "id" },
	{ "review_changes", "id" },
	{ "reviews", "id" },
	{ "risks", "id" },
	{ "scans", "id" },
	{ "shipments", "id" },
	{ "shops", "id" },
	{ "summons", "id" },
	{ "tags", "id" },
	{ "tasks", "id" },
	{ "tickets", "id" },
	{ "traces", "ticket, seq" },
	{ "unread", "instance" },
	{ "vectors", "seq, trigger" },
};

static void hash_row(struct hasher *h, sqlite3_stmt *st)
{
	for (int i = 0; i < sqlite3_column_count(st); i++) {
		int type = sqlite3_column_type(st, i);
		const void *bytes = sqlite3_column_blob(st, i);

		hasher_i64(h, type);
		hasher_part(h, bytes ? bytes : "",
			    (size_t)sqlite3_column_bytes(st, i));
	}
}

/* Ids of inbox and quarantine are handed out outside commands, so their
 * counters are not part of the state. */
static int hash_table(struct db *db, const char *table, const char *key,
		      struct hasher *h, struct err *err)
{
	CLEANUP(free_ptr)
	char *sql =
		xasprintf("SELECT * FROM %s %s ORDER BY %s", table,
			  text_eq(table, "counters")
				  ? "WHERE name NOT IN ('inbox', 'quarantine')"
				  : "",
			  key);

	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(db_raw(db), sql, -1, &st, NULL);

	hasher_text(h, table);
	while (rc == SQLITE_OK || rc == SQLITE_ROW) {
		rc = sqlite3_step(st);
		if (rc == SQLITE_ROW)
			hash_row(h, st);
	}
	sqlite3_finalize(st);
	return rc == SQLITE_DONE ? 0
				 : err_set(err, ERR_SYSTEM, "%s: %s", table,
					   sqlite3_errmsg(db_raw(db)));
}

int state_hash(struct db *db, struct hash *out, struct err *err)
{
	struct hasher h;

	hasher_start(&h);
	for (size_t i = 0; i < COUNT_OF(tables); i++)
		if (hash_table(db, tables[i].name, tables[i].key, &h, err))
			return -1;
	*out = hasher_end(&h);
	return 0;
}
