/* playbook_vain.c - what a playbook gave came to nothing: it does not go on as
 * if the buyer had it.
 * SPDX-License-Identifier: MIT */
#include "base/vec.h"
#include "desk/action/action.h"
#include "desk/playbook/playbook.h"
#include "desk/playbook/playbook_own.h"
#include "desk/reply/promise.h"

VEC(vain_tickets, int64_t);

/* SQL: what the rules of the playbook that the ticket `t` has begin with. */
#define ITS_NAME "'" PLAYBOOK_RULE "' || t.playbook || ': '"

/* -- by a task -- */

/* SQL: the task `k` of a step gives the buyer something, or words tell of it.
 * Of which playbook nothing says but what was proposed in the same turn. */
#define GIVES                                                                 \
	"k.step IS NOT NULL AND (k.gives <> 'nothing' OR EXISTS (SELECT 1 "   \
	"FROM actions a, json_each(a.tasks) j WHERE a.ticket = k.ticket AND " \
	"j.value = k.id)) AND NOT EXISTS (SELECT 1 FROM actions a WHERE "     \
	"a.ticket = k.ticket AND a.planned = k.\"set\" AND a.rule GLOB "      \
	"'" PLAYBOOK_RULE "*' AND instr(a.rule, " ITS_NAME ") <> 1)"

int playbook_task_failed(struct desk *d, const struct task *task, bool *ended,
			 struct err *err)
{
	int64_t gives = 0;

	*ended = false;
	if (!task->ticket)
		return 0;
	if (db_ask(d->db, &gives, 0, err,
		   "SELECT 1 FROM tasks k, tickets t WHERE k.id = ?1 AND t.id "
		   "= k.ticket AND " GIVES,
		   "i", task->id))
		return -1;
	return gives ? playbook_in_vain(d, task->ticket,
					arena_printf(&d->arena,
						     "task %lld failed: %s",
						     (long long)task->id,
						     arg_text(d, "note")),
					ended, err)
		     : 0;
}

/* -- by an action -- */

/* SQL: words `a` of the playbook tell of `m`. Without what is no remedy (a
 * code, a label) the steps go on as they are written, unless the buyer was told
 * of it. What the shop did not do is not settled either where the words were an
 * offer of the same turn; who cancels that leaves the offer as it is. */
#define REMEDY "m.verb IN ('refund', 'reship', 'exchange', 'store_credit')"
#define HAS_LEFT "a.state IN (5, 6, 7, 9)"
#define OF_TURN                                      \
	"m.ticket = t.id AND m.planned = a.planned " \
	"AND instr(m.rule, " ITS_NAME ") = 1"
#define IN_VAIN                                                               \
	"t.id = a.ticket AND a.verb = 'reply' AND instr(a.rule, " ITS_NAME    \
	") = 1 AND (a.ticket = m.ticket OR (a.shop = m.shop AND a.order_ref " \
	"= m.order_ref)) AND m.part_of IS NULL AND ((" PROMISES               \
	" AND (" REMEDY " OR " HAS_LEFT ")) OR (" REMEDY                      \
	" AND m.state <> 11 AND " OF_TURN "))"

static int told_by(struct desk *d, const struct action *m,
		   struct vain_tickets *out, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r =
		rows_query(d->db,
			   "SELECT DISTINCT t.id FROM actions m, "
			   "actions a, tickets t WHERE m.id = ?1 AND " IN_VAIN
			   " ORDER BY t.id",
			   "i", m->id);

	while (rows_next(&r))
		vain_tickets_push(out, rows_i64(&r, 0));
	return rows_end(&r, err);
}

static int ends_over(struct desk *d, int64_t ticket, const struct action *m,
		     struct err *err)
{
	const char *why = arena_printf(&d->arena, "action %lld (%s) is %s",
				       (long long)m->id, m->verb,
				       action_state_name(m->state));
	struct ticket t;
	bool ended;

	if (playbook_in_vain(d, ticket, why, &ended, err) ||
	    ticket_load(d, ticket, &t, err))
		return -1;
	return ended ? playbook_raise(d, &t,
				      arena_printf(&d->arena,
						   "playbook %s ends, since "
						   "%s; go on by hand",
						   t.playbook, why),
				      err)
		     : 0;
}

int playbook_given_up(struct desk *d, int64_t action, struct err *err)
{
	CLEANUP(vain_tickets_release) struct vain_tickets list = { 0 };
	struct action m;

	if (action_load(d, action, &m, err))
		return -1;
	if (text_eq(m.verb, "reply") || !action_given_up(m.state))
		return 0;
	if (told_by(d, &m, &list, err))
		return -1;
	for (size_t i = 0; i < list.len; i++)
		if (ends_over(d, list.at[i], &m, err))
			return -1;
	return 0;
}

/* -- since it ended -- */

int playbook_vain_since(struct desk *d, int64_t ticket, int64_t then, bool *is,
			struct err *err)
{
	int64_t found = 0;
	int rc = db_ask(d->db, &found, 0, err,
			"SELECT 1 FROM tickets t, tasks k WHERE t.id = ?1 AND "
			"k.ticket = t.id AND k.state = 3 AND k.done > ?2 "
			"AND " GIVES " UNION ALL SELECT 1 FROM tickets t, "
			"actions m, actions a WHERE t.id = ?1 AND m.state IN "
			"(8, 11, 12) AND m.settled > ?2 AND " IN_VAIN,
			"ii", ticket, then);

	*is = found != 0;
	return rc;
}
