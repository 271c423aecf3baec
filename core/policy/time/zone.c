/* zone.c - see zone.h.
 * SPDX-License-Identifier: MIT */
#include "policy/time/zone.h"

#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "base/when.h"

#define NAME_MAX_UNITS 64
#define FIRST_MS INT64_C(631152000000) /* 1990 */
#define LAST_MS INT64_C(2840140800000) /* 2060 */
/* No clock is further from Greenwich. */
#define FARTHEST_MS (27 * HOUR_MS)

/* ICU takes an unknown name for Greenwich, so it is asked first. */
static UCalendar *open_calendar(const char *name)
{
	UChar id[NAME_MAX_UNITS], canonical[NAME_MAX_UNITS];
	UErrorCode ec = U_ZERO_ERROR;
	UBool known = false;

	for (const char *c = name; *c; c++)
		if ((unsigned char)*c >= 0x80)
			return NULL;
	if (!*name || strlen(name) >= NAME_MAX_UNITS)
		return NULL;
	u_uastrcpy(id, name);
	ucal_getCanonicalTimeZoneID(id, -1, canonical, NAME_MAX_UNITS, &known,
				    &ec);
	if (U_FAILURE(ec) || !known)
		return NULL;
	UCalendar *cal = ucal_open(id, -1, "", UCAL_GREGORIAN, &ec);
	if (U_SUCCESS(ec))
		return cal;
	ucal_close(cal);
	return NULL;
}

static int64_t offset_at(UCalendar *cal, int64_t at, UErrorCode *ec)
{
	ucal_setMillis(cal, (UDate)at, ec);
	return ucal_get(cal, UCAL_ZONE_OFFSET, ec) +
	       ucal_get(cal, UCAL_DST_OFFSET, ec);
}

static bool read_shifts(struct zone *z, UCalendar *cal)
{
	UErrorCode ec = U_ZERO_ERROR;
	struct shift s = { INT64_MIN, INT64_MAX,
			   offset_at(cal, FIRST_MS, &ec) };
	UDate next;

	while (U_SUCCESS(ec) &&
	       ucal_getTimeZoneTransitionDate(cal, UCAL_TZ_TRANSITION_NEXT,
					      &next, &ec) &&
	       (int64_t)next < LAST_MS) {
		int64_t offset = offset_at(cal, (int64_t)next, &ec);

		if (offset == s.offset)
			continue; /* only its name changed */
		s.until = (int64_t)next;
		shift_list_push(&z->shifts, s);
		s = (struct shift){ s.until, INT64_MAX, offset };
	}
	shift_list_push(&z->shifts, s);
	shift_list_fit(&z->shifts);
	return U_SUCCESS(ec);
}

struct zone *zone_open(const char *name)
{
	UCalendar *cal = open_calendar(name);
	struct zone *z;

	if (!cal)
		return NULL;
	z = xcalloc(1, sizeof *z);
	z->name = xstrdup(name);
	if (!read_shifts(z, cal)) {
		zone_close(z);
		z = NULL;
	}
	ucal_close(cal);
	return z;
}

void zone_close(struct zone *z)
{
	if (!z)
		return;
	shift_list_release(&z->shifts);
	free(z->name);
	free(z);
}

size_t zone_shift(const struct zone *z, int64_t at)
{
	size_t low = 0, high = z->shifts.len;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (z->shifts.at[middle].from <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

int64_t zone_civil(const struct zone *z, int64_t at)
{
	return at + z->shifts.at[zone_shift(z, at)].offset;
}

bool zone_over(const struct zone *z, int64_t from, int64_t until, int64_t *at)
{
	size_t i = zone_shift(z, from - FARTHEST_MS);
	bool shown = false;

	for (; i < z->shifts.len && z->shifts.at[i].from < until + FARTHEST_MS;
	     i++) {
		const struct shift *s = &z->shifts.at[i];
		int64_t begins = from - s->offset, ends = until - s->offset;

		begins = begins > s->from ? begins : s->from;
		ends = ends < s->until ? ends : s->until;
		if (begins >= ends)
			continue;
		*at = ends;
		shown = true;
	}
	return shown;
}

const char *zone_edition(void)
{
	UErrorCode ec = U_ZERO_ERROR;
	const char *edition = ucal_getTZDataVersion(&ec);

	return U_SUCCESS(ec) ? edition : "";
}
