/* away.c - the commands "away" and "back" (assign.h).
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "desk/people/assign.h"
#include "desk/people/role.h"

/* Until somebody says that they are back. */
#define FOR_EVER (WHEN_LIMIT_MS - SECOND_MS)

static int64_t until_of(const struct desk *d)
{
	int64_t span = arg_i64(d, "for"), until = arg_i64(d, "until");

	return span ? d->tx.cmd->at + span : until ? until : FOR_EVER;
}

static int load(struct desk *d, struct agent *a, struct err *err)
{
	const char *name = arg_text(d, "agent");
	int found = record_find(d->db, &agent_kind, a, &d->arena, NULL, err,
				"WHERE name = ?1", "s", name);

	return found ? found
		     : err_set(err, ERR_DATA,
			       "\"%.60s\" is no agent of the manifest", name);
}

int back_check(struct desk *d, struct err *err)
{
	struct agent a = { 0 };

	if (load(d, &a, err) < 0)
		return -1;
	if (!text_eq(a.name, d->tx.cmd->by) && !role_leads(d, d->tx.cmd->by))
		return err_set(err, ERR_DENIED,
			       "whether %s is there says %s, a manager or an "
			       "owner",
			       a.name, a.name);
	return 0;
}

int away_check(struct desk *d, struct err *err)
{
	if (back_check(d, err))
		return -1;
	return until_of(d) > d->tx.cmd->at && until_of(d) <= FOR_EVER
		       ? 0
		       : err_set(err, ERR_DATA,
				 "away until when? the moment is over, or "
				 "beyond the year 9999");
}

static int set_away(struct desk *d, int64_t until, struct err *err)
{
	struct agent before = { 0 }, after;

	if (load(d, &before, err) < 0)
		return -1;
	after = before;
	after.absent_until = until;
	after.counted = until && arg_i64(d, "for") ? d->tx.cmd->at : 0;
	return change(d, &agent_kind, &before, &after, err) ||
			       assign_round(d, err)
		       ? -1
		       : 0;
}

int away_decide(struct desk *d, struct err *err)
{
	return set_away(d, until_of(d), err);
}

int back_decide(struct desk *d, struct err *err)
{
	return set_away(d, 0, err);
}
