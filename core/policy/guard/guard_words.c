/* guard_words.c - months and weekdays in the words of a language, as ICU knows
 * them.
 * SPDX-License-Identifier: MIT */
#include <unicode/udat.h>
#include <unicode/ustring.h>

#include "policy/guard/guard_words.h"

/* A numbered month, as Chinese has it, is read by its digits. */
static bool numbered(const char *name)
{
	return name[strcspn(name, "0123456789")] != '\0';
}

#define INFLECTED 5 /* letters from which on a weekday's word may go on */

static void add_name(struct guard_lang *l, const char *name,
		     enum word_kind kind, int value)
{
	CLEANUP(free_ptr) char *open = xasprintf("%s*", name);

	if (strlen(name) < (kind == WORD_SHORT_DAY ? 2 : 3) || numbered(name))
		return;
	guard_add(l, name, kind, value);
	if (kind == WORD_WEEKDAY && strlen(name) >= INFLECTED)
		guard_add(l, open, kind, value);
}

static void add_symbols(struct guard_lang *l, UDateFormat *f,
			UDateFormatSymbolType type, int first,
			enum word_kind kind)
{
	UErrorCode rc = U_ZERO_ERROR;
	int count = udat_countSymbols(f, type);

	for (int i = first; i < count; i++) {
		UChar units[64];
		char name[200];

		rc = U_ZERO_ERROR;
		udat_getSymbols(f, type, i, units, COUNT_OF(units), &rc);
		u_strToUTF8(name, sizeof name, NULL, units, -1, &rc);
		if (U_SUCCESS(rc))
			add_name(l, name, kind,
				 kind == WORD_MONTH ? i + 1 : i - 1);
	}
}

void guard_words_icu(struct guard_lang *l)
{
	UErrorCode rc = U_ZERO_ERROR;
	UDateFormat *f =
		udat_open(UDAT_LONG, UDAT_LONG, l->tag, NULL, 0, NULL, 0, &rc);

	if (U_FAILURE(rc))
		return;
	add_symbols(l, f, UDAT_MONTHS, 0, WORD_MONTH);
	add_symbols(l, f, UDAT_STANDALONE_MONTHS, 0, WORD_MONTH);
	add_symbols(l, f, UDAT_SHORT_MONTHS, 0, WORD_MONTH);
	add_symbols(l, f, UDAT_WEEKDAYS, 1, WORD_WEEKDAY);
	add_symbols(l, f, UDAT_SHORT_WEEKDAYS, 1, WORD_SHORT_DAY);
	udat_close(f);
}
