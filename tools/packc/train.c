/* train.c - see train.h.
 * SPDX-License-Identifier: MIT */
#include "train.h"

#include <string.h>

#include "half.h"
#include "learner.h"
#include "sure.h"

#define ROUNDS_TO_CHOOSE 3 /* until it shows which pieces tell most */

void put_u16(struct str *out, uint32_t n)
{
	str_putc(out, (char)(uint8_t)n);
	str_putc(out, (char)(uint8_t)(n >> 8));
}

void put_u32(struct str *out, uint32_t n)
{
	put_u16(out, n);
	put_u16(out, n >> 16);
}

static void put_rows(const struct learner *l, struct str *out)
{
	uint32_t before = 0;

	for (size_t g = 0; g < GRAM_BUCKETS; g += 8) {
		unsigned bits = 0;

		for (size_t k = 0; k < 8; k++)
			bits |= (l->row_of[g + k] != NO_ROW) << k;
		str_putc(out, (char)(uint8_t)bits);
	}
	for (size_t g = 0; g < GRAM_BUCKETS; g++) {
		if (g % 64 == 0)
			put_u16(out, before);
		before += l->row_of[g] != NO_ROW;
	}
	for (size_t g = 0; g < GRAM_BUCKETS; g++)
		if (l->row_of[g] != NO_ROW)
			str_putc(out, (char)l->idf[g]);
}

/* Each class by its own largest weight, so that none is cut to nothing. */
static void put_weights(const struct learner *l, struct str *out)
{
	int32_t most[MODEL_CLASSES];

	for (size_t k = 0; k < l->classes; k++) {
		most[k] = 1;
		for (size_t r = 0; r < l->rows; r++) {
			int32_t w = l->weight[r * LANES + k];

			w = w < 0 ? -w : w;
			if (w > most[k])
				most[k] = w;
		}
	}
	for (size_t r = 0; r < l->rows; r++)
		for (size_t k = 0; k < l->classes; k++) {
			int64_t w = l->weight[r * LANES + k];

			str_putc(out, (char)(int8_t)(w * 127 / most[k]));
		}
	for (size_t k = 0; k < l->classes; k++) /* Q14 / 127 as Q12 x 256 */
		put_u32(out, (uint32_t)(most[k] * 64 / 127));
}

static void put_head(const struct learner *l, const char *names,
		     struct str *out)
{
	str_puts(out, MODEL_MAGIC);
	put_u32(out, (uint32_t)l->classes);
	put_u32(out, (uint32_t)l->rows);
	put_u32(out, (uint32_t)strlen(names));
	str_puts(out, names);
}

void learner_put(const struct learner *l, const char *names,
		 const uint8_t *sure, struct str *out)
{
	put_head(l, names, out);
	put_rows(l, out);
	put_weights(l, out);
	str_add(out, sure, MODEL_STEPS);
}

static const struct lesson whole = { .left_out = NOBODY, .kin = true };

static void teach_all(struct learner *l, int32_t rounds)
{
	struct lesson lesson = whole;

	lesson.rounds = rounds;
	learner_teach(l, lesson);
}

void train(const struct sample_list *samples, const char *names, size_t classes,
	   struct course course, struct str *out)
{
	struct learner l;
	uint8_t sure[MODEL_STEPS] = { 0 };

	learner_begin(&l, samples, classes, course);
	if (!course.lights) {
		teach_all(&l, ROUNDS_TO_CHOOSE);
		learner_prune(&l, course.rows);
	}
	if (course.with_sure)
		sure_of_leads(&l, sure);
	teach_all(&l, course.rounds);
	if (course.lights)
		put_half(&l, names, 0, sure, out);
	else
		learner_put(&l, names, sure, out);
	learner_end(&l);
}
