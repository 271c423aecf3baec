/* day.h - a random day of a desk: what shops, carriers, buyers, people, time
 * and senders may send, in any order, from one seed.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_DAY_H
#define HW_TESTS_DAY_H

#include "base/str.h"
#include "desk/desk.h"

struct day {
	struct desk *desk;
	int64_t now; /* the clock door reads it */
	uint64_t seed;
	int64_t shop, mail;
	int orders, texts, others; /* how many there are so far */
	struct str lines;          /* of the delivery being made */
	int64_t refused, quarantined;
};

/* A morning: a desk opened so, with the instances "shop" and "mail"; its clock
 * may read day->now. */
void day_begin(struct day *day, uint64_t seed,
	       const struct desk_options *options);

/* One thing happens: a delivery, a person's act, a result, a deadline. Fails
 * the test when the desk answers with anything but done, refused or denied. */
void day_step(struct day *day);
void day_submit(struct day *day, const char *kind, const char *by,
		const char *json);

#endif
