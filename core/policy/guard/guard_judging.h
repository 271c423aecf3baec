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

void guard_patterns_judge(struct judging *j); /* guard_patterns.c */
/* Each place of the text that the pattern matches. m: for use in between. */
typedef void guard_matched(struct judging *j, const struct pattern *p,
			   size_t from, size_t to, pcre2_match_data *m,
			   int rule);
void guard_match(struct judging *j, const struct pattern *p, int rule,
		 pcre2_match_data *m, guard_matched *on);
/* Does a word of these stand right beside from..to of the original, in its
 * sentence? */
bool judging_beside(const struct judging *j, uint64_t concepts, uint32_t from,
		    uint32_t to);
/* Those that are `apart`, behind what was learnt: too few sentences have them
 * for anything to be learnt of them. */
void guard_patterns_apart(struct judging *j);
/* Does what a pattern needs stand in the view? (guard_needs.c) */
bool guard_need_met(struct judging *j, int need, enum guard_view in,
		    pcre2_match_data *m);
void guard_signs_judge(struct judging *j); /* guard_signs.c */
/* Of the whole text, straight into `out`. */
void guard_length_judge(struct judging *j, const char *text,
			size_t len); /* guard_length.c */
/* Fills j->ends and j->clause_ends. */
void guard_find_ends(struct judging *j); /* guard_ends.c */
/* Fills j->marks. */
void guard_find_marks(struct judging *j); /* guard_marks.c */

/* -- one idea each -- */

void guard_amounts_judge(struct judging *j, int rule); /* guard_amounts.c */
/* Appends what amounts the text tells, in its order of currencies; none when
 * there is none to compare with: "12.50", NULL. */
void guard_amounts_told(struct judging *j, const char *amount,
			const char *currency, struct told_amounts *out);
void guard_sums_judge(struct judging *j, int rule);     /* guard_sums.c */
void guard_percents_judge(struct judging *j, int rule); /* guard_percents.c */
void guard_numbers_judge(struct judging *j, int rule);  /* guard_numbers.c */
void guard_own_numbers_judge(struct judging *j, int rule);
/* Somebody else's number, however it is written, is a hit wherever it stands,
 * unless it is the order's own as well, or known. */
void guard_other_number_judge(struct judging *j, int rule,
			      const struct guard_other *o);
/* Does the piece say a word for an order before that number? */
bool guard_numbers_calls_order(struct judging *j, const char *number);
/* Is one like `want` but for a sign or two too few or too many, and where does
 * it stand? (guard_cut.c) */
bool guard_cut_number(const struct str *text, const char *want, size_t *from,
		      size_t *to);
bool guard_is_own_number(const struct judging *j, const char *at, size_t len);
void guard_dates_judge(struct judging *j, int rule);     /* guard_dates.c */
void guard_names_judge(struct judging *j, int rule);     /* guard_names.c */
void guard_cards_judge(struct judging *j, int rule);     /* guard_cards.c */
void guard_contacts_judge(struct judging *j, int rule);  /* _contacts.c */
void guard_others_judge(struct judging *j, int rule);    /* guard_others.c */
void guard_places_judge(struct judging *j, int rule);    /* guard_places.c */
void guard_digits_judge(struct judging *j, int rule);    /* guard_digits.c */
void guard_disguised_judge(struct judging *j, int rule); /* _disguised.c */
void guard_parcels_judge(struct judging *j, int rule);   /* guard_parcels.c */
void guard_blanks_judge(struct judging *j, int rule);    /* guard_blanks.c */

#endif
