/* guard_place.h - where an order goes, as it is found again in a text.
 *
 * Words and numbers of the address are compared, not the whole of it: a reply
 * writes "Hauptstr. 12" for "Hauptstraße 12", and leaves out what it likes.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_PLACE_H
#define HW_POLICY_GUARD_PLACE_H

#include "policy/guard/guard.h"
#include "policy/guard/guard_names.h"
#include "policy/guard/guard_tokens.h"

struct squeezed {
	char at[SQUEEZED_MAX + 1];
};
VEC(squeezed_list, struct squeezed);

struct place {
	struct name_list street; /* words of the lines that have a number */
	struct name_list city;
	struct squeezed_list numbers; /* of those lines */
	char postcode[SQUEEZED_MAX + 1];
};

/* Of the order's facts; empty lists where nothing is known. */
void place_of(struct place *p, const struct guard_facts *facts);
void place_release(struct place *p);

/* Is it a word of the street, or of the city? As it is written, or shortened,
 * or with another ending. "Testville" is no Test Street in Testville. */
bool place_has_street(const struct place *p, const char *word, size_t len);
bool place_has_city(const struct place *p, const char *word, size_t len);
/* Is it a word of the street that is written in short: "Hauptstr"? */
bool place_shortens(const struct place *p, const char *word, size_t len);
/* Is it a number of the street? "12a" is where the order has 12, or 12 a. */
bool place_has_number(const struct place *p, const char *number, size_t len);

#endif
