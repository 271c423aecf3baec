/* usual.c - see usual.h.
 * SPDX-License-Identifier: MIT */
#include "desk/intake/usual.h"

#include "desk/ticket/ticket.h"

static void add(struct str *out, const char *before, const char *word)
{
	if (*word)
		str_printf(out, "%s%s%s", out->len ? " " : "", before, word);
}

const char *usual_languages(struct desk *d, int64_t ticket, int64_t shop,
			    const char *order_ref, const char *thread)
{
	CLEANUP(str_release) struct str out = STR_INIT;
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT lang, country FROM orders WHERE "
				   "shop = ?1 AND ref = ?2",
				   "is", shop, order_ref ? order_ref : "");

	if (!ticket)
		ticket = ticket_find(d, shop, order_ref ? order_ref : "",
				     thread ? thread : "");
	add(&out, "",
	    db_text(d->db, &d->arena, "SELECT lang FROM tickets WHERE id = ?1",
		    "i", ticket));
	if (rows_next(&r)) {
		add(&out, "", rows_text(&r, 0));
		add(&out, "und-", rows_text(&r, 1));
	}
	return arena_strdup(&d->arena, str_c(&out));
}
