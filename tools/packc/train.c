/* train.c - see train.h.
 *
 * Numbers: a piece's share in its text in 1/4096 (Q12), weights in 1/2^20
 * (Q20), scores in Q12, probabilities in Q16.
 * SPDX-License-Identifier: MIT */
#include "train.h"

#include <string.h>

#include "text/bits.h"

#define EPOCHS 24
#define RATE 3  /* of the first epoch; then RATE * 10 / (10 + epoch) */
#define FOLDS 4 /* to learn how sure a lead makes */
#define SURE_MAX 99

struct learner {
	const struct sample_list *all;
	size_t classes;
	uint8_t idf[GRAM_BUCKETS];
	int32_t *weight;  /* Q20, [GRAM_BUCKETS][classes] */
	uint16_t **share; /* Q12, by sample and piece */
	uint32_t *order;
	uint64_t random;
};

/* -- how telling a piece is -- */

static void weigh_pieces(struct learner *l)
{
	CLEANUP(free_ptr)
	uint32_t *found = xcalloc(GRAM_BUCKETS, sizeof *found);
	uint32_t n = (uint32_t)l->all->len;

	for (size_t i = 0; i < l->all->len; i++)
		for (size_t k = 0; k < l->all->at[i].grams.len; k++)
			found[l->all->at[i].grams.at[k]]++;
	for (size_t g = 0; g < GRAM_BUCKETS; g++) {
		uint32_t idf = found[g] ? 16 + log2_ratio(n + 1, found[g]) : 0;

		l->idf[g] = (uint8_t)(idf > 255 ? 255 : idf);
	}
}

static uint16_t *shares_of(const struct learner *l, const struct sample *s)
{
	uint16_t *share = xcalloc(s->grams.len + 1, sizeof *share);
	uint64_t squares = 0;
	uint32_t norm;

	for (size_t i = 0; i < s->grams.len; i++)
		squares += (uint64_t)l->idf[s->grams.at[i]] *
			   l->idf[s->grams.at[i]];
	norm = root_of(squares);
	for (size_t i = 0; norm && i < s->grams.len; i++)
		share[i] = (uint16_t)(l->idf[s->grams.at[i]] * 4096U / norm);
	return share;
}

/* -- scores and probabilities -- */

static void score(const struct learner *l, size_t sample, int32_t *out)
{
	const struct sample *s = &l->all->at[sample];
	int64_t sum[MODEL_CLASSES] = { 0 };

	for (size_t i = 0; i < s->grams.len; i++) {
		const int32_t *w = l->weight + s->grams.at[i] * l->classes;
		int32_t x = l->share[sample][i];

		for (size_t k = 0; k < l->classes; k++)
			sum[k] += (int64_t)x * w[k];
	}
	for (size_t k = 0; k < l->classes; k++)
		out[k] = (int32_t)(sum[k] / (INT64_C(1) << 20)) + s->prior[k];
}

/* e to the power of -x, x in Q12, as Q16: by steps of 1/16, then a line. */
static uint32_t exp_minus(uint32_t x)
{
	static uint32_t table[194];
	uint32_t step = x / 256, rest = x % 256;

	if (!table[0]) {
		table[0] = 65536;
		for (size_t i = 1; i < COUNT_OF(table); i++) /* e^(-1/16) */
			table[i] = (uint32_t)((uint64_t)table[i - 1] * 61565 >>
					      16);
	}
	if (step + 1 >= COUNT_OF(table))
		return 0;
	return table[step] - (table[step] - table[step + 1]) * rest / 256;
}

static void probabilities(int32_t *s, size_t classes, uint32_t *out)
{
	int32_t most = s[0];
	uint64_t sum = 0;

	for (size_t k = 1; k < classes; k++)
		if (s[k] > most)
			most = s[k];
	for (size_t k = 0; k < classes; k++)
		sum += out[k] = exp_minus((uint32_t)(most - s[k]));
	for (size_t k = 0; k < classes; k++)
		out[k] = (uint32_t)(((uint64_t)out[k] << 16) / sum);
}

/* -- learning -- */

static uint32_t draw(struct learner *l, uint32_t below)
{
	l->random = l->random * UINT64_C(6364136223846793005) + 1;
	return (uint32_t)((l->random >> 33) % below);
}

static void mix(struct learner *l, size_t n)
{
	for (size_t i = n; i-- > 1;) {
		size_t other = draw(l, (uint32_t)i + 1);
		uint32_t was = l->order[i];

		l->order[i] = l->order[other];
		l->order[other] = was;
	}
}

/* What is told beside the first issue is neither pulled nor pushed. */
static void learn(struct learner *l, size_t sample, int32_t rate)
{
	const struct sample *s = &l->all->at[sample];
	int32_t scores[MODEL_CLASSES], error[MODEL_CLASSES];
	uint32_t p[MODEL_CLASSES];

	score(l, sample, scores);
	probabilities(scores, l->classes, p);
	for (size_t k = 0; k < l->classes; k++) {
		error[k] = (int32_t)p[k] - ((int)k == s->issue ? 65536 : 0);
		error[k] = s->also >> k & 1 ? 0 : error[k] / 16 * rate / 1000;
	}
	for (size_t i = 0; i < s->grams.len; i++) {
		int32_t *w = l->weight + s->grams.at[i] * l->classes;
		int32_t x = l->share[sample][i];

		for (size_t k = 0; k < l->classes; k++)
			w[k] -= x * error[k] / 16; /* Q12 x Q12 as Q20 */
	}
}

/* Those whose number is `left_out` of FOLDS wait; FOLDS: nobody does. */
static void teach(struct learner *l, size_t left_out)
{
	size_t n = 0;

	memset(l->weight, 0, GRAM_BUCKETS * l->classes * sizeof *l->weight);
	l->random = 1;
	for (size_t i = 0; i < l->all->len; i++)
		if (i % FOLDS != left_out)
			l->order[n++] = (uint32_t)i;
	for (int32_t epoch = 0; epoch < EPOCHS; epoch++) {
		mix(l, n);
		for (size_t i = 0; i < n; i++)
			learn(l, l->order[i], RATE * 1000 * 10 / (10 + epoch));
	}
}

/* -- how sure a lead makes -- */

struct steps {
	uint32_t right[MODEL_STEPS], all[MODEL_STEPS];
};

static void judge(const struct learner *l, size_t sample, struct steps *steps)
{
	int32_t s[MODEL_CLASSES], lead;
	size_t best = 0, second = SIZE_MAX, step;

	score(l, sample, s);
	for (size_t k = 1; k < l->classes; k++)
		if (s[k] > s[best])
			best = k;
	for (size_t k = 0; k < l->classes; k++)
		if (k != best && (second == SIZE_MAX || s[k] > s[second]))
			second = k;
	lead = second == SIZE_MAX ? 0 : s[best] - s[second];
	step = (size_t)lead / MODEL_STEP_SIZE;
	if (step >= MODEL_STEPS)
		step = MODEL_STEPS - 1;
	steps->all[step]++;
	steps->right[step] += (int)best == l->all->at[sample].issue;
}

/* The folds are a quarter smaller than the whole and know nothing of what else
 * decides (classify.c): messages of writers of whom nothing was learnt, 12,000
 * in five languages, were right at 1.4 times the odds that the folds gave. */
#define ODDS 7
#define ODDS_OF 5

static uint8_t percent_of(uint64_t right, uint64_t all)
{
	uint64_t yes = right * ODDS, no = (all - right) * ODDS_OF;
	uint64_t percent = yes * 100 / (yes + no);

	return (uint8_t)(percent > SURE_MAX ? SURE_MAX : percent);
}

/* A longer lead is never less sure: neighbours that say otherwise are taken
 * together (pool adjacent violators). */
static void straighten(const struct steps *steps, uint8_t *sure)
{
	uint64_t right[MODEL_STEPS], all[MODEL_STEPS];
	size_t width[MODEL_STEPS], n = 0, at = 0;

	for (size_t i = 0; i < MODEL_STEPS; i++) {
		right[n] = steps->right[i] * UINT64_C(8) + 4;
		all[n] = steps->all[i] * UINT64_C(8) + 8;
		width[n++] = 1;
		while (n > 1 &&
		       right[n - 2] * all[n - 1] > right[n - 1] * all[n - 2]) {
			right[n - 2] += right[n - 1];
			all[n - 2] += all[n - 1];
			width[n - 2] += width[n - 1];
			n--;
		}
	}
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < width[i]; k++)
			sure[at++] = percent_of(right[i], all[i]);
}

static void calibrate(struct learner *l, uint8_t *sure)
{
	struct steps steps = { { 0 }, { 0 } };

	for (size_t fold = 0; fold < FOLDS; fold++) {
		teach(l, fold);
		for (size_t i = fold; i < l->all->len; i += FOLDS)
			judge(l, i, &steps);
	}
	straighten(&steps, sure);
}

/* -- the bytes -- */

static void put_u32(struct str *out, uint32_t n)
{
	const uint8_t bytes[] = { (uint8_t)n, (uint8_t)(n >> 8),
				  (uint8_t)(n >> 16), (uint8_t)(n >> 24) };

	str_add(out, bytes, sizeof bytes);
}

/* Each class by its own largest weight, so that none is cut to nothing. */
static void put_weights(const struct learner *l, struct str *out)
{
	int32_t most[MODEL_CLASSES];

	for (size_t k = 0; k < l->classes; k++) {
		most[k] = 1;
		for (size_t g = 0; g < GRAM_BUCKETS; g++) {
			int32_t w = l->weight[g * l->classes + k];

			w = w < 0 ? -w : w;
			if (w > most[k])
				most[k] = w;
		}
	}
	for (size_t g = 0; g < GRAM_BUCKETS; g++)
		for (size_t k = 0; k < l->classes; k++) {
			int64_t w = l->weight[g * l->classes + k];

			str_putc(out, (char)(int8_t)(w * 127 / most[k]));
		}
	for (size_t k = 0; k < l->classes; k++) /* Q20 / 127 as Q12 x 256 */
		put_u32(out, (uint32_t)(most[k] / 127));
}

void train(const struct sample_list *samples, const char *names, size_t classes,
	   bool with_sure, struct str *out)
{
	struct learner l = { .all = samples, .classes = classes };
	uint8_t sure[MODEL_STEPS] = { 0 };

	l.weight = xcalloc(GRAM_BUCKETS * classes, sizeof *l.weight);
	l.share = xcalloc(samples->len + 1, sizeof *l.share);
	l.order = xcalloc(samples->len + 1, sizeof *l.order);
	weigh_pieces(&l);
	for (size_t i = 0; i < samples->len; i++)
		l.share[i] = shares_of(&l, &samples->at[i]);
	if (with_sure)
		calibrate(&l, sure);
	teach(&l, FOLDS);
	str_puts(out, MODEL_MAGIC);
	put_u32(out, (uint32_t)classes);
	put_u32(out, (uint32_t)strlen(names));
	str_puts(out, names);
	str_add(out, l.idf, sizeof l.idf);
	put_weights(&l, out);
	str_add(out, sure, sizeof sure);
	for (size_t i = 0; i < samples->len; i++)
		free(l.share[i]);
	free(l.share);
	free(l.order);
	free(l.weight);
}
