/* guard_sums.c - sums beside the refund's: a voucher's, and a second one.
 *
 * A sum right beside a word for a voucher is the voucher's, unless words for
 * the order that it needs stand between them ("for orders over 50 EUR"). And
 * where the refund is all that is paid, "another 10 EUR" beside its sum, told
 * right, is a sum that nobody pays. As with other amounts, what is told right
 * once may be told otherwise beside it.
 * SPDX-License-Identifier: MIT */
#include "policy/guard/guard_ideas.h"
#include "policy/guard/guard_words.h"

#define VOUCHER_FAR 20 /* bytes from the word to its sum */
#define NEEDS_FAR 12   /* from the sum to the order that it needs */
#define TOP_FAR 12     /* from "in addition" to the sum, in signs of others */

struct sums {
	struct told_amounts refund;  /* none: no refund is known */
	struct told_amounts voucher; /* the same of the coupon */
};

static bool is_word(const struct found *f, enum given_word what)
{
	return f->word.kind == WORD_GIVEN && f->word.value == (int)what &&
	       !f->quoted;
}

static bool is_share(const struct found *f, enum share_word what)
{
	return f->word.kind == WORD_SHARE && f->word.value == (int)what;
}

static size_t bytes_apart(size_t from, size_t to, size_t other, size_t end)
{
	return end <= from ? from - end : other >= to ? other - to : 0;
}

static bool in_one_clause(const struct judging *j, const struct found *f,
			  const struct told_amount *a)
{
	return f->sentence == judging_sentence(j, a->from) &&
	       f->clause_at == judging_clause(j, a->from);
}

/* -- a voucher's -- */

/* Does a word for the order that a voucher needs stand between them, or right
 * behind the sum? */
static bool is_needed(const struct judging *j, const struct found *voucher,
		      const struct told_amount *a)
{
	size_t from = voucher->to < a->from ? voucher->to : a->from;

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if (is_word(f, GIVEN_NEEDS) && f->from >= from &&
		    f->from <= a->to + NEEDS_FAR)
			return true;
	}
	return false;
}

/* The nearest of its clause; NULL: none is near. */
static const struct told_amount *sum_of(const struct judging *j,
					const struct told_amounts *all,
					const struct found *voucher)
{
	const struct told_amount *best = NULL;
	size_t least = VOUCHER_FAR + 1;

	for (size_t i = 0; i < all->len; i++) {
		const struct told_amount *a = &all->at[i];
		size_t far =
			bytes_apart(voucher->from, voucher->to, a->from, a->to);

		if (far < least && in_one_clause(j, voucher, a)) {
			least = far;
			best = a;
		}
	}
	return best;
}

static bool is_right(const struct told_amounts *all,
		     const struct told_amount *a)
{
	for (size_t i = 0; i < all->len; i++)
		if (all->at[i].right && all->at[i].from < a->to &&
		    all->at[i].to > a->from)
			return true;
	return false;
}

static void judge_vouchers(struct judging *j, int rule, const struct sums *s)
{
	const struct told_amount *wrong = NULL;

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];
		const struct told_amount *a =
			is_word(f, GIVEN_VOUCHER) && !(f->clause & j->g->unsaid)
				? sum_of(j, &s->voucher, f)
				: NULL;

		if (a && a->right)
			return;
		if (a && !wrong && !is_right(&s->refund, a) &&
		    !is_needed(j, f, a))
			wrong = a;
	}
	if (wrong)
		judging_hit(j, rule, &j->views.heard, wrong->from, wrong->to);
}

/* -- a second one -- */

/* Right beside it; where no blanks part words, a few signs may stand between.
 */
static bool touches(const struct judging *j, const struct found *f,
		    const struct told_amount *a)
{
	const char *text = str_c(&j->views.heard.text);
	size_t from = f->to <= a->from ? f->to : a->to;
	size_t to = f->to <= a->from ? a->from : f->from;

	if (to > from + TOP_FAR)
		return false;
	for (size_t i = from; i < to; i++)
		if (text[i] != ' ' && (unsigned char)text[i] < 0x80)
			return false;
	return true;
}

static bool is_on_top(const struct judging *j, const struct told_amount *a)
{
	for (size_t i = 0; i < j->found.len; i++)
		if (is_word(&j->found.at[i], GIVEN_MORE) &&
		    touches(j, &j->found.at[i], a))
			return true;
	return false;
}

/* Does its clause say that it is given, and nothing else of it? */
static bool is_given(const struct judging *j, const struct told_amount *a)
{
	bool given = false;

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if (!in_one_clause(j, f, a))
			continue;
		if (is_word(f, GIVEN_VOUCHER) || is_share(f, SHARE_SUM) ||
		    is_share(f, SHARE_KEPT) || is_share(f, SHARE_SUPPOSED))
			return false;
		given |= is_word(f, GIVEN_SAID) || is_share(f, SHARE_BACK);
	}
	return given;
}

static bool is_asked(const struct judging *j, size_t at)
{
	return judging_marked(j, judging_sentence(j, at), MARK_ASKS);
}

static void judge_second(struct judging *j, int rule, const struct sums *s)
{
	bool told = false;

	for (size_t i = 0; i < s->refund.len; i++)
		told |= s->refund.at[i].right;
	for (size_t i = 0; told && i < s->refund.len; i++) {
		const struct told_amount *a = &s->refund.at[i];

		if (a->right || !is_on_top(j, a) || !is_given(j, a) ||
		    is_asked(j, a->from) || judging_quoted(j, a->from, a->to) ||
		    judging_in_clause(j, j->g->unsaid, a->from, a->to))
			continue;
		judging_hit(j, rule, &j->views.heard, a->from, a->to);
		return;
	}
}

void guard_sums_judge(struct judging *j, int rule)
{
	const struct guard_facts *f = j->t->facts;
	struct sums s = { 0 };

	if (!j->lang || (!f->coupon && !f->alone))
		return;
	guard_amounts_told(j, f->amount, f->currency, &s.refund);
	guard_amounts_told(j, f->coupon, f->coupon_currency, &s.voucher);
	judge_vouchers(j, rule, &s);
	if (f->alone)
		judge_second(j, rule, &s);
	told_amounts_release(&s.refund);
	told_amounts_release(&s.voucher);
}
