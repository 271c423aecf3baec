/* advice_anew.c - a matter has changed: does what was proposed still fit?
 *
 * A dispute, a scan or a review may make a ticket another one without asking
 * for a reply of its own. What waits on it was proposed for what it was before.
 * SPDX-License-Identifier: MIT */
#include "desk/action/action.h"
#include "desk/action/part.h"
#include "desk/playbook/advice.h"
#include "desk/playbook/playbook.h"
#include "desk/reply/promise.h"

const char *advice_trigger(const struct ticket *t)
{
	static const struct {
		const char *issue, *trigger;
	} seen[] = {
		{ "stalled", "stalled" },
		{ "payment_failed", "payment_failed" },
		{ "review_bad", "review" },
		{ "claim_announced", "dispute" },
		{ "return_request", "return" },
	};

	for (size_t i = 0; !t->messages && i < COUNT_OF(seen); i++)
		if (text_eq(seen[i].issue, t->issue))
			return seen[i].trigger;
	return t->messages ? "message" : "scan";
}

static const struct wanted *wanted_of(const struct advice *advice,
				      const char *verb)
{
	for (int i = 0; i < advice->count; i++)
		if (text_eq(advice->wanted[i].verb, verb))
			return &advice->wanted[i];
	return NULL;
}

/* Would it be proposed today? Of money the sum may differ by what went back. Of
 * a playbook that would end nothing would be. */
static bool fits(const struct ticket *t, const struct action *a,
		 const struct advice *advice, bool ends)
{
	const struct wanted *w = wanted_of(advice, a->verb);

	if (playbook_rule(a->rule))
		return !ends && (!w || text_eq(advice->playbook, t->playbook));
	return w && (text_eq(a->verb, "reply")
			     ? text_eq(w->template_id, a->template_id)
			     : text_eq(w->rule, a->rule));
}

static struct action *proposals(struct desk *d, int64_t ticket, int64_t below,
				size_t *n, struct err *err)
{
	return record_all(record_query(d->db, &action_kind,
				       "WHERE ticket = ?1 AND state = 2 AND "
				       "proposed_by = 'policy' AND id < ?2 "
				       "ORDER BY id",
				       "ii", ticket, below),
			  &action_kind, &d->arena, n, err);
}

/* What goes with it stands behind it. */
static int propose_anew(struct desk *d, const struct ticket *t,
			const struct advice *advice, const struct wanted *w,
			struct err *err)
{
	const struct wanted *end = advice->wanted + advice->count;
	int n = 1;

	while (w + n < end && w[n].part)
		n++;
	return advice_propose_all(d, t, w, n, err);
}

#define OTHERWISE                                                      \
	"the ticket has become another matter, and the rules propose " \
	"otherwise"

/* Of a kind that was taken back one is proposed anew, once. What went with it
 * goes with it. */
static int replace(struct desk *d, const struct ticket *t,
		   const struct action *old, const struct advice *advice,
		   struct err *err)
{
	const struct wanted *w = wanted_of(advice, old->verb);
	struct action after = *old;

	if (action_to(d, old, &after, ACTION_CANCELLED, OTHERWISE, err) ||
	    promise_replaced(d, old, OTHERWISE, err) ||
	    parts_cancel(d, old->id, "what it goes with is proposed otherwise",
			 err) ||
	    (playbook_rule(old->rule) &&
	     playbook_taken_over(d, t->id, "it is another matter now", err)))
		return -1;
	return w ? propose_anew(d, t, advice, w, err) : 0;
}

/* Not by itself, when its head went, or its playbook ended. */
static int still_waits(struct desk *d, const struct action *a, bool *waits,
		       struct err *err)
{
	struct action now;

	if (action_load(d, a->id, &now, err))
		return -1;
	*waits = now.state == ACTION_WAITING;
	return 0;
}

int advice_anew(struct desk *d, int64_t ticket, int64_t below, struct err *err)
{
	struct advice advice = ADVICE_NONE;
	struct action *list;
	struct report r;
	struct ticket t;
	bool told = false, ends, tells, waits;
	size_t n;

	if (!d->brain)
		return 0;
	if (ticket_load(d, ticket, &t, err) ||
	    !(list = proposals(d, ticket, below, &n, err)))
		return -1;
	if (!n)
		return 0;
	matter_of_ticket(d, &t, advice_trigger(&t), &r);
	d->brain->advise(d->brain, &r.matter, &d->arena, &advice);
	ends = *t.playbook && d->brain->play_ends &&
	       *d->brain->play_ends(d->brain, t.playbook, &r.matter);
	for (size_t i = 0; i < n; i++) {
		if (still_waits(d, &list[i], &waits, err) ||
		    advice_tells(d, &list[i], &tells, err))
			return -1;
		if (!waits || tells || fits(&t, &list[i], &advice, ends))
			continue;
		if (!told && advice_record(d, ticket, &r, &advice, err))
			return -1;
		told = true;
		if (replace(d, &t, &list[i], &advice, err))
			return -1;
	}
	return 0;
}
