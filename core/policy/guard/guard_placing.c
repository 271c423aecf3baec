/* guard_placing.c - see guard_placing.h.
 * SPDX-License-Identifier: MIT */
#include "policy/guard/guard_placing.h"

#include <ctype.h>
#include <unicode/uchar.h>

#include "base/utf8.h"

const struct token *placing_at(const struct placing *p, size_t i)
{
	return i < p->tokens.len ? &p->tokens.at[i] : NULL;
}

const char *placing_start_of(const struct placing *p, const struct token *t)
{
	return p->text + t->from;
}

size_t placing_length_of(const struct token *t)
{
	return t->to - t->from;
}

#define GAP_MAX 3

bool placing_beside(const struct placing *p, const struct token *a,
		    const struct token *b, const char *marks)
{
	size_t gap;

	if (!a || !b)
		return false;
	gap = b->from - a->to;
	return gap <= GAP_MAX && strspn(p->text + a->to, marks) >= gap;
}

bool placing_is_house(const struct placing *p, const struct token *t)
{
	char got[SQUEEZED_MAX + 1];

	if (!t || !t->number ||
	    !isdigit((unsigned char)*placing_start_of(p, t)))
		return false;
	squeeze_to(placing_start_of(p, t), placing_length_of(t), got);
	return *got && strlen(got) <= 5 && strspn(got, "0123456789") <= 4;
}

bool placing_is_own_number(const struct placing *p, const struct token *t)
{
	return place_has_number(&p->place, placing_start_of(p, t),
				placing_length_of(t));
}

bool placing_is_street(const struct placing *p, const struct token *t)
{
	return t && !t->number &&
	       place_has_street(&p->place, placing_start_of(p, t),
				placing_length_of(t));
}

bool placing_is_name(const struct placing *p, const struct token *t)
{
	const char *first = placing_start_of(p, t);

	return !t->number &&
	       u_isupper((UChar32)utf8_next(&first, p->text + t->to));
}

bool placing_is_town(const struct placing *p, const struct token *t)
{
	return !t->number && place_has_city(&p->place, placing_start_of(p, t),
					    placing_length_of(t));
}

size_t placing_postcode_at(const struct placing *p, size_t i, bool *own)
{
	const struct token *t = placing_at(p, i);
	char got[SQUEEZED_MAX + 1];

	for (size_t n = 1; n <= 2; n++) {
		const struct token *last = placing_at(p, i + n - 1);

		if (!last || !*p->place.postcode ||
		    (n == 2 && !placing_beside(p, t, last, " -")))
			return 0;
		squeeze_to(placing_start_of(p, t), last->to - t->from, got);
		if (squeezed_alike(got, p->place.postcode)) {
			*own = strcmp(got, p->place.postcode) == 0;
			return n;
		}
	}
	return 0;
}
