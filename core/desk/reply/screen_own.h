/* screen_own.h - what a person's reply may tell, and what it may not since it
 * is another buyer's: the parts of screen.c.
 *
 * Who is answered is known by the ticket's order, by the address that the reply
 * goes to, and by those that wrote in the ticket. Whatever else is in an order
 * that the ticket or the reply names is not theirs. Where the ticket is two
 * buyers' since a merge (merge.h) it is the one that the reply goes to, by what
 * is theirs alone: the other one, who wrote there as well, is somebody else.
 *
 * Rows decide, so only what is looked up is found: an order by its number, a
 * parcel by its number in one piece, a buyer by the name as the shop has it
 * (screen_names.c says in which forms).
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_SCREEN_OWN_H
#define HW_DESK_SCREEN_OWN_H

#include "desk/intake/order_find.h"
#include "desk/reply/screen.h"
#include "desk/ticket/merge.h"

#define SCREENED_ORDERS 64 /* that are remembered as looked at */

/* A reply that is looked through. */
struct screened {
	struct desk *d;
	const struct action *a;
	const struct hw_order *order; /* zeroes when it has none */
	struct outgoing *out;
	struct merge_reader reader; /* nothing where it is one buyer's */
	/* There was more than is looked at: what is left may be anybody's. */
	bool full;
	struct {
		int64_t shop;
		const char *ref;
	} seen[SCREENED_ORDERS];
	size_t seen_count;
};

/* Sets `known` and `numbers`: what this buyer has given or was told, and what
 * of theirs the shops and carriers report (screen_known.c). */
void screen_known(struct screened *s);

/* -- who it is (screen_buyer.c) -- */

/* Sets `reader`, and where they are one of two buyers `action` and `order` to
 * what is theirs. */
void screen_reader(struct screened *s);
/* False, and zeroes, when it is not there. */
bool screen_load_order(struct desk *d, int64_t shop, const char *ref,
		       struct hw_order *out);
/* By the account there, or by the address; the order itself is one's own. */
bool screen_same_buyer(int64_t a_shop, const struct hw_order *a, int64_t b_shop,
		       const struct hw_order *b);
/* Is that order, of that shop, of who is answered? */
bool screen_is_theirs(const struct screened *s, int64_t shop,
		      const struct hw_order *o);

/* -- what is somebody else's -- */

/* Adds to `others` what is not among them; of more than OUTGOING_OTHERS_MAX it
 * sets `full`. */
void screen_add_other(struct screened *s, enum outgoing_other_kind kind,
		      const char *value, const char *whose);
/* What that order tells when it is another buyer's, once. */
void screen_add_order(struct screened *s, int64_t shop, const char *ref);
/* What is another buyer's of the orders and parcels that a text names; of all
 * numbers of the reply's own, else it is full (screen_others.c). */
void screen_others(struct screened *s);
/* The other buyers of the ticket: their names as they write, and what their
 * orders tell (screen_others.c). */
void screen_beside(struct screened *s);
/* What is another buyer's of what the newest mails of the ticket name. Last:
 * where there is room for no more, what the reply itself names is there. */
void screen_ticket(struct screened *s);
/* The orders of buyers whose names stand in the reply (screen_names.c). */
void screen_names(struct screened *s);
/* Codes of coupons that were made for somebody else, or for nobody beside the
 * one that they have (screen_codes.c). */
void screen_codes(struct screened *s);

#define SCREEN_WORDS_MOST 500 /* of a text that are looked up */

/* The next word of a text that may be a number or a code, in the arena, and
 * moves *text behind it; NULL at the end. It has a digit, or nothing but
 * capitals. */
const char *screen_word(const struct screened *s, const char **text);

#endif
