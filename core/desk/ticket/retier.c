/* retier.c - see retier.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ticket/retier.h"

#include "desk/alert/ladder.h"
#include "desk/alert/remind.h"
#include "desk/playbook/advice.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/ticket.h"

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

/* The answers that are waited for, the nearest first. */
static struct deadline *waited_for(struct desk *d, int64_t ticket, size_t *n,
				   struct err *err)
{
	return record_all(record_query(d->db, &deadline_kind,
				       "WHERE ticket = ?1 AND state = 1 AND "
				       "purpose = 'first_response' ORDER BY "
				       "due, id",
				       "i", ticket),
			  &deadline_kind, &d->arena, n, err);
}

/* Is that one due as the tier has it? */
static bool is_by(struct desk *d, const struct deadline *one,
		  const struct matter *m, int tier)
{
	const char *rule;

	return response_due(d, m, tier, one->set, &rule) == one->due;
}

/* What was told of the old tier is over, and what it made due counts by the new
 * one, each from what began it. Another message that has a time of its own
 * keeps that: moved as well it would not come back with the tier. Where none is
 * by the old tier (the policy has changed since) it is the nearest. */
static int answer_by(struct desk *d, const struct ticket *before,
		     const struct ticket *after, const struct matter *m,
		     struct err *err)
{
	size_t n;
	struct deadline *list = waited_for(d, after->id, &n, err);
	bool any = false;

	for (size_t i = 0; list && i < n && !any; i++)
		any = is_by(d, &list[i], m, before->tier);
	for (size_t i = 0; list && i < n; i++)
		if ((any ? is_by(d, &list[i], m, before->tier) : !i) &&
		    response_move(d, after, m, &list[i], list[i].set, err))
			return -1;
	if (!list || (n && ladder_answered(d, after->id, err)))
		return -1;
	return response_moved(d, after, m, err);
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
			       answer_by(d, &before, &after, &r.matter, err) ||
			       (sooner && ladder_arrived(d, after.id, &r,
							 after.tier, err))
		       ? -1
		       : ticket_settle(d, after.id, err);
}
