/* tell.c - see tell.h.
 * SPDX-License-Identifier: MIT */
#include "desk/alert/tell.h"

#include "desk/action/action.h"
#include "desk/alert/ladder.h"
#include "desk/alert/notice.h"
#include "desk/alert/tell_own.h"

/* -- the row of a recipient -- */

int recipient_load(struct desk *d, int64_t id, struct recipient *r,
		   struct err *err)
{
	int found = record_load(d->db, &recipient_kind, id, r, &d->arena, err);

	return found == 0 ? err_set(err, ERR_BUG, "there is no recipient %lld",
				    (long long)id)
			  : (found < 0 ? -1 : 0);
}

int recipient_save(struct desk *d, const struct recipient *before,
		   struct recipient *after, struct err *err)
{
	return change(d, &recipient_kind, before, after, err) ||
			       ladder_wait(d, 0, after->id, after->next, err)
		       ? -1
		       : 0;
}

const char *tell_address(struct desk *d, const char *person,
			 const char *channel, struct alarm_person *out)
{
	const char *instance = notice_instance(d, channel);

	*out = (struct alarm_person){ .address = "" };
	if (!*instance || text_eq(d->brain->effects(d->brain, instance), "off"))
		return NULL;
	return ladder_alarms(d)->person(d->brain, person, channel,
					d->tx.cmd->at, out) &&
			       *out->address
		       ? out->address
		       : NULL;
}

/* -- what waits -- */

/* 1 when the alert waits for them already. */
static int waits_already(struct desk *d, int64_t alert, int64_t recipient,
			 struct err *err)
{
	int64_t id;

	if (db_ask(d->db, &id, 0, err,
		   "SELECT id FROM summons WHERE alert = ?1 AND state = 1 AND "
		   "recipient = ?2",
		   "ii", alert, recipient))
		return -1;
	return id != 0;
}

static int64_t earliest(struct desk *d, const struct recipient *r, bool urgent)
{
	struct alarm_budget b = { 0 };
	struct alarm_person p;
	int64_t at = d->tx.cmd->at;

	ladder_alarms(d)->budget(d->brain, r->channel, &b);
	if (!urgent)
		at += b.gather_ms;
	if (r->last && r->last + b.between_ms > at)
		at = r->last + b.between_ms;
	if (!urgent && tell_address(d, r->person, r->channel, &p) &&
	    p.quiet_until > at)
		at = p.quiet_until;
	return at;
}

int tell_add(struct desk *d, const struct alert *a, const char *person,
	     const char *channel, bool urgent, int64_t *when, struct err *err)
{
	struct recipient before = { 0 }, after;
	struct summons one = { .alert = a->id,
			       .step = a->step + 1,
			       .state = SUMMONS_WAITS,
			       .urgent = urgent,
			       .since = d->tx.cmd->at };
	int found = record_find(d->db, &recipient_kind, &before, &d->arena,
				NULL, err, "WHERE person = ?1 AND channel = ?2",
				"ss", person, channel);
	int64_t next;
	int waits;

	if (found < 0)
		return -1;
	after = before;
	after.person = person;
	after.channel = channel;
	next = earliest(d, &after, urgent);
	if (!after.next || after.next > next)
		after.next = next;
	if (after.next > *when)
		*when = after.next;
	if ((!found || after.next != before.next) &&
	    recipient_save(d, found ? &before : NULL, &after, err))
		return -1;
	one.recipient = after.id;
	waits = waits_already(d, a->id, after.id, err);
	if (waits)
		return waits < 0 ? -1 : 0;
	return change(d, &summons_kind, NULL, &one, err);
}

int summons_to(struct desk *d, const struct summons *before, int32_t state,
	       int64_t action, struct err *err)
{
	struct summons after = *before;

	after.state = state;
	after.action = action;
	after.told = state == SUMMONS_TOLD ? d->tx.cmd->at : 0;
	return change(d, &summons_kind, before, &after, err);
}

struct summons *summons_of(struct desk *d, int64_t action, size_t *n,
			   struct err *err)
{
	return record_all(record_query(d->db, &summons_kind,
				       "WHERE action = ?1 ORDER BY id", "i",
				       action),
			  &summons_kind, &d->arena, n, err);
}

int tell_still_here(struct desk *d, int64_t action, struct err *err)
{
	struct action a;

	if (!action)
		return 0;
	if (action_load(d, action, &a, err))
		return -1;
	return a.state == ACTION_HELD || a.state == ACTION_DUE;
}

/* -- what became of it -- */

int tell_failed(struct desk *d, int64_t action, struct err *err)
{
	size_t n;
	struct summons *list = summons_of(d, action, &n, err);

	for (size_t i = 0; list && i < n; i++)
		if (list[i].state == SUMMONS_TOLD &&
		    (summons_to(d, &list[i], SUMMONS_FAILED, action, err) ||
		     ladder_on(d, list[i].alert, err)))
			return -1;
	return list ? 0 : -1;
}

/* Does a notice tell of nothing that is still open? */
static int is_void(struct desk *d, int64_t action, struct err *err)
{
	int64_t open;

	if (db_ask(d->db, &open, 0, err,
		   "SELECT t.id FROM summons t JOIN alerts a ON a.id = "
		   "t.alert WHERE t.action = ?1 AND a.acknowledged IS NULL "
		   "LIMIT 1",
		   "i", action))
		return -1;
	return open ? 0 : tell_still_here(d, action, err);
}

/* In a command of the recipient's own: this one may have other people's data.
 */
static int wake_now(struct desk *d, int64_t recipient, struct err *err)
{
	struct recipient before = { 0 }, after;

	if (recipient_load(d, recipient, &before, err))
		return -1;
	after = before;
	after.next = d->tx.cmd->at;
	return recipient_save(d, &before, &after, err);
}

int tell_stop(struct desk *d, int64_t alert, struct err *err)
{
	size_t n;
	struct summons *list = record_all(
		record_query(d->db, &summons_kind,
			     "WHERE alert = ?1 AND state = 2 ORDER BY id", "i",
			     alert),
		&summons_kind, &d->arena, &n, err);

	for (size_t i = 0; list && i < n; i++) {
		int is = is_void(d, list[i].action, err);

		if (is < 0 || (is && wake_now(d, list[i].recipient, err)))
			return -1;
	}
	return list ? 0 : -1;
}
