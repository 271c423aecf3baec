/* screen_others.c - what is another buyer's: see screen_own.h.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "base/str.h"
#include "desk/reply/screen_own.h"
#include "desk/ticket/merge.h"
#include "hw_plugin.h"

#define ORDERS_MOST 8 /* that a text names */
#define MAILS_MOST 5  /* of the ticket, the newest */
#define NAMES_MOST 60 /* pairs of words: a long letter */
#define WORDS_MOST 60

void screen_add_other(const struct screened *s, enum outgoing_other_kind kind,
		      const char *value, const char *whose)
{
	struct outgoing *o = s->out;
	struct outgoing_other *list;

	if (text_blank(value) || o->other_count == OUTGOING_OTHERS_MAX)
		return;
	if (!o->others)
		o->others = arena_alloc(&s->d->arena,
					OUTGOING_OTHERS_MAX * sizeof *list);
	list = o->others;
	list[o->other_count++] = (struct outgoing_other){ kind, value, whose };
}

/* -- an order of somebody else -- */

/* "the buyer's name of order #1002, which is another buyer's" */
static void add(const struct screened *s, enum outgoing_other_kind kind,
		const char *value, const char *what, const struct hw_order *o)
{
	if (!text_blank(value))
		screen_add_other(
			s, kind, arena_strdup(&s->d->arena, value),
			arena_printf(&s->d->arena,
				     "%s of order %.40s, which is "
				     "another buyer's",
				     what,
				     text_blank(o->name) ? o->ref : o->name));
}

static void add_parcels(const struct screened *s, int64_t shop,
			const struct hw_order *o)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(s->d->db,
				   "SELECT tracking FROM shipments WHERE shop "
				   "= ?1 AND order_ref = ?2 AND tracking IS "
				   "NOT NULL LIMIT 5",
				   "is", shop, o->ref);

	while (rows_next(&r))
		add(s, OUTGOING_NUMBER, rows_text(&r, 0), "the parcel", o);
}

static void add_order(const struct screened *s, int64_t shop, const char *ref)
{
	struct hw_order o = { 0 };
	struct err none = { 0 };

	if (record_find(s->d->db, &order_kind, &o, &s->d->arena, NULL, &none,
			"WHERE shop = ?1 AND ref = ?2", "is", shop, ref) <= 0 ||
	    screen_is_theirs(s, shop, &o))
		return;
	add(s, OUTGOING_NAME, o.buyer_name, "the buyer's name", &o);
	add(s, OUTGOING_STREET, o.address, "the address", &o);
	add_parcels(s, shop, &o);
}

static void add_named(const struct screened *s, const char *text)
{
	struct found_order found[ORDERS_MOST];
	int count = orders_meant(s->d, text, found, ORDERS_MOST);

	for (int i = 0; i < count; i++)
		add_order(s, found[i].shop, found[i].ref);
}

static void add_of_ticket(const struct screened *s)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		s->d->db,
		"SELECT coalesce(subject, '') || char(10) || coalesce(text, "
		"'') FROM messages WHERE ticket IN " MERGE_FAMILY(
			"?1") " AND "
			      "direction = 1 ORDER BY at DESC, id DESC LIMIT "
			      "?2",
		"ii", s->a->ticket, (int64_t)MAILS_MOST);

	while (rows_next(&r))
		add_named(s, arena_strdup(&s->d->arena, rows_text(&r, 0)));
}

/* -- whose parcel, whose name -- */

static void add_rows(const struct screened *s, struct rows rows)
{
	CLEANUP(rows_release) struct rows r = rows;

	while (rows_next(&r))
		add_order(s, rows_i64(&r, 0),
			  arena_strdup(&s->d->arena, rows_text(&r, 1)));
}

static void add_parcels_told(const struct screened *s)
{
	const char *at = s->a->text, *word;

	for (int i = 0; i < WORDS_MOST && (word = screen_word(s, &at)); i++)
		if (strlen(word) >= 8 && strpbrk(word, "0123456789"))
			add_rows(s,
				 rows_query(s->d->db,
					    "SELECT shop, order_ref FROM "
					    "shipments WHERE tracking IN (?1, "
					    "upper(?1)) LIMIT 3",
					    "s", word));
}

static size_t capital_word(const char *at)
{
	size_t len = 0;

	if (!isupper((unsigned char)*at) && !((unsigned char)*at & 0x80))
		return 0;
	while (isalpha((unsigned char)at[len]) ||
	       ((unsigned char)at[len] & 0x80) || at[len] == '-' ||
	       at[len] == '\'')
		len++;
	return len;
}

/* The words from `at` on as a name of two or three; its length, 0 if none. */
static size_t name_of(const char *at, int words)
{
	size_t len = capital_word(at);

	for (int i = 1; len && i < words; i++) {
		size_t next = at[len] == ' ' ? capital_word(at + len + 1) : 0;

		len = next ? len + 1 + next : 0;
	}
	return len;
}

static void add_buyers_called(const struct screened *s, const char *name)
{
	add_rows(s, rows_query(s->d->db,
			       "SELECT shop, ref FROM orders WHERE buyer_name "
			       "IS NOT NULL AND lower(buyer_name) = lower(?1) "
			       "LIMIT 3",
			       "s", name));
}

static void add_names_told(const struct screened *s)
{
	int tried = 0;

	for (const char *at = s->a->text; *at && tried < NAMES_MOST;) {
		size_t len = capital_word(at);

		for (int words = 2; len && words <= 3; words++) {
			size_t n = name_of(at, words);

			if (!n)
				break;
			tried++;
			add_buyers_called(s,
					  arena_strndup(&s->d->arena, at, n));
		}
		at += len ? len : 1;
		while (!len && *at && isalnum((unsigned char)at[-1]) &&
		       isalnum((unsigned char)*at))
			at++;
	}
}

void screen_others(const struct screened *s)
{
	add_of_ticket(s);
	add_named(s, s->a->text);
	add_parcels_told(s);
	add_names_told(s);
}
