/* half.c - see half.h.
 * SPDX-License-Identifier: MIT */
#include "half.h"

#include <string.h>

#define STRENGTH_MOST 255

enum { GONE, ROW, LIGHT };

/* What becomes of each bucket, and the largest weights of both kinds. */
struct parting {
	const struct learner *l;
	uint8_t *kind;
	uint32_t rows, lights;
	int32_t most, most_light;
};

static const int32_t *weights_of(const struct learner *l, size_t bucket)
{
	return l->weight + (size_t)l->row_of[bucket] * LANES;
}

static size_t best_of(const struct learner *l, size_t bucket)
{
	const int32_t *w = weights_of(l, bucket);
	size_t best = 0;

	for (size_t k = 1; k < l->classes; k++)
		if (w[k] > w[best])
			best = k;
	return best;
}

static int32_t largest_of(const struct learner *l, size_t bucket)
{
	const int32_t *w = weights_of(l, bucket);
	int32_t most = 1;

	for (size_t k = 0; k < l->classes; k++) {
		if (w[k] > most)
			most = w[k];
		if (-w[k] > most)
			most = -w[k];
	}
	return most;
}

/* -- which rows stay -- */

/* By how much a light would be wrong, in all texts together. */
static uint64_t lost_as_light(const struct learner *l, size_t bucket)
{
	const int32_t *w = weights_of(l, bucket);
	size_t best = best_of(l, bucket);
	int64_t against = w[best] / ((int64_t)l->classes - 1);
	uint64_t sum = 0;

	for (size_t k = 0; k < l->classes; k++) {
		int64_t off = k == best ? 0 : w[k] + against;

		sum += (uint64_t)(off * off) >> 8;
	}
	return (sum * l->idf[bucket] * l->idf[bucket] >> 4) * l->own[bucket];
}

static uint64_t lost_if_gone(const struct learner *l, size_t bucket)
{
	return (learner_worth(l, bucket) >> 12) * l->own[bucket];
}

static uint64_t told_as_light(const struct learner *l, size_t bucket)
{
	int64_t w = weights_of(l, bucket)[best_of(l, bucket)];

	return w > 0 ? (uint64_t)(w * l->idf[bucket]) : 0;
}

/* The `most` that are worth most, of those that are gone as yet. */
static uint32_t keep(struct parting *p, uint8_t kind, size_t most,
		     uint64_t (*worth)(const struct learner *l, size_t bucket))
{
	CLEANUP(free_ptr)
	struct told *all = xcalloc(p->l->rows + 1, sizeof *all);
	size_t n = 0;

	for (size_t g = 0; g < GRAM_BUCKETS; g++)
		if (p->l->row_of[g] != NO_ROW && p->kind[g] == GONE)
			all[n++] = (struct told){ worth(p->l, g), (uint32_t)g };
	told_sort(all, n);
	while (n && (n > most || !all[n - 1].much))
		n--;
	for (size_t i = 0; i < n; i++)
		p->kind[all[i].bucket] = kind;
	return (uint32_t)n;
}

static void part(struct parting *p)
{
	const struct learner *l = p->l;

	p->most = p->most_light = 1;
	p->rows = keep(p, ROW, l->course.rows,
		       l->course.lights ? lost_as_light : lost_if_gone);
	if (l->course.lights)
		p->lights = keep(p, LIGHT, MODEL_ROWS, told_as_light);
	for (size_t g = 0; g < GRAM_BUCKETS; g++) {
		int32_t w;

		if (p->kind[g] == ROW && (w = largest_of(l, g)) > p->most)
			p->most = w;
		if (p->kind[g] == LIGHT &&
		    (w = weights_of(l, g)[best_of(l, g)]) > p->most_light)
			p->most_light = w;
	}
}

/* -- its bytes -- */

static void put_map(const struct parting *p, uint8_t kind, struct str *out)
{
	uint32_t before = 0;

	for (size_t g = 0; g < GRAM_BUCKETS; g += 8) {
		unsigned bits = 0;

		for (size_t k = 0; k < 8; k++)
			bits |= (unsigned)(p->kind[g + k] == kind) << k;
		str_putc(out, (char)(uint8_t)bits);
	}
	for (size_t g = 0; g < GRAM_BUCKETS; g++) {
		if (g % 64 == 0)
			put_u16(out, before);
		before += p->kind[g] == kind;
	}
}

/* Rounded up: no weight is larger than its row's strength. */
static uint8_t strength_of(int32_t w, int32_t most)
{
	int64_t s = ((int64_t)w * STRENGTH_MOST + most - 1) / most;

	return (uint8_t)(s < 1 ? 1 : s);
}

static unsigned half_of(int32_t w, int32_t strength, int32_t most)
{
	int64_t one = (int64_t)strength * most;
	int64_t twice = 2 * (int64_t)w * MODEL_HALF_MOST * STRENGTH_MOST;
	int64_t q = (twice + (w < 0 ? -one : one)) / (2 * one);

	if (q > MODEL_HALF_MOST)
		q = MODEL_HALF_MOST;
	return (unsigned)((q < -8 ? -8 : q) + 8);
}

static void put_half_row(const struct parting *p, size_t bucket,
			 struct str *out)
{
	const struct learner *l = p->l;
	const int32_t *w = weights_of(l, bucket);
	int32_t strength = strength_of(largest_of(l, bucket), p->most);
	size_t half = (l->classes + 1) / 2;

	for (size_t k = 0; k < half; k++) {
		unsigned both = half_of(w[k], strength, p->most);

		both |= k + half < l->classes
				? half_of(w[k + half], strength, p->most) << 4
				: 8 << 4;
		str_putc(out, (char)(uint8_t)both);
	}
}

static void put_rows(const struct parting *p, struct str *out)
{
	const struct learner *l = p->l;

	for (size_t g = 0; g < GRAM_BUCKETS; g++)
		if (p->kind[g] == ROW)
			str_putc(out, (char)l->idf[g]);
	for (size_t g = 0; g < GRAM_BUCKETS; g++)
		if (p->kind[g] == ROW)
			str_putc(out,
				 (char)strength_of(largest_of(l, g), p->most));
	for (size_t g = 0; g < GRAM_BUCKETS; g++)
		if (p->kind[g] == ROW)
			put_half_row(p, g, out);
}

static void put_lights(const struct parting *p, struct str *out)
{
	const struct learner *l = p->l;

	for (size_t g = 0; g < GRAM_BUCKETS; g++)
		if (p->kind[g] == LIGHT)
			str_putc(out, (char)l->idf[g]);
	for (size_t g = 0; g < GRAM_BUCKETS; g++)
		if (p->kind[g] == LIGHT)
			str_putc(out, (char)strength_of(
					      weights_of(l, g)[best_of(l, g)],
					      p->most_light));
	for (size_t g = 0; g < GRAM_BUCKETS; g++)
		if (p->kind[g] == LIGHT)
			str_putc(out, (char)best_of(l, g));
}

/* Of Q14, as what model_score() multiplies with: sixteenths of a strength times
 * half a byte, in Q12 x 256. */
static uint32_t scale_of(int32_t most)
{
	return (uint32_t)((int64_t)most * 4096 /
			  (4 * MODEL_HALF_MOST * STRENGTH_MOST));
}

void put_half(const struct learner *l, const char *names, uint32_t least,
	      const uint8_t *sure, struct str *out)
{
	CLEANUP(free_ptr) uint8_t *kind = xcalloc(GRAM_BUCKETS, 1);
	struct parting p = { .l = l, .kind = kind };

	part(&p);
	str_puts(out, MODEL_MAGIC_HALF);
	put_u32(out, (uint32_t)l->classes);
	put_u32(out, p.rows);
	put_u32(out, p.lights);
	put_u32(out, least);
	put_u32(out, (uint32_t)strlen(names));
	str_puts(out, names);
	put_map(&p, ROW, out);
	if (p.lights)
		put_map(&p, LIGHT, out);
	put_rows(&p, out);
	put_lights(&p, out);
	put_u32(out, scale_of(p.most));
	put_u32(out, scale_of(p.most_light));
	str_add(out, sure, MODEL_STEPS);
}
