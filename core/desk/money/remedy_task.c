/* remedy_task.c - goods and money that somebody gives by hand, where the shop
 * cannot be told to: see remedy.h.
 * SPDX-License-Identifier: MIT */
#include "desk/action/action.h"
#include "desk/intake/order_find.h"
#include "desk/money/remedy_own.h"
#include "desk/money/shown.h"
#include "desk/money/worth.h"
#include "model/loop.h"

/* Where nobody said what a task gives no machine can tell; the warehouse
 * handles goods. One that failed, was dropped or has no yes gives nothing. */
#define OF_MONEY "gives IN ('refund', 'store_credit')"
#define OF_GOODS                                                       \
	"(gives IN ('reship', 'exchange') OR (gives IS NULL AND role " \
	"= 'warehouse'))"
#define BY_HAND                                                                \
	"FROM tasks WHERE state IN (1, 2) AND waits IS NOT 1 AND ((shop = ?1 " \
	"AND order_ref = "                                                     \
	"?2) OR ticket IN (SELECT id FROM tickets WHERE shop = ?1 AND "        \
	"order_ref = ?2)) AND ("

/* The price of what it pays back: of its lines, or of all, which with what is
 * paid for sending them may be less than the total. */
static bool all_is_given(struct desk *d, const struct action *a)
{
	const struct action goods = { .verb = "reship",
				      .shop = a->shop,
				      .order_ref = a->order_ref,
				      .items = a->items };
	struct money given = a->amount, price, paid, back;
	struct err none = { 0 };

	if (!money_given(given) || worth_of_goods(d, &goods, &price) != GIVES ||
	    !text_eq(given.currency, price.currency))
		return true;
	if (text_blank(a->items) &&
	    order_sums(d->db, a->shop, a->order_ref, &paid, &back) &&
	    text_eq(back.currency, given.currency) &&
	    money_add(&given, given, back, &none))
		return true;
	return given.minor >= price.minor;
}

/* That one and those before it were seen. */
int remedy_seen(struct desk *d, const struct action *a, int64_t *until,
		struct err *err)
{
	*until = -1;
	if (a->beside < 0)
		return db_ask(d->db, until, -1, err,
			      "SELECT \"set\" FROM tasks WHERE id = ?1", "i",
			      -a->beside);
	return a->beside ? db_ask(d->db, until, -1, err,
				  "SELECT planned FROM actions WHERE id = ?1",
				  "i", a->beside)
			 : 0;
}

/* A part of the price goes beside the goods. */
static bool part_of_price(struct desk *d, const struct action *a)
{
	return (text_eq(a->verb, "refund") ||
		text_eq(a->verb, "store_credit")) &&
	       !all_is_given(d, a);
}

int remedy_by_hand(struct desk *d, const struct action *a, struct err *err)
{
	int64_t id = 0, seen;
	struct task t = { 0 };

	if (!remedy_verb(a->verb) || text_blank(a->order_ref))
		return 0;
	if (remedy_seen(d, a, &seen, err) ||
	    db_ask(d->db, &id, 0, err,
		   "SELECT max(id) " BY_HAND OF_MONEY " OR (?4 AND " OF_GOODS
		   ")) AND \"set\" > ?3",
		   "isii", a->shop, a->order_ref, seen,
		   (int64_t)!part_of_price(d, a)))
		return -1;
	if (!id)
		return 0;
	if (record_load(d->db, &task_kind, id, &t, &d->arena, err) < 0)
		return -1;
	return err_set(err, ERR_DATA,
		       "order %s is made good by task %lld of the %s (%s) "
		       "already; if both are meant, a manager or an owner "
		       "adds --beside task:%lld",
		       order_spoken(d, a->shop, a->order_ref), (long long)id,
		       t.role, t.state == TASK_DONE ? "done" : "open",
		       (long long)id);
}

int remedy_names_task(struct desk *d, const struct action *a, struct err *err)
{
	int64_t found;

	if (db_ask(d->db, &found, 0, err,
		   "SELECT 1 " BY_HAND OF_MONEY " OR " OF_GOODS ") AND id = ?3",
		   "isi", a->shop, a->order_ref, -a->beside))
		return -1;
	return found ? 0
		     : err_set(err, ERR_DATA,
			       "task %lld is no other remedy of order %s",
			       (long long)-a->beside,
			       order_spoken(d, a->shop, a->order_ref));
}
