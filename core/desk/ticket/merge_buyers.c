/* merge_buyers.c - whom a ticket may answer that is two buyers' since a merge.
 * SPDX-License-Identifier: MIT */
#include <strings.h>

#include "base/set.h"
#include "desk/ticket/merge_own.h"

struct rows merge_parties(struct db *db, int64_t ticket, int64_t until)
{
	return rows_query(db,
			  "SELECT lower(from_addr) FROM messages WHERE "
			  "ticket = ?1 AND direction = 1 AND from_addr IS NOT "
			  "NULL AND at <= ?2 UNION ALL SELECT lower(o.email) "
			  "FROM tickets t "
			  "JOIN orders o ON o.shop = t.shop AND o.ref = "
			  "t.order_ref WHERE t.id = ?1 AND o.email IS NOT NULL",
			  "ii", ticket, until);
}

int merge_is_party(struct db *db, int64_t ticket, const char *address, bool *is,
		   struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = merge_parties(db, ticket, INT64_MAX);

	*is = false;
	while (rows_next(&r))
		*is = *is || strcasecmp(rows_text(&r, 0), address) == 0;
	return rows_end(&r, err);
}

struct buyers {
	struct db *db;
	struct arena *arena;
	struct text_set known; /* addresses */
	struct str names;      /* one of each buyer, and where they wrote */
	int count;
};

static void buyers_release(struct buyers *b)
{
	text_set_release(&b->known);
	str_release(&b->names);
}

/* Where an answer to it alone would go. */
static const char *speaks(struct buyers *b, int64_t ticket, int64_t until)
{
	const char *wrote =
		db_text(b->db, b->arena,
			"SELECT lower(from_addr) FROM messages WHERE ticket = "
			"?1 AND direction = 1 AND origin = 1 AND from_addr IS "
			"NOT NULL AND at <= ?2 ORDER BY at DESC, id DESC LIMIT "
			"1",
			"ii", ticket, until);

	return *wrote ? wrote
		      : db_text(b->db, b->arena,
				"SELECT lower(o.email) FROM tickets t JOIN "
				"orders o ON o.shop = t.shop AND o.ref = "
				"t.order_ref WHERE t.id = ?1",
				"i", ticket);
}

/* What comes after a merge for the one that went in comes to the other one. */
static int64_t until_merge(struct buyers *b, int64_t ticket)
{
	return db_i64(b->db, INT64_MAX,
		      "SELECT min(closed) FROM tickets WHERE merged = ?1 AND "
		      "merged IS NOT NULL HAVING count(closed) > 0",
		      "i", ticket);
}

/* Who has an address in common with those before is the same buyer. */
static int add(struct buyers *b, int64_t ticket, int64_t until, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = merge_parties(b->db, ticket, until);
	bool any = false, common = false;
	const char *address;

	while (rows_next(&r)) {
		address = arena_strdup(b->arena, rows_text(&r, 0));
		any = true;
		common = common || text_set_has(&b->known, address);
	}
	if (rows_end(&r, err))
		return -1;
	address = speaks(b, ticket, until);
	if (!any || common || !*address)
		return 0;
	str_printf(&b->names, "%s\"%s\" (T-%lld)", b->count++ ? ", " : "",
		   address, (long long)ticket);
	return 0;
}

static int know(struct buyers *b, int64_t ticket, int64_t until,
		struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = merge_parties(b->db, ticket, until);

	while (rows_next(&r))
		text_set_add(&b->known,
			     arena_strdup(b->arena, rows_text(&r, 0)));
	return rows_end(&r, err);
}

static int count(struct buyers *b, const int64_t *ids, size_t n,
		 struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		int64_t until = until_merge(b, ids[i]);

		if (add(b, ids[i], until, err) || know(b, ids[i], until, err))
			return -1;
	}
	return 0;
}

/* Also of who wrote since. */
static int is_named(struct db *db, const int64_t *ids, size_t n, const char *to,
		    bool *is, struct err *err)
{
	*is = false;
	for (size_t i = 0; i < n && !*is; i++)
		if (merge_is_party(db, ids[i], to, is, err))
			return -1;
	return 0;
}

int merge_whom(struct db *db, struct arena *arena, int64_t ticket,
	       const char *to, struct err *err)
{
	CLEANUP(buyers_release)
	struct buyers b = { .db = db, .arena = arena, .names = STR_INIT };
	bool named;
	size_t n;
	int64_t *ids = merge_family(db, arena, ticket, &n);

	if (n == 1 && !*to)
		return 0;
	if (is_named(db, ids, n, to, &named, err) || count(&b, ids, n, err))
		return -1;
	if (*to && !named)
		return err_set(err, ERR_DATA,
			       "\"%.100s\" is no address of T-%lld's buyer: "
			       "there is %s",
			       to, (long long)ticket,
			       b.count ? str_c(&b.names) : "none");
	return *to || b.count < 2
		       ? 0
		       : err_set(err, ERR_DATA,
				 "T-%lld is two buyers' since a merge: %s; say "
				 "who gets the reply with --to ADDRESS",
				 (long long)ticket, str_c(&b.names));
}

/* -- who of them reads it -- */

/* All that stand in it are the reader's, if the reader is one of them. */
static int add_reader(struct buyers *b, int64_t ticket, const char *to,
		      struct merge_reader *out, struct err *err)
{
	CLEANUP(str_release) struct str all = STR_INIT;
	CLEANUP(rows_release)
	struct rows r = merge_parties(b->db, ticket, until_merge(b, ticket));
	bool theirs = false;

	for (; rows_next(&r); str_printf(&all, "%s\n", rows_text(&r, 0)))
		theirs = theirs || strcasecmp(rows_text(&r, 0), to) == 0;
	if (rows_end(&r, err))
		return -1;
	if (!theirs)
		return 0;
	str_puts(&b->names, str_c(&all));
	if (!out->ticket)
		out->ticket = db_i64(b->db, 0,
				     "SELECT id FROM tickets WHERE id = ?1 AND "
				     "order_ref <> ''",
				     "i", ticket);
	return 0;
}

int merge_reader(struct db *db, struct arena *arena, int64_t ticket,
		 const char *to, struct merge_reader *out, struct err *err)
{
	CLEANUP(buyers_release)
	struct buyers b = { .db = db, .arena = arena, .names = STR_INIT };
	struct err several = { 0 };
	size_t n;
	int64_t *ids = merge_family(db, arena, ticket, &n);

	*out = (struct merge_reader){ 0 };
	if (text_blank(to) || merge_whom(db, arena, ticket, "", &several) == 0)
		return 0;
	str_printf(&b.names, "\n%s\n",
		   db_text(db, arena, "SELECT lower(?1)", "s", to));
	for (size_t i = 0; i < n; i++)
		if (add_reader(&b, ids[i], to, out, err))
			return -1;
	out->addresses = arena_strdup(arena, str_c(&b.names));
	return 0;
}
