/* alarm_own.h - what the files that read policy/alerts.conf share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_ALARM_OWN_H
#define HW_POLICY_ALARM_OWN_H

#include "policy/people/alarm.h"

struct alarm_reader {
	struct alarms_file *a;
	const struct calendars *all;
	struct arena *arena;
};

extern const char *const alarm_channel_words[]; /* closed by NULL */
extern const char *const alarm_tiers[];

/* Reads the words of a member, by blanks in the arena; each that `known` does
 * not take is a mistake, with the nearest of near_in, or `help`. "" when it is
 * not there. */
const char *alarm_words(struct alarm_reader *r, const struct conf_node *g,
			const char *name, bool (*known)(const char *word),
			const char *const *near_in, const char *help);
bool alarm_word_in(const char *word, const char *const *words);

/* An entry of "ladders". */
void alarm_ladder_read(struct alarm_reader *r, const struct conf_node *g);

#endif
