/* heed.h - from sentences to what the guard has learnt
 * (policy/guard/guard_model.h).
 *
 * Two sets of scores, learnt one way: of the rules from guard.tsv, of the
 * remedies from told.tsv (sentences.h); a pack without the file has nothing of
 * that set. The letters tell what the pack's own sentences teach, what is meant
 * what those of all packs do (meant.h); which words mean what stands in
 * meanings.txt (lexicon.h). Texts of the pack's templates break no rule, nor do
 * its sentences of remedies.
 * SPDX-License-Identifier: MIT */
#ifndef HW_PACKC_HEED_H
#define HW_PACKC_HEED_H

#include "base/json.h"
#include "meant.h"

/* Appends it, or nothing when the folder has neither file. Without `meant`
 * (NULL) only letters tell. What is wrong is added to the mistakes, with file
 * and line. */
void heed(const char *folder, const char *tag, const cJSON *templates,
	  const struct meant *meant, struct str *blob, struct mistakes *m);

#endif
