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
#include "policy/guard/guard_learnt.h"

struct sentences {
	const struct guard_policy *guard;
	struct sample_list of[GUARD_SETS];
	struct mistakes *mistakes;
	/* Of the language that is read. */
	const char *lang;
	const struct guard_lexicon *words; /* what they mean; NULL: the letters
					    * are looked at */
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
/* Adds the lines of a template's text, each about as long as a sentence. They
 * break no rule, and tell of many a remedy. */
void sentences_add_template(struct sentences *s, const char *text);
void sentences_release(struct sentences *s);

#endif
