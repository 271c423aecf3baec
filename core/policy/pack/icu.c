/* icu.c - see icu.h.
 * SPDX-License-Identifier: MIT */
#include "policy/pack/icu.h"

#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/uloc.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

#include "base/mem.h"

#define TEXT_UNITS 200 /* UTF-16 units of one amount or date */
#define CURRENCIES 8   /* a shop sells in few */

struct in_currency {
	char currency[4];
	UNumberFormatter *format;
};

struct icu {
	char *locale;
	UDateFormat *date;
	UFormattedNumber *number;
	struct in_currency money[CURRENCIES];
	unsigned next; /* the one that gives way */
};

bool icu_has_language(const char *tag)
{
	size_t len = strcspn(tag, "-_");

	for (const char *const *l = uloc_getISOLanguages(); *l; l++)
		if (strlen(*l) == len && strncasecmp(*l, tag, len) == 0)
			return true;
	return false;
}

struct icu *icu_open(const char *locale)
{
	struct icu *icu = xcalloc(1, sizeof *icu);

	icu->locale = xstrdup(locale);
	return icu;
}

void icu_close(struct icu *icu)
{
	if (!icu)
		return;
	for (size_t i = 0; i < CURRENCIES; i++)
		unumf_close(icu->money[i].format);
	unumf_closeResult(icu->number);
	udat_close(icu->date);
	free(icu->locale);
	free(icu);
}

static bool put_utf16(struct str *s, const UChar *text, int32_t len)
{
	char bytes[TEXT_UNITS * 3 + 1];
	UErrorCode ec = U_ZERO_ERROR;
	int32_t n = 0;

	u_strToUTF8(bytes, sizeof bytes, &n, text, len, &ec);
	if (U_FAILURE(ec))
		return false;
	str_add(s, bytes, (size_t)n);
	return true;
}

static UNumberFormatter *open_money(const struct icu *icu, const char *currency)
{
	UErrorCode ec = U_ZERO_ERROR;
	UNumberFormatter *f;
	UChar skeleton[64];
	char text[64];

	snprintf(text, sizeof text, "currency/%s unit-width-short", currency);
	u_uastrcpy(skeleton, text);
	f = unumf_openForSkeletonAndLocale(skeleton, -1, icu->locale, &ec);
	if (U_SUCCESS(ec))
		return f;
	unumf_close(f);
	return NULL;
}

static const UNumberFormatter *money_format(struct icu *icu,
					    const char *currency)
{
	struct in_currency *m;
	UNumberFormatter *f;

	for (size_t i = 0; i < CURRENCIES; i++)
		if (icu->money[i].format &&
		    strcmp(icu->money[i].currency, currency) == 0)
			return icu->money[i].format;
	f = open_money(icu, currency);
	if (!f)
		return NULL;
	m = &icu->money[icu->next++ % CURRENCIES];
	unumf_close(m->format);
	*m = (struct in_currency){ .format = f };
	snprintf(m->currency, sizeof m->currency, "%s", currency);
	return f;
}

/* Through a decimal string: no amount passes through a double. */
bool icu_put_money(struct icu *icu, struct str *s, struct money m)
{
	CLEANUP(str_release) struct str decimal = STR_INIT;
	const UNumberFormatter *f = money_format(icu, m.currency);
	UErrorCode ec = U_ZERO_ERROR;
	UChar out[TEXT_UNITS];
	int32_t n;

	if (f && !icu->number)
		icu->number = unumf_openResult(&ec);
	if (!f || U_FAILURE(ec))
		return false;
	money_put(&decimal, m);
	unumf_formatDecimal(f, str_c(&decimal), -1, icu->number, &ec);
	n = unumf_resultToString(icu->number, out, TEXT_UNITS, &ec);
	return U_SUCCESS(ec) && put_utf16(s, out, n);
}

bool icu_put_date(struct icu *icu, struct str *s, int64_t instant)
{
	static const UChar utc[] = { 'U', 'T', 'C', 0 };
	UErrorCode ec = U_ZERO_ERROR;
	UChar out[TEXT_UNITS];
	int32_t n;

	if (!icu->date)
		icu->date = udat_open(UDAT_NONE, UDAT_LONG, icu->locale, utc,
				      -1, NULL, 0, &ec);
	if (U_FAILURE(ec))
		return false;
	n = udat_format(icu->date, (UDate)instant, out, TEXT_UNITS, NULL, &ec);
	return U_SUCCESS(ec) && put_utf16(s, out, n);
}

/* "EEEE, d. MMMM y 'um' HH:mm (VVV, O)", as the language orders it. */
static int32_t moment_pattern(const char *locale, UChar *out, UErrorCode *ec)
{
	UDateTimePatternGenerator *g = udatpg_open(locale, ec);
	UChar skeleton[16];
	int32_t n;

	u_uastrcpy(skeleton, "yMMMMEEEEdjmm");
	n = udatpg_getBestPattern(g, skeleton, -1, out, TEXT_UNITS - 16, ec);
	udatpg_close(g);
	if (U_SUCCESS(*ec))
		u_uastrcpy(out + n, " (VVV, O)");
	return n + 9;
}

bool icu_put_moment(struct icu *icu, struct str *s, int64_t instant,
		    const char *zone)
{
	UErrorCode ec = U_ZERO_ERROR;
	UChar pattern[TEXT_UNITS], out[TEXT_UNITS], name[64];
	int32_t n = moment_pattern(icu->locale, pattern, &ec);
	UDateFormat *f;

	if (U_FAILURE(ec) || strlen(zone) >= COUNT_OF(name))
		return false;
	u_uastrcpy(name, zone);
	f = udat_open(UDAT_PATTERN, UDAT_PATTERN, icu->locale, name, -1,
		      pattern, n, &ec);
	if (U_FAILURE(ec))
		return false;
	n = udat_format(f, (UDate)instant, out, TEXT_UNITS, NULL, &ec);
	udat_close(f);
	return U_SUCCESS(ec) && put_utf16(s, out, n);
}
