/* screen_own.h - what a person's reply may tell, and what it may not since it
 * is another buyer's: the parts of screen.c.
 *
 * Who is answered is known by the ticket's order, by the address that the reply
 * goes to, and by those that wrote in the ticket. Whatever else is in an order
 * that the ticket or the reply names is not theirs.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_SCREEN_OWN_H
#define HW_DESK_SCREEN_OWN_H

#include "desk/intake/order_find.h"
#include "desk/reply/screen.h"

/* The order of the reply; zeroes when it has none. */
struct screened {
	struct desk *d;
	const struct action *a;
	const struct hw_order *order;
	struct outgoing *out;
};

/* Sets `known` and `numbers`: what this buyer has given or was told, and what
 * of theirs the shops and carriers report (screen_known.c). */
void screen_known(const struct screened *s);
/* Is that order, of that shop, of who is answered? */
bool screen_is_theirs(const struct screened *s, int64_t shop,
		      const struct hw_order *o);

/* Adds to `others`; of more than OUTGOING_OTHERS_MAX the rest is left out. */
void screen_add_other(const struct screened *s, enum outgoing_other_kind kind,
		      const char *value, const char *whose);
/* What is another buyer's of the orders and parcels that the ticket or the
 * reply names, and whose names the reply has (screen_others.c). */
void screen_others(const struct screened *s);
/* The next word of a text that may be a number or a code, in the arena, and
 * moves *text behind it; NULL at the end. */
const char *screen_word(const struct screened *s, const char **text);
/* Codes of coupons that were made for somebody else, or for nobody beside the
 * one that they have (screen_codes.c). */
void screen_codes(const struct screened *s);

#endif
