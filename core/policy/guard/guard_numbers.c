/* guard_numbers.c - order and tracking numbers that are not the order's.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "policy/guard/guard_ideas.h"
#include "policy/guard/guard_number.h"

void number_squeeze(const char *text, char out[NUMBER_MAX + 1])
{
	size_t n = 0;

	for (; *text && n < NUMBER_MAX; text++)
		if (isalnum((unsigned char)*text))
			out[n++] = (char)toupper((unsigned char)*text);
	out[n] = '\0';
}

/* "40.00" is no slip of "1001": a number so short has to be written as one, and
 * but for one digit, unless # says what it is. */
#define SHORT 6

static bool may_be_slip(const char *start, const char *at, size_t used,
			size_t len, size_t differ)
{
	if (len > SHORT || (at > start && at[-1] == '#'))
		return true;
	return used == len && differ <= 1;
}

/* How many differ when digits stand where digits do; 0 when that is none, or
 * too many. */
static size_t slips(const char *a, const char *b, size_t len)
{
	size_t differ = 0;

	for (size_t i = 0; i < len; i++) {
		if (!isdigit((unsigned char)a[i]) !=
		    !isdigit((unsigned char)b[i]))
			return 0;
		differ += a[i] != b[i];
	}
	return differ <= (len < 9 ? 2 : len / 4 + 1) ? differ : 0;
}

struct number {
	char want[NUMBER_MAX + 1];
	size_t len, from, to;
	bool right, wrong;
	bool heard; /* bytes of the heard view, not of the plain one */
};

static bool joins(char c)
{
	return c == '-' || c == ' ' || c == '#' || c == '/' || c == '.' ||
	       c == '_';
}

bool number_take(const char *at, size_t len, char *out, size_t *used)
{
	size_t n = 0, i = 0;

	for (; n < len && at[i]; i++) {
		if (isalnum((unsigned char)at[i]))
			out[n++] = (char)toupper((unsigned char)at[i]);
		else if (!joins(at[i]) || joins(at[i + 1]))
			return false;
	}
	out[n] = '\0';
	*used = i;
	return n == len && !isalnum((unsigned char)at[i]);
}

static void look_for_number(const struct str *text, struct number *n)
{
	const char *start = str_c(text);
	char got[NUMBER_MAX + 1];
	size_t used, differ;

	for (const char *at = start; *at; at++) {
		if (!isalnum((unsigned char)*at) ||
		    (at > start && isalnum((unsigned char)at[-1])) ||
		    !number_take(at, n->len, got, &used))
			continue;
		differ = slips(got, n->want, n->len);
		if (memcmp(got, n->want, n->len) == 0) {
			n->right = true;
		} else if (!n->wrong && differ &&
			   may_be_slip(start, at, used, n->len, differ)) {
			n->wrong = true;
			n->from = (size_t)(at - start);
			n->to = n->from + used;
		}
	}
}

#define SAID_FAR 18 /* bytes between the word and its number: "number is #" */

static bool same_shape(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!isdigit((unsigned char)a[i]) !=
		    !isdigit((unsigned char)b[i]))
			return false;
	return true;
}

static bool is_year(const char *got, size_t len)
{
	return len == 4 &&
	       (memcmp(got, "19", 2) == 0 || memcmp(got, "20", 2) == 0);
}

static bool is_money_sign(const char *at)
{
	return *at == '$' || text_starts(at, "\u20ac") ||
	       text_starts(at, "\u00a3") || text_starts(at, "\u00a5") ||
	       text_starts(at, "\u20a9");
}

/* A point stands in it, or a currency behind it. */
static bool is_money(const struct judging *j, const char *at, size_t len)
{
	size_t to = (size_t)(at - str_c(&j->views.heard.text)) + len;

	if (memchr(at, '.', len) || is_money_sign(at + len + (at[len] == ' ')))
		return true;
	for (size_t i = 0; i < j->found.len; i++)
		if (j->found.at[i].word.kind == WORD_MONEY &&
		    j->found.at[i].from >= to && j->found.at[i].from <= to + 1)
			return true;
	return false;
}

/* Or a comma, which is a point elsewhere. */
static bool is_amount(const struct judging *j, const char *at, size_t len)
{
	return at[len] == ',' || is_money(j, at, len);
}

/* Where the word's number begins; NULL when none is near. */
static const char *number_behind(const char *at)
{
	const char *end = at + SAID_FAR;

	for (; *at && at < end && !strchr(",;!?\n", *at) && !is_money_sign(at);
	     at++)
		if (isdigit((unsigned char)*at) ||
		    (isupper((unsigned char)*at) &&
		     (isupper((unsigned char)at[1]) ||
		      isdigit((unsigned char)at[1]))))
			return at;
	return NULL;
}

/* Behind "order" stands one of the same form that is another altogether. */
static void look_behind_words(const struct judging *j, int form,
			      struct number *n)
{
	const char *text = str_c(&j->views.heard.text);
	char got[NUMBER_MAX + 1];
	size_t used;

	for (size_t i = 0; i < j->found.len && !n->wrong; i++) {
		const struct found *f = &j->found.at[i];
		const char *at;

		if (f->word.kind != WORD_FORM || form < 0 ||
		    f->word.value != form)
			continue;
		at = number_behind(text + f->to);
		if (!at || !number_take(at, n->len, got, &used) ||
		    memcmp(got, n->want, n->len) == 0 ||
		    !same_shape(got, n->want, n->len) || is_year(got, n->len) ||
		    (n->len <= SHORT && is_amount(j, at, used)))
			continue;
		n->wrong = n->heard = true;
		n->from = (size_t)(at - text);
		n->to = n->from + used;
	}
}

/* Does a word for an order stand before that very number? */
static bool stands_behind(const struct judging *j, const struct number *n)
{
	const char *text = str_c(&j->views.heard.text);
	char got[NUMBER_MAX + 1];
	size_t used;

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];
		const char *at;

		if (f->word.kind != WORD_FORM || j->g->order < 0 ||
		    f->word.value != j->g->order)
			continue;
		at = number_behind(text + f->to);
		if (at && number_take(at, n->len, got, &used) &&
		    memcmp(got, n->want, n->len) == 0 &&
		    !is_year(got, n->len) && !is_money(j, at, used) &&
		    !(at[used] == ',' && isdigit((unsigned char)at[used + 1])))
			return true;
	}
	return false;
}

bool guard_numbers_calls_order(struct judging *j, const char *number)
{
	struct number n = { .want = "" };

	number_squeeze(number, n.want);
	n.len = strlen(n.want);
	return n.len >= NUMBER_LEAST && stands_behind(j, &n);
}

static void judge_number(struct judging *j, int rule, const char *fact,
			 const char *other, int form)
{
	struct number n = { .want = "" };
	char also[NUMBER_MAX + 1];

	if (!fact)
		return;
	number_squeeze(fact, n.want);
	number_squeeze(other ? other : "", also);
	n.len = strlen(n.want);
	if (n.len < NUMBER_LEAST)
		return;
	look_for_number(&j->views.plain.text, &n);
	if (!n.wrong)
		n.wrong = guard_cut_number(&j->views.plain.text, n.want,
					   &n.from, &n.to);
	look_behind_words(j, form, &n);
	if (n.wrong && !n.right)
		judging_hit(j, rule,
			    n.heard ? &j->views.heard : &j->views.plain, n.from,
			    n.to);
}

void guard_numbers_judge(struct judging *j, int rule)
{
	const struct guard_facts *f = j->t->facts;

	judge_number(j, rule, f->order, f->tracking, j->g->order);
	judge_number(j, rule, f->tracking, f->order, j->g->parcel);
}
