/* retier.c - see retier.h.
 * SPDX-License-Identifier: MIT */
#include "desk/retier.h"

#include "desk/advice.h"
#include "desk/deadline.h"
#include "desk/ladder.h"
#include "desk/remind.h"
#include "desk/ticket.h"

/* 0: there is none of that name. */
static int tier_of(const char *word)
{
	for (int tier = TIER_RED; tier <= TIER_BLUE; tier++)
		if (text_eq(ladder_tier(tier), word))
			return tier;
	return 0;
}

int retier_check(struct desk *d, struct err *err)
{
	int tier = tier_of(arg_text(d, "tier"));
	struct ticket t;

	if (ticket_load(d, arg_i64(d, "ticket"), &t, err))
		return -1;
	d->tx.subject = arena_strdup(&d->arena, ticket_subject(d, &t));
	if (!tier)
		return err_set(err, ERR_DATA,
			       "\"%.20s\" is no tier: red, yellow or blue",
			       arg_text(d, "tier"));
	if (t.state == TICKET_CLOSED)
		return err_set(err, ERR_DATA,
			       "T-%lld is closed: nothing about it is urgent",
			       (long long)t.id);
	if (t.tier == tier)
		return err_set(err, ERR_DATA, "T-%lld is %s already",
			       (long long)t.id, ladder_tier(tier));
	return text_blank(arg_text(d, "reason"))
		       ? err_set(err, ERR_DATA,
				 "say why T-%lld is %s: --reason TEXT",
				 (long long)t.id, ladder_tier(tier))
		       : 0;
}

/* The nearest answer that is waited for: 1, 0 when there is none, -1. */
static int waited_for(struct desk *d, int64_t ticket, struct deadline *out,
		      struct err *err)
{
	return record_find(d->db, &deadline_kind, out, &d->arena, NULL, err,
			   "WHERE ticket = ?1 AND state = 1 AND purpose = "
			   "'first_response' ORDER BY due, id",
			   "i", ticket);
}

static int answer_by(struct desk *d, const struct ticket *t, bool sooner,
		     struct report *r, struct err *err)
{
	struct deadline open = { 0 }, next = { .set = d->tx.cmd->at };
	struct triaged triaged = { 0 };
	int found = waited_for(d, t->id, &open, err);

	if (found < 0)
		return -1;
	if (!found || !d->brain || !d->brain->retier)
		return 0;
	if (!sooner)
		r->matter.now = open.set;
	d->brain->retier(d->brain, &r->matter, t->tier, &triaged);
	next.due = r->matter.now + triaged.respond_ms;
	next.source = triaged.rule;
	r->matter.now = d->tx.cmd->at;
	if (triaged.respond_ms <= 0 || (sooner && next.due >= open.due))
		return 0;
	return deadline_end(d, t->id, 0, "first_response", NULL,
			    DEADLINE_DROPPED, err) ||
			       response_set(d, t->id, &r->matter, t->tier,
					    &next, err)
		       ? -1
		       : 0;
}

static int note_why(struct desk *d, const struct ticket *before,
		    const struct ticket *after, struct err *err)
{
	return ticket_note(d, after->id, d->tx.cmd->by,
			   arena_printf(&d->arena, "%s instead of %s: %s",
					ladder_tier(after->tier),
					ladder_tier(before->tier),
					arg_text(d, "reason")),
			   err);
}

int retier_decide(struct desk *d, struct err *err)
{
	struct ticket before, after;
	struct report r;
	bool sooner;

	if (ticket_load(d, arg_i64(d, "ticket"), &before, err))
		return -1;
	after = before;
	after.tier = tier_of(arg_text(d, "tier"));
	after.rule = TIER_BY_HAND;
	sooner = after.tier < before.tier;
	matter_of_ticket(d, &after, "tier", &r);
	return ticket_change(d, &before, &after, err) ||
			       note_why(d, &before, &after, err) ||
			       answer_by(d, &after, sooner, &r, err) ||
			       (sooner && ladder_arrived(d, after.id, &r,
							 after.tier, err))
		       ? -1
		       : ticket_settle(d, after.id, err);
}
