/* usual.c - see usual.h.
 * SPDX-License-Identifier: MIT */
#include "policy/pack/usual.h"

#include <string.h>
#include <unicode/uloc.h>

#include "base/str.h"

#define OF_COUNTRY "und-"
#define TAG_MAX 80

/* Where ICU names one of several that many speak. */
static bool has_several(const char *country)
{
	static const char *const list[] = { "BE", "CA", "CH", "CY", "IN",
					    "LU", "MT", "SG", "ZA", NULL };

	for (int i = 0; list[i]; i++)
		if (text_eq(list[i], country))
			return true;
	return false;
}

/* ICU (CLDR's likely subtags); of a country that is none it says English. */
static const char *of_country(const char *country, struct arena *arena)
{
	const char *place = arena_printf(arena, "und_%s", country);
	UErrorCode rc = U_ZERO_ERROR;
	char tag[TAG_MAX];
	int32_t n;

	if (!*uloc_getISO3Country(place) || has_several(country))
		return "";
	n = uloc_addLikelySubtags(place, tag, TAG_MAX, &rc);
	if (U_FAILURE(rc) || n <= 0 || n >= TAG_MAX)
		return "";
	return arena_strndup(arena, tag, strcspn(tag, "_"));
}

const char *usual_next(const char **at, struct arena *arena)
{
	const char *lang = "";

	while (!*lang && **at) {
		size_t len;

		*at += strspn(*at, " ");
		len = strcspn(*at, " ");
		lang = arena_strndup(arena, *at, len);
		*at += len;
		if (text_starts(lang, OF_COUNTRY))
			lang = of_country(lang + strlen(OF_COUNTRY), arena);
	}
	return lang;
}
