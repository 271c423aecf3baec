/* promise.c - see promise.h.
 * SPDX-License-Identifier: MIT */
#include "desk/promise.h"

#include "desk/action.h"
#include "desk/advice.h"

/* Somebody said yes to it when it was still true. */
static int stop_approved(struct desk *d, const struct action *a,
			 const char *why, struct err *err)
{
	size_t n;
	struct action *list = record_all(
		record_query(d->db, &action_kind,
			     "WHERE ticket = ?1 AND verb = 'reply' AND state "
			     "IN (3, 4) AND rule = ?2 AND proposed_by = "
			     "'policy' ORDER BY id",
			     "is", a->ticket, a->rule),
		&action_kind, &d->arena, &n, err);

	for (size_t i = 0; list && i < n; i++) {
		bool tells;

		if (advice_tells(d, &list[i], &tells, err) ||
		    (!tells && action_cancel(d, list[i].id, why, err)))
			return -1;
	}
	return list ? 0 : -1;
}

int promise_broken(struct desk *d, const struct action *a, const char *why,
		   struct err *err)
{
	if (!a->ticket || a->part_of || text_eq(a->verb, "reply") ||
	    text_blank(a->rule) || !text_eq(a->proposed_by, "policy"))
		return 0;
	return advice_withdraw(d, a->ticket, a->rule, false, why, err) ||
			       stop_approved(d, a, why, err)
		       ? -1
		       : 0;
}
