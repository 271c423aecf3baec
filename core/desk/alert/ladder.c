/* ladder.c - see ladder.h.
 * SPDX-License-Identifier: MIT */
#include "desk/alert/ladder.h"

#include "desk/action/action.h"
#include "desk/alert/alert.h"
#include "desk/alert/notice.h"
#include "desk/alert/tell.h"

const struct alarms *ladder_alarms(const struct desk *d)
{
	return d->brain ? d->brain->alarms : NULL;
}

const char *ladder_tier(int32_t tier)
{
	const struct field *f = kind_field(&ticket_kind, "tier");

	return tier >= TIER_RED && tier <= TIER_BLUE ? f->words[tier] : "";
}

bool ladder_is_notice(const struct action *a)
{
	return text_eq(a->rule, LADDER_RULE) && notice_is(a);
}

/* -- waiting -- */

static int find_wait(struct desk *d, int64_t alert, int64_t recipient,
		     struct deadline *out, struct err *err)
{
	return alert ? record_find(d->db, &deadline_kind, out, &d->arena, NULL,
				   err, "WHERE alert = ?1 AND state = 1", "i",
				   alert)
		     : record_find(d->db, &deadline_kind, out, &d->arena, NULL,
				   err, "WHERE recipient = ?1 AND state = 1",
				   "i", recipient);
}

int ladder_wait(struct desk *d, int64_t alert, int64_t recipient, int64_t due,
		struct err *err)
{
	struct deadline before = { 0 }, after;
	int found = find_wait(d, alert, recipient, &before, err);

	if (found < 0 || (!found && !due) || (found && before.due == due))
		return found < 0 ? -1 : 0;
	after = before;
	after.alert = alert;
	after.recipient = recipient;
	after.purpose = alert ? "alert" : "tell";
	after.state = due ? DEADLINE_OPEN : DEADLINE_DROPPED;
	if (due) {
		after.due = due;
		after.set = d->tx.cmd->at;
	} else {
		after.done = d->tx.cmd->at;
	}
	return change(d, &deadline_kind, found ? &before : NULL, &after, err);
}

/* -- choosing -- */

int ladder_ask(struct desk *d, const struct alert *a, struct alarm_ladder *l,
	       struct err *err)
{
	const struct alarms *alarms = ladder_alarms(d);
	struct ticket t = { 0 };

	if (!alarms || text_starts(a->cause, "ladder:"))
		return 0;
	if (a->ticket &&
	    record_load(d->db, &ticket_kind, a->ticket, &t, &d->arena, err) < 0)
		return -1;
	return alarms->ladder(d->brain,
			      arena_printf(&d->arena, "%.*s",
					   (int)strcspn(a->cause, ":"),
					   a->cause),
			      ladder_tier(t.tier), a->level, l);
}

/* An alert about a notice of an alert: who hears of that? Those that it told of
 * climb on instead. */
static int of_a_notice(struct desk *d, const struct alert *a, bool *is,
		       struct err *err)
{
	struct action action = { 0 };
	int64_t id = text_starts(a->cause, "action:")
			     ? strtoll(a->cause + strlen("action:"), NULL, 10)
			     : 0;

	*is = false;
	if (!id || !ladder_alarms(d))
		return 0;
	if (record_load(d->db, &action_kind, id, &action, &d->arena, err) < 0)
		return -1;
	*is = ladder_is_notice(&action);
	return *is ? tell_failed(d, id, err) : 0;
}

int ladder_choose(struct desk *d, struct alert *a, struct err *err)
{
	struct alarm_ladder l = { 0 };
	struct alarm_level second;
	bool notice;
	int found;

	if (of_a_notice(d, a, &notice, err))
		return -1;
	found = notice ? 0 : ladder_ask(d, a, &l, err);
	if (found <= 0)
		return found;
	a->ladder = l.name;
	a->step = 1;
	if (ladder_alarms(d)->level(d->brain, l.name, 2, &second))
		a->next = d->tx.cmd->at + second.after_ms;
	return 0;
}

int ladder_begin(struct desk *d, const struct alert *a, struct err *err)
{
	return a->next ? ladder_wait(d, a->id, 0, a->next, err) : 0;
}

int ladder_stop(struct desk *d, const struct alert *a, struct err *err)
{
	if (!a->ladder || !*a->ladder)
		return 0;
	return ladder_wait(d, a->id, 0, 0, err) || tell_stop(d, a->id, err) ? -1
									    : 0;
}
