/* pack_own.h - a pack as its own files see it: its bytes are read once, when it
 * is opened, into what is asked for later.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_PACK_OWN_H
#define HW_POLICY_PACK_OWN_H

#include "policy/guard/guard_learnt.h"
#include "policy/pack/choice.h"
#include "policy/pack/icu.h"
#include "policy/pack/pack.h"
#include "policy/words/template.h"

VEC(cue_list, struct cue);
VEC(mark_list, const char *);

struct pack {
	struct arena words; /* of the JSON, what is needed later */
	const char *tag;
	struct scripts scripts;
	struct hash hash;
	const void *blob; /* borrowed */
	size_t blob_len;
	const uint8_t *bytes; /* of it, what lies behind the JSON */
	struct model model, asides;
	struct guard_model guard;
	bool has_model, has_guard;
	struct cue_list cues;
	struct phrases *phrases;
	/* Phrases that negate what follows, and what stands before them. */
	size_t negations, negations_after, conditions;
	/* Behind these: what chooses each, and what takes that back. */
	size_t choices[CHOICES], rather, rather_after;
	struct mark_list history, forbidden;
	struct templates *templates;
	const struct variant_list *variants;
	struct icu *icu;
};

/* Reads the blob that is set. What it got until a mistake is freed with the
 * pack. ERR_DATA when it is cut off or holds what is no pack's. */
int pack_read(struct pack *p, struct err *err) MUST_CHECK;

#endif
