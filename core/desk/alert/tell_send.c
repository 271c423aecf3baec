/* tell_send.c - one notice for all that waits for somebody (tell.h).
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "desk/action/action.h"
#include "desk/alert/ladder.h"
#include "desk/alert/notice.h"
#include "desk/alert/tell.h"
#include "desk/alert/tell_own.h"

#define ITEMS_MAX 200 /* of one notice; the others are in the next */

/* A notice that could not leave yet is made anew with what came since: after an
 * outage one leaves, not all of them. 1 when there was such a one, 0, -1. */
static int take_back(struct desk *d, const struct recipient *r, struct err *err)
{
	int here = tell_still_here(d, r->action, err);
	struct summons *list;
	size_t n;

	if (here <= 0)
		return here;
	list = summons_of(d, r->action, &n, err);
	for (size_t i = 0; list && i < n; i++)
		if (list[i].state == SUMMONS_TOLD &&
		    summons_to(d, &list[i], SUMMONS_WAITS, 0, err))
			return -1;
	return list && action_cancel(d, r->action,
				     "made anew with what came since", err) == 0
		       ? 1
		       : -1;
}

/* What waits for them and nobody has acknowledged; the rest is dropped. *more:
 * it was not all. */
static struct tell_item *collect(struct desk *d, int64_t recipient, size_t *n,
				 bool *more, struct err *err)
{
	size_t all = 0;
	struct summons *list = record_all(
		record_query(d->db, &summons_kind,
			     "WHERE recipient = ?1 AND state = 1 ORDER BY id "
			     "LIMIT ?2",
			     "ii", recipient, (int64_t)ITEMS_MAX),
		&summons_kind, &d->arena, &all, err);
	struct tell_item *items =
		arena_alloc(&d->arena, (all + 1) * sizeof *items);

	*n = 0;
	*more = all == ITEMS_MAX;
	for (size_t i = 0; list && i < all; i++) {
		struct tell_item *one = &items[*n];

		one->summons = list[i];
		if (record_load(d->db, &alert_kind, list[i].alert, &one->alert,
				&d->arena, err) < 0)
			return NULL;
		if (!one->alert.acknowledged)
			++*n;
		else if (summons_to(d, &list[i], SUMMONS_DROPPED, 0, err))
			return NULL;
	}
	return list ? items : NULL;
}

/* -- telling -- */

static bool any_urgent(const struct tell_item *items, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (items[i].summons.urgent)
			return true;
	return false;
}

static int none_reached(struct desk *d, const struct tell_item *items, size_t n,
			struct err *err)
{
	for (size_t i = 0; i < n; i++)
		if (summons_to(d, &items[i].summons, SUMMONS_FAILED, 0, err) ||
		    ladder_on(d, items[i].alert.id, err))
			return -1;
	return 0;
}

/* It is told in tomorrow's; what is urgent climbs on now. */
static int over_budget(struct desk *d, const struct recipient *r,
		       const struct tell_item *items, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++)
		if (items[i].summons.urgent &&
		    ladder_on(d, items[i].alert.id, err))
			return -1;
	return alert_raise(
		d, "warning",
		arena_printf(&d->arena, "ladder:budget:%lld", (long long)r->id),
		0,
		arena_printf(&d->arena,
			     "%s was told %lld times today by %s, as often as "
			     "policy/alerts.conf allows; what came since waits "
			     "for the next day, see `helloword alert list`",
			     r->person, (long long)r->sent, r->channel),
		err);
}

static int send(struct desk *d, struct recipient *r, const char *address,
		const struct tell_item *items, size_t n, struct err *err)
{
	bool is_short = !text_eq(r->channel, "email");
	struct notice notice = { .channel = r->channel,
				 .to = address,
				 .subject = tell_subject(d, items, n),
				 .text = tell_text(d, items, n, is_short),
				 .rule = LADDER_RULE };

	if (notice_plan(d, &notice, &r->action, err))
		return -1;
	r->last = d->tx.cmd->at;
	r->sent++;
	for (size_t i = 0; i < n; i++)
		if (summons_to(d, &items[i].summons, SUMMONS_TOLD, r->action,
			       err))
			return -1;
	return 0;
}

static int tell(struct desk *d, struct recipient *r,
		const struct tell_item *items, size_t n, struct err *err)
{
	bool urgent = any_urgent(items, n);
	struct alarm_budget b = { 0 };
	struct alarm_person p;
	const char *address = tell_address(d, r->person, r->channel, &p);

	if (!address)
		return none_reached(d, items, n, err);
	ladder_alarms(d)->budget(d->brain, r->channel, &b);
	if (d->tx.cmd->at >= r->day_ends) {
		r->sent = 0;
		r->day_ends = p.day_ends;
	}
	if (p.quiet_until && !urgent) {
		r->next = p.quiet_until;
		return 0;
	}
	if (r->sent >= b.a_day - (urgent ? 0 : b.urgent)) {
		r->next = r->day_ends;
		return over_budget(d, r, items, n, err);
	}
	return send(d, r, address, items, n, err);
}

/* Until the next notice, when there is more than one holds. */
static int64_t pause_of(struct desk *d, const struct recipient *r)
{
	struct alarm_budget b = { 0 };

	ladder_alarms(d)->budget(d->brain, r->channel, &b);
	return b.between_ms > MINUTE_MS ? b.between_ms : MINUTE_MS;
}

int tell_wake(struct desk *d, const struct deadline *one, struct err *err)
{
	struct recipient before = { 0 }, after;
	struct tell_item *items;
	bool more = false;
	int taken;
	size_t n;

	if (recipient_load(d, one->recipient, &before, err))
		return -1;
	after = before;
	after.next = 0;
	if (!ladder_alarms(d))
		return recipient_save(d, &before, &after, err);
	/* Addresses are sealed under whose they are. */
	d->tx.subject = arena_printf(&d->arena, "staff:%s", before.person);
	taken = take_back(d, &before, err);
	items = taken < 0 ? NULL : collect(d, before.id, &n, &more, err);
	after.sent -= taken > 0 && after.sent > 0;
	if (!items || (n && tell(d, &after, items, n, err)))
		return -1;
	if (more && !after.next)
		after.next = d->tx.cmd->at + (n ? pause_of(d, &after) : 1);
	return recipient_save(d, &before, &after, err);
}
