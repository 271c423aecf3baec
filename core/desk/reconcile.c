/* reconcile.c - see reconcile.h.
 * SPDX-License-Identifier: MIT */
#include "desk/reconcile.h"

#include "base/vec.h"
#include "desk/action.h"
#include "desk/fact.h"
#include "desk/order_find.h"

bool order_sums(struct db *db, int64_t shop, const char *order_ref,
		struct money *paid, struct money *refunded)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		db,
		"SELECT sum(CASE WHEN type = 1 AND status = 2 THEN amount "
		"ELSE 0 END), sum(CASE WHEN type = 3 AND status IN (1, 2) THEN "
		"amount ELSE 0 END), min(amount_currency), "
		"max(amount_currency) FROM payments WHERE shop = ?1 AND "
		"order_ref = ?2 AND amount_currency IS NOT NULL",
		"is", shop, order_ref);

	*paid = *refunded = (struct money){ 0 };
	if (!rows_next(&r) || rows_null(&r, 2) ||
	    strcmp(rows_text(&r, 2), rows_text(&r, 3)) != 0)
		return false;
	paid->minor = rows_i64(&r, 0);
	refunded->minor = rows_i64(&r, 1);
	memcpy(paid->currency, rows_text(&r, 2), sizeof paid->currency - 1);
	memcpy(refunded->currency, paid->currency, sizeof paid->currency);
	return true;
}

static bool is_ours(const struct action *a, const struct hw_payment *p)
{
	return (*a->remote_ref && (text_eq(a->remote_ref, p->ref) ||
				   text_eq(a->remote_ref, p->parent_ref))) ||
	       (*a->key && p->note && strstr(p->note, a->key));
}

/* What the order's payments show of one action: a refund may be split over
 * several, and each has its own fate. */
struct shown {
	int count;
	struct money paid; /* what surely went back */
	bool pending, failed;
	bool odd; /* in another currency than was decided */
	const char *ref;
};

static int count_in(struct shown *s, const struct action *a,
		    const struct hw_payment *p, struct err *err)
{
	struct money amount = { .minor = p->amount.minor };

	memcpy(amount.currency, p->amount.currency, sizeof amount.currency - 1);
	if (!money_given(amount))
		amount = a->amount; /* nobody said: then as decided */
	if (!s->count++)
		s->ref = p->ref;
	if (p->status == HW_PAY_FAILED || p->status == HW_PAY_CANCELLED)
		s->failed = true;
	else if (p->status != HW_PAY_SUCCESS)
		s->pending = true;
	else if (!money_same_currency(amount, a->amount))
		s->odd = true;
	else
		return money_add(&s->paid, s->paid, amount, err);
	return 0;
}

static int read_shown(struct desk *d, const struct action *a, struct shown *s,
		      struct err *err)
{
	CLEANUP(rows_release)
	struct rows r =
		record_query(d->db, &payment_kind,
			     "WHERE shop = ?1 AND order_ref = ?2 AND type = 3 "
			     "ORDER BY id",
			     "is", a->shop, a->order_ref);

	*s = (struct shown){ .paid = a->amount };
	s->paid.minor = 0;
	while (rows_next(&r)) {
		struct hw_payment p = { 0 };

		record_read(&r, &payment_kind, &p, &d->arena);
		if (is_ours(a, &p) && count_in(s, a, &p, err))
			return -1;
	}
	return rows_end(&r, err);
}

/* -- before one is sent -- */

VEC(action_list, struct action);

static int refunds_of(struct desk *d, int64_t shop, const char *order_ref,
		      struct action_list *list, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = record_query(
		d->db, &action_kind,
		"WHERE shop = ?1 AND order_ref = ?2 AND verb = 'refund' "
		"ORDER BY id",
		"is", shop, order_ref);
	struct action a;

	while (rows_next(&r)) {
		record_read(&r, &action_kind, &a, &d->arena);
		action_list_push(list, a);
	}
	return rows_end(&r, err);
}

static bool may_be_paid(const struct action *a)
{
	return a->state == ACTION_ACCEPTED || a->state == ACTION_UNKNOWN ||
	       a->state == ACTION_PARKED;
}

/* What others of ours have paid, or may have, and the platform does not show
 * yet. */
static int not_shown(struct desk *d, const struct action *a, struct money *sum,
		     struct err *err)
{
	CLEANUP(action_list_release) struct action_list list = { 0 };
	struct shown s;

	*sum = a->amount;
	sum->minor = 0;
	if (refunds_of(d, a->shop, a->order_ref, &list, err))
		return -1;
	for (size_t i = 0; i < list.len; i++) {
		if (list.at[i].id == a->id || !may_be_paid(&list.at[i]))
			continue;
		if (read_shown(d, &list.at[i], &s, err) ||
		    (!s.count && money_add(sum, *sum, list.at[i].amount, err)))
			return -1;
	}
	return 0;
}

static int less_left(struct desk *d, const struct action *a, int64_t minor,
		     struct err *err)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	struct money left = a->amount;

	left.minor = minor > 0 ? minor : 0;
	money_put(&text, left);
	return err_set(err, ERR_DATA,
		       "order %s has %s %s left to refund, less than that",
		       order_spoken(d, a->shop, a->order_ref), str_c(&text),
		       left.currency);
}

int refund_fits(struct desk *d, const struct action *a, struct err *err)
{
	struct money paid, refunded, more;

	if (!order_sums(d->db, a->shop, a->order_ref, &paid, &refunded))
		return err_set(err, ERR_DATA,
			       "the payments of order %s are not known",
			       order_spoken(d, a->shop, a->order_ref));
	if (!money_same_currency(paid, a->amount))
		return err_set(err, ERR_DATA,
			       "order %s was paid in %s, not in %s",
			       order_spoken(d, a->shop, a->order_ref),
			       paid.currency, a->amount.currency);
	if (not_shown(d, a, &more, err))
		return -1;
	if (a->amount.minor > paid.minor - refunded.minor - more.minor)
		return less_left(d, a, paid.minor - refunded.minor - more.minor,
				 err);
	if (a->attempts && money_given(a->baseline) &&
	    refunded.minor != a->baseline.minor)
		return err_set(err, ERR_DATA,
			       "somebody else refunded order %s meanwhile",
			       order_spoken(d, a->shop, a->order_ref));
	return 0;
}

/* -- when one is shown -- */

static bool given_up(int32_t state)
{
	return state == ACTION_REFUSED || state == ACTION_CANCELLED ||
	       state == ACTION_FAILED;
}

static int alarm(struct desk *d, const struct action *a, const char *cause,
		 const char *what, struct err *err)
{
	return alert_raise(d, "error",
			   arena_printf(&d->arena, "action:%lld:%s",
					(long long)a->id, cause),
			   a->ticket,
			   arena_printf(&d->arena, "action %lld (%s) %s",
					(long long)a->id, a->verb, what),
			   err);
}

/* The platform has the last word, also about what was given up: then somebody
 * was told wrong, and must know. */
static int settle_paid(struct desk *d, const struct action *before,
		       struct action *after, const struct shown *s,
		       struct err *err)
{
	const char *was = action_state_name(before->state);

	if (before->state != ACTION_SETTLED &&
	    action_to(d, before, after, ACTION_SETTLED, "the platform shows it",
		      err))
		return -1;
	if (s->odd || money_cmp(s->paid, after->amount) != 0)
		return alarm(d, after, "odd",
			     "was paid, but not as decided: look on the "
			     "platform",
			     err);
	return given_up(before->state)
		       ? alarm(d, after, "late",
			       arena_printf(&d->arena,
					    "was %s, but the platform shows "
					    "that it was paid",
					    was),
			       err)
		       : 0;
}

static int settle_lost(struct desk *d, const struct action *before,
		       struct action *after, const struct shown *s,
		       struct err *err)
{
	if (s->paid.minor > 0)
		return before->state == ACTION_PARKED
			       ? 0
			       : action_to(d, before, after, ACTION_PARKED,
					   "the platform shows a part of it as "
					   "paid and a part as failed",
					   err);
	return action_to(d, before, after, ACTION_FAILED,
			 "the platform shows the refund as failed", err);
}

static int settle(struct desk *d, const struct action *before,
		  const struct shown *s, struct err *err)
{
	struct action after = *before;

	if (!*after.remote_ref)
		after.remote_ref = s->ref;
	if (s->odd || money_cmp(s->paid, before->amount) >= 0 ||
	    (given_up(before->state) && s->paid.minor > 0))
		return settle_paid(d, before, &after, s, err);
	if (given_up(before->state))
		return 0;
	if (s->failed && !s->pending)
		return settle_lost(d, before, &after, s, err);
	return before->state == ACTION_UNKNOWN
		       ? action_to(d, before, &after, ACTION_ACCEPTED,
				   "the platform shows it as pending", err)
		       : 0;
}

/* Somebody refunded the order elsewhere while ours is on its way: nobody can
 * tell whether both are meant, and which of them is shown. */
static int foreign(struct desk *d, const struct action *before, struct err *err)
{
	static const char why[] = "somebody refunded the order elsewhere; look "
				  "whether this one is still meant";
	struct action after = *before;

	if (before->state != ACTION_UNKNOWN && before->state != ACTION_DUE &&
	    before->state != ACTION_HELD)
		return 0;
	return action_to(d, before, &after, ACTION_PARKED, why, err);
}

/* Whatever we think of it: a poll may see a refund before the reply to it came,
 * an earlier attempt may show late, and a restored copy may not know that it
 * was sent. The same fact is not told twice. */
int refund_seen(struct desk *d, const struct hw_payment *p, struct err *err)
{
	CLEANUP(action_list_release) struct action_list list = { 0 };
	struct shown s;

	if (refunds_of(d, d->tx.cmd->shop, p->order_ref, &list, err))
		return -1;
	for (size_t i = 0; i < list.len; i++)
		if (is_ours(&list.at[i], p))
			return read_shown(d, &list.at[i], &s, err)
				       ? -1
				       : settle(d, &list.at[i], &s, err);
	if (!d->tx.fact->fresh || p->status == HW_PAY_FAILED ||
	    p->status == HW_PAY_CANCELLED)
		return 0;
	for (size_t i = 0; i < list.len; i++)
		if (foreign(d, &list.at[i], err))
			return -1;
	return 0;
}

int refund_known(struct desk *d, const struct action *a, bool *moved,
		 struct err *err)
{
	struct shown s;

	*moved = false;
	if (!text_eq(a->verb, "refund"))
		return 0;
	if (read_shown(d, a, &s, err))
		return -1;
	if (!s.count)
		return 0;
	*moved = a->state == ACTION_UNKNOWN || !s.pending;
	return settle(d, a, &s, err);
}
