/* customer.c - see customer.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ticket/customer.h"

/* ?1 the address, ?2 the shop, ?3 the buyer there, ?4 the order. */
#define MINE                                                                  \
	"WITH mine(id, shop, ref, email, buyer_ref) AS (SELECT id, shop, "    \
	"ref, email, buyer_ref FROM orders WHERE lower(email) IS NOT NULL "   \
	"AND lower(email) = lower(nullif(?1, '')) UNION SELECT id, shop, "    \
	"ref, email, buyer_ref FROM orders WHERE shop = ?2 AND buyer_ref = "  \
	"nullif(?3, '') AND buyer_ref IS NOT NULL UNION SELECT id, shop, "    \
	"ref, email, buyer_ref FROM orders WHERE shop = ?2 AND ref = "        \
	"nullif(?4, '')), address(a) AS (SELECT lower(nullif(?1, '')) UNION " \
	"SELECT lower(email) FROM mine WHERE email IS NOT NULL), "            \
	"direct(id) AS (SELECT t.id FROM mine m JOIN tickets t ON t.shop = "  \
	"m.shop AND t.order_ref = m.ref UNION SELECT x.ticket FROM address "  \
	"CROSS JOIN messages x INDEXED BY messages_sender ON "                \
	"lower(x.from_addr) = a AND x.ticket > 0 AND x.from_addr IS NOT "     \
	"NULL), ticket(id) AS (SELECT id FROM direct UNION SELECT t.id FROM " \
	"direct d JOIN tickets t ON t.merged = d.id AND t.merged IS NOT "     \
	"NULL) "

#define OF_ORDERS(kind, table, at)                                         \
	"SELECT " at ", '" kind "', x.id FROM mine m JOIN " table " x ON " \
	"x.shop = m.shop AND x.order_ref = m.ref AND x.order_ref IS NOT NULL "
#define UNION "UNION ALL "

#define PAYMENTS UNION OF_ORDERS("payment", "payments", "x.at")
#define SHIPMENTS UNION OF_ORDERS("shipment", "shipments", "x.shipped")
#define REVIEWS UNION OF_ORDERS("review", "reviews", "x.at")
#define RETURNS UNION OF_ORDERS("return", "returns", "x.at")
#define DISPUTES UNION OF_ORDERS("dispute", "disputes", "x.opened")
#define TICKETS                                              \
	UNION "SELECT t.opened, 'ticket', t.id FROM ticket " \
	      "k JOIN tickets t ON t.id = k.id "
#define MESSAGES                                              \
	UNION "SELECT x.at, 'message', x.id FROM ticket k "   \
	      "JOIN messages x ON x.ticket = k.id " UNION     \
	      "SELECT x.at, 'message', x.id FROM address "    \
	      "CROSS JOIN messages x INDEXED BY "             \
	      "messages_stray ON lower(x.from_addr) = a AND " \
	      "x.ticket IS NULL AND x.from_addr IS NOT NULL "
#define NOTES                                            \
	UNION "SELECT x.at, 'note', x.id FROM ticket k " \
	      "JOIN notes x ON x.ticket = k.id "
#define ACTED "coalesce(x.settled, x.sent, x.planned)"
/* An order's effect stands on its ticket as well: once. A reply that left is a
 * message. */
#define ACTIONS                                                         \
	"UNION SELECT " ACTED ", 'action', x.id FROM ticket k "         \
	"JOIN actions x ON x.ticket = k.id WHERE x.verb <> 'reply' OR " \
	"x.state NOT IN (7, 11) UNION " OF_ORDERS(                      \
		"action", "actions", ACTED) "AND x.verb <> 'reply'"

struct rows customer_timeline(struct db *db, const struct customer *c)
{
	static const char sql[] = MINE
		"SELECT coalesce(at, 0) AS moment, kind, id FROM (SELECT "
		"o.placed AS at, 'order' AS kind, o.id AS id FROM mine m JOIN "
		"orders o ON o.id = m.id " PAYMENTS SHIPMENTS REVIEWS RETURNS
			DISPUTES TICKETS MESSAGES NOTES ACTIONS
		") ORDER BY moment, kind, id";

	return rows_query(db, sql, "siss", c->address, c->shop, c->buyer_ref,
			  c->order_ref);
}

struct rows customer_sums(struct db *db, const struct customer *c)
{
	return rows_query(
		db,
		MINE
		"SELECT coalesce(s.label, ''), count(*), coalesce("
		"o.total_currency, ''), coalesce(sum(o.total), 0), (SELECT "
		"count(*) FROM ticket k JOIN tickets t ON t.id = k.id WHERE "
		"t.shop = m.shop) FROM mine m JOIN orders o ON o.id = m.id "
		"LEFT JOIN shops s ON s.id = m.shop GROUP BY m.shop, 3 ORDER "
		"BY 1, 3",
		"siss", c->address, c->shop, c->buyer_ref, c->order_ref);
}

struct rows customer_tags(struct db *db, const struct customer *c)
{
	return rows_query(db,
			  MINE "SELECT DISTINCT g.name FROM mine m JOIN tags g "
			       "ON g.shop = m.shop AND g.order_ref = m.ref "
			       "WHERE g.name IS NOT NULL ORDER BY 1",
			  "siss", c->address, c->shop, c->buyer_ref,
			  c->order_ref);
}
