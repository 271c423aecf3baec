/* explain_own.h - what was decided (explain.c) and what would be now
 * (explain_now.c), told in one way.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_EXPLAIN_OWN_H
#define HW_CLI_EXPLAIN_OWN_H

#include "cli/cli.h"
#include "host/brain.h"

struct telling {
	struct cli *c;
	struct manifest *m;
	struct brain_of *brain; /* NULL: manifest or policy has mistakes */
	struct db *db;
	struct arena arena;
	int64_t now; /* the desk's clock: never before its last entry */
};

/* Known facts and unknown ones, of a kept vector. */
void explain_facts(const struct telling *t, const char *json);
/* Rules that fired and those that did not, with why. */
void explain_considered(const struct telling *t, const char *fired_json,
			const char *considered_json);

/* The words that tell what the buyer's messages are about, each in the message
 * that it stands in (explain_words.c). */
void explain_words(struct telling *t, int64_t ticket);

/* The tasks that an entry gave or ended, by its decisions (explain_tasks.c). */
void explain_tasks(const struct telling *t, const cJSON *decisions);

/* The words for an action that waits again by an entry of that kind, and why:
 * "waiting again, since task 3 failed" (explain_again.c). The caller frees
 * them. */
char *explain_again(const char *kind, const cJSON *decisions, int64_t id);

/* Whose it became, and by which words it told of a danger, by the decisions of
 * an entry (explain_ticket.c). */
void explain_owner(const struct telling *t, int64_t ticket,
		   const char *decisions);
void explain_danger(const struct telling *t, int64_t ticket,
		    const char *decisions);

/* What the policy would say of the ticket now, and where its playbook waits. */
int explain_tell_now(struct telling *t, int64_t id, struct err *err) MUST_CHECK;

#endif
