/* guard_words.h - numbers in the words of a language.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_WORDS_H
#define HW_POLICY_GUARD_WORDS_H

#include "policy/guard/guard_judging.h"

/* The number that is spelt out right before `to`; -1 when none is. */
int spelt_before(const struct guard_lang *l, const char *text, size_t to);
/* The number that the word is; -1 when it is none. */
int spelt_word(const struct guard_lang *l, const char *text, size_t len);
/* The number up to a hundred that is spelt out right at `at`, the longest, and
 * its end; -1 when none is. */
int spelt_from(const struct guard_lang *l, const char *text, size_t at,
	       size_t *end);
/* How many digits the word is where a number is told piece by piece, also when
 * several are written as one: "nullsieben"; 0 when it is none. */
int spelt_digits(const struct guard_lang *l, const char *text, size_t len);
/* Is it this number? */
bool spelt_is(const struct guard_lang *l, const char *text, size_t to,
	      int64_t value);
/* Amounts in hundredths (guard_figures.c). "12.50"; -1 when it is none: */
int64_t figure_exact(const char *text);
/* 1.249,00 and 1,249.00 and 1 249: */
int64_t figure_told(const char *from, const char *to);
/* Is it this one, all of it or its last group: "order 12 49,00"? */
bool figure_is(int64_t want, const char *from, const char *to);
/* The same; or all of it, and not 0, is that much more or less at most. */
bool figure_near(int64_t want, int64_t slack, const char *from, const char *to);
/* The number that ends at `to`, or behind blanks before it; that begins at
 * `at`, or behind blanks. */
bool figure_before(const char *text, size_t to, size_t *from, size_t *end);
bool figure_after(const char *text, size_t at, size_t *from, size_t *end);
/* Is an amount told in words before the currency at from..to? Then whether it
 * is this one, in hundredths, and where it stands. */
bool told_in_words(const struct judging *j, size_t from, size_t to,
		   int64_t want, bool *same, size_t *begin, size_t *end);
/* The cents that stand behind the word for a currency, and their end; -1 when
 * none do. */
int cents_after(const struct judging *j, size_t to, size_t *end);
/* The number of digits and words for thousands that ends at `to`, such as
 * "1万 2800" with 12,800, and where it begins; -1 when none does. */
int64_t myriads_before(const char *text, size_t to, size_t *from);
/* What so many of so many are, in hundredths of one percent; -1 when it is no
 * part of one. */
int fraction_points(int64_t so_many, int64_t of);
/* The same of the numbers around from..to, which parts them: "4分の1"
 * is a quarter. Then where both stand (guard_fractions.c). */
int fraction_around(const struct judging *j, size_t *from, size_t *to);
/* What the text says of shares, in its order (guard_share.c). */
void share_words(const struct judging *j, struct found_list *out);
/* Is the number at these bytes a share of money that goes back? *kept: or of
 * what is kept of it. */
bool share_of_number(const struct judging *j, const struct found_list *words,
		     size_t from, size_t to, bool *kept);
/* Does this portion, which needs no number, tell a share of such money? */
bool share_in_words(const struct judging *j, const struct found_list *words,
		    const struct found *portion);
/* Text as numbers are compared: plain letters without blanks. */
void spell_key(struct str *out, const char *text, size_t len);
void spelt_release(struct spelt_list *list);
/* All the numbers that are looked up, as a locale writes them
 * (guard_spelling.c). */
void spelling_learn(struct spelt_list *out, const char *locale);
/* Does the key end with this number, told in `longest` bytes or more? */
bool spelling_is(const char *locale, int64_t value, const char *key,
		 size_t longest);

#endif
