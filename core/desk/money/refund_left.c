/* refund_left.c - what of an order may still be refunded; see refund.h.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "desk/action/action.h"
#include "desk/intake/order_find.h"
#include "desk/money/refund.h"

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
	struct money sum;
	struct str names; /* "action 1 (waiting), action 3 (held)" */
};

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

static int others_of(struct desk *d, const struct action *a,
		     bool (*counts)(const struct action *a, int64_t now),
		     struct others *o, struct err *err)
{
	size_t n;
	struct action *list = refunds_of(d, a->shop, a->order_ref, &n, err);

	o->sum = a->amount;
	o->sum.minor = 0;
	for (size_t i = 0; list && i < n; i++)
		if (list[i].id != a->id && counts(&list[i], d->tx.cmd->at) &&
		    count_other(d, &list[i], o, err))
			return -1;
	return list ? 0 : -1;
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

static int fits_beside(struct desk *d, const struct action *a,
		       bool (*counts)(const struct action *a, int64_t now),
		       struct money *refunded, struct err *err)
{
	struct others o = { .names = STR_INIT };
	struct money paid, left;
	int rc;

	if (!order_sums(d->db, a->shop, a->order_ref, &paid, refunded))
		return err_set(err, ERR_DATA,
			       "the payments of order %s are not known",
			       order_spoken(d, a->shop, a->order_ref));
	if (!money_same_currency(paid, a->amount))
		return err_set(err, ERR_DATA,
			       "order %s was paid in %s, not in %s",
			       order_spoken(d, a->shop, a->order_ref),
			       paid.currency, a->amount.currency);
	rc = others_of(d, a, counts, &o, err) ||
			     money_sub(&left, paid, *refunded, err) ||
			     money_sub(&left, left, o.sum, err)
		     ? -1
		     : 0;
	if (rc == 0 && money_cmp(a->amount, left) > 0)
		rc = less_left(d, a, left, &o, err);
	str_release(&o.names);
	return rc;
}

int refund_fits(struct desk *d, const struct action *a, struct err *err)
{
	struct money refunded;

	if (fits_beside(d, a, may_be_paid, &refunded, err))
		return -1;
	if (a->attempts && money_given(a->baseline) &&
	    refunded.minor != a->baseline.minor)
		return err_set(err, ERR_DATA,
			       "somebody else refunded order %s meanwhile",
			       order_spoken(d, a->shop, a->order_ref));
	return 0;
}

int refund_plannable(struct desk *d, const struct action *a, struct err *err)
{
	struct money paid, refunded;

	return order_sums(d->db, a->shop, a->order_ref, &paid, &refunded)
		       ? fits_beside(d, a, may_pay, &refunded, err)
		       : 0;
}
