/* seller.h - one seller as the product is made for: the shipped policy and
 * packs, buyers in twelve languages, parcels that mostly arrive.
 *
 * World.seller chooses it; else the small policy of fake_brain.h decides, and
 * money is what matters.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_YEAR_SELLER_H
#define HW_TESTS_YEAR_SELLER_H

#include "year/world.h"

/* Policy and packs into w->brain; what the world itself answers is set after.
 */
void seller_brain(struct world *w);
/* How a buyer's language and country are written. */
const char *seller_lang(int buyer);
const char *seller_country(int buyer);
/* A buyer's mail, of the examples that their pack was learnt from. */
const char *seller_letter(int buyer, int number);

/* One thing of a day: mostly a sale. */
void seller_lives(struct world *w);
/* Somebody answers what playbooks ask, and does their tasks. */
void seller_decides(struct world *w);
/* What of a seller must be true, at any time and at the end (seller_check.c).
 */
void seller_check(struct world *w);
void seller_check_end(struct world *w);
void seller_close(struct world *w);

#endif
