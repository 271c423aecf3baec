/* guard_share.c - is a share one of money that goes back?
 *
 * "We refund 50 % of the price" speaks of the refund; cotton, a battery, VAT
 * and a discount have percentages of their own. The words of the language
 * decide, and of them the nearest: what goes back, and the price that it is a
 * part of, against all else that people measure so. Where the clause names
 * another sum, such as what the shipping cost, the price must stand nearer. A
 * share without a number ("a full refund of the shipping costs") has room for
 * none of that else in its clause, and is none where it is asked for: "would
 * you rather have a full refund?"
 * SPDX-License-Identifier: MIT */
#include "policy/guard_words.h"

#define PRICE_FAR 32 /* bytes to "of the price" */
#define BACK_FAR 40  /* and to "refund", in one clause */
#define NOWHERE SIZE_MAX

struct around {
	size_t back, price, other; /* how near; NOWHERE */
	size_t sum;  /* another sum of its clause: "shipping costs" */
	bool paid;   /* its sentence says that money goes back */
	bool beside; /* something else is in the clause */
};

static size_t apart(const struct found *f, size_t from, size_t to)
{
	return f->to <= from ? from - f->to : f->from >= to ? f->from - to : 0;
}

static void nearer(size_t *than, size_t it)
{
	if (it < *than)
		*than = it;
}

static bool in_clause(const struct judging *j, const struct found *f,
		      size_t from, size_t to)
{
	return !judging_clauses(j, f->from, from) &&
	       !judging_clauses(j, to, f->from);
}

static void look_beside(struct around *a, const struct found *f, size_t far)
{
	a->beside = true;
	if (f->word.value == SHARE_SUM)
		nearer(&a->sum, far);
}

static void look_at(const struct judging *j, struct around *a,
		    const struct found *f, size_t from, size_t to)
{
	size_t far = apart(f, from, to);
	bool here = in_clause(j, f, from, to);

	switch ((enum share_word)f->word.value) {
	case SHARE_PRICE:
		nearer(&a->price, far);
		break;
	case SHARE_BACK:
		if (f->clause & j->g->unpaid)
			break;
		a->paid = true;
		if (here)
			nearer(&a->back, far);
		break;
	default:
		nearer(&a->other, far);
		if (here)
			look_beside(a, f, far);
	}
}

static bool is_near(const struct around *a)
{
	return a->other > (a->price < a->back ? a->price : a->back) &&
	       (a->sum == NOWHERE || a->price < a->sum) &&
	       (a->price <= PRICE_FAR || a->back <= BACK_FAR);
}

static bool asks(const struct judging *j, int sentence)
{
	return (size_t)sentence < j->marks.len &&
	       j->marks.at[sentence] >> MARK_ASKS & 1;
}

bool guard_share_back(const struct judging *j, size_t from, size_t to,
		      bool number)
{
	struct around a = { NOWHERE, NOWHERE, NOWHERE, NOWHERE, false, false };
	int sentence = judging_sentence(j, from);

	if (judging_in_clause(j, j->g->unpaid, from, to))
		return false;
	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if (f->word.kind == WORD_SHARE && !f->quoted &&
		    f->sentence == sentence)
			look_at(j, &a, f, from, to);
	}
	return a.paid &&
	       (number ? is_near(&a) : !a.beside && !asks(j, sentence));
}
