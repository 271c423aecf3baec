/* action_reply.c - a reply that a person writes.
 * SPDX-License-Identifier: MIT */
#include "desk/action/action.h"
#include "desk/action/action_commands.h"
#include "desk/people/role.h"
#include "desk/playbook/playbook.h"
#include "desk/reply/backing.h"
#include "desk/reply/code.h"
#include "desk/reply/doubled.h"
#include "desk/reply/enclosure.h"
#include "desk/reply/heard.h"
#include "desk/reply/promise.h"
#include "desk/reply/reply_address.h"
#include "desk/reply/screen.h"
#include "desk/task/task_told.h"
#include "desk/ticket/ticket.h"

bool reply_by_hand(const struct action *a)
{
	return text_eq(a->verb, "reply") && text_blank(a->rule);
}

bool reply_of_person(const struct action *a)
{
	return text_eq(a->verb, "reply") &&
	       !text_eq(a->proposed_by, "policy") &&
	       !text_eq(a->proposed_by, "desk");
}

int reply_replaces(struct desk *d, int64_t ticket, int64_t but, struct err *err)
{
	bool waits;

	if (playbook_waits_to_write(d, ticket, &waits, err) ||
	    (waits && playbook_taken_over(d, ticket, PLAYBOOK_TAKEN, err)))
		return -1;
	return action_drop_replies(d, ticket, but, PLAYBOOK_WROTE, err);
}

int reply_again(struct desk *d, const struct action *a, struct err *err)
{
	return promise_again(d, a, err) || task_told_again(d, a, err) ||
			       code_again(d, a, err)
		       ? -1
		       : 0;
}

int action_drop_replies(struct desk *d, int64_t ticket, int64_t but,
			const char *why, struct err *err)
{
	int64_t id;

	while ((id = db_i64(d->db, 0,
			    "SELECT id FROM actions WHERE ticket = ?1 AND "
			    "verb = 'reply' AND state IN (1, 2, 3, 4) AND "
			    "id <> ?2 AND (?2 = 0 OR id < ?2 OR (state < 3 "
			    "AND proposed_by = 'policy'))",
			    "ii", ticket, but)))
		if (action_cancel(d, id, why, err))
			return -1;
	return 0;
}

/* The proposal whose words are changed; false when none is named. */
static int proposal(struct desk *d, struct action *old, bool *named,
		    struct err *err)
{
	int64_t id = arg_i64(d, "instead");

	*named = id != 0;
	if (!id)
		return 0;
	if (action_load(d, id, old, err))
		return -1;
	if (!text_eq(old->verb, "reply") || old->ticket != arg_i64(d, "ticket"))
		return err_set(err, ERR_DATA,
			       "action %lld is no reply of T-%lld",
			       (long long)id, (long long)arg_i64(d, "ticket"));
	if (receipt_is(old))
		return err_set(err, ERR_DATA,
			       "action %lld is a receipt, which answers "
			       "nothing; write a reply of its own",
			       (long long)id);
	return old->state == ACTION_WAITING
		       ? 0
		       : err_set(err, ERR_DATA,
				 "the proposal was changed meanwhile: action "
				 "%lld is %s, not waiting; see `ticket show "
				 "T-%lld`",
				 (long long)id, action_state_name(old->state),
				 (long long)old->ticket);
}

/* Other words for the same: of its rule or step, and it tells of what that
 * tells of. A person's own words tell of what they say, and of what somebody
 * had named beside the first. */
static int take_place(struct desk *d, struct action *a,
		      const struct action *old, struct err *err)
{
	a->rule = old->rule;
	a->policy = old->policy;
	a->template_id = old->template_id;
	a->planned = old->planned; /* what was there then, for the checks */
	if (text_blank(a->subject))
		a->subject = old->subject;
	if (text_blank(old->rule))
		return backing_named(d, old, a, err);
	a->beside = old->beside;
	a->besides = old->besides;
	a->tasks = old->tasks;
	return 0;
}

static int reply_read(struct desk *d, struct ticket *t, struct action *a,
		      struct err *err)
{
	struct action old;
	bool named;

	if (ticket_load(d, arg_i64(d, "ticket"), t, err) ||
	    proposal(d, &old, &named, err))
		return -1;
	*a = (struct action){ .verb = "reply",
			      .ticket = t->id,
			      .shop = t->shop,
			      .order_ref = t->order_ref,
			      .lang = t->lang,
			      .text = arg_text(d, "text"),
			      .subject = arg_text(d, "subject"),
			      .to_addr = arg_text(d, "to"),
			      .proposed_by = d->tx.cmd->by };
	if (named && take_place(d, a, &old, err))
		return -1;
	return backing_said(d, a, err);
}

/* What somebody else said yes to is not taken off its way unseen. Of several
 * each is named in turn: who names one has seen those before it. */
static int replaces_nobody(struct desk *d, const struct action *a,
			   struct err *err)
{
	const char *by = d->tx.cmd->by;
	int64_t held = 0;

	/* What took a place then took it. */
	if (d->tx.taking != LIVE || !reply_by_hand(a) || !role_is_agent(d, by))
		return 0;
	if (db_ask(d->db, &held, 0, err,
		   "SELECT min(id) FROM actions WHERE ticket = ?1 AND verb = "
		   "'reply' AND state IN (3, 4) AND approved_by <> ?2 AND id "
		   "> ?3",
		   "isi", a->ticket, by, arg_i64(d, "replaces")))
		return -1;
	return held ? err_set(err, ERR_DATA,
			      "action %lld, a reply that %s said yes to, is "
			      "about to leave, and yours would take its place: "
			      "see `action show %lld`, and add --replaces %lld "
			      "if that is meant",
			      (long long)held,
			      db_text(d->db, &d->arena,
				      "SELECT approved_by FROM actions WHERE "
				      "id = ?1",
				      "i", held),
			      (long long)held, (long long)held)
		    : 0;
}

int reply_check(struct desk *d, struct err *err)
{
	struct ticket t;
	struct action a;

	if (reply_read(d, &t, &a, err))
		return -1;
	if (text_blank(a.text))
		return err_set(err, ERR_DATA, "the reply is empty");
	if (t.state == TICKET_CLOSED)
		return err_set(err, ERR_DATA,
			       "T-%lld is closed: nobody would wait for what "
			       "the buyer answers; their next message opens it "
			       "again",
			       (long long)t.id);
	if (reply_named(d, &a, err))
		return -1;
	if (!d->brain || !reply_address(d, &t, &a))
		return err_set(err, ERR_DATA,
			       "T-%lld has nobody to reply to: no address, or "
			       "no channel is enabled",
			       (long long)t.id);
	if (replaces_nobody(d, &a, err) || heard_what_came(d, t.id, err) ||
	    doubled_check(d, &a, err) ||
	    screen_overruled(d, &a, arg_text(d, "force"), err))
		return -1;
	d->tx.subject = arena_strdup(&d->arena, ticket_subject(d, &t));
	return enclosure_named(d, &a, err);
}

int reply_decide(struct desk *d, struct err *err)
{
	struct ticket t;
	struct action a;
	bool yes = role_is_agent(d, d->tx.cmd->by);
	bool forced = *arg_text(d, "force") != '\0';
	struct err unjudged = { 0 };

	if (reply_read(d, &t, &a, err))
		return -1;
	reply_address(d, &t, &a);
	yes = yes && (forced || !screen_unjudged(d, &a, &unjudged));
	if ((forced && screen_overruled(d, &a, arg_text(d, "force"), err)) ||
	    enclosure_named(d, &a, err))
		return -1;
	if (arg_i64(d, "instead") &&
	    action_cancel(d, arg_i64(d, "instead"),
			  arena_printf(&d->arena,
				       "its words were changed by %s",
				       d->tx.cmd->by),
			  err))
		return -1;
	if (yes && reply_by_hand(&a) && reply_replaces(d, t.id, 0, err))
		return -1;
	if (action_plan(d, &a, yes, err))
		return -1;
	return ticket_settle(d, t.id, err);
}
