/* counters.c - where ids come from; see db.h.
 *
 * A batch takes hundreds of ids from a dozen counters: each counter is read
 * once a transaction, counted in memory, and written before it commits. What is
 * in memory ends with the transaction, however that ends.
 * SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "db/db_own.h"

static struct counter *find(struct db *db, const char *name)
{
	struct counter *c;

	for (int i = 0; i < db->counted; i++)
		if (text_eq(db->counters[i].name, name))
			return &db->counters[i];
	if (db->counted == COUNTERS_MAX)
		return NULL;
	c = &db->counters[db->counted];
	*c = (struct counter){ .name = name };
	c->value = db_i64(db, 0, "SELECT value FROM counters WHERE name = ?1",
			  "s", name);
	db->counted++;
	return c;
}

static int write_one(struct db *db, const char *name, int64_t value,
		     struct err *err)
{
	return db_run(db, err,
		      "INSERT INTO counters(name, value) VALUES(?1, ?2) "
		      "ON CONFLICT(name) DO UPDATE SET "
		      "value = max(value, excluded.value)",
		      "si", name, value);
}

/* Nothing when SQLite has ended the transaction by itself: then what was
 * counted has not happened. */
int counters_write(struct db *db, struct err *err)
{
	if (sqlite3_get_autocommit(db->raw))
		return 0;
	for (int i = 0; i < db->counted; i++) {
		struct counter *c = &db->counters[i];

		if (c->changed && write_one(db, c->name, c->value, err))
			return -1;
		c->changed = false;
	}
	return 0;
}

void counters_forget(struct db *db)
{
	db->counted = 0;
}

/* Without a transaction nobody would write it later. */
static int64_t next_alone(struct db *db, const char *name)
{
	return db_i64(db, 0,
		      "INSERT INTO counters(name, value) VALUES(?1, 1) "
		      "ON CONFLICT(name) DO UPDATE SET value = value + 1 "
		      "RETURNING value",
		      "s", name);
}

int64_t db_next_id(struct db *db, const char *counter)
{
	struct counter *c =
		sqlite3_get_autocommit(db->raw) ? NULL : find(db, counter);

	if (!c)
		return next_alone(db, counter);
	c->changed = true;
	return ++c->value;
}

int db_id_taken(struct db *db, const char *counter, int64_t id, struct err *err)
{
	struct counter *c =
		sqlite3_get_autocommit(db->raw) ? NULL : find(db, counter);

	if (!c)
		return write_one(db, counter, id, err);
	if (id > c->value) {
		c->value = id;
		c->changed = true;
	}
	return 0;
}
