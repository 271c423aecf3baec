/* guard_judging.h - a text that the guard judges: what was found in it, and
 * each file that judges one idea.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_JUDGING_H
#define HW_POLICY_GUARD_JUDGING_H

#include "policy/guard/guard_own.h"
#include "policy/guard/guard_views.h"

/* A word of the language in the heard view. */
struct found {
	struct word word;
	size_t from, to; /* bytes of the heard view */
	int sentence;
	int clause_at; /* judging_clause() of where it begins */
	bool quoted;
	bool denied; /* something denies it in its clause */
	/* Bits of those of g->clausal that are said of its clause. */
	uint64_t clause;
};
VEC(found_list, struct found);
VEC(text_places, size_t); /* bytes of the heard view */

/* An amount of the text, and whether it is the one that is compared. */
struct told_amount {
	size_t from, to; /* bytes of the heard view */
	bool right;
};
VEC(told_amounts, struct told_amount);

struct quotation {
	size_t from, to; /* bytes of the heard view */
};
VEC(quotation_list, struct quotation);

/* That a sentence has a word which means something. */
struct meaning {
	uint32_t name; /* hash of what (guard_lexicon.h) */
	int sentence;
};
VEC(meaning_list, struct meaning);

/* What a sentence does or has that is no word. */
enum guard_mark {
	MARK_NONE,
	MARK_ASKS,
	MARK_CALLS,
	MARK_OPEN, /* "..." */
	MARK_QUOTES,
	MARK_NUMBER,
	MARK_COLON,
	MARK_BRACKET,
	MARK_MONEY,
	MARK_COMMAS, /* none; behind it: one, two, more */
	MARK_END = MARK_COMMAS + 4
};

VEC(mark_list, uint32_t); /* a bit for each */

struct judging {
	const struct guard_policy *g;
	const struct guard_text *t;
	const struct guard_lang *lang; /* NULL: none */
	struct views views;
	struct found_list found;        /* in the order of the text */
	struct text_places ends;        /* of sentences */
	struct text_places clause_ends; /* of clauses inside of them */
	struct quotation_list quotations;
	struct mark_list marks;    /* by sentence */
	struct meaning_list meant; /* in the order of the text */
	bool reached;              /* a contact that nobody gave was found */
	uint8_t *needs;            /* what is known of each, by view */
	struct guard_hits *hits;   /* of the piece */
	struct guard_hits *signs;  /* what counts in the score only */
	/* Signs of what must not be promised, where what was learnt decides. */
	struct guard_hits *promised;
	const struct guard_model *model; /* of the language; NULL: none */
	struct guard_hits *out;
};

/* Of a view's bytes. */
void judging_hit(struct judging *j, int rule, const struct view *v, size_t from,
		 size_t to);
/* The same, and what it is that stands there (guard_hit.why). */
void judging_hit_why(struct judging *j, int rule, const struct view *v,
		     size_t from, size_t to, const char *why);
/* Of the heard view's bytes: what must not be promised here, and what would
 * allow it. */
void judging_promise(struct judging *j, struct guard_hits *out, int rule,
		     const char *may, size_t from, size_t to);
const struct view *judging_view(const struct judging *j, enum guard_view in);
int judging_sentence(const struct judging *j, size_t at);
bool judging_marked(const struct judging *j, int sentence,
		    enum guard_mark mark);
/* The bytes of sentences. */
void judging_span(const struct judging *j, int first, int last, size_t *from,
		  size_t *to);
/* Those of one, without what surrounds its words. */
void judging_words(const struct judging *j, int sentence, size_t *from,
		   size_t *to);
/* Bits of the concepts in a sentence, outside of quotations; `denied`: those
 * that their clause denies as well. */
uint64_t judging_concepts(const struct judging *j, int sentence, bool denied);

/* Does a word of these concepts stand in the clause of these bytes of the heard
 * view, outside of quotations? */
bool judging_in_clause(const struct judging *j, uint64_t concepts, size_t from,
		       size_t to);
/* How many clauses end before this byte of the heard view: where it is the same
 * for two places of a sentence, they stand in one clause. */
int judging_clause(const struct judging *j, size_t at);
/* Do these bytes of the heard view stand in one quotation? */
bool judging_quoted(const struct judging *j, size_t from, size_t to);
/* The same among what counts in the score only. */
void judging_sign(struct judging *j, int rule, const struct view *v,
		  size_t from, size_t to);
/* What counted in the score is a hit. */
void judging_again(struct judging *j, const struct guard_hit *h);
/* The same of the signs of a rule that were found between these bytes of the
 * heard view. False: none was. */
bool judging_again_signs(struct judging *j, const struct guard_hits *signs,
			 int rule, size_t from, size_t to);
/* Is a hit of the rule inside of these bytes? */
bool judging_has(const struct judging *j, int rule, const struct view *v,
		 size_t from, size_t to);
bool guard_applies(const struct judging *j, int rule);
/* May one of these be promised here? So it is where that is not known. */
bool guard_may(const struct judging *j, const char *words);
const struct guard_lang *guard_lang_of(const struct guard_policy *g,
				       const char *tag); /* NULL: none */
/* Views, sentences and words of a piece, and their end. */
void guard_look(struct judging *j, const char *text, size_t len);
void guard_looked(struct judging *j);

#endif
