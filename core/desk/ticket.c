/* ticket.c - opening, joining and settling tickets.
 * SPDX-License-Identifier: MIT */
#include "desk/ticket.h"

#include "base/when.h"
#include "desk/action.h"
#include "desk/advice.h"
#include "desk/assign.h"
#include "desk/deadline.h"
#include "desk/ending.h"
#include "desk/goodwill.h"
#include "desk/ladder.h"
#include "desk/merge.h"
#include "desk/message.h"
#include "desk/pause.h"
#include "desk/playbook.h"
#include "desk/receipt.h"
#include "desk/remind.h"
#include "desk/undecided.h"

int64_t ticket_number(const char *text)
{
	char *end;
	long long n;

	if ((text[0] == 'T' || text[0] == 't') && text[1] == '-')
		text += 2;
	if (*text < '0' || *text > '9' || strlen(text) > 15)
		return 0;
	n = strtoll(text, &end, 10);
	return *end ? 0 : n;
}

int ticket_load(struct desk *d, int64_t id, struct ticket *t, struct err *err)
{
	int found = record_load(d->db, &ticket_kind, id, t, &d->arena, err);

	if (found == 0)
		return err_set(err, ERR_DATA, "there is no ticket T-%lld",
			       (long long)id);
	return found < 0 ? -1 : 0;
}

const char *ticket_subject(struct desk *d, const struct ticket *t)
{
	if (*t->order_ref)
		return subject_of_order(&d->arena, t->shop, t->order_ref);
	return subject_of_thread(&d->arena, t->shop,
				 *t->thread ? t->thread
					    : arena_printf(&d->arena, "T-%lld",
							   (long long)t->id));
}

/* The open one, or, below nothing, the one that was merged: in one question,
 * since it is asked of every fact. */
#define OPEN_OR_MERGED                                                 \
	"SELECT coalesce(min(id) FILTER (WHERE state <> 3), -max(id) " \
	"FILTER (WHERE merged > 0), 0) FROM tickets WHERE shop = ?1 AND "

int64_t ticket_find(struct desk *d, int64_t shop, const char *order_ref,
		    const char *thread)
{
	int64_t id = 0;

	if (*order_ref)
		id = db_i64(d->db, 0, OPEN_OR_MERGED "order_ref = ?2", "is",
			    shop, order_ref);
	else if (*thread)
		id = db_i64(d->db, 0, OPEN_OR_MERGED "thread = ?2", "is", shop,
			    thread);
	return id < 0 ? merge_found(d, -id) : id;
}

int64_t ticket_of_cause(struct desk *d, int64_t shop, const char *cause)
{
	int64_t id = db_i64(d->db, 0,
			    "SELECT id FROM tickets WHERE shop = ?1 AND cause "
			    "= ?2 AND state <> 3",
			    "is", shop, cause);

	if (!id)
		id = -db_i64(d->db, 0,
			     "SELECT max(id) FROM tickets WHERE shop = ?1 AND "
			     "cause = ?2 AND merged IS NOT NULL",
			     "is", shop, cause);
	return id < 0 ? merge_found(d, -id) : id;
}

/* The nearest open deadline that people must meet. */
static int64_t nearest(struct desk *d, int64_t ticket)
{
	return db_i64(
		d->db, 0,
		"SELECT min(due) FROM deadlines WHERE ticket = ?1 AND "
		"state = 1 AND purpose NOT IN ('undo', 'settle', 'parcel', "
		"'playbook', 'remind', 'snooze', 'escalate')",
		"i", ticket);
}

int ticket_change(struct desk *d, const struct ticket *before,
		  struct ticket *after, struct err *err)
{
	after->changed = d->tx.cmd->at;
	return change(d, &ticket_kind, before, after, err);
}

int ticket_count(struct desk *d, int64_t id, int64_t step, struct err *err)
{
	struct ticket before, after;

	if (!step)
		return 0;
	if (ticket_load(d, id, &before, err))
		return -1;
	after = before;
	after.messages += step;
	return ticket_change(d, &before, &after, err);
}

/* What an open ticket waits for, told by its actions and by those of what went
 * into it: nothing is kept twice. */
static int waits_for(struct desk *d, const struct ticket *t, const char **word,
		     struct err *err)
{
	static const struct {
		const char *sql, *word;
	} asks[] = {
		{ "SELECT 1 FROM actions WHERE ticket = ?1 AND state = 10",
		  "decision" },
		{ "SELECT 1 FROM actions WHERE ticket = ?1 AND state = 2",
		  "approval" },
		{ "SELECT 1 FROM actions WHERE ticket = ?1 AND "
		  "state IN (1, 3, 4, 5, 9)",
		  "sending" },
		{ "SELECT 1 FROM actions WHERE ticket = ?1 AND state = 6",
		  "platform" },
		/* By the order of rows: the buyer's clock may be wrong. */
		{ "SELECT 1 WHERE (SELECT max(m.id) FROM messages m WHERE "
		  "m.ticket = ?1 AND m.direction = 2 AND m.action IS NOT NULL "
		  "AND NOT EXISTS (SELECT 1 FROM actions WHERE id = m.action "
		  "AND rule = '" RECEIPT_RULE "')) > coalesce("
		  "(SELECT max(id) FROM messages WHERE ticket = ?1 AND "
		  "direction = 1 AND origin = 1), 0)",
		  "buyer" },
	};

	size_t n;
	int64_t *ids = merge_family(d->db, &d->arena, t->id, &n);

	*word = "";
	for (size_t i = 0; i < COUNT_OF(asks) && !**word; i++) {
		bool own = i == COUNT_OF(asks) - 1; /* whom it talks with */
		int64_t found = 0;

		/* Set aside it waits for its day, but money for a person. */
		if (i && t->snoozed)
			*word = "snoozed";
		else if (merge_ask(d, ids, own ? 1 : n, asks[i].sql, &found,
				   err) ||
			 (!i && !found && t->state != TICKET_CLOSED &&
			  undecided_beside(d, t->id, &found, err)))
			return -1;
		else if (found)
			*word = asks[i].word;
	}
	return 0;
}

int ticket_cause_free(struct desk *d, const struct ticket *t, struct err *err)
{
	int64_t other = 0;

	if (*t->cause && db_ask(d->db, &other, 0, err,
				"SELECT id FROM tickets WHERE shop = ?1 AND "
				"cause = ?2 AND state <> 3",
				"is", t->shop, t->cause))
		return -1;
	return other ? err_set(err, ERR_DATA,
			       "T-%lld is open for what T-%lld is about",
			       (long long)other, (long long)t->id)
		     : 0;
}

bool ticket_has_successor(struct desk *d, const struct ticket *t)
{
	return db_i64(d->db, 0,
		      "SELECT 1 FROM tickets WHERE shop = ?1 AND cause = ?2 "
		      "AND state <> 3",
		      "is", t->shop, t->cause) ||
	       (*t->order_ref && ticket_find(d, t->shop, t->order_ref, ""));
}

/* Money that a person must look at stands in the queue, whoever thought that
 * the matter was over. */
static int open_for_money(struct desk *d, const struct ticket *before,
			  struct err *err)
{
	struct ticket after = *before;

	after.state = TICKET_WAITING;
	after.waiting_for = "decision";
	return ticket_reopen(d, before, &after, REOPEN_OPEN, err) ||
			       ticket_settle(d, before->id, err)
		       ? -1
		       : 0;
}

/* What a closed one has to be decided waits on the open one of its order. */
static int settle_beside(struct desk *d, const struct ticket *t,
			 struct err *err)
{
	int64_t other =
		*t->order_ref ? ticket_find(d, t->shop, t->order_ref, "") : 0;

	return other ? ticket_settle(d, other, err) : 0;
}

int ticket_settle(struct desk *d, int64_t id, struct err *err)
{
	struct ticket before, after;
	const char *word;

	if (ticket_load(d, id, &before, err))
		return -1;
	/* It stays closed, and is settled there. */
	if (before.merged)
		return ticket_settle(d, merge_target(d, id), err);
	if (pause_look(d, &before, err) || waits_for(d, &before, &word, err))
		return -1;
	after = before;
	after.due = nearest(d, id);
	if (before.state == TICKET_CLOSED && text_eq(word, "decision") &&
	    !ticket_has_successor(d, &before))
		return open_for_money(d, &before, err);
	if (before.state == TICKET_CLOSED && settle_beside(d, &before, err))
		return -1;
	if (before.state != TICKET_CLOSED) {
		after.waiting_for = word;
		after.state = *word ? TICKET_WAITING : TICKET_OPEN;
	}
	if (after.due == before.due && after.state == before.state &&
	    text_eq(after.waiting_for, before.waiting_for))
		return 0;
	return ticket_change(d, &before, &after, err);
}

/* -- loads -- */

int agent_load(struct desk *d, const char *name, int64_t step, struct err *err)
{
	struct agent before = { 0 }, after;
	int found = record_find(d->db, &agent_kind, &before, &d->arena, NULL,
				err, "WHERE name = ?1", "s", name);

	if (found <= 0)
		return found;
	after = before;
	after.open_load += step;
	return change(d, &agent_kind, &before, &after, err);
}

/* -- opening -- */

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

bool ticket_has_word(const char *words, const char *word)
{
	size_t len = strlen(word);
	const char *at = words;

	while (len && (at = strstr(at, word))) {
		if ((at == words || at[-1] == ' ') &&
		    (at[len] == ' ' || at[len] == '\0'))
			return true;
		at += len;
	}
	return false;
}

/* The first cause told stays primary unless it was none; others stand in
 * also. The more urgent tier wins. *other: it is another matter now. */
/* The first issue that is one stays; what else it is about stands beside. */
static void add_issue(struct desk *d, struct ticket *t, const char *issue)
{
	if (text_eq(t->issue, "other") || !*t->issue)
		t->issue = issue;
	else if (!text_eq(t->issue, issue) && !text_eq(issue, "other") &&
		 !ticket_has_word(t->also, issue))
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

static int join(struct desk *d, int64_t id, const struct report *report,
		const struct triaged *triaged, bool *other, struct err *err)
{
	struct ticket before, after;

	if (ticket_load(d, id, &before, err))
		return -1;
	after = before;
	add_issue(d, &after, report->what.issue);
	raise_tier(&after, triaged);
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
		 !text_eq(after.also, before.also);
	if (ticket_change(d, &before, &after, err) ||
	    (before.snoozed &&
	     deadline_end(d, id, 0, "snooze", NULL, DEADLINE_DROPPED, err)))
		return -1;
	return set_deadlines(d, id, report, triaged, err);
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
	int64_t planned =
		1 + db_i64(d->db, 0, "SELECT max(id) FROM actions", "");
	bool taken = false;

	/* The message hangs on its ticket before a reply to it is proposed. */
	if (report->message && message_link(d, report->message, id, err))
		return -1;
	if (report->ticket && report->message &&
	    playbook_heard(d, id, report, &taken, err))
		return -1;
	if ((!report->folded && !taken && advice_follow(d, id, report, err)) ||
	    (other && !taken && advice_anew(d, id, planned, err)))
		return -1;
	return report->message && !report->apart
		       ? receipt_give(d, id, report, err)
		       : 0;
}

int ticket_report(struct desk *d, struct report *report, int64_t *id,
		  struct err *err)
{
	struct triaged triaged = { .tier = TIER_BLUE,
				   .rule = "default",
				   .policy = "" };
	bool other = false, over = false;

	*id = existing(d, report);
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
	if ((!report->ticket || other) &&
	    ladder_arrived(d, *id, report, triaged.tier, err))
		return -1;
	if (answer(d, *id, report, other, err))
		return -1;
	return ticket_settle(d, *id, err);
}
