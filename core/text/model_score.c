/* model_score.c - see model.h.
 * SPDX-License-Identifier: MIT */
#include "text/bits.h"
#include "text/model.h"

struct sums {
	int32_t whole[MODEL_CLASSES];                     /* of bytes */
	uint32_t low[MODEL_CLASSES], high[MODEL_CLASSES]; /* of half bytes */
	int32_t much; /* of half bytes, each of which is 8 too much */
	int32_t light[MODEL_CLASSES], lights;
	uint64_t squares; /* of idf */
};

/* So many weights at a time: a product fits sixteen bits, so compilers take
 * them together (of half bytes only when they fill a register). The last ones
 * read on into the next piece's weights, or into what lies behind them, and
 * what comes of that is not looked at. */
#define LANES 8
#define HALF_LANES 16

static void add_lanes(int32_t *restrict sum, const uint8_t *restrict weight,
		      int32_t idf)
{
	for (size_t k = 0; k < LANES; k++)
		sum[k] += (int16_t)(idf * (int8_t)weight[k]);
}

/* Half bytes as they lie there, 8 too much each: sum_of() takes that off. */
static void add_half_lanes(uint32_t *restrict low, uint32_t *restrict high,
			   const uint8_t *restrict weight, uint32_t much)
{
	for (size_t k = 0; k < HALF_LANES; k++) {
		low[k] += (uint16_t)(much * (weight[k] & 15));
		high[k] += (uint16_t)(much * (weight[k] >> 4));
	}
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
static size_t rows_of(const struct model_map *map,
		      const struct gram_list *grams, size_t *from,
		      uint32_t *rows)
{
	size_t n = 0;

	for (; *from < grams->len && n < AT_ONCE; ++*from) {
		uint32_t g = grams->at[*from];
		uint64_t known = bytes_u64(map->known + (size_t)g / 64 * 8);
		uint64_t bit = UINT64_C(1) << g % 64;

		if (known & bit)
			rows[n++] =
				bytes_u16(map->before + (size_t)g / 64 * 2) +
				bits_in(known & (bit - 1));
	}
	return n;
}

static void add_rows(const struct model *m, const uint32_t *rows, size_t n,
		     struct sums *s)
{
	for (size_t i = 0; i < n; i++)
		__builtin_prefetch(m->weight + (size_t)rows[i] * m->classes);
	for (size_t i = 0; i < n; i++) {
		int32_t idf = m->idf[rows[i]];
		const uint8_t *w = m->weight + (size_t)rows[i] * m->classes;

		s->squares += (uint64_t)(idf * idf);
		for (size_t k = 0; k < m->classes; k += LANES)
			add_lanes(s->whole + k, w + k, idf);
	}
}

/* A weight is one of strength / 16 of them: a product fits sixteen bits. */
static uint32_t much_of(uint32_t idf, uint32_t strength)
{
	return idf * strength >> 4;
}

static void add_half_rows(const struct model *m, const uint32_t *rows, size_t n,
			  struct sums *s)
{
	size_t half = (m->classes + 1) / 2;

	for (size_t i = 0; i < n; i++) {
		__builtin_prefetch(m->idf + rows[i]);
		__builtin_prefetch(m->strength + rows[i]);
		__builtin_prefetch(m->weight + rows[i] * half);
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t idf = m->idf[rows[i]];
		uint32_t much = much_of(idf, m->strength[rows[i]]);
		const uint8_t *w = m->weight + rows[i] * half;

		s->squares += (uint64_t)idf * idf;
		s->much += (int32_t)much;
		for (size_t k = 0; k < half; k += HALF_LANES)
			add_half_lanes(s->low + k, s->high + k, w + k, much);
	}
}

static void add_lights(const struct model *m, const uint32_t *rows, size_t n,
		       struct sums *s)
{
	for (size_t i = 0; i < n; i++) {
		__builtin_prefetch(m->light_idf + rows[i]);
		__builtin_prefetch(m->light_strength + rows[i]);
		__builtin_prefetch(m->light_class + rows[i]);
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t idf = m->light_idf[rows[i]];
		int32_t much =
			(int32_t)much_of(idf, m->light_strength[rows[i]]) *
			MODEL_HALF_MOST;

		s->squares += (uint64_t)idf * idf;
		s->light[m->light_class[rows[i]]] += much;
		s->lights += much;
	}
}

static void add_all(const struct model *m, const struct gram_list *grams,
		    struct sums *s)
{
	uint32_t rows[AT_ONCE];

	for (size_t from = 0; from < grams->len;) {
		size_t n = rows_of(&m->map, grams, &from, rows);

		if (m->half)
			add_half_rows(m, rows, n, s);
		else
			add_rows(m, rows, n, s);
	}
	for (size_t from = 0; m->lights && from < grams->len;)
		add_lights(m, rows, rows_of(&m->light_map, grams, &from, rows),
			   s);
}

/* In parts of MODEL_ONE, times 256 and the text's length. A light that speaks
 * for a class speaks against the others, by as much in all. */
static int64_t sum_of(const struct model *m, const struct sums *s, size_t k)
{
	size_t half = (m->classes + 1) / 2;
	int64_t others = (int64_t)m->classes - 1;
	int64_t sum = k < half ? s->low[k] : s->high[k - half], light;

	if (!m->half)
		return s->whole[k] *
		       (int64_t)(int32_t)bytes_u32(m->scale + 4 * k);
	sum -= (int64_t)8 * s->much;
	light = ((others + 1) * s->light[k] - s->lights) / others;
	return sum * (int32_t)bytes_u32(m->scale) +
	       light * (int32_t)bytes_u32(m->light_scale);
}

void model_score(const struct model *m, const struct gram_list *grams,
		 int32_t *score)
{
	struct sums s = { .squares = 0 };
	int64_t norm;

	add_all(m, grams, &s);
	norm = root_of(s.squares > m->least ? s.squares : m->least);
	for (size_t k = 0; k < m->classes; k++)
		score[k] = norm ? bounded(sum_of(m, &s, k) / norm / 256) : 0;
}

size_t model_knows(const struct model *m, const struct gram_list *grams)
{
	uint32_t rows[AT_ONCE];
	size_t n = 0;

	for (size_t from = 0; from < grams->len;)
		n += rows_of(&m->map, grams, &from, rows);
	for (size_t from = 0; m->lights && from < grams->len;)
		n += rows_of(&m->light_map, grams, &from, rows);
	return n;
}

int model_sure(const struct model *m, int32_t lead)
{
	size_t step = lead < 0 ? 0 : (size_t)lead / MODEL_STEP_SIZE;

	return m->sure[step < MODEL_STEPS ? step : MODEL_STEPS - 1];
}
