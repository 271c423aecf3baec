/* playbook_end.c - how a playbook ends, and what becomes of what it proposed.
 * SPDX-License-Identifier: MIT */
#include "desk/playbook/advice.h"
#include "desk/playbook/playbook.h"
#include "desk/playbook/playbook_own.h"
#include "desk/reply/promise.h"
#include "desk/ticket/deadline.h"

/* What was offered goes when it was given, and then the buyer is to hear of it:
 * no text of ours says it. */
static int tell_untold(struct desk *d, const struct ticket *t, struct err *err)
{
	bool untold;

	if (promise_untold(d, t->id, &untold, err))
		return -1;
	return untold ? playbook_raise(d, t,
				       "the buyer got money or goods, and no "
				       "reply tells of it: write to them",
				       err)
		      : 0;
}

int playbook_take_back(struct desk *d, const struct ticket *t, const char *why,
		       struct err *err)
{
	return advice_withdraw(d, t->id, playbook_rule_of(d, t->playbook, ""),
			       true, why, err) ||
			       tell_untold(d, t, err)
		       ? -1
		       : 0;
}

/* broken: what it promised was none. */
static int end(struct desk *d, int64_t ticket, const char *why, bool withdraw,
	       bool broken, struct err *err)
{
	struct ticket t;

	if (ticket_load(d, ticket, &t, err))
		return -1;
	if (!playbook_runs(&t))
		return 0;
	if (deadline_end(d, ticket, 0, "playbook", NULL, DEADLINE_DROPPED,
			 err) ||
	    playbook_question_over(d, ticket, t.step, DEADLINE_DROPPED, err) ||
	    (broken && deadline_end(d, ticket, 0, "promise", NULL,
				    DEADLINE_DROPPED, err)) ||
	    (withdraw &&
	     playbook_take_back(d, &t,
				arena_printf(&d->arena, "playbook %s ends: %s",
					     t.playbook, why),
				err)))
		return -1;
	return playbook_set_step(d, ticket, t.playbook, "stopped", err);
}

int playbook_stop(struct desk *d, int64_t ticket, const char *why,
		  bool withdraw, struct err *err)
{
	return end(d, ticket, why, withdraw, withdraw, err);
}

#define WROTE "verb = 'reply' AND rule GLOB '" PLAYBOOK_RULE "*'"

int playbook_waits_to_write(struct desk *d, int64_t ticket, bool *waits,
			    struct err *err)
{
	int64_t found = 0;
	int rc = db_ask(d->db, &found, 0, err,
			"SELECT 1 FROM actions WHERE ticket = ?1 AND " WROTE
			" AND state IN (1, 2, 3, 4)",
			"i", ticket);

	*waits = found != 0;
	return rc;
}

static int has_written(struct desk *d, int64_t ticket, int64_t *left,
		       struct err *err)
{
	return db_ask(d->db, left, 0, err,
		      "SELECT 1 FROM actions WHERE ticket = ?1 AND " WROTE
		      " AND state IN (5, 6, 7, 9)",
		      "i", ticket);
}

int playbook_taken_over(struct desk *d, int64_t ticket, const char *why,
			struct err *err)
{
	int64_t left;

	return has_written(d, ticket, &left, err)
		       ? -1
		       : playbook_stop(d, ticket, why, !left, err);
}

int playbook_needless(struct desk *d, int64_t ticket, const char *why,
		      struct err *err)
{
	int64_t left;

	return has_written(d, ticket, &left, err)
		       ? -1
		       : end(d, ticket, why, true, !left, err);
}

/* Does anything wait that the ticket's playbook proposed? */
static int has_proposed(struct desk *d, const struct ticket *t, bool *waits,
			struct err *err)
{
	int64_t found = 0;
	int rc = db_ask(d->db, &found, 0, err,
			"SELECT 1 FROM actions WHERE ticket = ?1 AND state = 2 "
			"AND proposed_by = 'policy' AND "
			"substr(rule, 1, length(?2)) = ?2 LIMIT 1",
			"is", t->id, playbook_rule_of(d, t->playbook, ""));

	*waits = found != 0;
	return rc;
}

static int take_back_late(struct desk *d, const struct ticket *t,
			  const char *why, struct err *err)
{
	return playbook_take_back(d, t,
				  arena_printf(&d->arena,
					       "playbook %s has ended: %s",
					       t->playbook, why),
				  err);
}

int playbook_in_vain(struct desk *d, int64_t ticket, const char *why,
		     bool *ended, struct err *err)
{
	struct ticket t;
	bool waits;

	if (ticket_load(d, ticket, &t, err))
		return -1;
	*ended = playbook_runs(&t);
	if (*ended)
		return playbook_needless(d, ticket, why, err) ||
				       ticket_settle(d, ticket, err)
			       ? -1
			       : 0;
	if (!*t.playbook || t.state == TICKET_CLOSED)
		return 0;
	if (has_proposed(d, &t, &waits, err))
		return -1;
	return waits ? take_back_late(d, &t, why, err) : 0;
}

int playbook_over(struct desk *d, const struct ticket *t, struct err *err)
{
	struct report r;
	bool waits = true;
	const char *ends;

	if (!*t->playbook || t->state == TICKET_CLOSED || !d->brain ||
	    !d->brain->play_ends)
		return 0;
	if (!playbook_runs(t) && has_proposed(d, t, &waits, err))
		return -1;
	if (!waits)
		return 0;
	matter_of_ticket(d, t, "playbook", &r);
	ends = d->brain->play_ends(d->brain, t->playbook, &r.matter);
	if (!*ends)
		return 0;
	return (playbook_runs(t) ? playbook_stop(d, t->id, ends, true, err)
				 : take_back_late(d, t, ends, err))
		       ? -1
		       : 1;
}

/* The wait that it is at ends early. */
static int end_wait(struct desk *d, struct ticket *t, struct err *err)
{
	struct play here = { .early = false };
	struct report r;

	matter_of_ticket(d, t, "playbook", &r);
	return d->brain->waits(d->brain, t->playbook, t->step, &r.matter,
			       r.matter.now, &here) &&
			       here.early
		       ? playbook_wake_early(d, t, &r.matter, FLAG_NO, err)
		       : 0;
}

int playbook_look(struct desk *d, int64_t shop, const char *order_ref,
		  struct err *err)
{
	int64_t id = order_ref && *order_ref
			     ? ticket_find(d, shop, order_ref, "")
			     : 0;
	struct ticket t;
	int over;

	if (!id || !d->brain || !d->brain->play_ends)
		return 0;
	if (ticket_load(d, id, &t, err))
		return -1;
	over = playbook_over(d, &t, err);
	if (over < 0 || (!over && !playbook_runs(&t)))
		return over;
	return (!over && end_wait(d, &t, err)) || ticket_settle(d, id, err) ? -1
									    : 0;
}
