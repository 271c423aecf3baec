/* decide_time.c - when what is decided falls due (decide.h).
 * SPDX-License-Identifier: MIT */
#include "policy/rule/decide.h"

#include "base/when.h"

int64_t policy_respond(const struct policy *p, const struct tier_rule *t,
		       const char *country, int64_t from)
{
	int64_t due;

	if (t->period &&
	    span_end(&t->period->within,
		     period_calendar(t->period, &p->calendars, country), from,
		     &due))
		return due;
	return from + t->respond_ms; /* a calendar that stays closed */
}

/* A calendar that stays closed stops no clock for ever. */
static int64_t end_of(const struct policy *p, const struct period *period,
		      const struct span *span, const char *country,
		      int64_t from)
{
	int64_t due;

	return span_end(span, period_calendar(period, &p->calendars, country),
			from, &due)
		       ? due
		       : from + span->ms + span->days * DAY_MS;
}

int64_t policy_limit(const struct policy *p, const struct period *period,
		     const char *country, int64_t from)
{
	return end_of(p, period, &period->within, country, from);
}

int64_t policy_wait(const struct policy *p, const struct period *period,
		    const char *country, int64_t from)
{
	bool aims = period->aim.ms || period->aim.days;

	return end_of(p, period, aims ? &period->aim : &period->within, country,
		      from);
}

int64_t policy_period_end(const struct policy *p, const char *period,
			  const char *country, int64_t from)
{
	const struct period *one = periods_find(&p->periods, period);

	return one ? policy_limit(p, one, country, from) : 0;
}

int64_t policy_respond_on(const struct policy *p, const char *channel,
			  const char *country, int64_t from)
{
	for (size_t i = 0; i < p->channels.len; i++)
		if (text_eq(p->channels.at[i].channel, channel))
			return policy_limit(p, p->channels.at[i].period,
					    country, from);
	return INT64_MAX;
}

int policy_remind(const struct policy *p, const struct tier_rule *t,
		  const char *country, int64_t began, int64_t due, int64_t now,
		  int64_t *at)
{
	static const struct period always = { .calendar = "always" };
	const struct period *period = t && t->period ? t->period : &always;
	const struct calendar *c =
		period_calendar(period, &p->calendars, country);

	for (size_t i = 0; i < p->periods.reminders; i++)
		if (period_share(c, began, due, p->periods.remind[i], at) &&
		    *at > now && *at < due)
			return p->periods.remind[i];
	return 0;
}

int64_t policy_promise(const struct policy *p, const char *country,
		       int64_t from, int days)
{
	static const struct period buyer = { .calendar = "buyer" };
	const struct calendar *c =
		period_calendar(&buyer, &p->calendars, country);
	int64_t due, there;

	if (!calendar_add_days(c, from, days, &due))
		return from + days * DAY_MS;
	there = (day_of(zone_civil(c->zone, due - 1)) + 1) * DAY_MS;
	return (due < there ? due : there) - SECOND_MS;
}
