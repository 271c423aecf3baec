/* alarm.h - what the desk asks about alerts: which ladder, who, over what.
 *
 * As all of brain.h: plain values and pure functions. The real answers come
 * from policy/alerts.conf and the agents of the manifest
 * (host/answers_alarm.c); tests give their own. SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ALARM_H
#define HW_DESK_ALARM_H

#include "base/mem.h"

struct brain;
struct matter;

struct alarm_ladder {
	const char *name;
	bool urgent;      /* goes through quiet hours */
	int levels;       /* the app is the first */
	int64_t again_ms; /* the last level again; 0: once */
	int64_t times;    /* one person is told again, then daily; 0: no end */
};

struct alarm_level {
	const char *by;   /* channels by blanks, the best first */
	const char *to;   /* words by blanks: the first that reaches anybody */
	int64_t after_ms; /* after the level before it was told */
};

struct alarm_person {
	const char *address; /* "": not over this channel */
	int64_t quiet_until; /* 0: they are not quiet now */
	int64_t day_ends;
};

struct alarm_budget {
	int64_t gather_ms, between_ms;
	int64_t a_day, urgent; /* urgent: of a_day, kept for what is */
};

/* Texts live as long as the brain, or in the arena that is passed. */
struct alarms {
	/* Of an alert by the first word of its cause, its ticket's tier ("")
	 * and its weight ("error"); false: none. */
	bool (*ladder)(const struct brain *b, const char *cause,
		       const char *tier, const char *weight,
		       struct alarm_ladder *out);
	/* Its n-th level, from 2; false: there is none. */
	bool (*level)(const struct brain *b, const char *ladder, int64_t n,
		      struct alarm_level *out);
	/* The i-th person of a word of a level ("on_call", a role,
	 * "person:NAME"); NULL: there are no more. */
	const char *(*who)(const struct brain *b, const char *word, int64_t at,
			   size_t i, struct arena *arena);
	/* False: there is no such agent. */
	bool (*person)(const struct brain *b, const char *name,
		       const char *channel, int64_t at,
		       struct alarm_person *out);
	void (*budget)(const struct brain *b, const char *channel,
		       struct alarm_budget *out);
	/* Is a new ticket of this tier or issue an alert? */
	bool (*arrives)(const struct brain *b, const char *tier,
			const char *issue);
	/* Is it of a buyer whom somebody must hear of even when nobody works?
	 */
	bool (*vip)(const struct brain *b, const struct matter *m);
	/* Is the desk open, for that? */
	bool (*open)(const struct brain *b, int64_t at);
	/* What a ticket's number is written behind, to click on; "" none. */
	const char *(*link)(const struct brain *b);
};

#endif
