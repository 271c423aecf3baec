/* alarm.c - see alarm.h.
 * SPDX-License-Identifier: MIT */
#include "policy/people/alarm.h"

#include <string.h>

#include "base/when.h"

/* -- asking -- */

static bool names(const struct ladder *l, const char *word)
{
	return *word && words_have(l->of, word);
}

static const struct ladder *ladder_of(const struct alarms_file *a,
				      const char *word)
{
	for (size_t i = 0; i < a->ladders.len; i++)
		if (names(&a->ladders.at[i], word))
			return &a->ladders.at[i];
	return NULL;
}

const struct ladder *alarms_ladder(const struct alarms_file *a,
				   const char *cause, const char *tier,
				   const char *weight)
{
	const char *words[] = { cause, tier, weight, "*" };
	const struct ladder *l = NULL;

	for (size_t i = 0; !l && i < COUNT_OF(words); i++)
		l = ladder_of(a, words[i]);
	return l;
}

const struct alarm_channel *alarms_channel(const struct alarms_file *a,
					   const char *name)
{
	static const struct alarm_channel usual = { .name = "",
						    .between_ms = 5 * MINUTE_MS,
						    .a_day = 50 };

	for (size_t i = 0; i < a->channels.len; i++)
		if (text_eq(a->channels.at[i].name, name))
			return &a->channels.at[i];
	return &usual;
}

static size_t count_words(const char *words)
{
	size_t n = 0;

	while (*(words += strspn(words, " "))) {
		n++;
		words += strcspn(words, " ");
	}
	return n;
}

static const char *word_at(const char *words, size_t i, struct arena *arena)
{
	words += strspn(words, " ");
	while (i--) {
		words += strcspn(words, " ");
		words += strspn(words, " ");
	}
	return arena_printf(arena, "%.*s", (int)strcspn(words, " "), words);
}

/* Whose turn it is counts from midnight of the calendar's place. */
static size_t turn_of(const struct on_call *o, int64_t at, size_t of)
{
	int64_t days = day_of(zone_civil(o->calendar->zone, at)) - o->since_day;
	int64_t turn;

	if (!o->turn_days)
		return 0;
	turn = days / o->turn_days - (days % o->turn_days < 0);
	return (size_t)((turn % (int64_t)of + (int64_t)of) % (int64_t)of);
}

const char *alarms_on_call(const struct alarms_file *a, int64_t at, size_t i,
			   struct arena *arena)
{
	for (size_t k = 0; k < a->on_call.len; k++) {
		const struct on_call *o = &a->on_call.at[k];
		size_t n = count_words(o->who);

		if (!n || !calendar_is_open(o->calendar, at))
			continue;
		if (i < n)
			return word_at(o->who, (turn_of(o, at, n) + i) % n,
				       arena);
		i -= n;
	}
	return NULL;
}
