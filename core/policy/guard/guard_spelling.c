/* guard_spelling.c - numbers in words, as ICU writes them.
 * SPDX-License-Identifier: MIT */
#include <unicode/unum.h>
#include <unicode/ustring.h>

#include "policy/guard/guard_words.h"

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

/* Adds front + back as `value`. */
static void spell_joined(const struct speller *s, const char *front,
			 const char *back, int value)
{
	spelt_list_push(s->out, (struct spelt){ xasprintf("%s%s", front, back),
						value });
}

/* Twelve hundred is a number, too, and so is "a hundred and twenty": the word
 * for hundred stands behind the two of two hundred, and behind the one of one
 * hundred, which may be left out. */
static void spell_hundreds(const struct speller *s)
{
	struct spelt_list own = { 0 };
	struct speller of = { s->f, &own };
	const char *hundred, *one;

	for (int i = 1; i < 200; i++)
		spell_one(&of, i);
	spell_one(&of, 200);
	if (own.len == 200 && text_starts(own.at[199].key, own.at[1].key)) {
		hundred = own.at[199].key + strlen(own.at[1].key);
		for (int i = 11; i < 100; i++)
			if (i % 10)
				spell_joined(s, own.at[i - 1].key, hundred,
					     100 * i);
	}
	one = own.len ? own.at[0].key : "";
	for (size_t i = 99; i + 1 < own.len; i++)
		if (*one && text_starts(own.at[i].key, one) &&
		    strlen(own.at[i].key) > strlen(one))
			spell_joined(s, own.at[i].key + strlen(one), "",
				     (int)i + 1);
	spelt_release(&own);
}

/* What counts in one go, and what comes on top of thousands. */
static void spell_all(const struct speller *s, bool ordinals)
{
	int last = ordinals ? 31 : 1999;

	for (int i = ordinals; i <= last; i++)
		spell_one(s, i);
	for (int i = 2000; !ordinals && i < 10000; i += 1000)
		spell_one(s, i);
	if (!ordinals)
		spell_hundreds(s);
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

void spelling_learn(struct spelt_list *out, const char *locale)
{
	UErrorCode rc = U_ZERO_ERROR;
	UNumberFormat *f = unum_open(UNUM_SPELLOUT, NULL, 0, locale, NULL, &rc);

	if (U_FAILURE(rc))
		return;
	each_set(f, learn_set, out);
	unum_close(f);
}

void spelt_release(struct spelt_list *list)
{
	for (size_t i = 0; i < list->len; i++)
		free(list->at[i].key);
	spelt_list_release(list);
}

/* -- is it this one? -- */

struct expected {
	int64_t value;
	const char *key; /* what stands there */
	size_t longest;  /* bytes of what has to be it */
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
	e->same = len >= e->longest && len && strlen(e->key) >= len &&
		  text_ends(e->key, one.at[0].key);
	spelt_release(&one);
}

bool spelling_is(const char *locale, int64_t value, const char *key,
		 size_t longest)
{
	struct expected e = { value, key, longest, false };
	UErrorCode rc = U_ZERO_ERROR;
	UNumberFormat *f = unum_open(UNUM_SPELLOUT, NULL, 0, locale, NULL, &rc);

	if (U_FAILURE(rc))
		return false;
	each_set(f, compare_set, &e);
	unum_close(f);
	return e.same;
}
