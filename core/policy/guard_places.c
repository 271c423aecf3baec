/* guard_places.c - does the text tell another address than the order has?
 *
 * Replies tell other addresses rightly: where goods go back to, or what the
 * buyer had written. So an address counts as the order's where something of it
 * is: its street with another number, its postcode with another street or town,
 * or another postcode behind words for the buyer's address ("address_said").
 * SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <unicode/uchar.h>

#include "base/utf8.h"
#include "policy/guard_judging.h"
#include "policy/guard_place.h"

struct placing {
	const struct judging *j;
	struct place place;
	const char *text; /* the plain view */
	struct token_list tokens;
	bool street, city;          /* told anywhere */
	bool right;                 /* the street with its number is */
	const struct token *number; /* another one beside the street */
	const struct token *wrong;  /* what else is another one */
};

/* -- looking at tokens -- */

static const struct token *at(const struct placing *p, size_t i)
{
	return i < p->tokens.len ? &p->tokens.at[i] : NULL;
}

static const char *start_of(const struct placing *p, const struct token *t)
{
	return p->text + t->from;
}

static size_t length_of(const struct token *t)
{
	return t->to - t->from;
}

#define GAP_MAX 3

/* Nothing but `marks` stands between them. */
static bool beside(const struct placing *p, const struct token *a,
		   const struct token *b, const char *marks)
{
	size_t gap;

	if (!a || !b)
		return false;
	gap = b->from - a->to;
	return gap <= GAP_MAX && strspn(p->text + a->to, marks) >= gap;
}

/* 12, 12a, 1-1-1: no year, no order. */
static bool is_house(const struct placing *p, const struct token *t)
{
	char got[SQUEEZED_MAX + 1];

	if (!t || !t->number || !isdigit((unsigned char)*start_of(p, t)))
		return false;
	squeeze_to(start_of(p, t), length_of(t), got);
	return *got && strlen(got) <= 5 && strspn(got, "0123456789") <= 4;
}

static bool is_own_number(const struct placing *p, const struct token *t)
{
	return place_has_number(&p->place, start_of(p, t), length_of(t));
}

static bool is_street(const struct placing *p, const struct token *t)
{
	return t && !t->number &&
	       place_has_street(&p->place, start_of(p, t), length_of(t));
}

static bool is_name(const struct placing *p, const struct token *t)
{
	const char *first = start_of(p, t);

	return !t->number &&
	       u_isupper((UChar32)utf8_next(&first, p->text + t->to));
}

/* How many tokens from i on are a postcode of the order's form (1, or 2 as in
 * SW1A 1AA); 0 when they are none. */
static size_t postcode_at(const struct placing *p, size_t i, bool *own)
{
	const struct token *t = at(p, i);
	char got[SQUEEZED_MAX + 1];

	for (size_t n = 1; n <= 2; n++) {
		const struct token *last = at(p, i + n - 1);

		if (!last || !*p->place.postcode ||
		    (n == 2 && !beside(p, t, last, " -")))
			return 0;
		squeeze_to(start_of(p, t), last->to - t->from, got);
		if (squeezed_alike(got, p->place.postcode)) {
			*own = strcmp(got, p->place.postcode) == 0;
			return n;
		}
	}
	return 0;
}

/* -- the street, and a number beside it -- */

#define ADDRESS_TOKENS 6 /* of what follows a street */

/* Another place's postcode follows: a street of that name is there as well. */
static bool is_elsewhere(const struct placing *p, size_t i)
{
	bool own = true;

	for (size_t k = i + 1; k <= i + ADDRESS_TOKENS && own; k++)
		postcode_at(p, k, &own);
	return !own;
}

/* What may stand between a word of the street and its number: a full stop ends
 * a sentence where the word is not shortened. */
static const char *marks_behind(const struct placing *p, const struct token *t)
{
	return place_shortens(&p->place, start_of(p, t), length_of(t)) ? " ."
								       : " ";
}

/* "Hauptstr. 12", "Hauptstr. Nr. 12", or, before it, "12 High Street". */
static const struct token *number_of_street(const struct placing *p, size_t i)
{
	const struct token *t = at(p, i), *next = at(p, i + 1);
	const struct token *before = i ? at(p, i - 1) : NULL;
	const char *marks = marks_behind(p, t);

	if (next && !next->number && length_of(next) <= 3 &&
	    beside(p, t, next, marks))
		t = next, next = at(p, i + 2), marks = " .";
	if (is_house(p, next) && beside(p, t, next, marks))
		return next;
	t = at(p, i);
	return is_house(p, before) && beside(p, before, t, " ,") ? before
								 : NULL;
}

static void look_at_street(struct placing *p, size_t i)
{
	const struct token *number;

	if (!is_street(p, at(p, i)))
		return;
	p->street = true;
	number = number_of_street(p, i);
	if (!number)
		return;
	if (is_own_number(p, number))
		p->right = true;
	else if (!p->number && !is_elsewhere(p, i))
		p->number = number;
}

/* -- the postcode, and what stands beside it -- */

/* "Lindenallee 5, 80331": the street before the order's own postcode. */
static const struct token *other_street(const struct placing *p, size_t i)
{
	const struct token *number = i > 1 ? at(p, i - 1) : NULL;
	const struct token *word = i > 1 ? at(p, i - 2) : NULL;

	if (!is_house(p, number) || !p->place.numbers.len ||
	    !beside(p, number, at(p, i), ", \n") ||
	    !beside(p, word, number, " .") || !is_name(p, word))
		return NULL;
	if (!is_own_number(p, number))
		return number;
	return p->street ? NULL : word;
}

/* "80331 Berlin", when the town is told nowhere. Where street and number are
 * right it may be the town's name in another language: "80331 Munich". */
static const struct token *other_city(const struct placing *p, size_t i)
{
	const struct token *word = at(p, i + 1);

	if (p->city || !p->street || p->right || !p->place.city.len ||
	    !beside(p, at(p, i), word, " ") || !is_name(p, word))
		return NULL;
	return word;
}

static void look_at_postcode(struct placing *p, size_t i)
{
	bool own = false;
	size_t n = postcode_at(p, i, &own);

	if (!n || !own || p->wrong)
		return;
	p->wrong = other_street(p, i);
	if (!p->wrong)
		p->wrong = other_city(p, i + n - 1);
}

/* -- another postcode, said to be the buyer's -- */

#define SAID_FAR 80 /* bytes between "your address" and its postcode */

static size_t original(const struct view *v, size_t at)
{
	return at < v->from.len ? v->from.at[at] : SIZE_MAX;
}

/* Does a word for the buyer's address stand before the token, in its sentence
 * and not far? */
static bool is_said(const struct placing *p, const struct token *t)
{
	const struct judging *j = p->j;
	size_t to = original(&j->views.plain, t->from);

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];
		size_t from = original(&j->views.heard, f->from);

		if (f->word.kind == WORD_FORM && j->g->address >= 0 &&
		    f->word.value == j->g->address && !f->quoted && from < to &&
		    to - from < SAID_FAR)
			return true;
	}
	return false;
}

static bool is_town(const struct placing *p, const struct token *t)
{
	return !t->number &&
	       place_has_city(&p->place, start_of(p, t), length_of(t));
}

/* The order's town stands beside it, so that it is no year and no price. */
static bool has_town(const struct placing *p, size_t i, size_t n)
{
	const struct token *before = i ? at(p, i - 1) : NULL;
	const struct token *behind = at(p, i + n);

	return (beside(p, at(p, i + n - 1), behind, " ,") &&
		is_town(p, behind)) ||
	       (beside(p, before, at(p, i), " ,") && is_town(p, before));
}

static void look_at_other_postcode(struct placing *p, size_t i)
{
	bool own = true;
	size_t n = postcode_at(p, i, &own);

	if (n && !own && !p->wrong && has_town(p, i, n) &&
	    !guard_is_own_number(p->j, start_of(p, at(p, i)),
				 length_of(at(p, i))) &&
	    is_said(p, at(p, i)))
		p->wrong = at(p, i);
}

/* -- all -- */

static void look_for_city(struct placing *p, size_t i)
{
	const struct token *t = at(p, i);

	p->city |= !t->number &&
		   place_has_city(&p->place, start_of(p, t), length_of(t));
}

static void look(struct placing *p)
{
	static void (*const looks[])(struct placing *,
				     size_t) = { look_for_city, look_at_street,
						 look_at_postcode,
						 look_at_other_postcode };

	for (size_t k = 0; k < COUNT_OF(looks); k++)
		for (size_t i = 0; i < p->tokens.len; i++)
			looks[k](p, i);
}

void guard_places_judge(struct judging *j, int rule)
{
	const struct view *v = &j->views.plain;
	struct placing p = { .j = j, .text = str_c(&v->text) };

	if (!j->t->facts->address && !j->t->facts->postcode)
		return;
	place_of(&p.place, j->t->facts);
	tokens_of(p.text, v->text.len, &p.tokens);
	look(&p);
	if (!p.wrong && !p.right)
		p.wrong = p.number;
	if (p.wrong)
		judging_hit(j, rule, v, p.wrong->from, p.wrong->to);
	token_list_release(&p.tokens);
	place_release(&p.place);
}
