/* guard_words.c - months, weekdays and numbers in the words of a language, as
 * ICU knows them.
 * SPDX-License-Identifier: MIT */
#include <unicode/udat.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#include "base/utf8.h"
#include "policy/guard_words.h"

/* -- months and weekdays -- */

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
		if (U_SUCCESS(rc) && strlen(name) > 2)
			guard_add(l, name, kind,
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
	udat_close(f);
}

/* -- numbers spelt out -- */

/* As it is compared: plain letters without blanks. */
void spell_key(struct str *out, const char *text, size_t len)
{
	CLEANUP(letters_release) struct letters l = { 0 };

	letters_put_plain(&l, text, len);
	for (size_t i = 0; i < l.len; i++)
		if (!letter_is_blank(l.at[i]) && l.at[i] != '\'')
			utf8_put(out, l.at[i]);
}

struct speller {
	UNumberFormat *f;
	struct spelt_list *out;
};

static void spell_one(const struct speller *s, int value)
{
	UErrorCode rc = U_ZERO_ERROR;
	CLEANUP(str_release) struct str key = STR_INIT;
	UChar units[200];
	char text[600];
	int32_t len = unum_formatInt64(s->f, value, units, COUNT_OF(units),
				       NULL, &rc);

	u_strToUTF8(text, sizeof text, NULL, units, len, &rc);
	if (U_FAILURE(rc))
		return;
	spell_key(&key, text, strlen(text));
	spelt_list_push(s->out, (struct spelt){ str_take(&key), value });
}

/* What counts in one go, and what comes on top of thousands. */
static void spell_all(const struct speller *s, bool ordinals)
{
	int last = ordinals ? 31 : 1999;

	for (int i = ordinals; i <= last; i++)
		spell_one(s, i);
	for (int i = 2000; !ordinals && i < 10000; i += 1000)
		spell_one(s, i);
}

static bool wanted(const char *set, bool ordinals)
{
	if (ordinals)
		return text_starts(set, "%spellout-ordinal");
	return text_eq(set, "%spellout-numbering") ||
	       text_starts(set, "%spellout-cardinal");
}

/* The rule sets of a format: their names are parted by semicolons. */
static void each_set(UNumberFormat *f,
		     void (*one)(void *arg, UNumberFormat *f, const char *set),
		     void *arg)
{
	UErrorCode rc = U_ZERO_ERROR;
	UChar units[1200];
	char names[2400];
	char *save = NULL;

	unum_getTextAttribute(f, UNUM_PUBLIC_RULESETS, units, COUNT_OF(units),
			      &rc);
	u_strToUTF8(names, sizeof names, NULL, units, -1, &rc);
	if (U_FAILURE(rc))
		return;
	for (char *set = strtok_r(names, ";", &save); set;
	     set = strtok_r(NULL, ";", &save)) {
		rc = U_ZERO_ERROR;
		u_strFromUTF8(units, COUNT_OF(units), NULL, set, -1, &rc);
		unum_setTextAttribute(f, UNUM_DEFAULT_RULESET, units, -1, &rc);
		if (U_SUCCESS(rc))
			one(arg, f, set);
	}
}

static void learn_set(void *arg, UNumberFormat *f, const char *set)
{
	struct speller s = { f, arg };

	if (wanted(set, false))
		spell_all(&s, false);
	else if (wanted(set, true))
		spell_all(&s, true);
}

static int by_key(const void *a, const void *b)
{
	const struct spelt *x = a, *y = b;

	return strcmp(x->key, y->key);
}

static void learn(struct spelt_list *out, const char *locale)
{
	UErrorCode rc = U_ZERO_ERROR;
	UNumberFormat *f = unum_open(UNUM_SPELLOUT, NULL, 0, locale, NULL, &rc);

	if (U_FAILURE(rc))
		return;
	each_set(f, learn_set, out);
	unum_close(f);
}

/* Learnt when a language first needs it: it takes some milliseconds. */
static const struct spelt_list *spelt_of(const struct guard_lang *l)
{
	struct spelt_list *out = l->spelt_numbers;

	if (out->len)
		return out;
	learn(out, l->tag);
	if (text_eq(l->tag, "fr"))
		learn(out, "fr_CH");
	if (text_eq(l->tag, "pt"))
		learn(out, "pt_PT");
	if (out->len)
		qsort(out->at, out->len, sizeof *out->at, by_key);
	return out;
}

void spelt_release(struct spelt_list *list)
{
	for (size_t i = 0; i < list->len; i++)
		free(list->at[i].key);
	spelt_list_release(list);
}

static int look_up(const struct spelt_list *list, const char *key)
{
	struct spelt want = { (char *)(uintptr_t)key, 0 }, *got;

	got = list->len ? bsearch(&want, list->at, list->len, sizeof *list->at,
				  by_key)
			: NULL;
	return got ? got->value : -1;
}

#define SPELT_LONGEST 80 /* bytes */
#define SPELT_FURTHEST 160

int spelt_before(const struct guard_lang *l, const char *text, size_t to)
{
	CLEANUP(str_release) struct str key = STR_INIT;
	const struct spelt_list *list = spelt_of(l);
	size_t from = to > SPELT_LONGEST ? to - SPELT_LONGEST : 0;

	while (from < to && ((unsigned char)text[from] & 0xC0) == 0x80)
		from++;
	spell_key(&key, text + from, to - from);
	for (size_t i = 0; i < key.len; i++) {
		int value;

		if (((unsigned char)key.at[i] & 0xC0) == 0x80)
			continue;
		value = look_up(list, key.at + i);
		if (value >= 0)
			return value;
	}
	return -1;
}

struct expected {
	int64_t value;
	const char *key; /* what stands there */
	bool same;
};

static void compare_set(void *arg, UNumberFormat *f, const char *set)
{
	struct expected *e = arg;
	struct spelt_list one = { 0 };
	struct speller s = { f, &one };
	size_t len;

	if (e->same || !wanted(set, false) || e->value > INT32_MAX)
		return;
	spell_one(&s, (int)e->value);
	len = one.len ? strlen(one.at[0].key) : 0;
	e->same = len && strlen(e->key) >= len &&
		  text_ends(e->key, one.at[0].key);
	spelt_release(&one);
}

bool spelt_is(const struct guard_lang *l, const char *text, size_t to,
	      int64_t value)
{
	CLEANUP(str_release) struct str key = STR_INIT;
	size_t from = to > SPELT_FURTHEST ? to - SPELT_FURTHEST : 0;
	struct expected e = { .value = value };
	const char *locales[] = { l->tag, NULL };

	while (from < to && ((unsigned char)text[from] & 0xC0) == 0x80)
		from++;
	spell_key(&key, text + from, to - from);
	e.key = str_c(&key);
	if (text_eq(l->tag, "fr"))
		locales[1] = "fr_CH";
	for (size_t i = 0; i < COUNT_OF(locales) && locales[i]; i++) {
		UErrorCode rc = U_ZERO_ERROR;
		UNumberFormat *f = unum_open(UNUM_SPELLOUT, NULL, 0, locales[i],
					     NULL, &rc);

		if (U_FAILURE(rc))
			continue;
		each_set(f, compare_set, &e);
		unum_close(f);
	}
	return e.same;
}
