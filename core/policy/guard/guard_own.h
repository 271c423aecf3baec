/* guard_own.h - what the guard has read: its rules and the words of the
 * languages.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_OWN_H
#define HW_POLICY_GUARD_OWN_H

#include "base/str.h"
#include "policy/guard/guard.h"
#include "policy/guard/guard_lang.h"
#include "policy/guard/guard_model.h"

struct sign {
	int rule;
	uint64_t all, any, unless; /* concepts */
	uint64_t unless_clause;    /* the same, said of the word's clause */
	const char *may;           /* what allows it, by blanks; "" if none */
	bool though_denied;
	size_t within; /* bytes that its words lie in; 0: the sentence */
};
VEC(sign_list, struct sign);
VEC(rule_names_list, struct guard_rule);

struct learnt {
	enum guard_set set;
	int rule;
	size_t class;  /* of the set */
	int32_t least; /* score, of MODEL_ONE */
	/* The same of a remedy, beside a sign that asks what may be promised.
	 */
	int32_t least_sign;
	const char *may; /* what allows it, by blanks; NULL: nothing does */
	int of; /* it names that, enum given_word; -1: whatever it names */
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
	struct need_list needs;
	struct pattern_list patterns;
	struct pattern_list allowed; /* links that may stand */
	struct sign_list signs;
	struct learnt_list learnt;
	const struct pack_list *packs; /* NULL: nothing is learnt */
	const char *concepts[CONCEPTS_MAX];
	int concept_count;
	uint64_t forms; /* bits of those that are WORD_FORM */
	int blank;      /* the concept of what a placeholder says; -1 if none */
	int fill;       /* that of what asks to fill one in */
	int shown;      /* that of what tells of a button or a field */
	int reported;   /* that of what somebody else said */
	int order;      /* those behind which the order\'s number stands, */
	int parcel;     /* and the parcel\'s, */
	int address;    /* and the buyer's postcode */
	int denies;     /* the concept that denies a clause; -1 if none */
	uint64_t no_contact; /* bits of what says that a number is none, or ours
			      */
	const char *shared_mail; /* domains of providers, by blanks */
	const char *ours;        /* contacts that anybody may have, by lines */
	uint64_t offers;         /* bits of those that speak of an offer */
	uint64_t unsaid; /* and that deny, refuse, or report of somebody else */
	uint64_t clausal; /* bits of those and of those in `unless_clause` */
	int that; /* that by which, behind a comma, what is denied begins */
	const char *brackets;       /* by blanks: "[]" */
	const char *text_brackets;  /* that stand in any text: "()" */
	const char *quote_brackets; /* that quote as well: "«»" */
	const char *carriers;       /* by a word of their names, by blanks */
	struct lang_list langs;
};

int guard_rule_index(const struct guard_policy *g, const char *name);
void guard_read_rules(struct guard_policy *g,
		      struct conf *c); /* guard_read.c */
/* The contacts that anybody may have (guard_contacts.c). */
void guard_read_ours(struct guard_policy *g, const struct conf_node *root);
void guard_read_lang(struct guard_policy *g, struct conf *c,
		     const char *tag); /* guard_langs.c */
/* The patterns of a language. */
void guard_read_patterns(struct guard_policy *g, struct guard_lang *l,
			 const struct conf_node *root);
void guard_words_icu(struct guard_lang *l); /* guard_words.c */
/* A number as the language writes it in words, without blanks and hyphens. */
void guard_add(struct guard_lang *l, const char *phrase, enum word_kind kind,
	       int value);

#endif
