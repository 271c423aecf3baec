/* guard_places.c - does the text tell another address than the order has?
 *
 * Replies tell other addresses rightly: where goods go back to, or what the
 * buyer had written. So an address counts as the order's where something of it
 * is: its street with another number, its street and number with another
 * postcode, its postcode with another street or town, or another postcode
 * behind words for the buyer's address ("address_said"), in a whole address or
 * beside the order's town.
 * SPDX-License-Identifier: MIT */
#include "policy/guard/guard_ideas.h"
#include "policy/guard/guard_known.h"
#include "policy/guard/guard_placing.h"

/* -- the street, and a number beside it -- */

#define ADDRESS_TOKENS 6 /* of what follows a street */

/* Another place's postcode follows: a street of that name is there as well. */
static bool is_elsewhere(const struct placing *p, size_t i)
{
	bool own = true;

	for (size_t k = i + 1; k <= i + ADDRESS_TOKENS && own; k++)
		placing_postcode_at(p, k, &own);
	return !own;
}

/* What may stand between a word of the street and its number: a full stop ends
 * a sentence where the word is not shortened. */
static const char *marks_behind(const struct placing *p, const struct token *t)
{
	return place_shortens(&p->place, placing_start_of(p, t),
			      placing_length_of(t))
		       ? " ."
		       : " ";
}

/* "Hauptstr. 12", "Hauptstr. Nr. 12", or, before it, "12 High Street". */
static const struct token *number_of_street(const struct placing *p, size_t i)
{
	const struct token *t = placing_at(p, i), *next = placing_at(p, i + 1);
	const struct token *before = i ? placing_at(p, i - 1) : NULL;
	const char *marks = marks_behind(p, t);

	if (next && !next->number && placing_length_of(next) <= 3 &&
	    placing_beside(p, t, next, marks))
		t = next, next = placing_at(p, i + 2), marks = " .";
	if (placing_is_house(p, next) && placing_beside(p, t, next, marks))
		return next;
	t = placing_at(p, i);
	return placing_is_house(p, before) && placing_beside(p, before, t, " ,")
		       ? before
		       : NULL;
}

/* "12 High Street, 20099 Hamburg" where the order has another postcode behind
 * that street and number. */
static const struct token *other_place(const struct placing *p, size_t i)
{
	bool own = true;

	for (size_t k = i + 1; k <= i + ADDRESS_TOKENS; k++) {
		size_t n = placing_postcode_at(p, k, &own);

		if (n && !own && placing_at(p, k + n) &&
		    placing_is_name(p, placing_at(p, k + n)) &&
		    placing_beside(p, placing_at(p, k + n - 1),
				   placing_at(p, k + n), " ,"))
			return placing_at(p, k);
	}
	return NULL;
}

/* The buyer wrote of that house themselves: a neighbour's, say. */
static bool is_given(const struct placing *p, const struct token *street,
		     const struct token *number)
{
	bool behind = number->from > street->from;
	size_t from = behind ? street->from : number->from;
	size_t to = behind ? number->to : street->to;

	return known_street(p->j->t->facts->known, p->text + from, to - from);
}

static void look_at_street(struct placing *p, size_t i)
{
	const struct token *number;

	if (!placing_is_street(p, placing_at(p, i)))
		return;
	p->street = true;
	number = number_of_street(p, i);
	if (!number)
		return;
	if (placing_is_own_number(p, number) && !p->wrong)
		p->wrong = other_place(p, i);
	if (placing_is_own_number(p, number))
		p->right = true;
	else if (!p->number && !is_elsewhere(p, i) &&
		 !is_given(p, placing_at(p, i), number))
		p->number = number;
}

/* -- the postcode, and what stands beside it -- */

/* "Lindenallee 5, 80331": the street before the order's own postcode. */
static const struct token *other_street(const struct placing *p, size_t i)
{
	const struct token *number = i > 1 ? placing_at(p, i - 1) : NULL;
	const struct token *word = i > 1 ? placing_at(p, i - 2) : NULL;

	if (!placing_is_house(p, number) || !p->place.numbers.len ||
	    !placing_beside(p, number, placing_at(p, i), ", \n") ||
	    !placing_beside(p, word, number, " .") || !placing_is_name(p, word))
		return NULL;
	if (!placing_is_own_number(p, number))
		return number;
	return p->street ? NULL : word;
}

/* Between "5" and its postcode: "Other Road, Testville". */
#define STREET_WORDS 5

/* "5 Other Road, 10115": the number before the street before the order's own
 * postcode; NULL unless words and a comma part them. */
static const struct token *number_before(const struct placing *p, size_t i)
{
	bool comma = false, words = false;

	for (size_t k = i; k > 0 && i - k <= STREET_WORDS; k--) {
		const struct token *t = placing_at(p, k - 1);

		if (!placing_beside(p, t, placing_at(p, k), ", \n"))
			return NULL;
		comma |= p->text[t->to] != ' ';
		if (t->number)
			return comma && words && placing_is_house(p, t) ? t
									: NULL;
		words |= placing_is_name(p, t) && !placing_is_town(p, t);
	}
	return NULL;
}

static const struct token *other_before(const struct placing *p, size_t i)
{
	const struct token *number = number_before(p, i);

	if (!number || !p->place.numbers.len ||
	    (placing_is_own_number(p, number) && p->street))
		return NULL;
	return number;
}

/* "80331 Berlin", when the town is told nowhere. Where street and number are
 * right it may be the town's name in another language: "80331 Munich". */
static const struct token *other_city(const struct placing *p, size_t i)
{
	const struct token *word = placing_at(p, i + 1);

	if (p->city || !p->street || p->right || !p->place.city.len ||
	    !placing_beside(p, placing_at(p, i), word, " ") ||
	    !placing_is_name(p, word))
		return NULL;
	return word;
}

static void look_at_postcode(struct placing *p, size_t i)
{
	bool own = false;
	size_t n = placing_postcode_at(p, i, &own);

	if (!n || !own || p->wrong)
		return;
	p->wrong = other_street(p, i);
	if (!p->wrong)
		p->wrong = other_before(p, i);
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

/* The order's town stands beside it, or a house number before and a name
 * behind, so that it is no year and no price. */
static bool is_address(const struct placing *p, size_t i, size_t n)
{
	const struct token *before = i ? placing_at(p, i - 1) : NULL;
	const struct token *behind = placing_at(p, i + n);
	bool next = placing_beside(p, placing_at(p, i + n - 1), behind, " ,");
	bool last = placing_beside(p, before, placing_at(p, i), ", \n");

	if ((next && placing_is_town(p, behind)) ||
	    (last && placing_is_town(p, before)))
		return true;
	return before && next && last && placing_is_house(p, before) &&
	       placing_is_name(p, behind) && p->text[before->to] == ',';
}

static void look_at_other_postcode(struct placing *p, size_t i)
{
	bool own = true;
	size_t n = placing_postcode_at(p, i, &own);

	if (n && !own && !p->wrong && is_address(p, i, n) &&
	    !guard_is_own_number(p->j, placing_start_of(p, placing_at(p, i)),
				 placing_length_of(placing_at(p, i))) &&
	    is_said(p, placing_at(p, i)))
		p->wrong = placing_at(p, i);
}

/* -- all -- */

static void look_for_city(struct placing *p, size_t i)
{
	const struct token *t = placing_at(p, i);

	p->city |=
		!t->number && place_has_city(&p->place, placing_start_of(p, t),
					     placing_length_of(t));
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
