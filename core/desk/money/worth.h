/* worth.h - what an action is worth to the buyer: what limits and breakers
 * count.
 *
 * An amount is worth itself; a code of a percentage that share of the order it
 * follows; goods that are sent anew what was paid for them. A large code may be
 * used for a larger order, and of an order that nobody knows the total of there
 * is nothing to take a share of: what such an action is worth cannot be told.
 * It is counted all the same, with what is nearest, so that breaker, day and
 * clock hold it; but only an owner may say yes to it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_WORTH_H
#define HW_DESK_WORTH_H

#include "desk/internal.h"

enum giving {
	GIVES_NOTHING, /* words, a return */
	GIVES,
	GIVES_UNTOLD /* something, and nobody can tell how much */
};

/* *worth has a currency unless nothing is given. Texts of a's are borrowed. */
enum giving worth_of(struct desk *d, const struct action *a,
		     struct money *worth);
/* Of the lines that it names, or all: their price, without what was paid for
 * sending them, where both are known. */
enum giving worth_of_goods(struct desk *d, const struct action *a,
			   struct money *worth);
/* The percentage that it names, as it stands there; 0 when it names none. */
int64_t worth_percent(const struct action *a);
/* ERR_DATA for what nobody can mean: an amount and a percentage at once (which
 * of them its plugin takes nobody knows), or a percentage that is none. */
int worth_check(const struct action *a, struct err *err) MUST_CHECK;

#endif
