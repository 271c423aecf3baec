/* find.c - see find.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ticket/find.h"

#include "base/str.h"

/* Every word is a phrase of its own, and may go on: "parcel" finds parcels.
 * Nothing that a person types is a sign of the index's query language. */
static void put_match(struct str *out, const char *words)
{
	while (*words) {
		size_t len = strcspn(words, " \t\r\n");

		if (len)
			str_puts(out, out->len ? " \"" : "\"");
		for (size_t i = 0; i < len; i++)
			str_printf(out, words[i] == '"' ? "\"\"" : "%c",
				   words[i]);
		if (len)
			str_puts(out, "\"*");
		words += len + (words[len] != '\0');
	}
}

/* ?1 the address, or how a name begins; ?2 behind everything that begins so. */
#define ORDERS_OF                                                            \
	"SELECT id FROM (SELECT id FROM orders WHERE lower(email) IS NOT "   \
	"NULL AND lower(email) = lower(?1) ORDER BY placed DESC LIMIT 200) " \
	"UNION SELECT id FROM (SELECT id FROM orders WHERE buyer_name IS "   \
	"NOT NULL AND lower(buyer_name) >= lower(?1) AND lower(buyer_name) " \
	"< lower(?1) || char(1114111) LIMIT 200) UNION SELECT id FROM ("     \
	"SELECT id FROM orders WHERE buyer_name IS NOT NULL AND "            \
	"lower(substr(buyer_name, length(rtrim(buyer_name, "                 \
	"replace(buyer_name, ' ', ''))) + 1)) >= lower(?1) AND "             \
	"lower(substr(buyer_name, length(rtrim(buyer_name, "                 \
	"replace(buyer_name, ' ', ''))) + 1)) < lower(?1) || char(1114111) " \
	"LIMIT 200)"

struct rows find_orders(struct db *db, const char *who)
{
	if (!who)
		return rows_query(
			db, "SELECT id FROM orders ORDER BY id DESC LIMIT 200",
			"");
	return rows_query(
		db, "SELECT id FROM (" ORDERS_OF ") ORDER BY id DESC LIMIT 200",
		"s", who);
}

struct rows find_tickets(struct db *db, const char *words)
{
	CLEANUP(str_release) struct str match = STR_INIT;

	put_match(&match, words);
	return rows_query(
		db,
		"SELECT id FROM (SELECT ticket AS id FROM messages WHERE id IN "
		"(SELECT rowid FROM messages_text WHERE messages_text MATCH ?2 "
		"ORDER BY rowid DESC LIMIT 1000) AND ticket > 0 UNION SELECT "
		"ticket FROM (SELECT ticket FROM messages INDEXED BY "
		"messages_sender WHERE ticket > 0 AND from_addr IS NOT NULL "
		"AND lower(from_addr) = lower(?1) ORDER BY ticket DESC LIMIT "
		"1000) UNION SELECT t.id FROM orders o JOIN tickets t ON "
		"t.shop = o.shop AND t.order_ref = o.ref WHERE o.id IN "
		"(" ORDERS_OF ")) ORDER BY id DESC LIMIT 200",
		"ss", words, str_c(&match));
}
