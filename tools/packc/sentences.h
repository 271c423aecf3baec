/* sentences.h - the sentences that the guard learns from (heed.h).
 *
 * guard.tsv, four columns parted by tabs: the rule, or - of a plain reply;
 * breach or near (a near-miss, which must pass); the platform; a sentence or a
 * few. told.tsv, three: the remedy that it speaks of, money, goods, credit or
 * return; told (the reply tells the buyer that they get it, or got it) or near
 * (it speaks of it and does not); a sentence or a few.
 * SPDX-License-Identifier: MIT */
#ifndef HW_PACKC_SENTENCES_H
#define HW_PACKC_SENTENCES_H

#include "margin.h"
#include "policy/guard_learnt.h"

/* What is learnt of one set of scores: of what is meant from all languages, of
 * letters from the pack's own. */
struct subject {
	struct sample_list shared, own;
};

struct sentences {
	const struct guard_policy *guard;
	struct subject subject[GUARD_SETS];
	struct mistakes *mistakes;
	/* Of the language that is read. */
	const struct guard_lexicon *words;
	const char *lang;
	bool own; /* it is the pack's */
};

/* Has the folder such a file? */
bool sentences_here(const char *folder, enum guard_set set);
/* Reads it, or nothing when it has none. What is wrong is added to the
 * mistakes, with file and line. */
void sentences_read(struct sentences *s, enum guard_set set,
		    const char *folder);
/* Adds one. Takes the sample, which has no pieces yet. */
void sentences_add(struct sentences *s, enum guard_set set, const char *text,
		   const char *platform, struct sample one);
void sentences_release(struct sentences *s);

#endif
