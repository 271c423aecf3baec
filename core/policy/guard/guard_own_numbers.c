/* guard_own_numbers.c - a number that is known, wherever and however it stands.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "policy/guard/guard_number.h"

void guard_number_judge(struct judging *j, int rule, const char *number,
			const char *why)
{
	const struct view *v = &j->views.plain;
	const char *start = str_c(&v->text);
	char want[NUMBER_MAX + 1], got[NUMBER_MAX + 1];
	size_t len, used;

	if (!number)
		return;
	number_squeeze(number, want);
	len = strlen(want);
	if (len < NUMBER_LEAST)
		return;
	for (const char *at = start; *at; at++)
		if (isalnum((unsigned char)*at) &&
		    !(at > start && isalnum((unsigned char)at[-1])) &&
		    number_take(at, len, got, &used) &&
		    memcmp(got, want, len) == 0)
			judging_hit_why(j, rule, v, (size_t)(at - start),
					(size_t)(at - start) + used, why);
}

/* Where everybody reads the order's own is the buyer's. */
void guard_own_numbers_judge(struct judging *j, int rule)
{
	if (!j->t->facts)
		return;
	guard_number_judge(j, rule, j->t->facts->order, NULL);
	guard_number_judge(j, rule, j->t->facts->tracking, NULL);
}

static bool is_within(const char *got, const char *number)
{
	char want[NUMBER_MAX + 1];

	number_squeeze(number, want);
	return strstr(want, got) != NULL;
}

/* The same of those that stand in a list by line feeds. */
static bool is_within_list(const char *got, const char *numbers)
{
	CLEANUP(free_ptr) char *copy = xstrdup(numbers);
	char *save = NULL;

	for (char *one = strtok_r(copy, "\n", &save); one;
	     one = strtok_r(NULL, "\n", &save))
		if (is_within(got, one))
			return true;
	return false;
}

/* Are these digits in a number of the order? Then they are no way to reach
 * anybody. */
bool guard_is_own_number(const struct judging *j, const char *at, size_t len)
{
	const struct guard_facts *f = j->t->facts;
	CLEANUP(free_ptr) char *text = xstrndup(at, len);
	char got[NUMBER_MAX + 1];

	number_squeeze(text, got);
	return f && strlen(got) >= NUMBER_LEAST &&
	       ((f->order && is_within(got, f->order)) ||
		(f->tracking && is_within(got, f->tracking)) ||
		(f->numbers && is_within_list(got, f->numbers)));
}
