/* playbook.c - see playbook.h.
 * SPDX-License-Identifier: MIT */
#include "desk/playbook/playbook.h"

#include "desk/playbook/advice.h"
#include "desk/playbook/playbook_own.h"
#include "desk/reply/backing.h"
#include "desk/simulate/vector.h"
#include "desk/ticket/deadline.h"

bool playbook_runs(const struct ticket *t)
{
	return *t->playbook && t->state != TICKET_CLOSED &&
	       !text_eq(t->step, "done") && !text_eq(t->step, "stopped");
}

/* -- playing -- */

static int record(struct desk *d, const struct ticket *t, const char *after,
		  const struct matter *m, const struct play *play,
		  struct err *err)
{
	CLEANUP(str_release) struct str about = STR_INIT;
	struct jw v = JW_INIT(&about);
	struct seen seen = { .matter = *m,
			     .ticket = t->id,
			     .playbook = t->playbook,
			     .after = after };

	effects_of_play(t->playbook, play, m->now, &d->arena, &seen.effects);
	jw_object(&v);
	jw_kv_text(&v, "policy", play->policy);
	if (*play->wait)
		jw_kv_text(&v, "waits", play->wait);
	jw_end(&v);
	return change_vector(
		d,
		&(struct vector){ "playbook", play->vector,
				  fired_of_play(t->playbook, play, &d->arena),
				  str_c(&about), seen_put(&seen, &d->arena) },
		err);
}

int playbook_set_step(struct desk *d, int64_t ticket, const char *playbook,
		      const char *step, struct err *err)
{
	struct ticket before, after;

	if (ticket_load(d, ticket, &before, err))
		return -1;
	after = before;
	after.playbook = playbook;
	after.step = step;
	return ticket_change(d, &before, &after, err);
}

static int wait_until(struct desk *d, int64_t ticket, const char *step,
		      int64_t moment, struct err *err)
{
	return deadline_set(d, ticket, 0, "playbook", step, moment, err);
}

static int wait_for(struct desk *d, const struct ticket *t,
		    const struct play *play, struct err *err)
{
	if (!*play->wait)
		return 0;
	return *play->accept
		       ? playbook_question(d, t->id, play, err)
		       : wait_until(d, t->id, play->wait, play->wait_at, err);
}

int playbook_play(struct desk *d, struct ticket *t, const char *after,
		  const struct matter *m, struct err *err)
{
	struct play play = { .wait = "", .accept = "" };
	bool tasks = false;

	if (!d->brain->play ||
	    !d->brain->play(d->brain, t->playbook, after, m, &d->arena, &play))
		return playbook_raise(
			       d, t,
			       arena_printf(&d->arena,
					    "the policy has no playbook \"%s\" "
					    "with the step \"%s\"",
					    t->playbook, after),
			       err) || playbook_set_step(d, t->id, t->playbook,
							 "stopped", err)
			       ? -1
			       : 0;
	if (record(d, t, after, m, &play, err))
		return -1;
	for (int i = 0; i < play.count; i++) {
		tasks = tasks || *play.moves[i].task;
		if (playbook_do(d, t, &play.moves[i], &play, err))
			return -1;
	}
	/* Words may stand before the task that they tell of. */
	if (tasks && backing_turn(d, t->id, err))
		return -1;
	if (playbook_set_step(d, t->id, t->playbook,
			      *play.wait ? play.wait : "done", err))
		return -1;
	return wait_for(d, t, &play, err);
}

/* -- starting and waking -- */

int playbook_start(struct desk *d, const struct ticket *t, const char *name,
		   const struct matter *m, struct err *err)
{
	struct ticket mine = *t;

	if (*t->playbook &&
	    playbook_take_back(
		    d, t, arena_printf(&d->arena, "playbook %s begins", name),
		    err))
		return -1;
	mine.playbook = name;
	return playbook_play(d, &mine, "", m, err);
}

/* A wait that counts from what the playbook did begins anew while that is still
 * to be done, and then ends so long after it. 1: it goes on; *until. */
static int still_waits(struct desk *d, const struct ticket *t,
		       const struct matter *m, int64_t *until, struct err *err)
{
	struct play here = { .count = 0 };
	bool open;
	int64_t done;

	if (!d->brain->waits(d->brain, t->playbook, t->step, m, m->now,
			     &here) ||
	    !(here.after_sent || here.after_done))
		return 0;
	if (playbook_done_at(d, t->id, here.after_done, &open, &done, err))
		return -1;
	*until = here.wait_at;
	if (open)
		return 1;
	d->brain->waits(d->brain, t->playbook, t->step, m, done, &here);
	*until = here.wait_at;
	return done && here.wait_at > m->now;
}

int playbook_wake(struct desk *d, const struct deadline *one, struct err *err)
{
	struct report r;
	struct ticket t;
	int64_t until = 0;
	const char *ends;
	int waits;

	if (ticket_load(d, one->ticket, &t, err))
		return -1;
	if (!playbook_runs(&t) || !text_eq(t.step, one->source) || !d->brain)
		return 0;
	matter_of_ticket(d, &t, "playbook", &r);
	ends = d->brain->play_ends(d->brain, t.playbook, &r.matter);
	if (*ends)
		return playbook_stop(d, t.id, ends, true, err);
	waits = still_waits(d, &t, &r.matter, &until, err);
	if (waits)
		return waits < 0 ? -1 : wait_until(d, t.id, t.step, until, err);
	r.matter.answered = FLAG_NO;
	return playbook_play(d, &t, t.step, &r.matter, err);
}

int playbook_at(struct desk *d, int64_t ticket, struct playing *p,
		struct err *err)
{
	p->here = (struct play){ .accept = "" };
	if (ticket_load(d, ticket, &p->ticket, err))
		return -1;
	if (!playbook_runs(&p->ticket) || !d->brain || !d->brain->waits)
		return 0;
	matter_of_ticket(d, &p->ticket, "playbook", &p->report);
	d->brain->waits(d->brain, p->ticket.playbook, p->ticket.step,
			&p->report.matter, p->report.matter.now, &p->here);
	return 1;
}

int playbook_wake_early(struct desk *d, struct ticket *t, struct matter *m,
			int answered, struct err *err)
{
	m->answered = answered;
	return deadline_end(d, t->id, 0, "playbook", NULL, DEADLINE_MET, err) ||
			       playbook_play(d, t, t->step, m, err)
		       ? -1
		       : 0;
}

bool playbook_rule(const char *rule)
{
	return rule && text_starts(rule, PLAYBOOK_RULE);
}

bool playbook_wrote(const struct action *a)
{
	return a->ticket && text_eq(a->verb, "reply") && playbook_rule(a->rule);
}
