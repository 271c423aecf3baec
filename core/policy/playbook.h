/* playbook.h - the procedure for an issue: policy/playbooks/<name>.conf.
 *
 * Ordered steps, as data. A step waits (for time, for the buyer, for a person's
 * yes), or does something: asks the carrier, replies (perhaps with a promise,
 * which becomes a deadline), proposes a refund, a reshipment or a code, gives a
 * task to a role, raises an alert; or only jumps. A step with `when` is passed
 * over unless its condition holds; `next` jumps to a later step, never back, so
 * every playbook ends. Here is only what follows; core/desk/playbook/playbook.c
 * does it and keeps it over restarts.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_PLAYBOOK_H
#define HW_POLICY_PLAYBOOK_H

#include "policy/rule/rule.h"
#include "policy/time/period.h"

/* From when a wait counts: at once, from when our reply has left, or from when
 * all that the playbook proposed and gave as a task is done. */
enum wait_after { AFTER_SET, AFTER_SENT, AFTER_DONE };

struct step {
	const char *name;
	const struct condition *when;    /* NULL: always */
	const char *ask, *reply, *alert; /* "" if not; ask: scans or proof */
	const char *tells_of; /* the verb of an earlier step that the reply
			       * tells of; "" if none */
	const char *reship;   /* the service level; "" if not */
	const char *back;     /* a return: "label" or "no label"; "" if not */
	const char *task;     /* the role that shall do what `alert` says */
	const char *gives;    /* the buyer, by that: model/loop.h; "" unsaid */
	const char *accept;   /* waits until a person says whether it is so */
	const char *promise;  /* the period that says so, "" none */
	const struct condition *until; /* ends the wait early; NULL: nothing */
	const char *next;
	struct sum refund, coupon;
	struct sum amount; /* of what the task gives, where that is money */
	struct period period;
	int line, next_index;
	int coupon_percent; /* instead of an amount; 0: none */
	int promise_days;   /* working days; 0: no promise */
	enum wait_after after;
	bool matrix; /* gives what compensation.conf says */
	bool waits;  /* `period` is a wait; with accept and task their limit */
	bool for_buyer; /* who answers does not end the playbook but the wait */
	bool for_photo; /* and a file by itself is an answer, too */
	bool for_choice; /* and so is all that chooses of an offer */
};
VEC(step_list, struct step);

struct playbook {
	const char *name, *help, *stop_text;
	const struct condition *stop; /* ends it, whatever the step */
	struct step_list steps;
};
VEC(playbook_list, struct playbook);

/* Reads a file; its name must be the playbook's. */
void playbook_read(struct playbook_list *list, struct conf *c, const char *name,
		   struct compiler *compiler, const char *templates,
		   const struct periods *periods);
void playbook_list_free(struct playbook_list *list);
/* Its file in the policy's folder, "playbooks/damaged.conf"; the caller's. */
char *playbook_file(const struct playbook *p);
const struct playbook *playbook_find(const struct playbook_list *list,
				     const char *name);
/* -1 when it has no such step. */
int playbook_step(const struct playbook *p, const char *name);

#define PLAN_MAX 16

/* From a step on: what is done, up to the next wait or the end. */
struct plan {
	const struct step *steps[PLAN_MAX];
	int count;
	const struct step *wait; /* or asks for a yes; NULL: it is done */
};
void playbook_plan(const struct playbook *p, int from,
		   const struct fact_values *v, struct plan *out);

#endif
