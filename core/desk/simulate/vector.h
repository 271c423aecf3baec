/* vector.h - what a decision saw and wanted, kept so that another policy can be
 * tried on it (simulate.h).
 *
 * A row of `vectors` is the named facts that the policy saw, what fired, and
 * what is beside the facts (`seen`): the moment, the ticket, the order's sums
 * in the currency that was paid, the tier and the time to answer, and the
 * effects that were wanted. Numbers, codes and words of the policy, nothing
 * that a buyer wrote; a code that is none is left out. It stands in the journal
 * as it stands in the row. Texts live in the arena that is given, or in what
 * was asked.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_VECTOR_H
#define HW_DESK_VECTOR_H

#include "base/json.h"
#include "base/mem.h"
#include "desk/answer.h"
#include "desk/ticket/matter.h"

/* As it is written; each JSON but the trigger. */
struct vector {
	const char *trigger, *facts, *fired, *considered, *seen;
};

/* Raised when `seen` or the meaning of a fact becomes another one: who reads
 * leaves rows of other formats alone. */
#define SEEN_FORMAT 2

/* One thing that a rule or a step wants. Of the verbs "wait" and "promise" the
 * amount is the time until then, ms, without a currency. */
struct effect {
	const char *rule, *verb;
	const char *what; /* template, playbook, service, role; "" */
	struct money amount;
	bool automatic;
};

#define EFFECTS_MAX (5 * MOVES_MAX)

struct effects {
	struct effect at[EFFECTS_MAX];
	int count;
};

void effects_of_advice(const struct advice *a, struct effects *out);
/* Of a playbook's steps up to its next wait, as played at `now`. */
void effects_of_play(const char *playbook, const struct play *p, int64_t now,
		     struct arena *arena, struct effects *out);
/* A JSON array of the names of those steps, as rules are named. */
const char *fired_of_play(const char *playbook, const struct play *p,
			  struct arena *arena);
bool effect_same(const struct effect *a, const struct effect *b);

struct seen {
	struct matter matter;
	int64_t ticket;
	int tier; /* 0: that was not asked */
	int64_t respond_ms;
	/* Of a playbook that went on after this step; NULL: rules were asked.
	 */
	const char *playbook, *after;
	struct effects effects;
};

/* The JSON of `seen`, in the arena. */
const char *seen_put(const struct seen *s, struct arena *arena);
/* Reads a row back: the matter as it was asked about. False when it is of
 * another format. */
bool seen_read(const char *trigger, const char *facts, const char *json,
	       struct arena *arena, struct seen *out);

#endif
