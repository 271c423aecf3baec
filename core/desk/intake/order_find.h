/* order_find.h - which order a person or a text means.
 *
 * Two shops may both have a "#1001", and a number in a mail is only a claim.
 * So a person who plans must say which is meant when two fit, and a text is
 * believed only when its sender is the buyer of the order that it names. It
 * never guesses the newest.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ORDER_FIND_H
#define HW_DESK_ORDER_FIND_H

#include "desk/internal.h"

struct found_order {
	int64_t shop;
	const char *ref, *label; /* its id there; the shop's instance */
};

/* By its id or the name people say; `label` "" means any shop. ERR_DATA: none
 * fits, or two do. Texts live in the command's arena. */
int order_called(struct desk *d, const char *name, const char *label,
		 struct found_order *out, struct err *err) MUST_CHECK;

/* "lamps, chairs": whose orders are called so, in the arena. */
const char *order_shops(struct db *db, struct arena *arena, const char *name,
			const char *label);

/* What a channel of the shop itself says: the order of that shop first, then
 * the only one of that id or name. */
bool order_told(struct desk *d, int64_t shop, const char *name,
		struct found_order *out);

/* The order that a text names and that was bought from this address. */
bool order_claimed(struct desk *d, const char *text, const char *address,
		   struct found_order *out);

/* The name of an order that a text plainly means ("#1001", "order 1001", or a
 * number of at least six characters) whoever its buyer is, but for `but` (its
 * ref is "": for none); NULL if there is none. */
const char *order_mentioned(struct desk *d, const char *text,
			    const struct found_order *but);

/* All that a text plainly means so, whoever their buyers are; of one name those
 * of all shops, the five newest. Of a text with many numbers the first 60 are
 * looked at. Fills `out` with `max` at most and says how many. */
int orders_meant(struct desk *d, const char *text, struct found_order *out,
		 int max);

/* The latest order that was bought from this address. */
bool order_latest(struct desk *d, const char *address, struct found_order *out);

/* What people call an order: its name, else its id there. */
const char *order_spoken(struct desk *d, int64_t shop, const char *ref);

#endif
