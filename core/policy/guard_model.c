/* guard_model.c - see guard_model.h.
 * SPDX-License-Identifier: MIT */
#include "policy/guard_model.h"

#include <string.h>

#include "policy/guard_grams.h"

#define HEAD 8 /* magic and how many rules */

static uint32_t read_u32(const uint8_t *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
	       (uint32_t)at[3] << 24;
}

bool guard_model_here(const void *bytes, size_t len)
{
	return len >= HEAD && memcmp(bytes, GUARD_MAGIC, 4) == 0;
}

static int damaged(struct err *err)
{
	return err_set(err, ERR_DATA,
		       "what the pack's guard has learnt is damaged; build the "
		       "pack anew");
}

static bool is_known(const struct model *m)
{
	return m->classes == GUARD_RULE_COUNT &&
	       m->names_len == strlen(GUARD_RULES) &&
	       memcmp(m->names, GUARD_RULES, m->names_len) == 0;
}

/* Beyond every constant that is learnt: sums stay within 32 bits. */
#define CONSTANT_MAX (INT32_C(1) << 23)

static bool constants_fit(const uint8_t *at, size_t rules)
{
	for (size_t i = 0; i < rules; i++) {
		int32_t c = (int32_t)read_u32(at + 4 * i);

		if (c > CONSTANT_MAX || c < -CONSTANT_MAX)
			return false;
	}
	return true;
}

int guard_model_open(struct guard_model *m, const void *bytes, size_t len,
		     bool *known, struct err *err)
{
	const uint8_t *at = bytes;
	size_t rules;

	if (!guard_model_here(bytes, len))
		return damaged(err);
	rules = read_u32(at + 4);
	if (!rules || rules > MODEL_CLASSES || len < HEAD + 4 * rules)
		return damaged(err);
	m->constant = at + HEAD;
	if (!constants_fit(m->constant, rules))
		return damaged(err);
	at += HEAD + 4 * rules;
	len -= HEAD + 4 * rules;
	if (guard_lexicon_open(&m->lexicon, &at, &len, err) ||
	    model_open(&m->model, at, len, err))
		return -1;
	if (m->model.classes != rules || model_len(at, len) != len)
		return damaged(err);
	*known = is_known(&m->model);
	return 0;
}

/* Each kind of pieces by itself: where there are many of one, they do not make
 * the others count less. */
static void add_kinds(const struct model *m, const struct gram_list *pieces,
		      int32_t *score)
{
	int32_t one[MODEL_CLASSES];
	size_t from = 0;

	for (int k = 0; k < GUARD_KINDS; k++) {
		struct gram_list part = { .at = pieces->at + from };

		while (from < pieces->len &&
		       pieces->at[from] < guard_kind_from[k + 1]) {
			from++;
			part.len++;
		}
		if (!part.len)
			continue;
		model_score(m, &part, one);
		for (size_t i = 0; i < GUARD_RULE_COUNT; i++)
			score[i] += one[i];
	}
}

void guard_model_score(const struct guard_model *m,
		       const struct gram_list *meanings,
		       const struct gram_list *letters, int32_t *score)
{
	for (size_t i = 0; i < GUARD_RULE_COUNT; i++)
		score[i] = (int32_t)read_u32(m->constant + 4 * i);
	if (meanings->len)
		add_kinds(&m->model, meanings, score);
	if (letters->len)
		add_kinds(&m->model, letters, score);
}
