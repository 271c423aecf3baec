/* remind.c - see remind.h.
 * SPDX-License-Identifier: MIT */
#include "desk/alert/remind.h"

#include "base/when.h"
#include "desk/alert/alert.h"
#include "desk/brain.h"
#include "desk/playbook/advice.h"
#include "desk/ticket/deadline.h"

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
	const struct deadline as = { .ticket = ticket,
				     .purpose = "first_response",
				     .source = response->source,
				     .due = response->due,
				     .set = response->set };

	return deadline_put(d, &as, err) ||
			       remind_set(d, ticket, m, tier, response, err)
		       ? -1
		       : 0;
}

int64_t response_due(struct desk *d, const struct matter *m, int tier,
		     int64_t since, const char **rule)
{
	struct triaged by = { 0 };
	struct matter then = *m;

	then.now = since;
	if (d->brain && d->brain->retier)
		d->brain->retier(d->brain, &then, tier, &by);
	*rule = by.rule;
	return by.respond_ms > 0 ? since + by.respond_ms : 0;
}

int response_since(struct desk *d, const struct ticket *t, int64_t since,
		   struct err *err)
{
	struct deadline response = { .set = since };
	struct report r;

	matter_of_ticket(d, t, "tier", &r);
	response.due =
		response_due(d, &r.matter, t->tier, since, &response.source);
	return response.due ? response_set(d, t->id, &r.matter, t->tier,
					   &response, err)
			    : 0;
}

int response_by_tier(struct desk *d, const struct ticket *t, struct err *err)
{
	return response_since(d, t, d->tx.cmd->at, err);
}

/* The cause of the alert that tells of it. */
static const char *reminder_of(struct desk *d, const struct deadline *response)
{
	return arena_printf(&d->arena, "remind:%lld", (long long)response->id);
}

/* -- another tier, or another beginning -- */

int response_move(struct desk *d, const struct ticket *t,
		  const struct matter *m, const struct deadline *response,
		  int64_t since, struct err *err)
{
	struct deadline after = *response;

	after.set = since;
	after.due = response_due(d, m, t->tier, since, &after.source);
	return after.due ? change(d, &deadline_kind, response, &after, err) : 0;
}

/* The reminder whose share was over last: it comes due at once, tells, and sets
 * the next. */
static int remind_past(struct desk *d, const struct ticket *t,
		       const struct matter *m, const struct deadline *response,
		       struct err *err)
{
	struct matter then = *m, last = *m;
	struct reminder next;

	then.now = response->set;
	while (response->due > m->now && d->brain->remind &&
	       d->brain->remind(d->brain, &then, t->tier, response->set,
				response->due, &next) &&
	       next.at <= m->now) {
		last.now = then.now;
		then.now = next.at;
	}
	return remind_set(d, t->id, &last, t->tier, response, err);
}

int response_moved(struct desk *d, const struct ticket *t,
		   const struct matter *m, struct err *err)
{
	struct deadline nearest = { 0 };
	int found = open_response(d, t->id, &nearest, err);

	if (found <= 0)
		return found;
	return deadline_end(d, t->id, 0, "remind", NULL, DEADLINE_DROPPED,
			    err) ||
			       alert_over(d, reminder_of(d, &nearest), err) ||
			       remind_past(d, t, m, &nearest, err)
		       ? -1
		       : 0;
}

/* -- its reminders -- */

/* The same alert counts up until somebody has seen it. */
static int tell(struct desk *d, const struct deadline *one,
		const struct deadline *response, struct err *err)
{
	CLEANUP(str_release) struct str due = STR_INIT;

	instant_put(&due, response->due);
	return alert_raise(
		d, "warning", reminder_of(d, response), one->ticket,
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
