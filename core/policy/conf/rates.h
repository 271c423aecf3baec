/* rates.h - what a currency was worth, on a day that is told, by a source that
 * is named (policy/rates.conf).
 *
 * Used for comparing only: an effect is always in the buyer's currency.
 * Refuses a rate older than RATE_AGE_DAYS and a currency without one: who asks
 * then says so and leaves the matter to a person.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_RATES_H
#define HW_POLICY_RATES_H

#include "policy/conf/conf.h"

#define RATE_AGE_DAYS 40

struct rate {
	char currency[4];
	int64_t num, den; /* units of it for one of the base currency */
	int64_t date;     /* ms */
};
VEC(rate_list, struct rate);

struct rates {
	char base[4];
	struct rate_list list;
};

/* Takes the rates of a file; mistakes are recorded at its lines. */
void rates_read(struct rates *r, struct conf *c);
void rates_release(struct rates *r);

/* An amount in another currency at the moment `now`, rounded half to even.
 * -1 with ERR_DATA: which rate is missing or too old, and what to do. */
int rates_convert(const struct rates *r, struct money m, const char *currency,
		  int64_t now, struct money *out, struct err *err) MUST_CHECK;

#endif
