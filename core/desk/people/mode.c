/* mode.c - see mode.h.
 * SPDX-License-Identifier: MIT */
#include "desk/people/mode.h"

#include "base/when.h"
#include "desk/people/assign.h"
#include "desk/people/role.h"

int mode_load(struct db *db, struct mode *m, struct arena *arena,
	      struct err *err)
{
	return record_find(db, &mode_kind, m, arena, NULL, err,
			   "WHERE name = ?1", "s", OUT_OF_HOURS);
}

/* What somebody said, while it holds. */
static int32_t hand_of(const struct mode *m, int64_t now)
{
	return m->hand && (!m->until || m->until > now) ? m->hand : BY_CALENDAR;
}

/* False: the desk has no hours. */
static bool calendar(struct desk *d, int64_t now, struct opening *out)
{
	*out = (struct opening){ .open = true, .zone = "" };
	return d->brain && d->brain->work.hours &&
	       d->brain->work.hours(d->brain, now, out);
}

static bool is_out(struct desk *d, const struct mode *m, int64_t now)
{
	struct opening hours;
	int32_t hand = hand_of(m, now);

	if (hand != BY_CALENDAR)
		return hand == BY_HAND_ON;
	return calendar(d, now, &hours) && !hours.open;
}

static struct mode kept(struct desk *d)
{
	struct mode m = { 0 };
	struct err none = { 0 };

	if (mode_load(d->db, &m, &d->arena, &none) <= 0)
		m = (struct mode){ .hand = BY_CALENDAR };
	return m;
}

bool mode_out_of_hours(struct desk *d)
{
	struct mode m = kept(d);

	return is_out(d, &m, d->tx.cmd->at);
}

/* By hand without an end: as far as anybody knows, when the calendar opens
 * next, if it is closed now. */
bool mode_opens(struct desk *d, int64_t *at, const char **zone)
{
	struct mode m = kept(d);
	int64_t now = d->tx.cmd->at;
	struct opening hours;
	bool by_hand = hand_of(&m, now) == BY_HAND_ON;
	bool has_hours;

	if (!is_out(d, &m, now))
		return false;
	*at = by_hand && m.until ? m.until : now;
	has_hours = calendar(d, *at, &hours);
	*zone = hours.zone;
	if (!has_hours || hours.open)
		return by_hand && m.until && has_hours;
	*at = hours.until;
	return hours.until != 0;
}

static int64_t turns_at(struct desk *d, const struct mode *m, int64_t now)
{
	struct opening hours;

	if (hand_of(m, now) != BY_CALENDAR)
		return m->until;
	return calendar(d, now, &hours) ? hours.until : 0;
}

int mode_look(struct desk *d, int64_t *next, struct err *err)
{
	struct mode before = { 0 }, after;
	int64_t now = d->tx.cmd->at;
	int found = mode_load(d->db, &before, &d->arena, err);

	if (found < 0)
		return -1;
	after = before;
	after.name = OUT_OF_HOURS;
	after.hand = found ? hand_of(&before, now) : BY_CALENDAR;
	if (after.hand == BY_CALENDAR)
		after.until = after.counted = 0;
	after.active = is_out(d, &after, now);
	after.turns = turns_at(d, &after, now);
	if (after.turns > now && (!*next || after.turns < *next))
		*next = after.turns;
	if (!found && !after.turns && !after.active)
		return 0;
	if (!found || after.active != before.active)
		after.since = now;
	return change(d, &mode_kind, found ? &before : NULL, &after, err);
}

/* -- people -- */

static const char *const words[] = { "auto", "on", "off" };

static int32_t said(const struct desk *d)
{
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (text_eq(arg_text(d, "hand"), words[i]))
			return BY_CALENDAR + (int32_t)i;
	return 0;
}

static int64_t said_until(const struct desk *d)
{
	int64_t span = arg_i64(d, "for");

	return span ? d->tx.cmd->at + span : arg_i64(d, "until");
}

int emergency_check(struct desk *d, struct err *err)
{
	int64_t until = said_until(d);

	if (!role_leads(d, d->tx.cmd->by))
		return err_set(err, ERR_DENIED,
			       "whether the desk is closed says a manager or "
			       "an owner, and %s is neither",
			       d->tx.cmd->by);
	if (!said(d))
		return err_set(err, ERR_DATA,
			       "\"%.20s\" is neither on, off nor auto",
			       arg_text(d, "hand"));
	return !until || (until > d->tx.cmd->at && until < WHEN_LIMIT_MS)
		       ? 0
		       : err_set(err, ERR_DATA,
				 "until when? that moment is over");
}

int emergency_decide(struct desk *d, struct err *err)
{
	struct mode before = { 0 }, after;
	int found = mode_load(d->db, &before, &d->arena, err);

	if (found < 0)
		return -1;
	after = before;
	after.name = OUT_OF_HOURS;
	after.hand = said(d);
	after.until = after.hand == BY_CALENDAR ? 0 : said_until(d);
	after.counted = after.until && arg_i64(d, "for") ? d->tx.cmd->at : 0;
	after.said_by = d->tx.cmd->by;
	after.active = is_out(d, &after, d->tx.cmd->at);
	if (!found || after.active != before.active)
		after.since = d->tx.cmd->at;
	return change(d, &mode_kind, found ? &before : NULL, &after, err) ||
			       assign_round(d, err)
		       ? -1
		       : 0;
}
