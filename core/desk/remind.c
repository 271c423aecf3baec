/* remind.c - see remind.h.
 * SPDX-License-Identifier: MIT */
#include "desk/remind.h"

#include "base/when.h"
#include "desk/advice.h"
#include "desk/brain.h"
#include "desk/deadline.h"

/* The nearest response that is waited for: 1, 0 when there is none, -1. */
static int open_response(struct desk *d, int64_t ticket, struct deadline *out,
			 struct err *err)
{
	return record_find(d->db, &deadline_kind, out, &d->arena, NULL, err,
			   "WHERE ticket = ?1 AND state = 1 AND purpose = "
			   "'first_response' ORDER BY due, id",
			   "i", ticket);
}

static int remind_set(struct desk *d, int64_t ticket, const struct matter *m,
		      int tier, const struct deadline *response,
		      struct err *err)
{
	struct reminder next;

	if (!d->brain || !d->brain->remind ||
	    !d->brain->remind(d->brain, m, tier, response->set, response->due,
			      &next))
		return 0;
	return deadline_set(d, ticket, 0, "remind",
			    arena_printf(&d->arena, "%d %%", next.percent),
			    next.at, err);
}

int response_set(struct desk *d, int64_t ticket, const struct matter *m,
		 int tier, const struct deadline *response, struct err *err)
{
	return deadline_set(d, ticket, 0, "first_response", response->source,
			    response->due, err) ||
			       remind_set(d, ticket, m, tier, response, err)
		       ? -1
		       : 0;
}

int response_since(struct desk *d, const struct ticket *t, int64_t since,
		   struct err *err)
{
	struct deadline response = { .set = since };
	struct triaged triaged = { 0 };
	struct report r;

	if (!d->brain || !d->brain->retier)
		return 0;
	matter_of_ticket(d, t, "tier", &r);
	d->brain->retier(d->brain, &r.matter, t->tier, &triaged);
	response.source = triaged.rule;
	response.due = response.set + triaged.respond_ms;
	return triaged.respond_ms > 0 ? response_set(d, t->id, &r.matter,
						     t->tier, &response, err)
				      : 0;
}

int response_by_tier(struct desk *d, const struct ticket *t, struct err *err)
{
	return response_since(d, t, d->tx.cmd->at, err);
}

/* The same alert counts up until somebody has seen it. */
static int tell(struct desk *d, const struct deadline *one,
		const struct deadline *response, struct err *err)
{
	CLEANUP(str_release) struct str due = STR_INIT;

	instant_put(&due, response->due);
	return alert_raise(
		d, "warning",
		arena_printf(&d->arena, "remind:%lld", (long long)response->id),
		one->ticket,
		arena_printf(&d->arena,
			     "T-%lld has no answer yet and %s of its time is "
			     "over; answer it by %s",
			     (long long)one->ticket, one->source, str_c(&due)),
		err);
}

int remind_wake(struct desk *d, const struct deadline *one, struct err *err)
{
	struct deadline response = { 0 };
	struct ticket t = { 0 };
	struct report r;
	int found = open_response(d, one->ticket, &response, err);

	if (found <= 0)
		return found;
	/* Noticed too late it is no warning any more: the breach tells. */
	if (response.due > d->tx.cmd->at && tell(d, one, &response, err))
		return -1;
	if (record_load(d->db, &ticket_kind, one->ticket, &t, &d->arena, err) <
	    0)
		return -1;
	matter_of_ticket(d, &t, "remind", &r);
	return remind_set(d, t.id, &r.matter, t.tier, &response, err);
}
