/* explain.h - what the desk would do about a ticket now, without doing it.
 *
 * Reads only: the same questions to the policy as a command would ask, over
 * the rows as they are.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_EXPLAIN_H
#define HW_DESK_EXPLAIN_H

#include "db/db.h"
#include "desk/brain.h"
#include "model/records.h"

struct explained {
	struct ticket ticket;
	struct matter matter;
	bool has_matrix; /* the policy has one */
	struct compensation compensation;
	const char *trigger; /* the rules were asked with */
	struct triaged triaged;
	struct advice advice;
	bool runs;        /* a playbook does */
	const char *ends; /* why it would end now, "" if it goes on */
	struct play next; /* what it does next */
	int64_t next_at;  /* when, 0 if nothing is set */
};

/* Texts live in the arena. -1 with ERR_DATA when there is no such ticket. */
int explain_now(struct db *db, const struct brain *b, int64_t now,
		int64_t ticket, struct arena *arena, struct explained *out,
		struct err *err) MUST_CHECK;

#endif
