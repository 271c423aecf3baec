/* refund.c - a refund is shown; see refund.h.
 * SPDX-License-Identifier: MIT */
#include "desk/money/refund.h"

#include "desk/action/action.h"
#include "desk/intake/fact.h"

struct action *refunds_of(struct desk *d, int64_t shop, const char *order_ref,
			  size_t *count, struct err *err)
{
	return record_all(record_query(d->db, &action_kind,
				       "WHERE shop = ?1 AND order_ref = ?2 AND "
				       "verb = 'refund' ORDER BY id",
				       "is", shop, order_ref),
			  &action_kind, &d->arena, count, err);
}

bool refund_may_leave(int32_t state)
{
	return state == ACTION_PLANNED || state == ACTION_WAITING ||
	       state == ACTION_HELD || state == ACTION_DUE ||
	       state == ACTION_UNKNOWN;
}

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
	return refund_may_leave(before->state)
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
static int seen_by_amount(struct desk *d, const struct action *list, size_t n,
			  bool *moved, struct err *err)
{
	*moved = false;
	for (size_t i = 0; i < n && !*moved; i++)
		if (list[i].state == ACTION_UNKNOWN &&
		    *list[i].effect_class == 'C' &&
		    refund_known(d, &list[i], moved, err))
			return -1;
	return 0;
}

/* Whatever we think of it: a poll may see a refund before the reply to it came,
 * an earlier attempt may show late, and a restored copy may not know that it
 * was sent. The same fact is not told twice. */
int refund_seen(struct desk *d, const struct hw_payment *p, struct err *err)
{
	size_t n;
	struct action *list =
		refunds_of(d, d->tx.cmd->shop, p->order_ref, &n, err);
	struct shown s;
	bool moved;

	if (!list)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (shown_is(&list[i], p))
			return shown_read(d, &list[i], &s, err)
				       ? -1
				       : settle(d, &list[i], &s, err);
	if (!d->tx.fact->fresh || p->status == HW_PAY_FAILED ||
	    p->status == HW_PAY_CANCELLED)
		return 0;
	if (seen_by_amount(d, list, n, &moved, err))
		return -1;
	for (size_t i = 0; i < n && !moved; i++)
		if (foreign(d, &list[i], err))
			return -1;
	return 0;
}
