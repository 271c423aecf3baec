/* simulate_own.h - between the files of a simulation.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_SIMULATE_OWN_H
#define HW_DESK_SIMULATE_OWN_H

#include "desk/simulate/simulate.h"
#include "desk/simulate/vector.h"

/* One decision, as it was and as it would be. */
struct judged {
	struct seen was;
	const char *fired[2]; /* JSON arrays of names */
	struct effects would;
	int tier;
	int64_t respond_ms;
};

/* What counts once for a ticket (simulate_due.c, simulate_cost.c). */
struct ticket_tally {
	uint32_t given;   /* bits: verbs by side */
	int64_t answered; /* when the response that is waited for came */
	int64_t due[2];   /* the nearest of that response; 0: none */
};

/* Names that fired on both sides, and how often. */
struct same {
	char *fired; /* JSON array */
	int64_t times;
};
VEC(same_list, struct same);

struct trying {
	struct db *db;
	const struct brain *brain;
	struct trial *out;
	struct arena arena; /* of one decision */
	int64_t end;        /* the last moment that is known */
	struct same_list same;
	struct ticket_tally *tickets;
	int64_t count; /* of them: ids are below */
	/* What the rules of this entry would begin instead. */
	int64_t seq;
	bool asked;           /* they were asked in this entry */
	const char *playbook; /* the folder begins it; "" none */
	char playbook_name[120];
};

struct ticket_tally *tally_of(struct trying *t, int64_t ticket);
void example_add(struct examples *e, int64_t ticket);

/* simulate_rule.c: who fired. `differs` is set when anything of it does. */
void try_rules(struct trying *t, const struct judged *j, bool *differs);
void try_rules_end(struct trying *t);
/* simulate_cost.c */
void try_costs(struct trying *t, enum side side, int64_t ticket,
	       const struct matter *m, const struct effects *e);
/* simulate_due.c */
int try_response(struct trying *t, const struct judged *j,
		 struct err *err) MUST_CHECK;
int try_promise(struct trying *t, const struct judged *j,
		struct err *err) MUST_CHECK;
void try_due_end(struct trying *t);

#endif
