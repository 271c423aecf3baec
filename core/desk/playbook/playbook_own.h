/* playbook_own.h - between the files of playbooks. Texts live in the command's
 * arena; 0, or -1 and err.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_PLAYBOOK_OWN_H
#define HW_DESK_PLAYBOOK_OWN_H

#include "desk/ticket/ticket.h"

const char *playbook_rule_of(struct desk *d, const char *playbook,
			     const char *step);

int playbook_set_step(struct desk *d, int64_t ticket, const char *playbook,
		      const char *step, struct err *err) MUST_CHECK;

/* Goes on after a step ("" starts it), up to the next wait or the end. */
int playbook_play(struct desk *d, struct ticket *t, const char *after,
		  const struct matter *m, struct err *err) MUST_CHECK;

/* A playbook that runs. */
struct playing {
	struct ticket ticket;
	struct report report; /* with its matter of now */
	struct play here;     /* the wait that it is at; empty: none */
};
/* 1: one runs on the ticket. `ticket` and `here` are filled in any case. */
int playbook_at(struct desk *d, int64_t ticket, struct playing *p,
		struct err *err) MUST_CHECK;
/* Goes on after the step it waits at, before its time. */
int playbook_wake_early(struct desk *d, struct ticket *t, struct matter *m,
			int answered, struct err *err) MUST_CHECK;

/* -- playbook_end.c -- */

/* What the ticket's playbook proposed and nobody approved is taken back,
 * whether it runs or not. */
int playbook_take_back(struct desk *d, const struct ticket *t, const char *why,
		       struct err *err) MUST_CHECK;
/* 1: its stop condition holds, so it ends; one that has ended takes back what
 * still waits. */
int playbook_over(struct desk *d, const struct ticket *t,
		  struct err *err) MUST_CHECK;
/* What it gave comes to nothing (playbook.h). *ended: it did run. */
int playbook_in_vain(struct desk *d, int64_t ticket, const char *why,
		     bool *ended, struct err *err) MUST_CHECK;

/* -- playbook_vain.c -- */

/* Did what it gave come to nothing after that moment? */
int playbook_vain_since(struct desk *d, int64_t ticket, int64_t then, bool *is,
			struct err *err) MUST_CHECK;

/* -- playbook_do.c -- */

int playbook_do(struct desk *d, const struct ticket *t, const struct move *m,
		const struct play *play, struct err *err) MUST_CHECK;
/* One alert of a ticket and a text. */
int playbook_raise(struct desk *d, const struct ticket *t, const char *text,
		   struct err *err) MUST_CHECK;
/* Is a reply of the ticket (all: anything that its playbook proposed or gave as
 * a task) still to be done? *done: when the last of it was, 0 if nothing was.
 */
int playbook_done_at(struct desk *d, int64_t ticket, bool all, bool *open,
		     int64_t *done, struct err *err) MUST_CHECK;

/* -- playbook_people.c -- */

/* Asks people whether something is so: an alert, and a deadline of purpose
 * "accept". */
int playbook_question(struct desk *d, int64_t ticket, const struct play *play,
		      struct err *err) MUST_CHECK;
/* Nobody need answer any more; nothing when nothing is asked. state: MET is a
 * yes. */
int playbook_question_over(struct desk *d, int64_t ticket, const char *step,
			   int32_t state, struct err *err) MUST_CHECK;

#endif
