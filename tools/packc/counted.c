/* counted.c - see counted.h.
 * SPDX-License-Identifier: MIT */
#include "counted.h"

#include "text/bits.h"

/* A class that has none of a piece has so many percent of what all have on
 * average: it says much against it, and not everything. */
#define NONE_IS 3

/* A piece that fewer samples have is believed by that much less: it may be
 * there by chance. */
#define BELIEVED 4

#define WHOLE 16 /* a sample of the language's own; kin's is KIN_PART */

/* `much`: of each row, in Q12 and sixteenths of samples, by class. `found`: how
 * many samples have it, up to BELIEVED. */
struct count {
	uint32_t *much;
	uint8_t *found;
	uint64_t seen[LANES]; /* sixteenths of samples */
};

static void count_samples(const struct learner *l, struct lesson lesson,
			  struct count *c)
{
	for (size_t i = 0; i < l->all->len; i++) {
		const struct sample *s = &l->all->at[i];
		const struct line *line = &l->line[i];
		uint32_t part = s->kin ? KIN_PART : WHOLE;

		if (!learner_learns(s, i, lesson))
			continue;
		c->seen[s->issue] += part;
		for (size_t k = 0; k < line->len; k++) {
			size_t row = line->row[k];

			c->much[row * LANES + s->issue] +=
				line->share[k] * part;
			c->found[row] += c->found[row] < BELIEVED;
		}
	}
}

/* Of a sample of the class on average, in Q24. */
static uint32_t share_of(const struct count *c, size_t row, size_t k)
{
	uint64_t much = c->much[row * LANES + k];

	return c->seen[k] ? (uint32_t)((much << 12) / c->seen[k]) : 0;
}

/* log2(n / d) in sixteenths. */
static int32_t log_of(uint32_t n, uint32_t d)
{
	return n < d ? -(int32_t)log2_ratio(d, n) : (int32_t)log2_ratio(n, d);
}

/* How much more of it each class has than all, as logarithms, less their mean:
 * what is said of all classes alike says nothing. False: no sample has it. */
static bool logs_of(const struct learner *l, const struct count *c, size_t row,
		    int32_t *log)
{
	uint32_t share[LANES] = { 0 }, base, most;
	uint64_t sum = 0;
	int32_t none, all = 0;

	for (size_t k = 0; k < l->classes; k++)
		sum += share[k] = share_of(c, row, k);
	if (!sum)
		return false;
	base = (uint32_t)(sum * NONE_IS / (100 * l->classes)) + 1;
	most = (uint32_t)(sum / l->classes) + base;
	none = log_of(base, most);
	for (size_t k = 0; k < l->classes; k++)
		all += log[k] = share[k] ? log_of(share[k] + base, most) : none;
	for (size_t k = 0; k < l->classes; k++)
		log[k] -= all / (int32_t)l->classes;
	return true;
}

/* Sixteenths of a power of two as Q14 of a power of e. */
#define Q14_OF_LOG 710

static void add_logs(int32_t *w, const int32_t *log, size_t classes,
		     int32_t percent, int32_t found)
{
	for (size_t k = 0; k < classes; k++) {
		int32_t of = log[k] * Q14_OF_LOG * percent / 100;

		w[k] += of * found / BELIEVED;
		w[k] = w[k] > WEIGHT_MAX ? WEIGHT_MAX : w[k];
		w[k] = w[k] < -WEIGHT_MAX ? -WEIGHT_MAX : w[k];
	}
}

void count_in(struct learner *l, struct lesson lesson)
{
	CLEANUP(free_ptr)
	uint32_t *much = xcalloc(l->rows * LANES + 1, sizeof *much);
	CLEANUP(free_ptr)
	uint8_t *found = xcalloc(l->rows + 1, sizeof *found);
	struct count c = { .much = much, .found = found };
	int32_t log[LANES];

	count_samples(l, lesson, &c);
	for (size_t row = 0; row < l->rows; row++)
		if (logs_of(l, &c, row, log))
			add_logs(l->weight + row * LANES, log, l->classes,
				 l->course.counted, found[row]);
}
