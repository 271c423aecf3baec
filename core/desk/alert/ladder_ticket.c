/* ladder_ticket.c - alerts about a ticket that is new, or has become more
 * urgent, and when they are over.
 * SPDX-License-Identifier: MIT */
#include "desk/alert/alert.h"
#include "desk/alert/ladder.h"
#include "desk/intake/fact.h"
#include "desk/people/mode.h"

/* Matters from before the go-live line and those found too late are told as
 * many by one alert of their own. */
static bool is_history(const struct desk *d, const struct report *r)
{
	return r->folded || (d->tx.fact && d->tx.fact->before_live);
}

/* A VIP is heard of at once when the desk is closed, by calendar or by hand,
 * and when the file of alerts says so. */
static bool vip_hours(struct desk *d, const struct alarms *alarms)
{
	return mode_out_of_hours(d) || !alarms->open(d->brain, d->tx.cmd->at);
}

static int raise_vip(struct desk *d, int64_t ticket, struct err *err)
{
	return alert_raise(
		d, "error",
		arena_printf(&d->arena, "vip:%lld", (long long)ticket), ticket,
		arena_printf(&d->arena,
			     "T-%lld is new, out of hours, and of a buyer whom "
			     "you named as VIP",
			     (long long)ticket),
		err);
}

int ladder_arrived(struct desk *d, int64_t ticket, const struct report *r,
		   int tier, struct err *err)
{
	const struct alarms *alarms = ladder_alarms(d);

	if (!alarms || is_history(d, r))
		return 0;
	if (!r->ticket && vip_hours(d, alarms) &&
	    alarms->vip(d->brain, &r->matter))
		return raise_vip(d, ticket, err);
	if (!alarms->arrives(d->brain, ladder_tier(tier), r->what.issue))
		return 0;
	return alert_raise(d, "warning",
			   arena_printf(&d->arena, "arrived:%lld:%s",
					(long long)ticket, r->what.issue),
			   ticket,
			   arena_printf(&d->arena,
					r->ticket ? "T-%lld is now %s: %s"
						  : "T-%lld is new: %s, %s",
					(long long)ticket, ladder_tier(tier),
					r->what.issue),
			   err);
}

static bool is_over(const char *cause)
{
	return text_starts(cause, "arrived:") || text_starts(cause, "vip:") ||
	       text_starts(cause, "remind:");
}

int ladder_answered(struct desk *d, int64_t ticket, struct err *err)
{
	const struct alert *list;
	size_t n;

	if (!ladder_alarms(d))
		return 0;
	list = record_all(record_query(d->db, &alert_kind,
				       "WHERE ticket = ?1 AND acknowledged IS "
				       "NULL ORDER BY id",
				       "i", ticket),
			  &alert_kind, &d->arena, &n, err);
	for (size_t i = 0; list && i < n; i++)
		if (is_over(list[i].cause) && alert_over(d, list[i].cause, err))
			return -1;
	return list ? 0 : -1;
}
