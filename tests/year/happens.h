/* happens.h - what happens in the world of world.h, and what must be true of it
 * whatever did.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_YEAR_HAPPENS_H
#define HW_TESTS_YEAR_HAPPENS_H

#include "year/world.h"

/* -- what a shop shows (front.c) -- */

void put_order(struct world *w, struct str *out, int n, int order);
void put_payments(struct world *w, struct str *out, int n, int order);
/* First letter of its orders' refs; what people call an order. */
char letter_of(const struct world *w, int n);
int spoken(int n, int order); /* "#1<shop><number>": once in all shops */
/* Delivers lines as a poll does. True when they were taken in. */
bool bring(struct world *w, int lane, struct str *lines);
void poll_shop(struct world *w, int n);
void poll_mail(struct world *w);
/* A buyer, a parcel, a review or the seller does something (life.c). */
void life_goes_on(struct world *w);
void life_of_order(struct world *w, int n, uint64_t what);

/* -- what goes wrong with the desk's machine (accidents.c) -- */

void accident(struct world *w);
void desk_up(struct world *w);
void desk_crash(struct world *w);

/* -- people (people.c) -- */

void people_act(struct world *w);
void people_finish(struct world *w); /* all that waits for somebody */

/* -- what must be true (check.c) -- */

void check_step(struct world *w);
/* `sending` of this one was just taken. */
void check_sent(struct world *w, int n, const char *key, const char *order_ref,
		int64_t minor);
void check_day(struct world *w);
void check_end(struct world *w);

#endif
