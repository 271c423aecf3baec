/* playbook.h - the procedure for an issue: policy/playbooks/<name>.conf.
 *
 * Ordered steps, as data. A step waits, or does something: asks the carrier,
 * replies (perhaps with a promise, which becomes a deadline), proposes a
 * refund, raises an alert. A step with `when` is passed over unless its
 * condition holds; `next` jumps to a later step, never back, so every playbook
 * ends. Here is only what follows; core/desk/playbook.c does it and keeps it
 * over restarts.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_PLAYBOOK_H
#define HW_POLICY_PLAYBOOK_H

#include "policy/rule.h"

struct step {
	const char *name;
	int line;
	const struct condition *when;    /* NULL: always */
	const char *ask, *reply, *alert; /* "" if not; ask: scans or proof */
	struct sum refund;
	int promise_days; /* working days; 0: no promise */
	int64_t wait_ms;
	bool after_sent; /* the wait counts from when our reply has left */
	const char *next;
	int next_index;
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
		   struct compiler *compiler, const char *templates);
void playbook_list_free(struct playbook_list *list);
const struct playbook *playbook_find(const struct playbook_list *list,
				     const char *name);
/* -1 when it has no such step. */
int playbook_step(const struct playbook *p, const char *name);

#define PLAN_MAX 16

/* From a step on: what is done, up to the next wait or the end. */
struct plan {
	const struct step *steps[PLAN_MAX];
	int count;
	const struct step *wait; /* NULL: the playbook is done */
};
void playbook_plan(const struct playbook *p, int from,
		   const struct fact_values *v, struct plan *out);

#endif
