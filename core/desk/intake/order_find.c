/* order_find.c - see order_find.h.
 * SPDX-License-Identifier: MIT */
#include "desk/intake/order_find.h"

#include <ctype.h>

#define FROM_ORDERS                                         \
	"SELECT o.shop, o.ref, s.label FROM orders o JOIN " \
	"shops s ON s.id = o.shop "
#define CALLED "(o.ref = ?1 OR o.name = ?1)"

static bool take_row(struct desk *d, struct rows *r, struct found_order *out)
{
	if (!rows_next(r))
		return false;
	*out = (struct found_order){
		.shop = rows_i64(r, 0),
		.ref = arena_strdup(&d->arena, rows_text(r, 1)),
		.label = arena_strdup(&d->arena, rows_text(r, 2)),
	};
	return true;
}

const char *order_shops(struct db *db, struct arena *arena, const char *name,
			const char *label)
{
	return db_text(db, arena,
		       "SELECT group_concat(label, ', ') FROM (SELECT DISTINCT "
		       "s.label FROM orders o JOIN shops s ON s.id = o.shop "
		       "WHERE (o.ref = ?1 OR o.name = ?1) AND ?2 IN ('', "
		       "s.label) ORDER BY s.label LIMIT 20)",
		       "ss", name, label);
}

int order_called(struct desk *d, const char *name, const char *label,
		 struct found_order *out, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   FROM_ORDERS "WHERE " CALLED
					       " AND ?2 IN ('', s.label) "
					       "ORDER BY o.id DESC LIMIT 2",
				   "ss", name, label);

	if (!take_row(d, &r, out))
		return err_set(err, ERR_DATA, "there is no order \"%.60s\"",
			       name);
	if (rows_next(&r))
		return err_set(err, ERR_DATA,
			       "more than one order is called \"%.60s\" (%s); "
			       "say which shop's with --shop, or give its id",
			       name,
			       order_shops(d->db, &d->arena, name, label));
	return rows_end(&r, err);
}

bool order_told(struct desk *d, int64_t shop, const char *name,
		struct found_order *out)
{
	struct err ambiguous = { 0 };
	CLEANUP(rows_release)
	struct rows r =
		rows_query(d->db,
			   FROM_ORDERS "WHERE " CALLED " AND o.shop = ?2 "
				       "ORDER BY o.id DESC LIMIT 1",
			   "si", name, shop);

	return take_row(d, &r, out) ||
	       order_called(d, name, "", out, &ambiguous) == 0;
}

bool order_latest(struct desk *d, const char *address, struct found_order *out)
{
	CLEANUP(rows_release)
	struct rows r =
		rows_query(d->db,
			   FROM_ORDERS "WHERE lower(o.email) = lower(?1) "
				       "ORDER BY o.placed DESC, o.id DESC "
				       "LIMIT 1",
			   "s", address);

	return *address && take_row(d, &r, out);
}

/* -- numbers in a text -- */

#define WORDS_TRIED 60 /* a long mail costs at most this many lookups */
#define PLAIN_LENGTH 6

static bool is_order_char(unsigned char c)
{
	return isalnum(c) || c == '#' || c == '-' || c == '/' || c == '_';
}

/* The next word that may be an order's name: it has a digit. Moves *text
 * behind it; NULL at the end. */
static const char *next_number(struct desk *d, const char **text)
{
	const char *at = *text;

	while (at && *at) {
		size_t len = 0;
		bool digit = false;

		while (is_order_char((unsigned char)at[len])) {
			digit |= isdigit((unsigned char)at[len]) != 0;
			len++;
		}
		*text = at + (len ? len : 1);
		if (digit && (len >= 4 || *at == '#') && len < 64)
			return arena_strndup(&d->arena, at, len);
		at = *text;
	}
	return NULL;
}

/* Shops write "#1001", buyers "1001": both are looked up at once. */
static const char *with_hash(struct desk *d, const char *word)
{
	return *word == '#' ? word : arena_printf(&d->arena, "#%s", word);
}

bool order_claimed(struct desk *d, const char *text, const char *address,
		   struct found_order *out)
{
	const char *word;

	for (int tried = 0;
	     tried < WORDS_TRIED && (word = next_number(d, &text)); tried++) {
		CLEANUP(rows_release)
		struct rows r = rows_query(
			d->db,
			FROM_ORDERS "WHERE (o.ref = ?1 OR o.name IN (?1, ?2)) "
				    "AND lower(o.email) = lower(?3) "
				    "ORDER BY o.id DESC LIMIT 1",
			"sss", word, with_hash(d, word), address);

		if (take_row(d, &r, out))
			return true;
	}
	return false;
}

#define SAID_BEFORE 160 /* bytes: far more than "order no. " */
#define SAID_BEHIND 24  /* " euros" */

/* What stands beside a number that ends there: a long mail may have many, and
 * to look at all of it for each would hold up the desk. */
static const char *said_beside(struct desk *d, const char *text,
			       const char *end, size_t len)
{
	size_t before = (size_t)(end - text);
	size_t most = len + SAID_BEFORE;
	const char *from = before > most ? end - most : text;

	return arena_strndup(&d->arena, from,
			     (size_t)(end - from) + strnlen(end, SAID_BEHIND));
}

/* Shorter numbers are years, sizes, postcodes and amounts too. */
static bool is_meant(struct desk *d, const char *text, const char *end,
		     const char *word)
{
	size_t len = strlen(word);

	return *word == '#' || len >= PLAIN_LENGTH ||
	       (d->brain && d->brain->senses.calls_order &&
		d->brain->senses.calls_order(
			d->brain, said_beside(d, text, end, len), word));
}

static bool is_called(struct desk *d, const struct found_order *o,
		      const char *word)
{
	return *o->ref &&
	       db_i64(d->db, 0,
		      "SELECT 1 FROM orders WHERE shop = ?1 AND ref = ?2 AND "
		      "(ref = ?3 OR name IN (?3, ?4))",
		      "isss", o->shop, o->ref, word, with_hash(d, word));
}

const char *order_mentioned(struct desk *d, const char *text,
			    const struct found_order *but)
{
	const char *whole = text ? text : "", *word;

	for (int tried = 0;
	     tried < WORDS_TRIED && (word = next_number(d, &text)); tried++)
		if (db_i64(d->db, 0,
			   "SELECT 1 FROM orders WHERE ref = ?1 OR name IN "
			   "(?1, ?2) LIMIT 1",
			   "ss", word, with_hash(d, word)) &&
		    !is_called(d, but, word) && is_meant(d, whole, text, word))
			return word;
	return NULL;
}

/* Those that are called so, the newest. */
static int take_called(struct desk *d, const char *word,
		       struct found_order *out, int max)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   FROM_ORDERS "WHERE o.ref = ?1 OR o.name IN "
					       "(?1, ?2) ORDER BY o.id DESC "
					       "LIMIT 5",
				   "ss", word, with_hash(d, word));
	int n = 0;

	while (n < max && take_row(d, &r, &out[n]))
		n++;
	return n;
}

int orders_meant(struct desk *d, const char *text, struct found_order *out,
		 int max)
{
	const char *whole = text, *word;
	int n = 0;

	for (int tried = 0;
	     n < max && tried < WORDS_TRIED && (word = next_number(d, &text));
	     tried++) {
		int more = take_called(d, word, out + n, max - n);

		if (more && is_meant(d, whole, text, word))
			n += more;
	}
	return n;
}

const char *order_spoken(struct desk *d, int64_t shop, const char *ref)
{
	const char *name = db_text(d->db, &d->arena,
				   "SELECT coalesce(name, ref) FROM orders "
				   "WHERE shop = ?1 AND ref = ?2",
				   "is", shop, ref);

	return *name ? name : ref;
}
