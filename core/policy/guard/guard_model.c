/* guard_model.c - see guard_model.h.
 * SPDX-License-Identifier: MIT */
#include "policy/guard/guard_model.h"

#include <string.h>

#include "text/bits.h"

#define HEAD 8     /* magic and how many sets */
#define SET_HEAD 8 /* its length and how many names */

/* -- names -- */

const char *const guard_set_names[GUARD_SETS] = {
	[GUARD_RULES] = "review_manipulation over_promise tone marketing "
			"off_platform",
	[GUARD_REMEDIES] = "told money goods credit return",
};

int guard_set_index(enum guard_set set, const char *name)
{
	const char *at = guard_set_names[set];
	size_t len = strlen(name), n;

	for (int i = 0; *at; i++) {
		n = strcspn(at, " ");
		if (n == len && memcmp(at, name, n) == 0)
			return i;
		at += n + (at[n] == ' ');
	}
	return -1;
}

size_t guard_set_count(enum guard_set set)
{
	size_t n = 1;

	for (const char *c = guard_set_names[set]; *c; c++)
		n += *c == ' ';
	return n;
}

/* -- opening -- */

bool guard_model_here(const void *bytes, size_t len)
{
	return len >= HEAD && memcmp(bytes, GUARD_MAGIC, 4) == 0;
}

static int damaged(struct err *err)
{
	return err_set(err, ERR_DATA,
		       "what the pack's guard has learnt is damaged; build the "
		       "pack anew");
}

/* Beyond every constant that is learnt: sums stay within 32 bits. */
#define CONSTANT_MAX (INT32_C(1) << 23)

static bool constants_fit(const uint8_t *at, size_t names)
{
	for (size_t i = 0; i < names; i++) {
		int32_t c = (int32_t)bytes_u32(at + 4 * i);

		if (c > CONSTANT_MAX || c < -CONSTANT_MAX)
			return false;
	}
	return true;
}

static int open_models(struct guard_scores *s, size_t names, const uint8_t *at,
		       size_t len, struct err *err)
{
	for (int i = 0; i < GUARD_SIDES; i++) {
		struct model *m = &s->model[i];
		size_t n = model_len(at, len);

		if (!n)
			return damaged(err);
		if (model_open(m, at, n, err))
			return -1;
		if (m->classes != names ||
		    m->names_len != s->model[0].names_len ||
		    memcmp(m->names, s->model[0].names, m->names_len) != 0)
			return damaged(err);
		at += n;
		len -= n;
	}
	return len ? damaged(err) : 0;
}

static int open_scores(struct guard_scores *s, const uint8_t *at, size_t len,
		       struct err *err)
{
	size_t names = len >= 4 ? bytes_u32(at) : 0, head = 4 + 4 * names;

	if (!names || names > MODEL_CLASSES || len < head)
		return damaged(err);
	s->constant = at + 4;
	if (!constants_fit(s->constant, names))
		return damaged(err);
	return open_models(s, names, at + head, len - head, err);
}

static void keep(struct guard_model *m, const struct guard_scores *s)
{
	const struct model *first = &s->model[0];

	for (int i = 0; i < GUARD_SETS; i++)
		if (first->names_len == strlen(guard_set_names[i]) &&
		    memcmp(first->names, guard_set_names[i],
			   first->names_len) == 0 &&
		    first->classes == guard_set_count(i))
			m->set[i] = *s;
}

int guard_model_open(struct guard_model *m, const void *bytes, size_t len,
		     struct err *err)
{
	const uint8_t *at = bytes;
	size_t sets;

	*m = (struct guard_model){ 0 };
	if (!guard_model_here(bytes, len))
		return damaged(err);
	sets = bytes_u32(at + 4);
	at += HEAD;
	len -= HEAD;
	if (guard_lexicon_open(&m->lexicon, &at, &len, err))
		return -1;
	for (; sets; sets--) {
		struct guard_scores s = { .constant = NULL };
		size_t n = len >= SET_HEAD ? bytes_u32(at) : 0;

		if (!n || n > len - 4)
			return damaged(err);
		if (open_scores(&s, at + 4, n, err))
			return -1;
		keep(m, &s);
		at += 4 + n;
		len -= 4 + n;
	}
	return len ? damaged(err) : 0;
}

/* -- scores -- */

/* Each kind of pieces by itself: where there are many of one, they do not make
 * the others count less. */
static void add_kinds(const struct model *m, const struct gram_list *pieces,
		      const uint32_t *kind_from, int32_t *score)
{
	int32_t one[MODEL_CLASSES];
	size_t from = 0;

	for (int k = 0; k < GUARD_KINDS; k++) {
		struct gram_list part = { .at = pieces->at + from };

		while (from < pieces->len &&
		       pieces->at[from] < kind_from[k + 1]) {
			from++;
			part.len++;
		}
		if (!part.len)
			continue;
		model_score(m, &part, one);
		for (size_t i = 0; i < m->classes; i++)
			score[i] += one[i];
	}
}

void guard_model_score(const struct guard_scores *s,
		       const struct gram_list pieces[GUARD_SIDES],
		       int32_t *score)
{
	for (size_t i = 0; i < s->model[0].classes; i++)
		score[i] = (int32_t)bytes_u32(s->constant + 4 * i);
	for (int i = 0; i < GUARD_SIDES; i++)
		if (pieces[i].len)
			add_kinds(&s->model[i], &pieces[i], guard_kind_from[i],
				  score);
}
