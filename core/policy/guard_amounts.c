/* guard_amounts.c - amounts that contradict the order.
 *
 * What is told right once may be told otherwise beside it: a reply quotes the
 * buyer's figure and corrects it.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "policy/guard_words.h"

struct mention {
	size_t from, to;
	bool value, currency; /* is right */
};

struct amounts {
	int64_t want; /* in hundredths */
	const char *currency;
	struct mention wrong;
	bool told_right, told_wrong;
};

/* A decimal with a point, in hundredths; -1 when it is none. */
static int64_t hundredths(const char *text)
{
	int64_t n = 0;
	int after = -1;

	for (; *text; text++) {
		if (*text == '.' && after < 0)
			after = 0;
		else if (!isdigit((unsigned char)*text) || n > INT64_MAX / 1000)
			return -1;
		else if (after < 2) {
			n = 10 * n + *text - '0';
			after += after >= 0;
		}
	}
	for (; after < 2; after++)
		n *= after == -1 ? 1 : 10;
	return n;
}

static bool is_digit(char c)
{
	return (c >= '0' && c <= '9') || c == 'O' || c == 'o';
}

/* How many digits stand behind the last point or comma: 0 when it parts
 * thousands, or none stands there. */
static int decimals(const char *from, const char *to)
{
	const char *mark = NULL;
	int after = 0;

	for (const char *at = from; at < to; at++)
		if (*at == '.' || *at == ',')
			mark = at;
	for (const char *at = mark; mark && at < to; at++)
		after += is_digit(*at);
	return after <= 2 ? after : 0;
}

/* As people write it: 1.249,00 and 1,249.00 and 1 249; in hundredths. An O is a
 * disguised zero. */
static int64_t told(const char *from, const char *to)
{
	int after = decimals(from, to);
	int64_t n = 0;

	for (const char *at = from; at < to && n < INT64_MAX / 1000; at++)
		if (isdigit((unsigned char)*at))
			n = 10 * n + *at - '0';
		else if (is_digit(*at))
			n *= 10;
	return after == 2 ? n : after == 1 ? 10 * n : 100 * n;
}

static bool gap(char c)
{
	return c == ' ' || c == '.' || c == ',' || c == '\'' ||
	       (unsigned char)c == 0xC2 || (unsigned char)c == 0xA0;
}

/* The number that ends at `to`, or behind blanks before it. */
static bool number_before(const char *text, size_t to, size_t *from,
			  size_t *end)
{
	size_t at = to;

	while (at && (text[at - 1] == ' ' || text[at - 1] == '-' ||
		      text[at - 1] == ',' || text[at - 1] == '.' ||
		      text[at - 1] == '('))
		at--;
	*end = at;
	if (to - at > 3 || !at || !isdigit((unsigned char)text[at - 1]))
		return false;
	for (;;) {
		size_t back = at;

		while (at && is_digit(text[at - 1]))
			at--;
		*from = at;
		while (at && back != at && gap(text[at - 1]) && *from - at < 3)
			at--;
		if (!at || !isdigit((unsigned char)text[at - 1]))
			return true;
	}
}

static bool number_after(const char *text, size_t at, size_t *from, size_t *end)
{
	while (text[at] == ' ')
		at++;
	*from = at;
	if (!isdigit((unsigned char)text[at]))
		return false;
	for (;;) {
		size_t apart = 0;

		while (is_digit(text[at]))
			at++;
		*end = at;
		while (gap(text[at]) && apart++ < 3)
			at++;
		if (!isdigit((unsigned char)text[at]))
			return true;
	}
}

/* All of it, or its last group: "order 12 49,00". */
static bool is_value(const struct amounts *a, const char *from, const char *to)
{
	int64_t n = told(from, to);

	if (n == a->want)
		return true;
	if (n % 100 == 0 && n / 100 == a->want / 100 && a->want % 100)
		return true; /* the cents stand apart */
	for (const char *at = to - 1; at > from; at--)
		if (*at == ' ' && told(at + 1, to) == a->want)
			return true;
	return false;
}

static void note(struct amounts *a, struct mention m)
{
	if (m.value && m.currency) {
		a->told_right = true;
	} else if (!a->told_wrong) {
		a->told_wrong = true;
		a->wrong = m;
	}
}

/* A currency stands at from..to. */
static void look_around(struct judging *j, struct amounts *a, size_t from,
			size_t to, bool same, bool word)
{
	const char *text = str_c(&j->views.heard.text);
	struct mention m = { .currency = same };
	size_t begin = 0, end = 0;
	int64_t myriads = word ? myriads_before(text, from, &begin) : -1;
	bool after = !word && number_after(text, to, &begin, &end);

	if (myriads >= 0) {
		m.value = myriads == a->want / 100;
		m.from = begin;
		m.to = to;
		note(a, m);
		return;
	}
	if (!after && !number_before(text, from, &begin, &end)) {
		if (!j->lang || spelt_before(j->lang, text, from) < 0)
			return;
		m.value = spelt_is(j->lang, text, from, a->want / 100);
		m.from = from > 20 ? from - 20 : 0;
		while (m.from < from &&
		       ((unsigned char)text[m.from] & 0xC0) == 0x80)
			m.from++;
		m.to = to;
		note(a, m);
		return;
	}
	m.value = is_value(a, text + begin, text + end);
	m.from = begin < from ? begin : from;
	m.to = end > to ? end : to;
	note(a, m);
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

void guard_amounts_judge(struct judging *j, int rule)
{
	const struct guard_facts *f = j->t->facts;
	struct amounts a = { 0 };

	if (!f->amount || !f->currency)
		return;
	a.want = hundredths(f->amount);
	a.currency = f->currency;
	if (a.want < 0)
		return;
	look_for_signs(j, &a);
	for (size_t i = 0; i < j->found.len; i++)
		if (j->found.at[i].word.kind == WORD_MONEY)
			look_around(j, &a, j->found.at[i].from,
				    j->found.at[i].to,
				    is_currency(j, &j->found.at[i], a.currency),
				    true);
	if (a.told_wrong && !a.told_right)
		judging_hit(j, rule, &j->views.heard, a.wrong.from, a.wrong.to);
}
