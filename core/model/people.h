/* people.h - the desk's own rows about who works there: agents, whether anybody
 * does, and who is told of what somebody must look at.
 *
 * As records.h has it: ids from a counter, never re-used.
 * SPDX-License-Identifier: MIT */
#ifndef HW_MODEL_PEOPLE_H
#define HW_MODEL_PEOPLE_H

#include <stdint.h>

struct agent {
	int64_t id;
	const char *name, *role, *languages, *skills;
	int64_t absent_until; /* away until then; 0: they are not */
	int64_t open_load;
	int64_t counted; /* when "for so long" was said; 0: until a moment */
};

/* Whether buyers are told that nobody works: by the calendar, or because
 * somebody said so. */
enum { BY_CALENDAR = 1, BY_HAND_ON, BY_HAND_OFF };
struct mode {
	int64_t id;
	const char *name; /* "out_of_hours" */
	int32_t hand, active;
	int64_t until; /* of what somebody said; 0: until they say otherwise */
	int64_t since; /* when it last changed */
	int64_t turns; /* when it changes by itself; 0: never */
	const char *said_by;
	int64_t counted; /* as an agent's */
};

/* Somebody must look: one per cause, counted when it comes again. */
struct alert {
	int64_t id, ticket, shop;
	const char *cause, *level, *text;
	int64_t at, count, acknowledged;
	const char *acknowledged_by;
	const char *ladder; /* policy/alerts.conf; "": it climbs none */
	int64_t step;       /* its level there, from 1; 0: none */
	int64_t next;       /* when it climbs on; 0: it does not */
};

/* A person on a channel: what was told there, and when more may be. */
struct recipient {
	int64_t id;
	const char *person, *channel;
	int64_t last; /* when last */
	int64_t sent; /* notices of the day that ends at day_ends */
	int64_t day_ends;
	int64_t next;   /* when what waits is told; 0: nothing does */
	int64_t action; /* the last notice */
};

/* That somebody is told of an alert. */
enum {
	SUMMONS_WAITS = 1,
	SUMMONS_TOLD,
	SUMMONS_FAILED,
	SUMMONS_DROPPED /* acknowledged before */
};
struct summons {
	int64_t id, alert, recipient, step;
	int32_t state, urgent;
	int64_t since, told;
	int64_t action; /* the notice */
};

#endif
