/* follow_dispute.c - what follows from a dispute that a platform reports.
 * SPDX-License-Identifier: MIT */
#include "desk/intake/fact.h"
#include "desk/playbook/follow_own.h"
#include "desk/playbook/playbook.h"
#include "desk/task/task.h"
#include "desk/ticket/deadline.h"

/* The playbook whose tasks are the answer on the platform (follow.h). */
#define PLAYBOOK "dispute"

/* Before the go-live line a dispute still counts while the platform waits for
 * us; the alert tells once how many there are. */
static int told_at_start(struct desk *d, struct err *err)
{
	return alert_raise(d, "warning",
			   arena_printf(&d->arena, "open-before-live:%lld",
					(long long)d->tx.cmd->shop),
			   0,
			   "matters from before go-live are still open on the "
			   "platform; each has a ticket",
			   err);
}

/* The ticket that has the limit of a dispute; 0 when none has. Found by the
 * deadline itself: a dispute may have no order, its ticket may be about more
 * than it, and may have gone into one of another shop. */
static int64_t disputed_on(struct desk *d, const char *ref)
{
	return db_i64(d->db, 0,
		      "SELECT d.ticket FROM deadlines d JOIN tickets t ON t.id "
		      "= coalesce(d.came_from, d.ticket) WHERE d.state = 1 AND "
		      "d.source = ?1 AND d.purpose IN ('platform', 'dispute') "
		      "AND t.shop = ?2",
		      "si", ref, d->tx.cmd->shop);
}

static const char *cause_of(struct desk *d, const char *ref)
{
	return arena_printf(&d->arena, "dispute:%s", ref);
}

/* The platform waits no more. */
static int end_limit(struct desk *d, int64_t ticket, const char *ref,
		     struct err *err)
{
	return deadline_end(d, ticket, 0, "platform", ref, DEADLINE_MET, err) ||
			       deadline_end(d, ticket, 0, "dispute", ref,
					    DEADLINE_MET, err)
		       ? -1
		       : 0;
}

/* Who answered there need not say it here as well; after the decision there is
 * nothing to wait for, and of a dispute without an order no fact says so. */
static int end_play(struct desk *d, int64_t id, int32_t status, struct err *err)
{
	bool answered = status == HW_UNDER_REVIEW || status == HW_WON;
	struct ticket t;

	if (task_over(d, id, PLAYBOOK, answered, err) ||
	    ticket_load(d, id, &t, err))
		return -1;
	return status == HW_UNDER_REVIEW || !text_eq(t.playbook, PLAYBOOK)
		       ? 0
		       : playbook_stop(d, id, "the dispute is decided", true,
				       err);
}

/* After the limit was met its ticket is known by its cause, or its order. */
static int64_t ticket_of(struct desk *d, const struct hw_dispute *p)
{
	int64_t shop = d->tx.cmd->shop, id = disputed_on(d, p->ref);

	id = id ? id : ticket_of_cause(d, shop, cause_of(d, p->ref));
	return id || !p->order_ref || !*p->order_ref
		       ? id
		       : ticket_find(d, shop, p->order_ref, "");
}

/* Another one of the same ticket is still to be answered. */
static bool another_waits(struct desk *d, int64_t ticket)
{
	return db_i64(d->db, 0,
		      "SELECT 1 FROM deadlines WHERE ticket = ?1 AND state = 1 "
		      "AND purpose IN ('platform', 'dispute')",
		      "i", ticket) != 0;
}

static int dispute_over(struct desk *d, const struct hw_dispute *p,
			struct err *err)
{
	int64_t id = ticket_of(d, p);

	if (!id)
		return 0;
	if (end_limit(d, id, p->ref, err) ||
	    (!another_waits(d, id) && end_play(d, id, p->status, err)) ||
	    ticket_settle(d, id, err))
		return -1;
	return 0;
}

int dispute_follow(struct desk *d, struct err *err)
{
	const struct hw_dispute *p = d->tx.fact->rec;
	struct report report = { .trigger = "dispute",
				 .order_ref = p->order_ref ? p->order_ref : "",
				 .what.issue = "claim_announced" };

	if (p->status != HW_NEEDS_RESPONSE)
		return dispute_over(d, p, err);
	if (d->tx.fact->before_live) {
		if (!p->respond_by.basis || p->respond_by.ms <= d->tx.cmd->at)
			return 0;
		if (told_at_start(d, err))
			return -1;
	}
	report.cause = cause_of(d, p->ref);
	report.cites = disputed_on(d, p->ref);
	report.limit = p->respond_by.basis ? p->respond_by.ms : 0;
	report.limit_source = p->ref;
	if (!report.limit && d->brain && d->brain->work.period_end)
		report.own_limit = d->brain->work.period_end(
			d->brain, "dispute", "", d->tx.cmd->at);
	/* What ran until now ends first: one runs at a time. */
	return playbook_look(d, d->tx.cmd->shop, p->order_ref, err) ||
			       report_by(d, &report, report.limit, p->ref, err)
		       ? -1
		       : 0;
}
