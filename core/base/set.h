/* set.h - a set of strings: is it there already?
 *
 *	struct text_set seen = { 0 };
 *	if (text_set_add(&seen, ref)) ...
 *	text_set_release(&seen);
 *
 * It keeps the pointers that it is given until it is released. Its hash has a
 * key of its own, so nobody who chooses the strings can make it slow.
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_SET_H
#define HW_BASE_SET_H

#include "base/hash.h"

struct text_set {
	const char **at; /* of `cap` places, NULL where none is */
	size_t len, cap;
	uint8_t key[HASH_SHORT_KEY];
};

/* False when it was there. */
bool text_set_add(struct text_set *s, const char *text);
bool text_set_has(const struct text_set *s, const char *text);
void text_set_release(struct text_set *s);

#endif
