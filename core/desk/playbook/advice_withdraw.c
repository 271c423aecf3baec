/* advice_withdraw.c - what was proposed and not approved is taken back.
 * SPDX-License-Identifier: MIT */
#include "desk/action/action.h"
#include "desk/playbook/advice.h"
#include "desk/reply/promise.h"

/* Something that it tells of is approved, on its way or done. What was so
 * before the reply, by another rule or a person, is not for it to promise: such
 * words answer a question, and newer ones may take their place. */
#define TELLS                                                        \
	"(a.verb = 'reply' AND EXISTS (SELECT 1 FROM actions m "     \
	"WHERE " PROMISES " AND m.state IN (3, 4, 5, 6, 7, 9) AND (" \
	"(m.ticket = a.ticket AND m.rule = a.rule) OR "              \
	"coalesce(m.approved, m.planned) >= a.planned)))"
#define PROPOSED                                              \
	"SELECT a.id FROM actions a WHERE a.ticket = ?1 AND " \
	"a.state = 2 AND a.proposed_by = 'policy' AND NOT " TELLS " AND "

int advice_tells(struct desk *d, const struct action *a, bool *tells,
		 struct err *err)
{
	int64_t found = 0;
	int rc = db_ask(d->db, &found, 0, err,
			"SELECT 1 FROM actions a WHERE a.id = ?1 AND " TELLS,
			"i", a->id);

	*tells = found != 0;
	return rc;
}

/* As long as `sql` finds one. */
static int cancel_each(struct desk *d, const char *sql, int64_t ticket,
		       const char *by, const char *why, struct err *err)
{
	int64_t id;

	while ((id = db_i64(d->db, 0, sql, "is", ticket, by)))
		if (promise_cancel(d, id, why, err))
			return -1;
	return 0;
}

int advice_withdraw(struct desk *d, int64_t ticket, const char *rule,
		    bool playbook, const char *why, struct err *err)
{
	static const char *const asks[] = {
		PROPOSED "a.rule = ?2",
		PROPOSED "substr(a.rule, 1, length(?2)) = ?2",
	};

	return cancel_each(d, asks[playbook], ticket, rule, why, err);
}

int advice_withdraw_all(struct desk *d, int64_t ticket, const char *but,
			const char *why, struct err *err)
{
	return cancel_each(d, PROPOSED "coalesce(a.why, '') <> ?2", ticket, but,
			   why, err);
}

int advice_drop_reply(struct desk *d, int64_t ticket, const char *why,
		      struct err *err)
{
	int64_t id = db_i64(d->db, 0, PROPOSED "a.verb = 'reply'", "i", ticket);

	return id ? action_cancel(d, id, why, err) : 0;
}
