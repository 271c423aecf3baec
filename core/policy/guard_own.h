/* guard_own.h - what the guard's files share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_OWN_H
#define HW_POLICY_GUARD_OWN_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/str.h"
#include "policy/guard.h"
#include "policy/guard_model.h"
#include "text/phrases.h"

/* -- the text as it is looked at (guard_plain.c) -- */

/* A rewriting of the text: for each byte, which bytes of the original it stands
 * for. */
VEC(origin_list, uint32_t);
struct view {
	struct str text;
	struct origin_list from, to;
};

struct views {
	struct view narrow; /* compatible forms as ASCII, nothing invisible */
	struct view plain;  /* and look-alikes and spaced letters undone */
	struct view heard;  /* and marks and digits inside words undone */
};
#define VIEWS_INIT                                    \
	{                                             \
		.narrow = { STR_INIT, { 0 }, { 0 } }, \
		.plain = { STR_INIT, { 0 }, { 0 } },  \
		.heard = { STR_INIT, { 0 }, { 0 } },  \
	}

void views_of(struct views *v, const char *text, size_t len);
void views_release(struct views *v);

/* -- words of a language -- */

#define CONCEPTS_MAX 64

enum word_kind {
	WORD_CONCEPT, /* value: its number */
	WORD_MONEY,   /* value: index of its currency */
	WORD_CENT,    /* a hundredth of any */
	WORD_DIGIT,   /* of a number that is told: "two" */
	WORD_DASH,    /* may stand between those */
	WORD_GREET,   /* a name follows: "Dear" */
	WORD_AFTER,   /* a name stands before: "san" */
	WORD_NO_NAME, /* may follow a greeting: "Customer" */
	WORD_MONTH,   /* value: 1 to 12 */
	WORD_WEEKDAY, /* value: 0 Sunday to 6 */
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

struct pattern {
	int rule;
	pcre2_code *code;
	uint64_t unless; /* concepts */
	bool narrow;     /* looks at the narrow view */
};
VEC(pattern_list, struct pattern);

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
	struct pattern_list spelt;        /* addresses that are spelt out */
	struct spelt_list *spelt_numbers; /* filled when first needed */
};
VEC(lang_list, struct guard_lang);

struct sign {
	int rule;
	uint64_t all, any, unless; /* concepts */
	const char *may;           /* what allows it, by blanks; "" if none */
	bool though_denied;
	size_t within; /* bytes that its words lie in; 0: the sentence */
};
VEC(sign_list, struct sign);
VEC(rule_names_list, struct guard_rule);

struct learnt {
	int rule;
	size_t class;  /* of the models */
	int32_t least; /* score, of MODEL_ONE */
};
VEC(learnt_list, struct learnt);

struct conf_entry {
	char *name;
	struct conf *conf;
};
VEC(conf_entries, struct conf_entry);

struct guard_policy {
	struct arena arena;
	const struct numbers *numbers;
	pcre2_match_context *limits; /* no pattern may take for ever */
	struct conf_entries files;
	struct rule_names_list rules;
	struct pattern_list patterns;
	struct pattern_list allowed; /* links that may stand */
	struct sign_list signs;
	struct learnt_list learnt;
	const struct pack_list *packs; /* NULL: nothing is learnt */
	const char *concepts[CONCEPTS_MAX];
	int concept_count;
	int blank;  /* the concept of what a placeholder says; -1 if none */
	int shown;  /* that of what tells of a button or a field */
	int denies; /* the concept that denies a clause; -1 if none */
	int that;   /* that by which, behind a comma, what is denied begins */
	const char *brackets; /* by blanks: "[]" */
	struct lang_list langs;
};

int guard_rule_index(const struct guard_policy *g, const char *name);
void guard_read_rules(struct guard_policy *g,
		      struct conf *c); /* guard_read.c */
void guard_read_lang(struct guard_policy *g, struct conf *c,
		     const char *tag); /* guard_langs.c */
/* NULL, with the mistake told, when it is no pattern. */
pcre2_code *guard_compile(const struct conf_node *at, const char *match);
void guard_words_icu(struct guard_lang *l); /* guard_words.c */
/* A number as the language writes it in words, without blanks and hyphens. */
void guard_add(struct guard_lang *l, const char *phrase, enum word_kind kind,
	       int value);

/* -- judging -- */

/* A word of the language in the heard view. */
struct found {
	struct word word;
	size_t from, to; /* bytes of the heard view */
	int sentence;
	bool quoted;
	bool denied; /* something denies it in its clause */
};
VEC(found_list, struct found);
VEC(sentence_ends, size_t);

struct judging {
	const struct guard_policy *g;
	const struct guard_text *t;
	const struct guard_lang *lang; /* NULL: none */
	struct views views;
	struct found_list found; /* in the order of the text */
	struct sentence_ends ends;
	struct guard_hits *hits;         /* of the piece */
	struct guard_hits *signs;        /* what counts in the score only */
	const struct guard_model *model; /* of the language; NULL: none */
	struct guard_hits *out;
};

/* Of a view's bytes. */
void judging_hit(struct judging *j, int rule, const struct view *v, size_t from,
		 size_t to);
int judging_sentence(const struct judging *j, size_t at);
/* The bytes of sentences. */
void judging_span(const struct judging *j, int first, int last, size_t *from,
		  size_t *to);
/* Bits of the concepts in a sentence, outside of quotations; `denied`: those
 * that their clause denies as well. */
uint64_t judging_concepts(const struct judging *j, int sentence, bool denied);

/* The same among what counts in the score only. */
void judging_sign(struct judging *j, int rule, const struct view *v,
		  size_t from, size_t to);
/* What counted in the score is a hit. */
void judging_again(struct judging *j, const struct guard_hit *h);
/* Is a hit of the rule inside of these bytes? */
bool judging_has(const struct judging *j, int rule, const struct view *v,
		 size_t from, size_t to);
bool guard_applies(const struct judging *j, int rule);
const struct guard_lang *guard_lang_of(const struct guard_policy *g,
				       const char *tag); /* NULL: none */
/* Views, sentences and words of a piece, and their end. */
void guard_look(struct judging *j, const char *text, size_t len);
void guard_looked(struct judging *j);

void guard_patterns_judge(struct judging *j); /* guard_patterns.c */
void guard_signs_judge(struct judging *j);    /* guard_signs.c */
/* Of the whole text, straight into `out`. */
void guard_length_judge(struct judging *j, const char *text,
			size_t len); /* guard_length.c */
/* Of sentences, the buckets of what they mean, ascending (guard_meant.c). */
void guard_meant(const struct judging *j, int first, int last,
		 struct gram_list *out);
/* -- guard_learnt.c -- */
void guard_learnt_judge(struct judging *j);
/* NULL: the language has learnt nothing. */
const struct guard_model *guard_model_for(const struct guard_policy *g,
					  const char *lang);
bool guard_is_learnt(const struct judging *j, int rule);

void guard_amounts_judge(struct judging *j, int rule); /* guard_amounts.c */
void guard_numbers_judge(struct judging *j, int rule); /* guard_numbers.c */
void guard_dates_judge(struct judging *j, int rule);   /* guard_dates.c */
void guard_names_judge(struct judging *j, int rule);   /* guard_names.c */
void guard_digits_judge(struct judging *j, int rule);  /* guard_digits.c */
void guard_parcels_judge(struct judging *j, int rule); /* guard_parcels.c */
void guard_blanks_judge(struct judging *j, int rule);  /* guard_blanks.c */

#endif
