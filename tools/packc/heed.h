/* heed.h - from sentences to what the guard has learnt
 * (policy/guard_model.h).
 *
 * guard.tsv, four columns parted by tabs: the rule, or - of a plain reply;
 * breach or near (a near-miss, which must pass); the platform; a sentence or a
 * few. What is meant is learnt from the packs in plugins/ as well; which words
 * mean what stands in meanings.txt (lexicon.h). Texts of the pack's templates
 * break nothing.
 * SPDX-License-Identifier: MIT */
#ifndef HW_PACKC_HEED_H
#define HW_PACKC_HEED_H

#include "base/json.h"
#include "policy/conf.h"

/* Appends it, or nothing when the folder has no guard.tsv. What is
 * wrong is added to the mistakes, with file and line. */
void heed(const char *folder, const char *tag, const cJSON *templates,
	  struct str *blob, struct mistakes *m);

#endif
