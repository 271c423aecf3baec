/* remedy_code.c - a coupon that the shop makes, and one that somebody makes by
 * hand: see remedy.h.
 * SPDX-License-Identifier: MIT */
#include "desk/action/action.h"
#include "desk/intake/order_find.h"
#include "desk/money/remedy_own.h"
#include "model/loop.h"

#define BY_HAND                                                      \
	"FROM tasks WHERE shop = ?1 AND order_ref = ?2 AND gives = " \
	"'coupon' AND state IN (1, 2) AND waits IS NOT 1 AND "
#define OF_SHOP                                                       \
	"FROM actions WHERE shop = ?1 AND order_ref = ?2 AND verb = " \
	"'coupon' AND "

static int refuse(struct desk *d, const struct action *a, const char *what,
		  long long id, const char *beside, struct err *err)
{
	return err_set(err, ERR_DATA,
		       "order %s has a coupon by %s %lld already; if both are "
		       "meant, a manager or an owner adds --beside %s%lld",
		       order_spoken(d, a->shop, a->order_ref), what, id, beside,
		       id);
}

int remedy_code(struct desk *d, const struct action *a, bool by_hand,
		struct err *err)
{
	int64_t task = 0, action = 0, seen;

	if (!text_eq(a->verb, "coupon") || text_blank(a->order_ref))
		return 0;
	if (remedy_seen(d, a, &seen, err) ||
	    db_ask(d->db, &task, 0, err,
		   "SELECT max(id) " BY_HAND "\"set\" > ?3", "isi", a->shop,
		   a->order_ref, seen) ||
	    (by_hand && db_ask(d->db, &action, 0, err,
			       "SELECT max(id) " OF_SHOP "planned > ?3 AND "
			       "state IN (3, 4, 5, 6, 7, 9, 10)",
			       "isi", a->shop, a->order_ref, seen)))
		return -1;
	if (task)
		return refuse(d, a, "task", (long long)task, "task:", err);
	return action ? refuse(d, a, "action", (long long)action, "", err) : 0;
}

int remedy_names_code(struct desk *d, const struct action *a, struct err *err)
{
	bool task = a->beside < 0;
	int64_t found, id = task ? -a->beside : a->beside;

	if (db_ask(d->db, &found, 0, err,
		   task ? "SELECT 1 " BY_HAND "id = ?3"
			: "SELECT 1 " OF_SHOP "id = ?3",
		   "isi", a->shop, a->order_ref, id))
		return -1;
	return found ? 0
		     : err_set(err, ERR_DATA,
			       "%s %lld is no other coupon of order %s: leave "
			       "--beside out",
			       task ? "task" : "action", (long long)id,
			       order_spoken(d, a->shop, a->order_ref));
}
