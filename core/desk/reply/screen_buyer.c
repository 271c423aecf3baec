/* screen_buyer.c - is it the one who is answered? See screen_own.h.
 * SPDX-License-Identifier: MIT */
#include <strings.h>

#include "desk/reply/screen_own.h"
#include "desk/ticket/merge.h"
#include "hw_plugin.h"

bool screen_load_order(struct desk *d, int64_t shop, const char *ref,
		       struct hw_order *out)
{
	struct err none = { 0 };

	*out = (struct hw_order){ 0 };
	if (!text_blank(ref) &&
	    record_find(d->db, &order_kind, out, &d->arena, NULL, &none,
			"WHERE shop = ?1 AND ref = ?2", "is", shop, ref) > 0)
		return true;
	*out = (struct hw_order){ 0 };
	return false;
}

static bool same_text(const char *a, const char *b)
{
	return !text_blank(a) && !text_blank(b) && strcasecmp(a, b) == 0;
}

bool screen_same_buyer(int64_t a_shop, const struct hw_order *a, int64_t b_shop,
		       const struct hw_order *b)
{
	return (a_shop == b_shop && (same_text(a->ref, b->ref) ||
				     same_text(a->buyer_ref, b->buyer_ref))) ||
	       same_text(a->email, b->email);
}

/* Their own order takes the place of the ticket's, which may be the other
 * one's. */
static void turn_to(struct screened *s)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(s->d->db,
				   "SELECT shop, order_ref FROM tickets WHERE "
				   "id = ?1",
				   "i", s->reader.ticket);
	struct action *mine = arena_copy(&s->d->arena, s->a, sizeof *mine);
	struct hw_order *order = arena_alloc(&s->d->arena, sizeof *order);

	mine->order_ref = "";
	if (rows_next(&r)) {
		mine->shop = rows_i64(&r, 0);
		mine->order_ref = arena_strdup(&s->d->arena, rows_text(&r, 1));
	}
	screen_load_order(s->d, mine->shop, mine->order_ref, order);
	s->a = mine;
	s->order = order;
}

void screen_reader(struct screened *s)
{
	struct err none = { 0 };

	if (merge_reader(s->d->db, &s->d->arena, s->a->ticket, s->a->to_addr,
			 &s->reader, &none))
		s->full = true;
	else if (s->reader.addresses && s->reader.ticket != s->a->ticket)
		turn_to(s);
}

/* Not whoever is a party of it: a reply that was written to a wrong address
 * makes nobody a buyer. */
static bool wrote(const struct screened *s, const char *address)
{
	return !text_blank(address) &&
	       db_i64(s->d->db, 0,
		      "SELECT 1 FROM messages WHERE ticket "
		      "IN " MERGE_FAMILY("?1") " AND direction = 1 AND "
					       "from_addr IS NOT NULL AND "
					       "lower(from_addr) = lower(?2) "
					       "AND " MERGE_READS(
						       "?3", "?2") " LIMIT 1",
		      "iss", s->a->ticket, address, s->reader.addresses) != 0;
}

bool screen_is_theirs(const struct screened *s, int64_t shop,
		      const struct hw_order *o)
{
	return screen_same_buyer(shop, o, s->a->shop, s->order) ||
	       same_text(o->email, s->a->to_addr) || wrote(s, o->email);
}
