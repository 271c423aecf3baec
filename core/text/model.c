/* model.c - see model.h.
 * SPDX-License-Identifier: MIT */
#include "text/model.h"

#include <string.h>

#include "text/bits.h"

#define HEAD 12

static uint32_t read_u32(const uint8_t *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
	       (uint32_t)at[3] << 24;
}

static bool sure_enough(const uint8_t *sure)
{
	for (size_t i = 0; i < MODEL_STEPS; i++)
		if (sure[i] > 100)
			return false;
	return true;
}

size_t model_len(const void *bytes, size_t len)
{
	const uint8_t *at = bytes;
	uint32_t classes, names_len;
	size_t all;

	if (len < HEAD || memcmp(at, MODEL_MAGIC, 4) != 0)
		return 0;
	classes = read_u32(at + 4);
	names_len = read_u32(at + 8);
	if (!classes || classes > MODEL_CLASSES || names_len > len)
		return 0;
	all = HEAD + (size_t)names_len + GRAM_BUCKETS +
	      (size_t)GRAM_BUCKETS * classes + 4 * (size_t)classes +
	      MODEL_STEPS;
	return all <= len ? all : 0;
}

int model_open(struct model *m, const void *bytes, size_t len, struct err *err)
{
	const uint8_t *at = bytes;
	size_t body;

	if (len < HEAD || memcmp(at, MODEL_MAGIC, 4) != 0)
		return err_set(err, ERR_DATA,
			       "the pack's model is not of this version; build "
			       "the pack anew");
	m->classes = read_u32(at + 4);
	m->names_len = read_u32(at + 8);
	if (!m->classes || m->classes > MODEL_CLASSES || m->names_len > len)
		return err_set(err, ERR_DATA, "the pack's model is damaged");
	body = GRAM_BUCKETS + GRAM_BUCKETS * m->classes + 4 * m->classes +
	       MODEL_STEPS;
	if (len != HEAD + m->names_len + body)
		return err_set(err, ERR_DATA, "the pack's model is cut off");
	m->names = (const char *)at + HEAD;
	m->idf = at + HEAD + m->names_len;
	m->weight = (const int8_t *)m->idf + GRAM_BUCKETS;
	m->scale = (const uint8_t *)m->weight + GRAM_BUCKETS * m->classes;
	m->sure = m->scale + 4 * m->classes;
	if (!sure_enough(m->sure))
		return err_set(err, ERR_DATA,
			       "the pack's model is damaged: it is surer than "
			       "100 %%");
	return 0;
}

/* Eight classes at a time: a product fits sixteen bits, so compilers take them
 * together. A last eight reads on into the next piece's weights, or into the
 * scales behind them, and what comes of that is not looked at. */
#define LANES 8

static void add_lanes(int32_t *restrict sum, const int8_t *restrict weight,
		      int32_t idf)
{
	for (size_t k = 0; k < LANES; k++)
		sum[k] += (int16_t)(idf * weight[k]);
}

/* Beyond every score that is learnt; sums of what a hostile pack brings stay
 * far within 32 bits. */
#define SCORE_MAX (INT32_C(1) << 23)

static int32_t bounded(int64_t score)
{
	if (score > SCORE_MAX)
		return SCORE_MAX;
	return (int32_t)(score < -SCORE_MAX ? -SCORE_MAX : score);
}

#define AHEAD 8 /* pieces: by then their weights are here */

void model_score(const struct model *m, const struct gram_list *grams,
		 int32_t *score)
{
	int32_t sum[MODEL_CLASSES] = { 0 };
	uint64_t squares = 0;
	int64_t norm;

	for (size_t i = 0; i < grams->len; i++) {
		size_t g = grams->at[i];
		int32_t idf = m->idf[g];
		const int8_t *w = m->weight + g * m->classes;

		if (i + AHEAD < grams->len)
			__builtin_prefetch(m->weight +
					   grams->at[i + AHEAD] * m->classes);
		if (!idf)
			continue;
		squares += (uint64_t)(idf * idf);
		for (size_t k = 0; k < m->classes; k += LANES)
			add_lanes(sum + k, w + k, idf);
	}
	norm = root_of(squares);
	for (size_t k = 0; k < m->classes; k++) {
		int64_t scale = (int32_t)read_u32(m->scale + 4 * k);

		score[k] = norm ? bounded(sum[k] * scale / norm / 256) : 0;
	}
}

int model_sure(const struct model *m, int32_t lead)
{
	size_t step = lead < 0 ? 0 : (size_t)lead / MODEL_STEP_SIZE;

	return m->sure[step < MODEL_STEPS ? step : MODEL_STEPS - 1];
}
