/* alarm.h - who is told of an alert, over what and when: policy/alerts.conf.
 *
 * A ladder has levels. The first is the app: the list of alerts itself. Each
 * next one is told over a channel, and only when nobody acknowledged within its
 * time. Which ladder an alert climbs is told by words: the first of its cause,
 * the tier of its ticket, its weight, or "*". Pure: moments come in and go out;
 * people and their addresses are the manifest's.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_ALARM_H
#define HW_POLICY_ALARM_H

#include "policy/rule/rule.h"
#include "policy/time/calendar.h"

struct alarm_step {
	const char *by; /* channels by blanks, the best first; "app" */
	const char *to; /* words by blanks: the first that reaches anybody */
	int64_t after_ms;
	const struct conf_node *node; /* for warnings */
};
VEC(alarm_steps, struct alarm_step);

struct ladder {
	const char *name;
	const char *of;   /* words by blanks */
	bool urgent;      /* goes through quiet hours */
	int64_t again_ms; /* the last level again, until somebody says so; 0 */
	int64_t times;    /* one person again, at that pace; then once a day */
	struct alarm_steps steps; /* never empty */
};
VEC(ladder_list, struct ladder);

/* How often one person is told over a channel. */
struct alarm_channel {
	const char *name;
	int64_t gather_ms;  /* waits for more before it tells */
	int64_t between_ms; /* two notices to one person are apart */
	int64_t a_day;      /* notices to one person */
	int64_t urgent;     /* of these, kept for what is urgent */
};
VEC(alarm_channels, struct alarm_channel);

/* Whose turn it is while a calendar is open. */
struct on_call {
	const char *who; /* agents by blanks */
	const struct calendar *calendar;
	int64_t turn_days, since_day; /* turn_days 0: the first of them */
	const struct conf_node *node;
};
VEC(on_call_list, struct on_call);

struct alarms_file {
	bool given; /* there is an alerts.conf */
	const char *arrivals, *link;
	struct ladder_list ladders;
	struct alarm_channels channels;
	struct on_call_list on_call;
	/* A VIP (vip.h) is told of outside of them; NULL: never. */
	const struct calendar *vip_hours;
	const struct conf_node *vip; /* for warnings; NULL: not given */
};

/* Takes a whole file; mistakes are recorded. Texts live as long as c and the
 * arena. */
void alarms_read(struct alarms_file *a, struct conf *c,
		 const struct calendars *all, const struct vocabulary *facts,
		 struct arena *arena);
void alarms_release(struct alarms_file *a);

/* The ladder of an alert; NULL when no word of it is named. tier may be "". */
const struct ladder *alarms_ladder(const struct alarms_file *a,
				   const char *cause, const char *tier,
				   const char *weight);
/* Never NULL. */
const struct alarm_channel *alarms_channel(const struct alarms_file *a,
					   const char *name);
/* The i-th that is on call at a moment, in the arena; NULL: there are no more.
 * Of a turn the others stand in for the one whose it is. */
const char *alarms_on_call(const struct alarms_file *a, int64_t at, size_t i,
			   struct arena *arena);

#endif
