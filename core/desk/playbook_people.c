/* playbook_people.c - a person says whether it is so: the commands "accept" and
 * "refuse". SPDX-License-Identifier: MIT */
#include "desk/advice.h"
#include "desk/alert.h"
#include "desk/deadline.h"
#include "desk/playbook.h"
#include "desk/playbook_own.h"

#define ACCEPT "accept"

static const char *question_cause(struct desk *d, int64_t ticket,
				  const char *step)
{
	return arena_printf(&d->arena, ACCEPT ":%lld:%s", (long long)ticket,
			    step);
}

static int ask(struct desk *d, int64_t ticket, const char *step,
	       const char *what, struct err *err)
{
	return alert_raise(
		d, "warning", question_cause(d, ticket, step), ticket,
		arena_printf(&d->arena,
			     "T-%lld: is it so that %s? Say it with "
			     "`helloword ticket accept T-%lld`, or refuse",
			     (long long)ticket, what, (long long)ticket),
		err);
}

int playbook_question(struct desk *d, int64_t ticket, const struct play *play,
		      struct err *err)
{
	return deadline_set_of(d, ticket, ACCEPT, play->wait, play->period,
			       play->wait_at, err) ||
			       ask(d, ticket, play->wait, play->accept, err)
		       ? -1
		       : 0;
}

int playbook_question_over(struct desk *d, int64_t ticket, const char *step,
			   int32_t state, struct err *err)
{
	return deadline_end(d, ticket, 0, ACCEPT, NULL, state, err) ||
			       alert_over(d, question_cause(d, ticket, step),
					  err)
		       ? -1
		       : 0;
}

int playbook_closed(struct desk *d, const struct ticket *t, struct err *err)
{
	return playbook_runs(t)
		       ? alert_over(d, question_cause(d, t->id, t->step), err)
		       : 0;
}

/* -- closed, and open again -- */

/* What a running one waits at; *here is empty when none runs. */
static int waits_at(struct desk *d, int64_t ticket, struct ticket *t,
		    struct play *here, struct err *err)
{
	struct report r;

	*here = (struct play){ .accept = "" };
	if (ticket_load(d, ticket, t, err))
		return -1;
	if (!playbook_runs(t) || !d->brain || !d->brain->waits)
		return 0;
	matter_of_ticket(d, t, "playbook", &r);
	d->brain->waits(d->brain, t->playbook, t->step, &r.matter, r.matter.now,
			here);
	return 0;
}

int playbook_reopened(struct desk *d, int64_t ticket, bool heard,
		      struct err *err)
{
	struct play here;
	struct ticket t;

	if (waits_at(d, ticket, &t, &here, err))
		return -1;
	return heard && here.for_buyer
		       ? 0
		       : playbook_stop(d, ticket, "the ticket was closed",
				       false, err);
}

int playbook_asks_again(struct desk *d, int64_t ticket, struct err *err)
{
	struct play here;
	struct ticket t;

	if (waits_at(d, ticket, &t, &here, err))
		return -1;
	return *here.accept ? ask(d, ticket, t.step, here.accept, err) : 0;
}

/* -- an answer -- */

/* The ticket, when it waits for such a word. */
static int asked(struct desk *d, struct ticket *t, struct report *r,
		 struct err *err)
{
	struct play here = { .accept = "" };

	if (ticket_load(d, arg_i64(d, "ticket"), t, err))
		return -1;
	if (playbook_runs(t) && d->brain) {
		matter_of_ticket(d, t, "playbook", r);
		d->brain->waits(d->brain, t->playbook, t->step, &r->matter,
				r->matter.now, &here);
	}
	return *here.accept ? 0
			    : err_set(err, ERR_DATA,
				      "T-%lld does not wait for anybody's yes "
				      "or no",
				      (long long)t->id);
}

int accept_check(struct desk *d, struct err *err)
{
	struct ticket t;
	struct report r;

	return asked(d, &t, &r, err);
}

static int answer(struct desk *d, int accepted, struct err *err)
{
	struct ticket t;
	struct report r;

	if (asked(d, &t, &r, err) ||
	    playbook_question_over(d, t.id, t.step,
				   accepted == FLAG_YES ? DEADLINE_MET
							: DEADLINE_DROPPED,
				   err))
		return -1;
	r.matter.accepted = accepted;
	return playbook_play(d, &t, t.step, &r.matter, err) ||
			       ticket_settle(d, t.id, err)
		       ? -1
		       : 0;
}

int accept_decide(struct desk *d, struct err *err)
{
	return answer(d, FLAG_YES, err);
}

int refuse_decide(struct desk *d, struct err *err)
{
	return answer(d, FLAG_NO, err);
}
