/* refund.c - see refund.h.
 * SPDX-License-Identifier: MIT */
#include "desk/refund.h"

#include "base/vec.h"
#include "base/when.h"
#include "desk/action.h"
#include "desk/fact.h"
#include "desk/order_find.h"

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

/* One may settle by the reply before any payment shows it. */
static bool may_be_paid(const struct action *a, int64_t now)
{
	return a->state == ACTION_ACCEPTED || a->state == ACTION_UNKNOWN ||
	       a->state == ACTION_PARKED ||
	       (a->state == ACTION_SETTLED && now - a->settled < DAY_MS);
}

/* Would be sent, or sent again, though it is there. */
static bool may_still_leave(int32_t state)
{
	return state == ACTION_PLANNED || state == ACTION_WAITING ||
	       state == ACTION_HELD || state == ACTION_DUE ||
	       state == ACTION_UNKNOWN;
}

static bool may_pay(const struct action *a, int64_t now)
{
	return may_be_paid(a, now) || may_still_leave(a->state) ||
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
	CLEANUP(action_list_release) struct action_list list = { 0 };

	o->sum = a->amount;
	o->sum.minor = 0;
	if (refunds_of(d, a->shop, a->order_ref, &list, err))
		return -1;
	for (size_t i = 0; i < list.len; i++)
		if (list.at[i].id != a->id &&
		    counts(&list.at[i], d->tx.cmd->at) &&
		    count_other(d, &list.at[i], o, err))
			return -1;
	return 0;
}

static int less_left(struct desk *d, const struct action *a, int64_t minor,
		     const struct others *o, struct err *err)
{
	CLEANUP(str_release) struct str text = STR_INIT, held = STR_INIT;
	struct money left = a->amount;

	left.minor = minor > 0 ? minor : 0;
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
	struct money paid;
	int64_t left;
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
	rc = others_of(d, a, counts, &o, err);
	left = paid.minor - refunded->minor - o.sum.minor;
	if (rc == 0 && a->amount.minor > left)
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
	/* What failed may be an earlier attempt: its own reply is to come. */
	if (given_up(before->state) || before->state == ACTION_SENDING)
		return 0;
	if (s->failed && !s->pending)
		return settle_lost(d, before, &after, s, err);
	return may_still_leave(before->state)
		       ? action_to(d, before, &after, ACTION_ACCEPTED,
				   "the platform shows it as pending", err)
		       : 0;
}

/* Somebody refunded the order elsewhere while ours waits or is on its way:
 * nobody can tell whether both are meant, and which of them is shown. */
static int foreign(struct desk *d, const struct action *before, struct err *err)
{
	static const char why[] = "somebody refunded the order elsewhere; look "
				  "whether this one is still meant";
	struct action after = *before;

	if (before->state != ACTION_UNKNOWN && before->state != ACTION_DUE &&
	    before->state != ACTION_HELD && before->state != ACTION_WAITING)
		return 0;
	return action_to(d, before, &after, ACTION_PARKED, why, err);
}

/* Several are shown since it was sent, or one of another amount. */
static int unclear(struct desk *d, const struct action *before, struct err *err)
{
	struct action after = *before;

	return action_to(d, before, &after, ACTION_PARKED,
			 "the platform shows other refunds too, and nobody can "
			 "tell which is this one; look on the platform",
			 err);
}

int refund_known(struct desk *d, const struct action *a, bool *moved,
		 struct err *err)
{
	struct shown s;

	*moved = false;
	if (!text_eq(a->verb, "refund"))
		return 0;
	if (shown_read(d, a, &s, err))
		return -1;
	*moved = s.unclear;
	if (s.unclear)
		return unclear(d, a, err);
	if (!s.count)
		return 0;
	*moved = a->state == ACTION_UNKNOWN || !s.pending;
	return settle(d, a, &s, err);
}

/* What carries no sign of ours may still be the one that we look for. */
static int seen_by_amount(struct desk *d, const struct action_list *list,
			  bool *moved, struct err *err)
{
	*moved = false;
	for (size_t i = 0; i < list->len && !*moved; i++)
		if (list->at[i].state == ACTION_UNKNOWN &&
		    *list->at[i].effect_class == 'C' &&
		    refund_known(d, &list->at[i], moved, err))
			return -1;
	return 0;
}

/* Whatever we think of it: a poll may see a refund before the reply to it came,
 * an earlier attempt may show late, and a restored copy may not know that it
 * was sent. The same fact is not told twice. */
int refund_seen(struct desk *d, const struct hw_payment *p, struct err *err)
{
	CLEANUP(action_list_release) struct action_list list = { 0 };
	struct shown s;
	bool moved;

	if (refunds_of(d, d->tx.cmd->shop, p->order_ref, &list, err))
		return -1;
	for (size_t i = 0; i < list.len; i++)
		if (shown_is(&list.at[i], p))
			return shown_read(d, &list.at[i], &s, err)
				       ? -1
				       : settle(d, &list.at[i], &s, err);
	if (!d->tx.fact->fresh || p->status == HW_PAY_FAILED ||
	    p->status == HW_PAY_CANCELLED)
		return 0;
	if (seen_by_amount(d, &list, &moved, err))
		return -1;
	for (size_t i = 0; i < list.len && !moved; i++)
		if (foreign(d, &list.at[i], err))
			return -1;
	return 0;
}
