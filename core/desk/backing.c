/* backing.c - see backing.h.
 * SPDX-License-Identifier: MIT */
#include "desk/backing.h"

#include "desk/given.h"
#include "desk/merge.h"

/* A part may be what was meant: the sum is compared by itself. */
#define OF_MONEY " refund partial_refund"
#define OF_HANDS " reship exchange return"
/* Finance pays where the shop has no verb for it, or none that can be used. */
#define OF_FINANCE OF_MONEY " store_credit coupon"

static int add_given(struct desk *d, const struct action *reply,
		     struct str *out, struct err *err)
{
	CLEANUP(rows_release) struct rows r = given_rows(d, reply);

	while (rows_next(&r)) {
		const char *verb = rows_text(&r, 1);

		str_printf(out, " %s",
			   text_eq(verb, "refund") ? OF_MONEY + 1 : verb);
	}
	return rows_end(&r, err);
}

/* Tasks that are open or done; one that failed backs nothing. */
static int add_tasks(struct desk *d, const struct action *reply,
		     struct str *out, struct err *err)
{
	int64_t any = 0, finance = 0;

	if (db_ask(d->db, &any, 0, err,
		   "SELECT 1 FROM tasks WHERE ticket IN " MERGE_FAMILY(
			   "?1") " AND state IN (1, 2)",
		   "i", reply->ticket) ||
	    db_ask(d->db, &finance, 0, err,
		   "SELECT 1 FROM tasks WHERE ticket IN " MERGE_FAMILY(
			   "?1") " AND state IN (1, 2) AND role = 'finance'",
		   "i", reply->ticket))
		return -1;
	str_printf(out, "%s%s", any ? OF_HANDS : "", finance ? OF_FINANCE : "");
	return 0;
}

int backing_of(struct desk *d, const struct action *reply, const char **words,
	       struct err *err)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	int64_t shown = 0;

	*words = "";
	if (add_given(d, reply, &s, err) ||
	    db_ask(d->db, &shown, 0, err,
		   "SELECT 1 FROM payments WHERE shop = ?1 AND order_ref = ?2 "
		   "AND type = 3 AND status IN (1, 2)",
		   "is", reply->shop, reply->order_ref) ||
	    add_tasks(d, reply, &s, err))
		return -1;
	str_puts(&s, shown ? OF_MONEY : "");
	*words = arena_strdup(&d->arena, str_c(&s));
	return 0;
}
