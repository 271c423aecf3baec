/* screen_known.c - what a person's reply may tell, and of whom.
 * SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "desk/reply/screen_own.h"
#include "desk/ticket/merge.h"
#include "hw_plugin.h"

#define TEXT_MOST 8192 /* bytes of one mail: more is quoted history */
#define TEXTS_MOST 40  /* of a kind: the newest */
#define ALL_MOST 32768 /* what is looked for is looked for in all of it */

static void put_line(struct str *s, const char *text)
{
	size_t len = text ? strlen(text) : 0;

	if (!len || s->len > ALL_MOST)
		return;
	if (len > TEXT_MOST)
		len = TEXT_MOST;
	str_add(s, text, len);
	str_putc(s, '\n');
}

static void put_rows(struct str *s, struct rows rows)
{
	CLEANUP(rows_release) struct rows r = rows;

	for (int count = 0; count < TEXTS_MOST && rows_next(&r); count++)
		put_line(s, rows_text(&r, 0));
}

static void put_order(struct str *s, const struct hw_order *o)
{
	put_line(s, o->buyer_name);
	put_line(s, o->email);
	put_line(s, o->phone);
	put_line(s, o->address);
	put_line(s, o->postcode);
	put_line(s, o->city);
}

/* Of another order of theirs the same may be told. */
static void put_orders(struct screened *s, struct str *out)
{
	const char *email = s->order->email;
	CLEANUP(rows_release)
	struct rows r = rows_query(
		s->d->db,
		"SELECT coalesce(buyer_name, '') || char(10) || "
		"coalesce(phone, '') || char(10) || coalesce(address, '') FROM "
		"orders WHERE lower(email) IN (lower(?1), lower(?2)) ORDER BY "
		"placed DESC LIMIT 40",
		"ss", text_blank(email) ? NULL : email,
		text_blank(s->a->to_addr) ? NULL : s->a->to_addr);

	put_order(out, s->order);
	for (int count = 0; count < TEXTS_MOST && rows_next(&r); count++)
		put_line(out, rows_text(&r, 0));
}

/* What they wrote, and what has left to them or was proposed by the policy.
 * What a person changed keeps its rule, so that says nothing of who wrote it;
 * and no text is known since it says so itself. */
static void put_ticket(struct screened *s, struct str *out)
{
	struct db *db = s->d->db;

	put_rows(out,
		 rows_query(
			 db,
			 "SELECT coalesce(from_name, '') || char(10) || "
			 "coalesce(from_addr, '') || char(10) || "
			 "coalesce(subject, '') || char(10) || "
			 "coalesce(text, '') FROM messages WHERE ticket "
			 "IN " MERGE_FAMILY(
				 "?1") " AND direction = 1 "
				       "AND " MERGE_READS(
					       "?2", "from_addr") " ORDER BY "
								  "at DESC, id "
								  "DESC",
			 "is", s->a->ticket, s->reader.addresses));
	put_rows(
		out,
		rows_query(db,
			   "SELECT text FROM actions WHERE ticket "
			   "IN " MERGE_FAMILY(
				   "?1") " AND verb = 'reply' AND "
					 "id <> ?2 AND "
					 "(proposed_by IN "
					 "('policy', 'desk') OR "
					 "state IN (6, 7)) "
					 "AND " MERGE_READS(
						 "?3",
						 "to_addr") " ORDER BY id DESC",
			   "iis", s->a->ticket, s->a->id, s->reader.addresses));
}

/* Where a carrier says that the parcel is: a shop that keeps it, say. */
static void put_parcels(struct screened *s, struct str *known,
			struct str *numbers)
{
	struct db *db = s->d->db;

	put_rows(known,
		 rows_query(db,
			    "SELECT coalesce(c.place, '') || char(10) || "
			    "coalesce(c.text, '') FROM shipments p JOIN scans "
			    "c ON c.tracking = p.tracking WHERE p.shop = ?1 "
			    "AND p.order_ref = ?2 ORDER BY c.occurred DESC",
			    "is", s->a->shop, s->a->order_ref));
	put_rows(numbers,
		 rows_query(db,
			    "SELECT tracking FROM shipments WHERE shop = ?1 "
			    "AND order_ref = ?2 ORDER BY id DESC",
			    "is", s->a->shop, s->a->order_ref));
	put_line(numbers, s->order->ref);
	put_line(numbers, s->order->name);
}

/* "LAMPE20" is a model of theirs before it is anybody's coupon. */
static void put_goods(struct screened *s, struct str *known)
{
	put_rows(known,
		 rows_query(s->d->db,
			    "SELECT coalesce(title, '') || char(10) || "
			    "coalesce(sku, '') FROM order_lines WHERE shop = "
			    "?1 AND order_ref = ?2 ORDER BY id",
			    "is", s->a->shop, s->a->order_ref));
}

void screen_known(struct screened *s)
{
	CLEANUP(str_release) struct str known = STR_INIT, numbers = STR_INIT;

	put_line(&known, s->a->to_name);
	put_line(&known, s->a->to_addr);
	put_line(&known, s->d->brain->shop_name);
	put_orders(s, &known);
	put_goods(s, &known);
	put_ticket(s, &known);
	put_parcels(s, &known, &numbers);
	s->out->known = arena_strdup(&s->d->arena, str_c(&known));
	s->out->numbers = arena_strdup(&s->d->arena, str_c(&numbers));
}
