/* playbook_people.c - a person says whether it is so: the commands "accept" and
 * "refuse".
 * SPDX-License-Identifier: MIT */
#include "desk/alert/alert.h"
#include "desk/playbook/advice.h"
#include "desk/playbook/playbook.h"
#include "desk/playbook/playbook_own.h"
#include "desk/ticket/deadline.h"

#define ACCEPT "accept"

static const char *question_cause(struct desk *d, int64_t ticket,
				  const char *step)
{
	return arena_printf(&d->arena, "accept:%lld:%s", (long long)ticket,
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

int playbook_reopened(struct desk *d, int64_t ticket, bool heard,
		      struct err *err)
{
	struct playing p;

	if (playbook_at(d, ticket, &p, err) < 0)
		return -1;
	return heard && p.here.for_buyer
		       ? 0
		       : playbook_stop(d, ticket, "the ticket was closed",
				       false, err);
}

int playbook_asks_again(struct desk *d, int64_t ticket, struct err *err)
{
	struct playing p;

	if (playbook_at(d, ticket, &p, err) < 0)
		return -1;
	return *p.here.accept
		       ? ask(d, ticket, p.ticket.step, p.here.accept, err)
		       : 0;
}

/* -- an answer -- */

/* The ticket, when it waits for such a word. */
static int asked(struct desk *d, struct playing *p, struct err *err)
{
	if (playbook_at(d, arg_i64(d, "ticket"), p, err) < 0)
		return -1;
	return *p->here.accept ? 0
			       : err_set(err, ERR_DATA,
					 "T-%lld does not wait for anybody's "
					 "yes or no",
					 (long long)p->ticket.id);
}

int accept_check(struct desk *d, struct err *err)
{
	struct playing p;

	return asked(d, &p, err);
}

static int answer(struct desk *d, int accepted, struct err *err)
{
	struct playing p;

	if (asked(d, &p, err) ||
	    playbook_question_over(d, p.ticket.id, p.ticket.step,
				   accepted == FLAG_YES ? DEADLINE_MET
							: DEADLINE_DROPPED,
				   err))
		return -1;
	p.report.matter.accepted = accepted;
	return playbook_play(d, &p.ticket, p.ticket.step, &p.report.matter,
			     err) ||
			       ticket_settle(d, p.ticket.id, err)
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
