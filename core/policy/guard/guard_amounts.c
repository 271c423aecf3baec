/* guard_amounts.c - amounts that contradict the order.
 *
 * What is told right once may be told otherwise beside it: a reply quotes the
 * buyer's figure and corrects it.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "policy/guard/guard_ideas.h"
#include "policy/guard/guard_words.h"

struct mention {
	size_t from, to;
	bool value, currency; /* is right */
};

struct amounts {
	int64_t want; /* in hundredths */
	const char *currency;
	struct mention wrong;
	struct mention slip; /* the right digits with another point */
	bool told_right, told_wrong, slipped;
	struct told_amounts *all; /* NULL: nobody asks */
};

static bool is_value(const struct amounts *a, const char *from, const char *to)
{
	int64_t n = figure_told(from, to);

	return figure_is(a->want, from, to) ||
	       /* the cents stand apart */
	       (n % 100 == 0 && n / 100 == a->want / 100 && a->want % 100);
}

static void note(struct amounts *a, struct mention m)
{
	bool right = m.value && m.currency;

	if (a->all)
		told_amounts_push(a->all,
				  (struct told_amount){ m.from, m.to, right });
	if (right) {
		a->told_right = true;
	} else if (!a->told_wrong) {
		a->told_wrong = true;
		a->wrong = m;
	}
}

#define SLIP_LEAST 100 /* 12 and 120 may be a share and its whole */

static int64_t digits_of(int64_t n)
{
	while (n && n % 10 == 0)
		n /= 10;
	return n;
}

/* 649 for 64.90: no figure that is quoted and corrected, and none of the
 * order's. */
static void note_slip(struct amounts *a, struct mention m, const char *from,
		      const char *to)
{
	int64_t n = figure_told(from, to);

	if (a->slipped || n == a->want || digits_of(n) < SLIP_LEAST ||
	    digits_of(n) != digits_of(a->want))
		return;
	a->slipped = true;
	a->slip = m;
}

/* Does the sentence report what somebody else said, or quote it? */
static bool is_reported(const struct judging *j, const struct mention *m)
{
	uint64_t said = judging_concepts(j, judging_sentence(j, m->from), true);

	return (j->g->reported >= 0 && said >> j->g->reported & 1) ||
	       judging_quoted(j, m->from, m->to);
}

static bool digit_at(const char *text, size_t at)
{
	return isdigit((unsigned char)text[at]) != 0;
}

/* "12\u20ac50": the sign stands where the comma would. */
static bool sign_inside(const char *text, size_t from, size_t to, int64_t want,
			struct mention *m)
{
	int64_t whole = 0;
	size_t begin = from;

	if (!from || !digit_at(text, from - 1) || !digit_at(text, to) ||
	    !digit_at(text, to + 1) || digit_at(text, to + 2))
		return false;
	while (begin && digit_at(text, begin - 1) && from - begin < 9)
		begin--;
	for (size_t i = begin; i < from; i++)
		whole = 10 * whole + text[i] - '0';
	whole = 100 * whole + 10L * (text[to] - '0') + (text[to + 1] - '0');
	m->value = whole == want;
	m->from = begin;
	m->to = to + 2;
	return true;
}

/* Cents behind a word for the currency say nothing else: "12 euro 50". */
static bool cents_agree(const struct judging *j, size_t to, const char *from,
			const char *end, int64_t want)
{
	size_t behind;
	int cents;

	if (!j->lang || memchr(from, ',', (size_t)(end - from)) ||
	    memchr(from, '.', (size_t)(end - from)))
		return true;
	cents = cents_after(j, to, &behind);
	return cents < 0 || cents == want % 100;
}

/* A currency stands at from..to. */
static void look_around(struct judging *j, struct amounts *a, size_t from,
			size_t to, bool same, bool word)
{
	const char *text = str_c(&j->views.heard.text);
	struct mention m = { .currency = same };
	size_t begin = 0, end = 0;
	int64_t myriads = word ? myriads_before(text, from, &begin) : -1;
	bool after = !word && figure_after(text, to, &begin, &end);

	if (myriads >= 0) {
		m.value = myriads == a->want / 100;
		m.from = begin;
		m.to = to;
		note(a, m);
		return;
	}
	if (!word && sign_inside(text, from, to, a->want, &m)) {
		note(a, m);
		return;
	}
	if (!after && !figure_before(text, from, &begin, &end) &&
	    !(word && figure_after(text, to, &begin, &end))) {
		if (!j->lang || !told_in_words(j, from, to, a->want, &m.value,
					       &m.from, &m.to))
			return;
		note(a, m);
		return;
	}
	m.value = is_value(a, text + begin, text + end) &&
		  (!word ||
		   cents_agree(j, to, text + begin, text + end, a->want));
	m.from = begin < from ? begin : from;
	m.to = end > to ? end : to;
	note(a, m);
	if (!m.value)
		note_slip(a, m, text + begin, text + end);
}

static bool in_list(const char *codes, const char *code)
{
	return strlen(code) == 3 && strstr(codes, code) != NULL;
}

static void look_for_signs(struct judging *j, struct amounts *a)
{
	static const struct {
		const char *sign, *codes;
	} signs[] = {
		{ "\u20ac", "EUR" },
		{ "\u00a3", "GBP" },
		{ "R$", "BRL" },
		{ "US$", "USD" },
		{ "$", "USD CAD AUD NZD SGD HKD MXN ARS CLP COP TWD" },
		{ "\u00a5", "JPY CNY" },
		{ "\u20a9", "KRW" },
		{ "EUR", "EUR" },
		{ "USD", "USD" },
		{ "GBP", "GBP" },
		{ "CHF", "CHF" },
		{ "PLN", "PLN" },
		{ "SEK", "SEK" },
		{ "JPY", "JPY" },
		{ "KRW", "KRW" },
		{ "CNY", "CNY" },
		{ "BRL", "BRL" },
		{ "CAD", "CAD" },
		{ "AUD", "AUD" },
		{ "MXN", "MXN" },
		{ "ARS", "ARS" },
		{ "NOK", "NOK" },
		{ "DKK", "DKK" },
		{ "CZK", "CZK" },
		{ "HUF", "HUF" },
		{ "RMB", "CNY" },
		{ "NZD", "NZD" },
		{ "HKD", "HKD" },
		{ "TWD", "TWD" },
		{ "SGD", "SGD" },
		{ ":-", "SEK NOK DKK EUR" },
	};
	const char *text = str_c(&j->views.heard.text);

	for (const char *at = text; *at; at++)
		for (size_t i = 0; i < COUNT_OF(signs); i++) {
			size_t len = strlen(signs[i].sign);

			if (strncmp(at, signs[i].sign, len) != 0)
				continue;
			look_around(j, a, (size_t)(at - text),
				    (size_t)(at - text) + len,
				    in_list(signs[i].codes, a->currency),
				    false);
			at += len - 1;
			break;
		}
}

static bool is_currency(const struct judging *j, const struct found *f,
			const char *code)
{
	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *o = &j->found.at[i];

		if (o->word.kind == WORD_MONEY && o->from <= f->from &&
		    o->to >= f->to &&
		    text_eq(j->lang->currencies.at[o->word.value].code, code))
			return true;
	}
	return false;
}

static void look_for_all(struct judging *j, struct amounts *a,
			 const char *amount, const char *currency)
{
	if (!amount || !currency)
		return;
	a->want = figure_exact(amount);
	a->currency = currency;
	if (a->want < 0)
		return;
	look_for_signs(j, a);
	for (size_t i = 0; i < j->found.len; i++)
		if (j->found.at[i].word.kind == WORD_MONEY)
			look_around(
				j, a, j->found.at[i].from, j->found.at[i].to,
				is_currency(j, &j->found.at[i], a->currency),
				true);
}

void guard_amounts_told(struct judging *j, const char *amount,
			const char *currency, struct told_amounts *out)
{
	struct amounts a = { .all = out };

	look_for_all(j, &a, amount, currency);
}

void guard_amounts_judge(struct judging *j, int rule)
{
	const struct guard_facts *f = j->t->facts;
	struct amounts a = { 0 };

	look_for_all(j, &a, f->amount, f->currency);
	if (a.told_wrong && !a.told_right)
		judging_hit(j, rule, &j->views.heard, a.wrong.from, a.wrong.to);
	if (a.told_right && a.slipped && !is_reported(j, &a.slip))
		judging_hit(j, rule, &j->views.heard, a.slip.from, a.slip.to);
}
