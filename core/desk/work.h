/* work.h - what the desk asks of the policy about working time: who is there
 * and gets a ticket, when the desk is open, how long a period is by its
 * calendar. A part of brain.h.
 *
 * Texts live in the arena that is passed, or as long as the brain.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_WORK_H
#define HW_DESK_WORK_H

#include "base/mem.h"
#include "desk/ticket/matter.h"

struct brain;

/* How many open tickets an agent has, and until when they are away; 0: they are
 * not. */
struct load {
	const char *agent;
	int64_t open, away;
};

/* Who gets a ticket, and why in words; both "" when nobody who may is there. */
struct assigned {
	const char *agent, *why;
};

/* Whether an agent is at work by their calendar, and until when that is so. */
struct duty {
	bool there, hand_over; /* hand_over: their tickets, when it ends */
	int64_t until;         /* 0: for ever */
};

/* Whether the desk is open by its calendar, and until when that is so. */
struct opening {
	bool open;
	int64_t until;    /* 0: for ever */
	const char *zone; /* of the calendar, IANA */
};

struct work_brain {
	/* Who gets a ticket of that matter and shop (its label), at the
	 * matter's "now". `loads` has the agents that the desk ever knew, in
	 * any order; who is not there has nothing to do. */
	void (*assign)(const struct brain *b, const struct matter *m,
		       const char *shop, int tier, const struct load *loads,
		       size_t count, struct arena *arena, struct assigned *out);
	/* [nullable] When a period of triage.conf ("dispute") that begins then
	 * is over; 0 when there is none of that name. */
	int64_t (*period_end)(const struct brain *b, const char *period,
			      const char *country, int64_t from);
	/* [nullable] Does its time stand still while the buyer is asked? */
	bool (*pauses)(const struct brain *b, const char *period);
	/* [nullable] When a deadline of it is due that stood still. */
	int64_t (*resume)(const struct brain *b, const char *period,
			  const char *country, int64_t due, int64_t paused,
			  int64_t resumed);
	/* [nullable] False: there is no such agent (any more). */
	bool (*duty)(const struct brain *b, const char *agent, int64_t now,
		     struct duty *out);
	/* [nullable] False: the desk is never closed. */
	bool (*hours)(const struct brain *b, int64_t now, struct opening *out);
	/* [nullable] Is a buyer who writes to a closed desk told so at once? */
	bool (*receipt)(const struct brain *b, const char *channel,
			const char *plugin, const char *shop,
			const char *issue);
	/* [nullable] The IANA zone of a country, in the arena; "" when it is
	 * not known, or has clocks that differ. */
	const char *(*home_zone)(const struct brain *b, const char *country,
				 struct arena *arena);
};

#endif
