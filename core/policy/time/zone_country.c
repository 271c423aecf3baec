/* zone_country.c - the zone of a country: see zone.h.
 * SPDX-License-Identifier: MIT */
#include <unicode/ucal.h>

#include "policy/time/zone.h"

/* 2026: what was before differs often. */
#define FROM_MS INT64_C(1767225600000)

/* Do they show the same from now on? */
static bool same_clock(const struct zone *a, const struct zone *b)
{
	size_t i = zone_shift(a, FROM_MS), j = zone_shift(b, FROM_MS);

	while (a->shifts.at[i].offset == b->shifts.at[j].offset &&
	       a->shifts.at[i].until == b->shifts.at[j].until) {
		i++;
		j++;
		if (i == a->shifts.len || j == b->shifts.len)
			return i == a->shifts.len && j == b->shifts.len;
	}
	return false;
}

static int slashes(const char *name)
{
	int n = 0;

	for (; *name; name++)
		n += *name == '/';
	return n;
}

/* A town of its own before one of a province ("America/Argentina/Salta"). */
static bool goes_before(const struct zone *a, const struct zone *b)
{
	int more = slashes(a->name) - slashes(b->name);

	return more ? more < 0 : strcmp(a->name, b->name) < 0;
}

/* The one that goes before the other is kept; false, and none, where they
 * differ. */
static bool keep_one(struct zone **best, struct zone *z)
{
	struct zone *other = z;
	bool same = !*best || same_clock(*best, z);

	if (!*best || (same && goes_before(z, *best))) {
		other = *best;
		*best = z;
	}
	zone_close(other);
	if (!same) {
		zone_close(*best);
		*best = NULL;
	}
	return same;
}

struct zone *zone_of_country(const char *country)
{
	UErrorCode ec = U_ZERO_ERROR;
	UEnumeration *names;
	struct zone *best = NULL, *z;
	const char *name;

	if (strlen(country) != 2) /* none would be any */
		return NULL;
	names = ucal_openTimeZoneIDEnumeration(
		UCAL_ZONE_TYPE_CANONICAL_LOCATION, country, NULL, &ec);
	while (U_SUCCESS(ec) && (name = uenum_next(names, NULL, &ec))) {
		z = zone_open(name);
		if (z && !keep_one(&best, z))
			break;
	}
	uenum_close(names);
	return best;
}
