/* ticket_report.c - something asks for a ticket: one is opened, or joined.
 * SPDX-License-Identifier: MIT */
#include "desk/alert/danger.h"
#include "desk/alert/ladder.h"
#include "desk/alert/remind.h"
#include "desk/intake/message.h"
#include "desk/money/goodwill.h"
#include "desk/people/assign.h"
#include "desk/playbook/advice.h"
#include "desk/playbook/overtaken.h"
#include "desk/playbook/playbook.h"
#include "desk/reply/heard.h"
#include "desk/reply/receipt.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/ending.h"
#include "desk/ticket/ticket.h"

/* Who writes again has not been answered yet: what was promised for the first
 * message stands, unless the new one is more urgent. Our answer ends it. */
static int set_response(struct desk *d, int64_t id, const struct matter *m,
			const struct triaged *triaged, struct err *err)
{
	int64_t due = d->tx.cmd->at + triaged->respond_ms;
	int64_t open = db_i64(d->db, 0,
			      "SELECT min(due) FROM deadlines WHERE "
			      "ticket = ?1 AND state = 1 AND "
			      "purpose = 'first_response'",
			      "i", id);
	const struct deadline response = { .source = triaged->rule,
					   .set = d->tx.cmd->at,
					   .due = due };

	if (triaged->respond_ms <= 0 || (open && open <= due))
		return 0;
	/* What was counted for the later one is void. */
	if (open &&
	    deadline_end(d, id, 0, "remind", NULL, DEADLINE_DROPPED, err))
		return -1;
	return response_set(d, id, m, triaged->tier, &response, err);
}

static int set_deadlines(struct desk *d, int64_t id,
			 const struct report *report,
			 const struct triaged *triaged, struct err *err)
{
	if (set_response(d, id, &report->matter, triaged, err))
		return -1;
	if (report->own_limit)
		return deadline_set(d, id, 0, "dispute", report->limit_source,
				    report->own_limit, err);
	if (!report->limit)
		return 0;
	/* What the platform says takes the place of what we thought. */
	return deadline_end(d, id, 0, "dispute", report->limit_source,
			    DEADLINE_DROPPED, err) ||
			       deadline_set(d, id, 0, "platform",
					    report->limit_source, report->limit,
					    err)
		       ? -1
		       : 0;
}

static int open_new(struct desk *d, struct report *report,
		    const struct triaged *triaged, int64_t *id, struct err *err)
{
	struct ticket t = {
		.shop = report->shop,
		.order_ref = report->order_ref,
		.buyer_ref = report->buyer_ref,
		.thread = report->thread,
		.channel = report->channel,
		.tracking = report->tracking,
		.issue = report->what.issue,
		.also = report->what.also,
		.lang = report->what.lang,
		.confidence = report->what.confidence,
		.cause = report->cause,
		.subject = report->subject,
		.tier = triaged->tier,
		.state = TICKET_OPEN,
		.opened = d->tx.cmd->at,
		.rule = triaged->rule,
		.policy = triaged->policy,
		.messages = report->message != 0,
		.danger = report->what.danger,
	};
	struct assigned to;

	assign_ask(d, &report->matter, t.shop, t.tier, &to);
	t.owner = to.agent;
	t.owner_why = to.why;
	if (ticket_change(d, NULL, &t, err) ||
	    (*t.owner ? agent_load(d, t.owner, 1, err)
		      : assign_tell(d, t.id, err)))
		return -1;
	*id = t.id;
	if (goodwill_over(d, t.id, err))
		return -1;
	return set_deadlines(d, t.id, report, triaged, err);
}

/* The first issue that is one stays; what else it is about stands beside. */
static void add_issue(struct desk *d, struct ticket *t, const char *issue)
{
	if (text_eq(t->issue, "other") || !*t->issue)
		t->issue = issue;
	else if (!text_eq(t->issue, issue) && !text_eq(issue, "other") &&
		 !words_have(t->also, issue))
		t->also = arena_printf(&d->arena, "%s%s%s", t->also,
				       *t->also ? " " : "", issue);
}

static void raise_tier(struct ticket *t, const struct triaged *triaged)
{
	if (!triaged->tier || triaged->tier >= t->tier)
		return;
	t->tier = triaged->tier;
	t->rule = triaged->rule;
	t->policy = triaged->policy;
}

/* Whatever the new message is about by itself: on a matter that is more urgent
 * than that it is answered in the matter's own time. */
static struct triaged of_ticket(struct desk *d, const struct ticket *t,
				const struct report *report,
				const struct triaged *said)
{
	struct triaged of = { 0 };

	if (t->tier >= said->tier || !d->brain || !d->brain->retier)
		return *said;
	d->brain->retier(d->brain, &report->matter, t->tier, &of);
	return of.respond_ms > 0 && of.respond_ms < said->respond_ms ? of
								     : *said;
}

/* The more urgent tier wins. *other: it is another matter now. */
static int join(struct desk *d, int64_t id, const struct report *report,
		const struct triaged *triaged, bool *other, struct err *err)
{
	struct ticket before, after;
	struct triaged by;

	if (ticket_load(d, id, &before, err))
		return -1;
	after = before;
	add_issue(d, &after, report->what.issue);
	raise_tier(&after, triaged);
	danger_add(d, &after, report->what.danger);
	if (!*before.thread && report->thread)
		after.thread = report->thread;
	if (!*before.channel && report->channel)
		after.channel = report->channel;
	after.messages += report->message != 0;
	after.snoozed = 0;
	if (report->what.lang && *report->what.lang)
		after.lang = report->what.lang;
	*other = after.tier != before.tier ||
		 !text_eq(after.issue, before.issue) ||
		 !text_eq(after.also, before.also) ||
		 !text_eq(after.danger, before.danger);
	if (ticket_change(d, &before, &after, err) ||
	    (before.snoozed &&
	     deadline_end(d, id, 0, "snooze", NULL, DEADLINE_DROPPED, err)))
		return -1;
	by = of_ticket(d, &after, report, triaged);
	return set_deadlines(d, id, report, &by, err);
}

/* Of two that are open on one order, an answer belongs to what it answers. */
static int64_t cited(struct desk *d, const struct report *r)
{
	return r->cites ? db_i64(d->db, 0,
				 "SELECT id FROM tickets WHERE id = ?1 AND "
				 "state <> 3",
				 "i", r->cites)
			: 0;
}

static int64_t existing(struct desk *d, const struct report *r)
{
	int64_t id = r->apart ? 0 : cited(d, r);

	if (id || r->apart)
		return id;
	if (r->cause && *r->cause)
		id = ticket_of_cause(d, r->shop, r->cause);
	return id ? id
		  : ticket_find(d, r->shop, r->order_ref ? r->order_ref : "",
				r->thread ? r->thread : "");
}

/* Who answers: the playbook that runs, or the rules; and a receipt when nobody
 * is there. other: the matter has become another one. */
static int answer(struct desk *d, int64_t id, struct report *report, bool other,
		  struct err *err)
{
	bool silent = report->folded || report->claims;
	int64_t planned =
		1 + db_i64(d->db, 0, "SELECT max(id) FROM actions", "");
	bool taken = false;

	/* The message hangs on its ticket before a reply to it is proposed. */
	if (report->message && (message_link(d, report->message, id, err) ||
				heard_since(d, id, err)))
		return -1;
	if (report->ticket && report->message &&
	    (overtaken_look(d, id, report, err) ||
	     playbook_heard(d, id, report, &taken, err)))
		return -1;
	if ((!silent && !taken && advice_follow(d, id, report, err)) ||
	    (other && !taken && !report->claims &&
	     advice_anew(d, id, planned, err)))
		return -1;
	return report->message && !report->apart
		       ? receipt_give(d, id, report, err)
		       : 0;
}

/* A danger is news again where the ticket was closed: the new lamp caught fire,
 * too. */
static int tell(struct desk *d, int64_t id, const struct report *report,
		bool news, bool reopened, struct err *err)
{
	if (danger_told(&report->what))
		return danger_tell(d, id, report, news || reopened, err);
	return news ? ladder_arrived(d, id, report, report->triaged->tier, err)
		    : 0;
}

int ticket_report(struct desk *d, struct report *report, int64_t *id,
		  struct err *err)
{
	struct triaged triaged = { .tier = TIER_BLUE,
				   .rule = "default",
				   .policy = "" };
	bool other = false, over = false, found;

	*id = existing(d, report);
	found = *id != 0;
	if (!*id && !report->apart &&
	    (ending_heard(d, report, id, &over, err) || over))
		return over ? 0 : -1;
	report->ticket = *id;
	matter_fill(d, report);
	if (d->brain)
		d->brain->triage(d->brain, &report->matter, &d->arena,
				 &triaged);
	report->triaged = &triaged;
	if (*id ? join(d, *id, report, &triaged, &other, err)
		: open_new(d, report, &triaged, id, err))
		return -1;
	if (tell(d, *id, report, !report->ticket || other, !found, err) ||
	    answer(d, *id, report, other, err))
		return -1;
	return ticket_settle(d, *id, err);
}
