/* guard_bare_days.c - days without their month: "on the 5th".
 * SPDX-License-Identifier: MIT */
#include "base/die.h"
#include "policy/guard/guard_day.h"

void look_for_bare_days(struct judging *j, struct day *day)
{
	const struct str *text = &j->views.narrow.text;
	pcre2_match_data *m = pcre2_match_data_create(2, NULL);
	size_t at = 0;

	if (!m)
		die_of_memory();
	while (j->lang->bare_day && at < text->len &&
	       pcre2_match(j->lang->bare_day, (PCRE2_SPTR)str_c(text),
			   text->len, at, PCRE2_NO_UTF_CHECK, m,
			   j->g->limits) > 1) {
		const PCRE2_SIZE *span = pcre2_get_ovector_pointer(m);
		const char *number = str_c(text) + span[2];
		int d = day_number(&number, 2);

		at = span[1] > at ? span[1] : at + 1;
		if (d >= 1 && d <= 31)
			day_note(day, d == day->d, span[0], span[1]);
	}
	pcre2_match_data_free(m);
}
