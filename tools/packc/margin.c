/* margin.c - see margin.h.
 *
 * Numbers: a piece's share in its text in 1/4096 (Q12); weights, margins and
 * what a sample weighs in 1/2^20 (Q20).
 * SPDX-License-Identifier: MIT */
#include "margin.h"

#include <stdlib.h>
#include <string.h>

#include "learner.h"
#include "text/bits.h"

#define ROUNDS_TO_CHOOSE 5 /* until it shows which pieces tell most */
#define KINDS_MAX 8
#define ONE (INT64_C(1) << 20)

struct parting {
	struct learner l;
	uint8_t *idf;   /* by row */
	uint8_t *kind;  /* by row */
	int64_t *self;  /* squared length of each line, Q20, and of the one */
	int32_t *w;     /* of one rule, by row, Q20 */
	int32_t *weigh; /* what each sample weighs, Q20 */
	int64_t constant;
	int64_t ease[2]; /* of what breaks no rule, and what does, Q20 */
	int32_t ease_asked;
};

/* -- lines -- */

static void find_rows(struct parting *p, const uint32_t *kind_from)
{
	uint8_t kind = 0;

	for (size_t g = 0; g < GRAM_BUCKETS; g++) {
		uint32_t row = p->l.row_of[g];

		kind += kind_from && g >= kind_from[kind + 1];
		if (row == NO_ROW)
			continue;
		p->idf[row] = p->l.idf[g];
		p->kind[row] = kind;
	}
}

/* The length of what a line has of each kind, in 1/128. */
static void lengths_of(const struct parting *p, const struct line *line,
		       uint32_t *of)
{
	uint64_t squares[KINDS_MAX] = { 0 };

	for (size_t i = 0; i < line->len; i++) {
		uint64_t idf = p->idf[line->row[i]];

		squares[p->kind[line->row[i]]] += idf * idf;
	}
	for (size_t i = 0; i < KINDS_MAX; i++)
		of[i] = root_of(squares[i] << 8);
}

static void weigh_line(struct parting *p, size_t sample)
{
	struct line *line = &p->l.line[sample];
	uint32_t of[KINDS_MAX];
	int64_t squares = 0;

	lengths_of(p, line, of);
	for (size_t i = 0; i < line->len; i++) {
		uint32_t n = of[p->kind[line->row[i]]];
		uint32_t share = n ? p->idf[line->row[i]] * 16U * 4096U / n : 0;

		line->share[i] = (uint16_t)share;
		squares += (int64_t)share * share;
	}
	p->self[sample] = (squares >> 4) + ONE;
}

static void weigh_lines(struct parting *p, const uint32_t *kind_from)
{
	find_rows(p, kind_from);
	for (size_t i = 0; i < p->l.all->len; i++)
		weigh_line(p, i);
}

/* -- one rule -- */

/* 1 what has it, -1 what does not, 0 what says nothing of it. */
static int side_of(const struct sample *s, size_t rule)
{
	if (s->has >> rule & 1)
		return 1;
	return s->also >> rule & 1 ? 0 : -1;
}

/* Both sides count the same. */
static void even_out(struct parting *p, size_t rule)
{
	int64_t n[2] = { 0, 0 }, all;

	for (size_t i = 0; i < p->l.all->len; i++) {
		int side = side_of(&p->l.all->at[i], rule);

		if (side)
			n[side > 0]++;
	}
	all = n[0] + n[1];
	for (int i = 0; i < 2; i++)
		p->ease[i] = all ? p->ease_asked * ONE * n[i] / all : ONE;
}

static int64_t score_of(const struct parting *p, size_t sample)
{
	const struct line *line = &p->l.line[sample];
	int64_t sum = 0;

	for (size_t i = 0; i < line->len; i++)
		sum += (int64_t)p->w[line->row[i]] * line->share[i];
	return (sum >> 12) + p->constant;
}

static void learn(struct parting *p, size_t sample, int side, int64_t ease)
{
	const struct line *line = &p->l.line[sample];
	int64_t old = p->weigh[sample];
	int64_t wrong = side * score_of(p, sample) - ONE + (ease * old >> 20);
	int64_t now = old - wrong * ONE / (p->self[sample] + ease);
	int64_t step;

	now = now < 0 ? 0 : now;
	step = side * (now - old);
	if (!step)
		return;
	p->weigh[sample] = (int32_t)now;
	for (size_t i = 0; i < line->len; i++)
		p->w[line->row[i]] +=
			(int32_t)((step * line->share[i] + 2048) >> 12);
	p->constant += step;
}

static int64_t ease_of(const struct parting *p, size_t sample, size_t rule,
		       int side)
{
	int64_t ease = p->ease[side > 0];

	return p->l.all->at[sample].near >> rule & 1 ? ease / MARGIN_NEAR
						     : ease;
}

/* Every sample once, in another order each round: by steps of a prime. */
static void learn_round(struct parting *p, size_t rule, int32_t round)
{
	static const size_t primes[] = { 7919, 104729, 1299709, 15485863 };
	size_t n = p->l.all->len, at = 0;
	size_t step = primes[(size_t)round % COUNT_OF(primes)];

	if (n % step == 0)
		step = 1;
	for (size_t i = 0; i < n; i++) {
		int side = side_of(&p->l.all->at[at], rule);

		if (side)
			learn(p, at, side, ease_of(p, at, rule, side));
		at = (at + step) % n;
	}
}

static void learn_rule(struct parting *p, size_t rule, int32_t rounds)
{
	memset(p->w, 0, p->l.rows * sizeof *p->w);
	memset(p->weigh, 0, p->l.all->len * sizeof *p->weigh);
	p->constant = 0;
	even_out(p, rule);
	for (int32_t i = 0; i < rounds; i++)
		learn_round(p, rule, i);
}

/* -- all -- */

static void learn_all(struct parting *p, struct margin_course course,
		      int32_t *constant)
{
	weigh_lines(p, course.kind_from);
	for (size_t rule = 0; rule < p->l.classes; rule++) {
		learn_rule(p, rule, course.rounds);
		for (size_t row = 0; row < p->l.rows; row++)
			p->l.weight[row * LANES + rule] =
				p->w[row] / 64 / course.part;
		constant[rule] += (int32_t)(p->constant / 256 / course.part);
	}
}

/* What stands in one text only says nothing of others. */
static void leave_rare(struct sample_list *samples)
{
	CLEANUP(free_ptr) uint8_t *times = xcalloc(GRAM_BUCKETS, 1);

	for (size_t i = 0; i < samples->len; i++)
		for (size_t k = 0; k < samples->at[i].grams.len; k++) {
			uint8_t *n = &times[samples->at[i].grams.at[k]];

			*n += *n < 2;
		}
	for (size_t i = 0; i < samples->len; i++) {
		struct gram_list *grams = &samples->at[i].grams;
		size_t n = 0;

		for (size_t k = 0; k < grams->len; k++)
			if (times[grams->at[k]] > 1)
				grams->at[n++] = grams->at[k];
		grams->len = n;
	}
}

static void take_rows(const struct learner *l, struct margin_rows *out)
{
	for (uint32_t g = 0; g < GRAM_BUCKETS; g++) {
		struct margin_row row = { .bucket = g, .idf = l->idf[g] };

		if (l->row_of[g] == NO_ROW)
			continue;
		memcpy(row.weight, l->weight + (size_t)l->row_of[g] * LANES,
		       l->classes * sizeof *row.weight);
		margin_rows_push(out, row);
	}
}

void margin_learn(struct sample_list *samples, size_t rules,
		  struct margin_course course, int32_t *constant,
		  struct margin_rows *out)
{
	struct margin_course choose = { .kind_from = course.kind_from,
					.rounds = ROUNDS_TO_CHOOSE,
					.part = 1 };
	struct parting p = { .ease_asked = course.ease };
	int32_t unused[MODEL_CLASSES] = { 0 };

	leave_rare(samples);
	learner_begin(&p.l, samples, rules,
		      (struct course){ .rows = course.rows,
				       .rounds = course.rounds });
	p.idf = xcalloc(p.l.rows + 1, sizeof *p.idf);
	p.kind = xcalloc(p.l.rows + 1, sizeof *p.kind);
	p.w = xcalloc(p.l.rows + 1, sizeof *p.w);
	p.self = xcalloc(samples->len + 1, sizeof *p.self);
	p.weigh = xcalloc(samples->len + 1, sizeof *p.weigh);
	learn_all(&p, choose, unused);
	learner_prune(&p.l, course.rows);
	learn_all(&p, course, constant);
	take_rows(&p.l, out);
	free(p.idf);
	free(p.kind);
	free(p.w);
	free(p.self);
	free(p.weigh);
	learner_end(&p.l);
}

/* -- the bytes -- */

void margin_put(const struct margin_rows *rows, const char *names, size_t rules,
		struct str *out)
{
	const uint8_t sure[MODEL_STEPS] = { 0 };
	struct sample_list none = { 0 };
	struct learner l;

	learner_begin(&l, &none, rules, (struct course){ .rounds = 1 });
	free(l.weight);
	l.weight = xcalloc(rows->len * LANES + 1, sizeof *l.weight);
	l.rows = rows->len;
	for (size_t i = 0; i < rows->len; i++) {
		const struct margin_row *row = &rows->at[i];

		l.row_of[row->bucket] = (uint32_t)i;
		l.idf[row->bucket] = row->idf;
		memcpy(l.weight + i * LANES, row->weight,
		       rules * sizeof *row->weight);
	}
	learner_put(&l, names, sure, out);
	learner_end(&l);
}
