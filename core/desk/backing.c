/* backing.c - see backing.h.
 * SPDX-License-Identifier: MIT */
#include "desk/backing.h"

#include "desk/given.h"
#include "desk/merge.h"

/* A part may be what was meant: the sum is compared by itself. */
#define OF_MONEY " refund partial_refund"
#define OF_HANDS " reship exchange return"

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

int backing_of(struct desk *d, const struct action *reply, const char **words,
	       struct err *err)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	int64_t shown = 0, task = 0;

	*words = "";
	if (add_given(d, reply, &s, err) ||
	    db_ask(d->db, &shown, 0, err,
		   "SELECT 1 FROM payments WHERE shop = ?1 AND order_ref = ?2 "
		   "AND type = 3 AND status IN (1, 2)",
		   "is", reply->shop, reply->order_ref) ||
	    db_ask(d->db, &task, 0, err,
		   "SELECT 1 FROM tasks WHERE ticket IN " MERGE_FAMILY(
			   "?1") " AND state IN (1, 2)",
		   "i", reply->ticket))
		return -1;
	str_printf(&s, "%s%s", shown ? OF_MONEY : "", task ? OF_HANDS : "");
	*words = arena_strdup(&d->arena, str_c(&s));
	return 0;
}
