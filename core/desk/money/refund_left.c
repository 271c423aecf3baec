/* refund_left.c - what of an order may still be refunded; see refund.h.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "desk/action/action.h"
#include "desk/intake/order_find.h"
#include "desk/money/refund.h"
#include "model/loop.h"

/* One may settle by the reply before any payment shows it. */
static bool may_be_paid(const struct action *a, int64_t now)
{
	return a->state == ACTION_ACCEPTED || a->state == ACTION_UNKNOWN ||
	       a->state == ACTION_PARKED ||
	       (a->state == ACTION_SETTLED && now - a->settled < DAY_MS);
}

static bool may_pay(const struct action *a, int64_t now)
{
	return may_be_paid(a, now) || refund_may_leave(a->state) ||
	       a->state == ACTION_SENDING;
}

/* Other refunds of ours that no payment shows, and what they take of what is
 * left. Their names are for people. */
struct others {
	bool planned;     /* what nobody has said yes to counts, too */
	int64_t but_task; /* that is the one which is asked about */
	struct money sum;
	struct str names; /* "action 1 (waiting), task 3 (open)" */
};

/* -- of the shop -- */

static int count_other(struct desk *d, const struct action *a, struct others *o,
		       struct err *err)
{
	struct shown s;

	if (shown_read(d, a, &s, err))
		return -1;
	if (s.count)
		return 0;
	str_printf(&o->names, "%saction %lld (%s)", o->names.len ? ", " : "",
		   (long long)a->id, action_state_name(a->state));
	return money_add(&o->sum, o->sum, a->amount, err);
}

static int of_shop(struct desk *d, const struct action *a, struct others *o,
		   struct err *err)
{
	size_t n;
	struct action *list = refunds_of(d, a->shop, a->order_ref, &n, err);
	int64_t now = d->tx.cmd->at;

	for (size_t i = 0; list && i < n; i++)
		if (list[i].id != a->id &&
		    (o->planned ? may_pay(&list[i], now)
				: may_be_paid(&list[i], now)) &&
		    count_other(d, &list[i], o, err))
			return -1;
	return list ? 0 : -1;
}

/* -- by hand -- */

/* A payment that gives back the sum of the task `k`, and is no action's. */
#define FOREIGN                                                               \
	"p.shop = k.shop AND p.order_ref = k.order_ref AND p.type = 3 AND "   \
	"p.status IN (1, 2) AND p.amount = k.amount AND p.amount_currency "   \
	"= k.amount_currency AND p.at >= k.\"set\" AND NOT EXISTS (SELECT 1 " \
	"FROM actions o WHERE o.shop = p.shop AND o.order_ref = "             \
	"p.order_ref AND o.verb = 'refund' AND (o.remote_ref = p.ref OR "     \
	"o.remote_ref = p.parent_ref OR instr(p.note, o.key) > 0))"
/* Of several of one sum each has a payment of its own. */
#define ONES_BEFORE                                                    \
	"j.shop = k.shop AND j.order_ref = k.order_ref AND j.gives = " \
	"'refund' AND j.state = 2 AND j.amount = k.amount AND "        \
	"j.amount_currency = k.amount_currency AND j.id <= k.id"
#define SHOWN                                                             \
	"(SELECT count(*) FROM payments p WHERE " FOREIGN ") >= (SELECT " \
	"count(*) FROM tasks j WHERE " ONES_BEFORE ")"
/* What somebody has to do they may have done already. */
#define BY_HAND                                                              \
	"SELECT k.id, k.state, k.waits, k.amount FROM tasks k WHERE k.shop " \
	"= ?1 AND k.order_ref = ?2 AND k.gives = 'refund' AND "              \
	"k.amount_currency = ?3 AND k.id <> ?4 AND ((k.state = 1 AND (?5 "   \
	"OR k.waits IS NOT 1)) OR (k.state = 2 AND NOT " SHOWN "))"          \
	" ORDER BY k.id"

static int by_hand(struct desk *d, const struct action *a, struct others *o,
		   struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db, BY_HAND, "issii", a->shop,
				   a->order_ref, a->amount.currency,
				   o->but_task, (int64_t)o->planned);

	while (rows_next(&r)) {
		struct money sum = a->amount;

		str_printf(&o->names, "%stask %lld (%s)",
			   o->names.len ? ", " : "", (long long)rows_i64(&r, 0),
			   rows_i64(&r, 1) == TASK_DONE ? "done"
			   : rows_i64(&r, 2)            ? "waiting"
							: "open");
		sum.minor = rows_i64(&r, 3);
		if (money_add(&o->sum, o->sum, sum, err))
			return -1;
	}
	return rows_end(&r, err);
}

/* -- what is left beside them -- */

static int others_of(struct desk *d, const struct action *a, struct others *o,
		     struct err *err)
{
	o->sum = a->amount;
	o->sum.minor = 0;
	return of_shop(d, a, o, err) || by_hand(d, a, o, err) ? -1 : 0;
}

static int less_left(struct desk *d, const struct action *a, struct money left,
		     const struct others *o, struct err *err)
{
	CLEANUP(str_release) struct str text = STR_INIT, held = STR_INIT;

	if (left.minor < 0)
		left.minor = 0;
	money_put(&text, left);
	if (o->sum.minor) {
		str_puts(&held, "; ");
		money_put(&held, o->sum);
		str_printf(&held, " %s of it stand in %s", left.currency,
			   str_c(&o->names));
	}
	return err_set(err, ERR_DATA,
		       "order %s has %s %s left to refund, less than that%s",
		       order_spoken(d, a->shop, a->order_ref), str_c(&text),
		       left.currency, str_c(&held));
}

static int fits_beside(struct desk *d, const struct action *a, struct others *o,
		       struct money *refunded, struct err *err)
{
	struct money paid, left;

	if (!order_sums(d->db, a->shop, a->order_ref, &paid, refunded))
		return err_set(err, ERR_DATA,
			       "the payments of order %s are not known",
			       order_spoken(d, a->shop, a->order_ref));
	if (!money_same_currency(paid, a->amount))
		return err_set(err, ERR_DATA,
			       "order %s was paid in %s, not in %s",
			       order_spoken(d, a->shop, a->order_ref),
			       paid.currency, a->amount.currency);
	if (others_of(d, a, o, err) || money_sub(&left, paid, *refunded, err) ||
	    money_sub(&left, left, o->sum, err))
		return -1;
	return money_cmp(a->amount, left) > 0 ? less_left(d, a, left, o, err)
					      : 0;
}

int refund_fits(struct desk *d, const struct action *a, struct err *err)
{
	struct others o = { .names = STR_INIT };
	struct money refunded;
	int rc = fits_beside(d, a, &o, &refunded, err);

	str_release(&o.names);
	if (rc)
		return -1;
	if (a->attempts && money_given(a->baseline) &&
	    refunded.minor != a->baseline.minor)
		return err_set(err, ERR_DATA,
			       "somebody else refunded order %s meanwhile",
			       order_spoken(d, a->shop, a->order_ref));
	return 0;
}

int refund_plannable(struct desk *d, const struct action *a, int64_t task,
		     struct err *err)
{
	struct others o = { .names = STR_INIT,
			    .planned = true,
			    .but_task = task };
	struct money paid, refunded;
	int rc = order_sums(d->db, a->shop, a->order_ref, &paid, &refunded)
			 ? fits_beside(d, a, &o, &refunded, err)
			 : 0;

	str_release(&o.names);
	return rc;
}
