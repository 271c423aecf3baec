/* guard_placing.h - a text beside the address of its order, word by word
 * (guard_places.c judges by it).
 *
 * Tokens are asked for by their number; what is none is NULL, and NULL is
 * neither beside anything nor a house.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_PLACING_H
#define HW_POLICY_GUARD_PLACING_H

#include "policy/guard/guard_judging.h"
#include "policy/guard/guard_place.h"

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

const struct token *placing_at(const struct placing *p, size_t i);
const char *placing_start_of(const struct placing *p, const struct token *t);
size_t placing_length_of(const struct token *t);

/* Nothing but `marks` stands between them, and few. */
bool placing_beside(const struct placing *p, const struct token *a,
		    const struct token *b, const char *marks);

/* 12, 12a, 1-1-1: no year, no order. */
bool placing_is_house(const struct placing *p, const struct token *t);
/* Of the order's address. */
bool placing_is_own_number(const struct placing *p, const struct token *t);
bool placing_is_street(const struct placing *p, const struct token *t);
bool placing_is_town(const struct placing *p, const struct token *t);
/* It begins with a capital. */
bool placing_is_name(const struct placing *p, const struct token *t);

/* How many tokens from i on are a postcode of the order's form (1, or 2 as in
 * SW1A 1AA), and whether it is the order's own; 0 when they are none. */
size_t placing_postcode_at(const struct placing *p, size_t i, bool *own);

#endif
