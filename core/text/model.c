/* model.c - see model.h.
 * SPDX-License-Identifier: MIT */
#include "text/model.h"

#include <string.h>

#include "text/bits.h"

#define HEAD 16
#define GROUPS (GRAM_BUCKETS / 64)

static uint32_t read_u16(const uint8_t *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8;
}

static uint32_t read_u32(const uint8_t *at)
{
	return read_u16(at) | read_u16(at + 2) << 16;
}

static uint64_t read_u64(const uint8_t *at)
{
	return read_u32(at) | (uint64_t)read_u32(at + 4) << 32;
}

/* Behind the names. */
static size_t body_len(size_t classes, size_t rows)
{
	return GRAM_BUCKETS / 8 + (size_t)2 * GROUPS + rows * (1 + classes) +
	       4 * classes + MODEL_STEPS;
}

static bool sure_enough(const uint8_t *sure)
{
	for (size_t i = 0; i < MODEL_STEPS; i++)
		if (sure[i] > 100)
			return false;
	return true;
}

/* So that no bucket leads to a row that is not there. */
static bool rows_fit(const struct model *m)
{
	size_t rows = 0;

	for (size_t i = 0; i < GROUPS; i++) {
		if (read_u16(m->before + 2 * i) != rows)
			return false;
		rows += (size_t)__builtin_popcountll(
			read_u64(m->known + 8 * i));
		if (rows > m->rows)
			return false;
	}
	return rows == m->rows;
}

static void lay_out(struct model *m, const uint8_t *names)
{
	m->names = (const char *)names;
	m->known = names + m->names_len;
	m->before = m->known + GRAM_BUCKETS / 8;
	m->idf = m->before + (size_t)2 * GROUPS;
	m->weight = (const int8_t *)m->idf + m->rows;
	m->scale = (const uint8_t *)m->weight + m->rows * m->classes;
	m->sure = m->scale + 4 * m->classes;
}

size_t model_len(const void *bytes, size_t len)
{
	const uint8_t *at = bytes;
	size_t classes, rows, names_len, all;

	if (len < HEAD || memcmp(at, MODEL_MAGIC, 4) != 0)
		return 0;
	classes = read_u32(at + 4);
	rows = read_u32(at + 8);
	names_len = read_u32(at + 12);
	if (!classes || classes > MODEL_CLASSES || rows > MODEL_ROWS ||
	    names_len > len)
		return 0;
	all = HEAD + names_len + body_len(classes, rows);
	return all <= len ? all : 0;
}

int model_open(struct model *m, const void *bytes, size_t len, struct err *err)
{
	const uint8_t *at = bytes;

	if (len < HEAD || memcmp(at, MODEL_MAGIC, 4) != 0)
		return err_set(err, ERR_DATA,
			       "the pack's model is not of this version; build "
			       "the pack anew");
	m->classes = read_u32(at + 4);
	m->rows = read_u32(at + 8);
	m->names_len = read_u32(at + 12);
	if (!m->classes || m->classes > MODEL_CLASSES || m->rows > MODEL_ROWS ||
	    m->names_len > len)
		return err_set(err, ERR_DATA, "the pack's model is damaged");
	if (len != HEAD + m->names_len + body_len(m->classes, m->rows))
		return err_set(err, ERR_DATA, "the pack's model is cut off");
	lay_out(m, at + HEAD);
	if (!rows_fit(m))
		return err_set(err, ERR_DATA,
			       "the pack's model is damaged: its rows do not "
			       "add up");
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

#define AT_ONCE 256 /* rows: looked for first, so that their weights come */

/* The rows of the next pieces, from *from on. */
static size_t rows_of(const struct model *m, const struct gram_list *grams,
		      size_t *from, uint32_t *rows)
{
	size_t n = 0;

	for (; *from < grams->len && n < AT_ONCE; ++*from) {
		uint32_t g = grams->at[*from];
		uint64_t known = read_u64(m->known + (size_t)g / 64 * 8);
		uint64_t bit = UINT64_C(1) << g % 64;

		if (!(known & bit))
			continue;
		rows[n] = read_u16(m->before + (size_t)g / 64 * 2) +
			  (uint32_t)__builtin_popcountll(known & (bit - 1));
		__builtin_prefetch(m->weight + (size_t)rows[n] * m->classes);
		n++;
	}
	return n;
}

static uint64_t add_rows(const struct model *m, const uint32_t *rows, size_t n,
			 int32_t *sum)
{
	uint64_t squares = 0;

	for (size_t i = 0; i < n; i++) {
		int32_t idf = m->idf[rows[i]];
		const int8_t *w = m->weight + (size_t)rows[i] * m->classes;

		squares += (uint64_t)(idf * idf);
		for (size_t k = 0; k < m->classes; k += LANES)
			add_lanes(sum + k, w + k, idf);
	}
	return squares;
}

void model_score(const struct model *m, const struct gram_list *grams,
		 int32_t *score)
{
	int32_t sum[MODEL_CLASSES] = { 0 };
	uint32_t rows[AT_ONCE];
	uint64_t squares = 0;
	int64_t norm;

	for (size_t from = 0; from < grams->len;) {
		size_t n = rows_of(m, grams, &from, rows);

		squares += add_rows(m, rows, n, sum);
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
