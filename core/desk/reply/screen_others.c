/* screen_others.c - what is another buyer's: see screen_own.h.
 * SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "desk/reply/screen_own.h"
#include "desk/ticket/merge.h"
#include "hw_plugin.h"

#define ORDERS_MOST 60 /* that a text names */
#define MAILS_MOST 5   /* of the ticket, the newest */
#define PARCEL_LEAST 8 /* signs of a parcel's number */

static bool is_among(const struct outgoing *o, enum outgoing_other_kind kind,
		     const char *value)
{
	for (size_t i = 0; i < o->other_count; i++)
		if (o->others[i].kind == kind &&
		    text_eq(o->others[i].value, value))
			return true;
	return false;
}

void screen_add_other(struct screened *s, enum outgoing_other_kind kind,
		      const char *value, const char *whose)
{
	struct outgoing *o = s->out;
	struct outgoing_other *list;

	if (text_blank(value) || is_among(o, kind, value))
		return;
	s->full |= o->other_count == OUTGOING_OTHERS_MAX;
	if (s->full)
		return;
	if (!o->others)
		o->others = arena_alloc(&s->d->arena,
					OUTGOING_OTHERS_MAX * sizeof *list);
	list = o->others;
	list[o->other_count++] = (struct outgoing_other){ kind, value, whose };
}

/* -- an order of somebody else -- */

/* "the buyer's name of order #1002, which is another buyer's" */
static void add(struct screened *s, enum outgoing_other_kind kind,
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

static void add_parcels(struct screened *s, int64_t shop,
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

/* Was it looked at already? Of more than there is room for each is looked at
 * anew: that costs time, and nothing else. */
static bool is_seen(struct screened *s, int64_t shop, const char *ref)
{
	for (size_t i = 0; i < s->seen_count; i++)
		if (s->seen[i].shop == shop && text_eq(s->seen[i].ref, ref))
			return true;
	if (s->seen_count < SCREENED_ORDERS) {
		s->seen[s->seen_count].shop = shop;
		s->seen[s->seen_count++].ref = ref;
	}
	return false;
}

void screen_add_order(struct screened *s, int64_t shop, const char *ref)
{
	struct hw_order o;

	if (is_seen(s, shop, ref) || !screen_load_order(s->d, shop, ref, &o) ||
	    screen_is_theirs(s, shop, &o))
		return;
	add(s, OUTGOING_NAME, o.buyer_name, "the buyer's name", &o);
	add(s, OUTGOING_STREET, o.address, "the address", &o);
	add_parcels(s, shop, &o);
}

/* -- what a text names -- */

static void add_named(struct screened *s, const char *text)
{
	struct found_order found[ORDERS_MOST];
	int count = orders_meant(s->d, text, found, ORDERS_MOST);

	for (int i = 0; i < count; i++)
		screen_add_order(s, found[i].shop, found[i].ref);
}

static void add_carried(struct screened *s, const char *tracking)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(s->d->db,
				   "SELECT shop, order_ref FROM shipments "
				   "WHERE tracking IN (?1, upper(?1)) LIMIT 3",
				   "s", tracking);

	while (rows_next(&r))
		screen_add_order(s, rows_i64(&r, 0),
				 arena_strdup(&s->d->arena, rows_text(&r, 1)));
}

/* The next word that may be a parcel's number. */
static const char *next_parcel(struct screened *s, const char **at)
{
	const char *word;

	while ((word = screen_word(s, at)))
		if (strlen(word) >= PARCEL_LEAST && strpbrk(word, "0123456789"))
			return word;
	return NULL;
}

/* Of all that it names, else false. */
static bool look_into(struct screened *s, const char *text)
{
	const char *at = text, *word;
	int tried = 0;

	add_named(s, text);
	while ((word = next_parcel(s, &at))) {
		if (tried++ == SCREEN_WORDS_MOST)
			return false;
		add_carried(s, word);
	}
	return true;
}

void screen_others(struct screened *s)
{
	s->full |= !look_into(s, s->a->text);
}

/* -- the other buyers of a ticket that is two's -- */

#define NAMES_MOST 10
#define BESIDE_MOST 10

static void add_writers(struct screened *s)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		s->d->db,
		"SELECT DISTINCT from_name FROM messages WHERE ticket "
		"IN " MERGE_FAMILY(
			"?1") " AND direction = 1 AND origin = 1 "
			      "AND from_name <> '' AND NOT " MERGE_READS(
				      "?2",
				      "from_addr") " ORDER BY id DESC LIMIT ?3",
		"isi", s->a->ticket, s->reader.addresses, (int64_t)NAMES_MOST);

	while (rows_next(&r))
		screen_add_other(s, OUTGOING_NAME,
				 arena_strdup(&s->d->arena, rows_text(&r, 0)),
				 "the name of another buyer of the ticket");
}

static void add_orders(struct screened *s, struct rows rows)
{
	CLEANUP(rows_release) struct rows r = rows;

	while (rows_next(&r))
		screen_add_order(s, rows_i64(&r, 0),
				 arena_strdup(&s->d->arena, rows_text(&r, 1)));
}

void screen_beside(struct screened *s)
{
	struct db *db = s->d->db;

	if (!s->reader.addresses)
		return;
	add_writers(s);
	add_orders(s, rows_query(db,
				 "SELECT shop, order_ref FROM tickets WHERE id "
				 "IN " MERGE_FAMILY("?1") " AND order_ref <> "
							  "'' ORDER BY id "
							  "LIMIT ?2",
				 "ii", s->a->ticket, (int64_t)BESIDE_MOST));
	add_orders(
		s,
		rows_query(db,
			   "SELECT shop, ref FROM orders WHERE lower(email) IN "
			   "(SELECT lower(from_addr) FROM messages WHERE "
			   "ticket IN " MERGE_FAMILY(
				   "?1") " AND direction = 1) AND "
					 "NOT " MERGE_READS(
						 "?2", "email") " ORDER BY "
								"placed DESC "
								"LIMIT ?3",
			   "isi", s->a->ticket, s->reader.addresses,
			   (int64_t)BESIDE_MOST));
}

/* -- the newest mails -- */

void screen_ticket(struct screened *s)
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

	/* A mail has as many numbers as somebody likes. */
	while (rows_next(&r))
		(void)look_into(s,
				arena_strdup(&s->d->arena, rows_text(&r, 0)));
}
