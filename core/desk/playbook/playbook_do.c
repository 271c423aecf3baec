/* playbook_do.c - what a step of a playbook does: asks, proposals, tasks.
 * SPDX-License-Identifier: MIT */
#include "desk/intake/parcel.h"
#include "desk/playbook/advice.h"
#include "desk/playbook/playbook.h"
#include "desk/playbook/playbook_own.h"
#include "desk/task/task.h"
#include "desk/ticket/deadline.h"
#include "hw_plugin.h"

const char *playbook_rule_of(struct desk *d, const char *playbook,
			     const char *step)
{
	return arena_printf(&d->arena, PLAYBOOK_RULE "%s: %s", playbook, step);
}

/* The host asks carriers about the parcels under way, and first about those of
 * open tickets; and for proofs (host/parcels.h). Where no plugin can ask,
 * somebody must. */
static int ask_carrier(struct desk *d, const struct ticket *t, const char *what,
		       struct err *err)
{
	struct hw_shipment s = { 0 };
	const char *carrier;
	int found = record_find(d->db, &shipment_kind, &s, &d->arena, NULL, err,
				"WHERE shop = ?1 AND order_ref = ?2 AND "
				"tracking IS NOT NULL ORDER BY id DESC LIMIT 1",
				"is", t->shop, t->order_ref);

	if (found <= 0)
		return found;
	carrier = parcel_carrier(d, s.carrier, s.tracking);
	if (d->brain->tracks && d->brain->tracks(d->brain, carrier))
		return parcel_ask(d, s.tracking, carrier, err);
	return alert_raise(
		d, "info",
		arena_printf(&d->arena, "ask:%lld:%s", (long long)t->id, what),
		t->id,
		arena_printf(&d->arena,
			     "T-%lld: ask %s for its %s; no plugin "
			     "can",
			     (long long)t->id, s.carrier,
			     text_eq(what, "proof") ? "proof of delivery"
						    : "last scans"),
		err);
}

int playbook_raise(struct desk *d, const struct ticket *t, const char *text,
		   struct err *err)
{
	return alert_raise(
		d, "warning",
		arena_printf(&d->arena, "playbook:%lld:%s", (long long)t->id,
			     text),
		t->id,
		arena_printf(&d->arena, "T-%lld: %s", (long long)t->id, text),
		err);
}

/* -- proposing -- */

/* What a step wants, in the order in which it is proposed. Several effects of
 * one step are one remedy: the first of them takes the others along. */
struct wishes {
	struct wanted list[WANTED_MAX];
	int count;
};

static struct wanted *wish(struct wishes *all, const char *verb)
{
	struct wanted *w = &all->list[all->count++];

	*w = (struct wanted){ .verb = verb };
	return w;
}

#define WITH_LABEL "{\"label\":true}"

/* Only where the shop's plugin takes that word; else somebody sends one. */
static bool makes_label(struct desk *d, const struct ticket *t)
{
	struct err none = { 0 };
	const char *shop =
		db_text(d->db, &d->arena,
			"SELECT label FROM shops WHERE id = ?1", "i", t->shop);

	return d->brain->check_args &&
	       d->brain->check_args(d->brain, shop, "return", WITH_LABEL,
				    &none) == 0;
}

static const char *percent_args(struct desk *d, const struct move *m)
{
	return m->coupon_percent ? arena_printf(&d->arena, "{\"percent\":%lld}",
						(long long)m->coupon_percent)
				 : NULL;
}

static void wish_money(struct desk *d, const struct ticket *t,
		       const struct move *m, struct wishes *all)
{
	int first = all->count;
	struct wanted *w;

	if (m->refund)
		wish(all, "refund")->amount = m->amount;
	if (*m->reship)
		wish(all, "reship")->args = arena_printf(
			&d->arena, "{\"service\":\"%s\"}", m->reship);
	if (*m->back) {
		w = wish(all, "return");
		if (text_eq(m->back, "label") && makes_label(d, t))
			w->args = WITH_LABEL;
	}
	if (m->coupon) {
		w = wish(all, "coupon");
		w->amount = m->coupon_amount;
		w->args = percent_args(d, m);
	}
	for (int i = first + 1; i < all->count; i++)
		all->list[i].part = true;
}

/* Of a return with a label that no plugin makes. */
static int ask_for_label(struct desk *d, const struct ticket *t,
			 const struct move *m, struct err *err)
{
	return text_eq(m->back, "label") && !makes_label(d, t)
		       ? playbook_raise(d, t,
					"send the buyer a return label; the "
					"shop's plugin makes none",
					err)
		       : 0;
}

static int propose(struct desk *d, const struct ticket *t, const struct move *m,
		   const struct play *play, struct err *err)
{
	struct wishes all = { .count = 0 };
	struct wanted *reply;

	if (*m->reply) {
		reply = wish(&all, "reply");
		reply->template_id = m->reply;
		reply->tells_of = m->tells_of;
		if (m->refund)
			reply->amount = m->amount;
	}
	wish_money(d, t, m, &all);
	for (int i = 0; i < all.count; i++) {
		all.list[i].rule = playbook_rule_of(d, t->playbook, m->step);
		all.list[i].policy = play->policy;
	}
	return ask_for_label(d, t, m, err) || advice_propose_all(d, t, all.list,
								 all.count, err)
		       ? -1
		       : 0;
}

/* -- tasks -- */

/* What a platform has decided nobody can do any more: no task of a disputed
 * ticket has longer than the platform waits. */
static int64_t before_limit(struct desk *d, int64_t ticket, int64_t due)
{
	int64_t limit = db_i64(d->db, 0,
			       "SELECT min(due) FROM deadlines WHERE ticket = "
			       "?1 AND state = 1 AND purpose = 'platform'",
			       "i", ticket);

	return limit && limit < due ? limit : due;
}

/* An alert names the role; what is to be done stands in the policy, so it says
 * that, too. */
static int give_task(struct desk *d, const struct ticket *t,
		     const struct move *m, struct err *err)
{
	struct task one = { .ticket = t->id,
			    .shop = t->shop,
			    .order_ref = t->order_ref,
			    .role = m->task,
			    .step = m->step,
			    .playbook = t->playbook,
			    .text = m->alert,
			    .gives = m->gives,
			    .amount = m->task_amount,
			    .proposed_by = "policy",
			    .due = before_limit(d, t->id, m->task_due) };

	return task_give(d, &one,
			 arena_printf(&d->arena, "task:%lld:%s",
				      (long long)t->id, m->step),
			 arena_printf(&d->arena,
				      "T-%lld: %s: %s; acknowledge this when "
				      "it is done",
				      (long long)t->id, m->task, m->alert),
			 err);
}

/* -- is it done -- */

#define TASKS "FROM tasks WHERE ticket = ?1 AND step IS NOT NULL AND "
#define OURS                                                                 \
	"FROM actions WHERE ticket = ?1 AND rule GLOB '" PLAYBOOK_RULE "*' " \
	"AND "

int playbook_done_at(struct desk *d, int64_t ticket, bool all, bool *open,
		     int64_t *done, struct err *err)
{
	static const char *const asks[][2] = {
		{ "SELECT 1 FROM actions WHERE ticket = ?1 AND verb = 'reply' "
		  "AND state IN (1, 2, 3, 4, 5, 9)",
		  "SELECT max(coalesce(settled, sent)) FROM actions WHERE "
		  "ticket = ?1 AND verb = 'reply' AND state IN (6, 7)" },
		{ "SELECT 1 " OURS "state IN (1, 2, 3, 4, 5, 9, 10) "
		  "UNION ALL SELECT 1 " TASKS "state = 1",
		  "SELECT max(at) FROM (SELECT max(coalesce(settled, sent)) AS "
		  "at " OURS "state IN (6, 7) UNION ALL SELECT "
		  "max(done) " TASKS "state = 2)" },
	};
	int64_t found = 0;

	*done = 0;
	if (db_ask(d->db, &found, 0, err, asks[all][0], "i", ticket) ||
	    db_ask(d->db, done, 0, err, asks[all][1], "i", ticket))
		return -1;
	*open = found != 0;
	return 0;
}

/* -- a step -- */

int playbook_do(struct desk *d, const struct ticket *t, const struct move *m,
		const struct play *play, struct err *err)
{
	if (*m->ask && ask_carrier(d, t, m->ask, err))
		return -1;
	if (*m->task ? give_task(d, t, m, err)
		     : *m->alert && playbook_raise(d, t, m->alert, err))
		return -1;
	/* A later word keeps the earlier promise. */
	if (*m->reply && !m->promise &&
	    deadline_end(d, t->id, 0, "promise", NULL, DEADLINE_MET, err))
		return -1;
	/* Before the reply: its text names the day. */
	if (m->promise && deadline_set_of(d, t->id, "promise", t->playbook,
					  m->promise_period, m->promise, err))
		return -1;
	return propose(d, t, m, play, err);
}
