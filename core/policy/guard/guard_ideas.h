/* guard_ideas.h - what a text is judged by: each file of the guard that looks
 * for one thing in it, in the order of how much they need.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_IDEAS_H
#define HW_POLICY_GUARD_IDEAS_H

#include "policy/guard/guard_judging.h"

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
