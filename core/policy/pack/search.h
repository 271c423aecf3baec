/* search.h - which phrases of a pack stand in a text, and where.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_SEARCH_H
#define HW_POLICY_SEARCH_H

#include "policy/pack/pack.h"

/* Where a phrase stands, in letters. */
struct hit {
	size_t phrase, from, to;
};
VEC(hit_list, struct hit);

/* In the order of the text; of each kind the first thousand. Left out: cues
 * that count only alone where their clause, or the text, says something else;
 * cues of a question where none is asked, or the text is long; a condition that
 * is a part of thanks. The pack and the text are the caller's. */
struct search {
	const struct pack *pack;
	const struct letters *text;
	struct hit_list cues, negations, conditions;
	struct hit_list choices, rather; /* choice.h */
	size_t said; /* letters; of a script without blanks one is three */
};

#define SEARCH_INIT                                                            \
	{                                                                      \
		.pack = NULL, .text = NULL, .cues = { 0 }, .negations = { 0 }, \
		.conditions = { 0 }, .choices = { 0 }, .rather = { 0 },        \
		.said = 0                                                      \
	}

/* Into an empty one. */
void search_phrases(struct search *s, const struct pack *p,
		    const struct letters *plain);
void search_release(struct search *s);

#define SUPPOSED_MAX 200 /* letters that a supposition reaches, at most */

/* A clause ends with this letter. */
bool search_ends_clause(uint32_t letter);

/* Where what is supposed from here on ends: with the question, or where none is
 * marked with the clause. */
size_t search_supposed_to(const struct letters *t, size_t from);
/* What stands before this letter is in a question that is marked as one. */
bool search_asked(const struct letters *t, size_t to);

/* Between two letters of a text lie no more than so many words, or letters of a
 * script without blanks, and no clause ends there. */
bool search_near(const struct letters *t, size_t from, size_t to, size_t far);
/* Does the negation take the phrase back? far_behind: of one that stands behind
 * it. */
bool search_takes_back(const struct search *s, const struct hit *negation,
		       const struct hit *hit, size_t far, size_t far_behind);

#endif
