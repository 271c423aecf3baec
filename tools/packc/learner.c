/* learner.c - see learner.h.
 * SPDX-License-Identifier: MIT */
#include "learner.h"

#include <string.h>

#include "counted.h"
#include "text/bits.h"

/* Rows of weights took a third of a pack's time, and take a sixth with the
 * vectors that this machine has. Whole numbers, so the sums are the same with
 * all of them. */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__) && \
	!defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define EACH_MACHINE __attribute__((target_clones("avx2", "default")))
#else
#define EACH_MACHINE
#endif

#define RATE 3 /* of the first round; then RATE * 10 / (10 + round) */

/* -- how telling a piece is -- */

static void count_pieces(const struct learner *l, uint32_t *found)
{
	for (size_t i = 0; i < l->all->len; i++)
		for (size_t k = 0; k < l->all->at[i].grams.len; k++) {
			uint32_t g = l->all->at[i].grams.at[k];

			found[g]++;
			l->own[g] += !l->all->at[i].kin;
		}
}

/* Of the pieces that have rows. Those that many samples have lie together, so
 * that they stay in the caches: learning waits for them. */
static void number_rows(struct learner *l)
{
	static const uint32_t least[] = { 64, 8, 0 };
	uint32_t below = UINT32_MAX;

	l->rows = 0;
	for (size_t i = 0; i < COUNT_OF(least); below = least[i++])
		for (size_t g = 0; g < GRAM_BUCKETS; g++)
			if (l->row_of[g] != NO_ROW && l->own[g] >= least[i] &&
			    l->own[g] < below)
				l->row_of[g] = (uint32_t)l->rows++;
}

/* In eighths; a whole word counts twice. What only kin has is left out. A
 * clause may hold a piece several times, so it may be found oftener than there
 * are samples. */
static void weigh_pieces(struct learner *l)
{
	CLEANUP(free_ptr)
	uint32_t *found = xcalloc(GRAM_BUCKETS, sizeof *found);
	uint32_t n = (uint32_t)l->all->len;
	size_t twice = l->course.pairs ? GRAM_PAIRS : GRAM_WORDS;

	count_pieces(l, found);
	for (size_t g = 0; g < GRAM_BUCKETS; g++) {
		uint32_t idf = 0;

		if (found[g]) {
			idf = 16 +
			      log2_ratio(n + 1, found[g] < n ? found[g] : n);
			idf = g >= twice ? idf : idf / 2;
		}
		l->idf[g] = (uint8_t)(idf > 255 ? 255 : idf);
		l->row_of[g] = l->own[g] ? 0 : NO_ROW;
	}
	number_rows(l);
}

static uint64_t squares_of(const struct learner *l, size_t sample)
{
	const struct gram_list *grams = &l->all->at[sample].grams;
	uint64_t squares = 0;

	for (size_t i = 0; i < grams->len; i++)
		if (l->row_of[grams->at[i]] != NO_ROW)
			squares += (uint64_t)l->idf[grams->at[i]] *
				   l->idf[grams->at[i]];
	return squares;
}

static void draw_line(struct learner *l, size_t sample)
{
	const struct gram_list *grams = &l->all->at[sample].grams;
	struct line *line = &l->line[sample];
	uint64_t squares = squares_of(l, sample);
	uint32_t norm;

	line->len = 0;
	for (size_t i = 0; i < grams->len; i++) {
		uint32_t g = grams->at[i];

		if (l->row_of[g] == NO_ROW)
			continue;
		line->share[line->len] = l->idf[g];
		line->row[line->len++] = l->row_of[g];
	}
	norm = root_of(squares > l->least ? squares : l->least);
	for (size_t i = 0; norm && i < line->len; i++)
		line->share[i] = (uint16_t)(line->share[i] * 4096U / norm);
}

void learner_begin(struct learner *l, const struct sample_list *all,
		   size_t classes, struct course course)
{
	*l = (struct learner){ .all = all,
			       .classes = classes,
			       .course = course };
	l->own = xcalloc(GRAM_BUCKETS, sizeof *l->own);
	l->row_of = xcalloc(GRAM_BUCKETS, sizeof *l->row_of);
	l->idf = xcalloc(GRAM_BUCKETS, sizeof *l->idf);
	l->line = xcalloc(all->len + 1, sizeof *l->line);
	l->order = xcalloc(all->len + 1, sizeof *l->order);
	weigh_pieces(l);
	l->weight = xcalloc(l->rows * LANES + 1, sizeof *l->weight);
	for (size_t i = 0; i < all->len; i++) {
		size_t n = all->at[i].grams.len + 1;

		l->line[i].row = xcalloc(n, sizeof *l->line[i].row);
		l->line[i].share = xcalloc(n, sizeof *l->line[i].share);
		draw_line(l, i);
	}
}

static int by_size(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

void learner_level(struct learner *l)
{
	size_t n = l->all->len;
	CLEANUP(free_ptr) uint64_t *all = xcalloc(n + 1, sizeof *all);

	for (size_t i = 0; i < n; i++)
		all[i] = squares_of(l, i);
	qsort(all, n, sizeof *all, by_size);
	l->least = (uint32_t)all[n / 2];
	for (size_t i = 0; i < n; i++)
		draw_line(l, i);
}

void learner_end(struct learner *l)
{
	for (size_t i = 0; i < l->all->len; i++) {
		free(l->line[i].row);
		free(l->line[i].share);
	}
	free(l->line);
	free(l->order);
	free(l->weight);
	free(l->idf);
	free(l->own);
	free(l->row_of);
}

/* -- which pieces tell most -- */

static int by_much(const void *a, const void *b)
{
	const struct told *x = a, *y = b;

	if (x->much != y->much)
		return x->much < y->much ? 1 : -1;
	return x->bucket < y->bucket ? -1 : 1;
}

void told_sort(struct told *all, size_t n)
{
	qsort(all, n, sizeof *all, by_much);
}

uint64_t learner_worth(const struct learner *l, size_t g)
{
	const int32_t *w = l->weight + (size_t)l->row_of[g] * LANES;
	uint64_t sum = 0;

	for (size_t k = 0; k < l->classes; k++)
		sum += (uint64_t)((int64_t)w[k] * w[k]);
	return sum * l->idf[g] * l->idf[g];
}

void learner_prune(struct learner *l, size_t most)
{
	CLEANUP(free_ptr)
	struct told *all = xcalloc(l->rows + 1, sizeof *all);
	size_t n = 0;

	for (size_t g = 0; g < GRAM_BUCKETS; g++)
		if (l->row_of[g] != NO_ROW)
			all[n++] = (struct told){ learner_worth(l, g),
						  (uint32_t)g };
	told_sort(all, n);
	for (size_t i = most; i < n; i++)
		l->row_of[all[i].bucket] = NO_ROW;
	number_rows(l);
	for (size_t i = 0; i < l->all->len; i++)
		draw_line(l, i);
}

/* -- scores and probabilities -- */

/* A row's lanes are a whole number of vectors, whatever the machine. */
static void add_row(int32_t *restrict sum, const int32_t *restrict w, int32_t x)
{
	for (size_t k = 0; k < LANES; k++)
		sum[k] += (x * w[k]) >> 6;
}

#define AHEAD 8 /* rows: they lie all over the memory, and so come in time */

static void ask_for(const int32_t *w)
{
	__builtin_prefetch(w);
	__builtin_prefetch(w + 16);
	__builtin_prefetch(w + LANES - 1);
}

EACH_MACHINE
void learner_score(const struct learner *l, size_t sample, int32_t *out)
{
	const struct line *line = &l->line[sample];
	int32_t sum[LANES] = { 0 }; /* Q20 */

	for (size_t i = 0; i < line->len; i++) {
		if (i + AHEAD < line->len)
			ask_for(l->weight +
				(size_t)line->row[i + AHEAD] * LANES);
		add_row(sum, l->weight + (size_t)line->row[i] * LANES,
			line->share[i]);
	}
	for (size_t k = 0; k < l->classes; k++)
		out[k] = sum[k] / 256 + l->all->at[sample].prior[k];
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

uint32_t learner_likely(int32_t score)
{
	uint64_t e = exp_minus((uint32_t)(score < 0 ? -score : score));
	uint64_t of = 65536 + e;

	return (uint32_t)(((score < 0 ? e : 65536) << 16) / of);
}

static void probabilities(const int32_t *s, size_t classes, uint32_t *out)
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

static int32_t within(int32_t w)
{
	w = w > WEIGHT_MAX ? WEIGHT_MAX : w;
	return w < -WEIGHT_MAX ? -WEIGHT_MAX : w;
}

/* What a class should be said to be, in Q16. */
static int32_t goal_of(const struct learner *l, bool right)
{
	int32_t shared = 65536 * l->course.smooth / 100;
	int32_t others = (int32_t)l->classes - 1;

	if (right)
		return 65536 - shared;
	return others > 0 ? shared / others : 0;
}

/* By how much each class was wrong, times the rate, in Q14: what is told beside
 * the first issue is neither pulled nor pushed. */
static void errors_of(const struct learner *l, size_t sample, int32_t rate,
		      int32_t *error)
{
	const struct sample *s = &l->all->at[sample];
	int32_t scores[MODEL_CLASSES] = { 0 };
	uint32_t p[MODEL_CLASSES] = { 0 };

	learner_score(l, sample, scores);
	probabilities(scores, l->classes, p);
	for (size_t k = 0; k < l->classes; k++) {
		int64_t wrong = (int64_t)p[k] - goal_of(l, (int)k == s->issue);

		wrong = s->also >> k & 1 ? 0 : wrong * rate / 4000;
		error[k] = (int32_t)(s->kin ? wrong * KIN_PART / 16 : wrong);
	}
}

EACH_MACHINE
static void learn(struct learner *l, size_t sample, int32_t rate)
{
	const struct line *line = &l->line[sample];
	int32_t error[LANES] = { 0 };

	errors_of(l, sample, rate, error);
	for (size_t i = 0; i < line->len; i++) {
		int32_t *w = l->weight + (size_t)line->row[i] * LANES;
		int32_t x = line->share[i];

		for (size_t k = 0; k < LANES; k++) /* half up, not down */
			w[k] = within(w[k] - ((x * error[k] + 2048) >> 12));
	}
}

void learner_pull(struct learner *l, size_t sample, size_t class, int32_t error)
{
	const struct line *line = &l->line[sample];

	for (size_t i = 0; i < line->len; i++) {
		int32_t *w = l->weight + (size_t)line->row[i] * LANES + class;

		*w = within(*w - ((line->share[i] * error + 2048) >> 12));
	}
}

int32_t learner_rate(int32_t round)
{
	return RATE * 1000 * 10 / (10 + round);
}

void learner_shuffle(struct learner *l, size_t n)
{
	mix(l, n);
}

void learner_shuffle_begin(struct learner *l, size_t n)
{
	memset(l->weight, 0, l->rows * LANES * sizeof *l->weight);
	l->random = 1;
	for (size_t i = 0; i < n; i++)
		l->order[i] = (uint32_t)i;
}

bool learner_learns(const struct sample *s, size_t i, struct lesson lesson)
{
	if (s->kin)
		return lesson.kin;
	return lesson.left_out == NOBODY || i % lesson.folds != lesson.left_out;
}

void learner_teach(struct learner *l, struct lesson lesson)
{
	size_t n = 0;

	learner_shuffle_begin(l, l->all->len);
	for (size_t i = 0; i < l->all->len; i++)
		if (learner_learns(&l->all->at[i], i, lesson))
			l->order[n++] = (uint32_t)i;
	for (int32_t round = 0; round < lesson.rounds; round++) {
		mix(l, n);
		for (size_t i = 0; i < n; i++)
			learn(l, l->order[i], learner_rate(round));
	}
	if (l->course.counted)
		count_in(l, lesson);
}
