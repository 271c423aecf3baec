/* quiet.c - see quiet.h.
 * SPDX-License-Identifier: MIT */
#include "policy/time/quiet.h"

#include <string.h>

#include "base/when.h"
#include "policy/time/holiday.h"

#define DAY_MINUTES (24 * 60)

int quiet_parse(struct quiet *q, const char *text, struct err *err)
{
	bool formed = strlen(text) == strlen("22:00-07:00") && text[5] == '-';
	int from = formed ? minutes_parse(text, 5) : -1;
	int until = formed ? minutes_parse(text + 6, 5) : -1;

	*q = (struct quiet){ 0 };
	if (from < 0 || from >= DAY_MINUTES || until < 0 || from == until)
		return err_set(err, ERR_DATA,
			       "\"%.40s\" are no hours of quiet; write "
			       "\"22:00-07:00\"",
			       text);
	q->from = from;
	q->until = until < from ? until + DAY_MINUTES : until;
	return 0;
}

int64_t quiet_until(const struct quiet *q, const struct zone *z, int64_t at)
{
	int64_t civil = zone_civil(z, at);

	if (q->from == q->until)
		return 0;
	for (int64_t day = day_of(civil) - 1; day <= day_of(civil); day++) {
		int64_t from = day * DAY_MS + q->from * MINUTE_MS;
		int64_t until = day * DAY_MS + q->until * MINUTE_MS;
		int64_t over;

		if (civil >= from && civil < until &&
		    zone_over(z, from, until, &over))
			return over;
	}
	return 0;
}

int64_t quiet_day_ends(const struct zone *z, int64_t at)
{
	int64_t day = day_of(zone_civil(z, at));
	int64_t over;

	return zone_over(z, day * DAY_MS, (day + 1) * DAY_MS, &over)
		       ? over
		       : at + DAY_MS;
}
