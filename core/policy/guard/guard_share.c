/* guard_share.c - is a share one of money that goes back?
 *
 * "We refund 50 % of the price" speaks of the refund; cotton, a battery, VAT
 * and a discount have percentages of their own. The words of the language
 * decide, and of them the nearest: what goes back, and the price that it is a
 * part of, against all else that people measure so; that money goes back its
 * own clause must say. Where that names another sum, such as what the shipping
 * cost, the price must stand nearer. A share without a number ("a full refund
 * of the shipping costs") has room for none of that else in its clause but what
 * it names itself ("the price and the shipping costs"), and is none where it is
 * asked for ("would you rather have a full refund?") or only supposed: "if you
 * send it back, you get a full refund". All of it is none of which only some is
 * told: "a part of what you paid".
 * SPDX-License-Identifier: MIT */
#include "policy/conf/share.h"
#include "policy/guard/guard_words.h"

#define PRICE_FAR 32 /* bytes to "of the price" */
#define BACK_FAR 40  /* and to "refund", in one clause */
#define NOWHERE SIZE_MAX

/* A share, and the clauses that it stands in. */
struct place {
	size_t from, to;
	int sentence, first, last;
};

struct around {
	size_t back, price, other; /* how near; NOWHERE */
	size_t sum, kept;          /* of its clause */
	bool beside;               /* something else is in the clause */
	bool some;                 /* what is told there is a part */
	bool supposed;
};

static struct place place_of(const struct judging *j, size_t from, size_t to)
{
	return (struct place){ from, to, judging_sentence(j, from),
			       judging_clause(j, from), judging_clause(j, to) };
}

static size_t bytes_between(const struct found *f, const struct place *p)
{
	return f->to <= p->from   ? p->from - f->to
	       : f->from >= p->to ? f->from - p->to
				  : 0;
}

static void nearer(size_t *than, size_t it)
{
	if (it < *than)
		*than = it;
}

static bool in_clause(const struct found *f, const struct place *p)
{
	return f->clause_at >= p->first && f->clause_at <= p->last;
}

#define OPENS 2 /* bytes from the mark that ends a clause to the next */

/* Of this clause or the one before; of the next where that begins with it:
 * "the full price, if you". */
static bool supposes(const struct judging *j, const struct found *f,
		     const struct place *p)
{
	if (f->clause_at == p->last + 1)
		return f->from <= j->clause_ends.at[p->last] + OPENS;
	return f->clause_at >= p->first - 1 && f->clause_at <= p->last;
}

static bool is_inside(const struct found *f, const struct place *p)
{
	return f->from >= p->from && f->to <= p->to;
}

static void look_beside(struct around *a, const struct found *f, size_t far)
{
	if (f->word.value == SHARE_KEPT) {
		nearer(&a->kept, far);
		return;
	}
	a->beside = true;
	if (f->word.value == SHARE_SUM)
		nearer(&a->sum, far);
}

static void look_at(const struct judging *j, struct around *a,
		    const struct found *f, const struct place *p)
{
	size_t far = bytes_between(f, p);
	bool here = in_clause(f, p);

	switch ((enum share_word)f->word.value) {
	case SHARE_PRICE:
		nearer(&a->price, far);
		break;
	case SHARE_BACK:
		if (here && !(f->clause & j->g->unsaid))
			nearer(&a->back, far);
		break;
	case SHARE_SUPPOSED:
		a->supposed |= supposes(j, f, p);
		break;
	case SHARE_SOME:
		a->some |= here && !is_inside(f, p);
		break;
	default:
		/* "the price and the shipping costs" are told as one */
		if (is_inside(f, p))
			break;
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

void share_words(const struct judging *j, struct found_list *out)
{
	for (size_t i = 0; i < j->found.len; i++)
		if (j->found.at[i].word.kind == WORD_SHARE &&
		    !j->found.at[i].quoted)
			found_list_push(out, j->found.at[i]);
}

/* The first of the sentence. */
static size_t first_of(const struct found_list *words, int sentence)
{
	size_t from = 0, to = words->len;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (words->at[middle].sentence < sentence)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* False: its clause does not say that money goes back. */
static bool look_around(const struct judging *j, const struct found_list *words,
			const struct place *p, struct around *a)
{
	*a = (struct around){ .back = NOWHERE,
			      .price = NOWHERE,
			      .other = NOWHERE,
			      .sum = NOWHERE,
			      .kept = NOWHERE };
	for (size_t i = first_of(words, p->sentence);
	     i < words->len && words->at[i].sentence == p->sentence; i++)
		look_at(j, a, &words->at[i], p);
	return a->back != NOWHERE &&
	       !judging_in_clause(j, j->g->unsaid, p->from, p->to);
}

bool share_of_number(const struct judging *j, const struct found_list *words,
		     size_t from, size_t to, bool *kept)
{
	const struct place p = place_of(j, from, to);
	struct around a;

	if (!look_around(j, words, &p, &a) || !is_near(&a))
		return false;
	*kept = a.kept < a.back;
	return true;
}

/* "half of the purchase price" is no purchase price. */
static bool is_of_another(const struct judging *j, const struct found *portion)
{
	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if (f->word.kind == WORD_PORTION &&
		    f->to - f->from > portion->to - portion->from &&
		    f->from <= portion->from && f->to >= portion->to)
			return true;
	}
	return false;
}

/* Nor is what a percentage is told of. */
static bool has_percents(const struct judging *j, int sentence)
{
	size_t from, to;

	judging_span(j, sentence, sentence, &from, &to);
	if (memchr(str_c(&j->views.heard.text) + from, '%', to - from))
		return true;
	for (size_t i = 0; i < j->found.len; i++)
		if (j->found.at[i].word.kind == WORD_PART &&
		    j->found.at[i].sentence == sentence)
			return true;
	return false;
}

bool share_in_words(const struct judging *j, const struct found_list *words,
		    const struct found *portion)
{
	const struct place p = place_of(j, portion->from, portion->to);
	bool whole = portion->word.value == SHARE_ALL;
	struct around a;

	return !portion->quoted && look_around(j, words, &p, &a) && !a.beside &&
	       !a.supposed && is_near(&a) &&
	       !judging_marked(j, p.sentence, MARK_ASKS) &&
	       !is_of_another(j, portion) &&
	       !(whole && (a.some || has_percents(j, p.sentence)));
}
