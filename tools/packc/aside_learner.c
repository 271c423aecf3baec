/* aside_learner.c - see aside_learner.h.
 * SPDX-License-Identifier: MIT */
#include "aside_learner.h"

#include "half.h"
#include "learner.h"
#include "policy/pack/aside.h"

#define ROUNDS 10
#define TELLS_MORE 2 /* a text that tells it counts so often: few do */

static const struct course course = { .rows = 12000, .pairs = true };

/* By class the clause that speaks for it most; false: the text has none. */
static bool best_clauses(const struct learner *l, size_t from, size_t to,
			 size_t *best, int32_t *score)
{
	for (size_t i = from; i < to; i++) {
		int32_t s[MODEL_CLASSES] = { 0 };

		learner_score(l, i, s);
		for (size_t k = 0; k < ASIDE_COUNT; k++)
			if (i == from || s[k] > score[k]) {
				score[k] = s[k];
				best[k] = i;
			}
	}
	return from < to;
}

static void learn_text(struct learner *l, size_t from, size_t to, uint32_t told,
		       int32_t rate)
{
	size_t best[ASIDE_COUNT];
	int32_t score[ASIDE_COUNT];

	if (!best_clauses(l, from, to, best, score))
		return;
	for (size_t k = 0; k < ASIDE_COUNT; k++) {
		bool tells = told >> k & 1;
		int64_t wrong =
			(int64_t)learner_likely(score[k]) - (tells ? 65536 : 0);

		wrong *= tells ? TELLS_MORE : 1;
		learner_pull(l, best[k], k, (int32_t)(wrong * rate / 4000));
	}
}

static void teach(struct learner *l, const struct told_text_list *texts)
{
	size_t n = texts->len;

	learner_shuffle_begin(l, n);
	for (int32_t round = 0; round < ROUNDS; round++) {
		learner_shuffle(l, n);
		for (size_t i = 0; i < n; i++) {
			size_t x = l->order[i];

			learn_text(l, texts->at[x].from,
				   x + 1 < n ? texts->at[x + 1].from
					     : l->all->len,
				   texts->at[x].told, learner_rate(round));
		}
	}
}

void asides_train(const struct sample_list *clauses,
		  const struct told_text_list *texts, struct str *out)
{
	static const uint8_t sure[MODEL_STEPS];
	struct learner l;

	learner_begin(&l, clauses, ASIDE_COUNT, course);
	learner_level(&l);
	teach(&l, texts);
	put_half(&l, ASIDE_CLASSES, l.least, sure, out);
	learner_end(&l);
}
