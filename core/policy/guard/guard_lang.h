/* guard_lang.h - the words of a language, as the guard has read them.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_LANG_H
#define HW_POLICY_GUARD_LANG_H

#include "base/str.h"
#include "policy/guard/guard_pattern.h"
#include "text/phrases.h"

#define CONCEPTS_MAX 64

enum word_kind {
	WORD_CONCEPT,   /* value: its number */
	WORD_FORM,      /* likewise; says what a number or a bracket is */
	WORD_MONEY,     /* value: index of its currency */
	WORD_CENT,      /* a hundredth of any */
	WORD_DIGIT,     /* of a number that is told: "two" */
	WORD_NUMBER,    /* two of them, as people say it and ICU does not */
	WORD_DASH,      /* may stand between those */
	WORD_GREET,     /* a name follows: "Dear" */
	WORD_AFTER,     /* a name stands before: "san" */
	WORD_NO_NAME,   /* may follow a greeting: "Customer" */
	WORD_DAY,       /* value: 1 to 31 */
	WORD_MONTH,     /* value: 1 to 12; 0: "this month" */
	WORD_FEAST,     /* value: 100 times its month, and its day */
	WORD_WEEKDAY,   /* value: 0 Sunday to 6 */
	WORD_SHORT_DAY, /* likewise, "Fri": only right beside a date */
	WORD_PART,      /* value: of what, enum part_kind; a number before */
	WORD_PORTION, /* needs no number: "half of the price"; value: points */
	WORD_SHARE,   /* value: what it says of a percentage, enum share_word */
	WORD_GIVEN,   /* value: what it says of a gift, enum given_word */
};

enum part_kind {
	PART_OF_HUNDRED, /* "percent" */
	PART_OF_TEN,     /* "\u5272": one of them is 10 % off */
	PART_PAID,   /* "\u6298": nine of ten are paid, or 85 of a hundred */
	PART_BEHIND, /* percent before its number: "\u767e\u5206\u4e4b" */
	PART_OF_SO_MANY, /* "4\u5206\u306e1": one of four */
};

enum share_word {
	SHARE_BACK,     /* money goes back: "refund" */
	SHARE_PRICE,    /* of that money: "of the price" */
	SHARE_SUM,      /* of another sum: "shipping costs", "VAT" */
	SHARE_ELSE,     /* of something else: "cotton", "battery", "dearer" */
	SHARE_KEPT,     /* of what does not go back: "deduct" */
	SHARE_SUPPOSED, /* what goes back is only supposed: "if you" */
	SHARE_SOME,     /* that it is not all of it: "a part of" */
};

enum given_word {
	GIVEN_VOUCHER, /* or what else the next order gets */
	GIVEN_GIFT,
	GIVEN_NEEDS, /* for which order a voucher is: "for orders over" */
	GIVEN_MORE,  /* besides: "another" */
	GIVEN_SAID,  /* that it is given, or why: "for the trouble" */
};

struct word {
	enum word_kind kind;
	int value;
};
VEC(word_kinds, struct word);

struct currency_code {
	char code[4];
};
VEC(currency_codes, struct currency_code);

struct spelt {
	char *key;
	int value;
};
VEC(spelt_list, struct spelt);

struct guard_lang {
	char *tag;
	struct phrases *phrases;
	struct word_kinds words; /* by the number of the phrase */
	struct currency_codes currencies;
	struct pattern_list patterns; /* in its words */
	struct pattern_list spelt;    /* addresses that are spelt out */
	pcre2_code *bare_day;         /* "on the (5)th"; NULL: none */
	pcre2_code *until, *tomorrow, *carrier_said; /* words; NULL: none */
	struct spelt_list *spelt_numbers; /* filled when first needed */
};
VEC(lang_list, struct guard_lang);

#endif
