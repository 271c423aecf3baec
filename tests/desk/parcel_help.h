/* parcel_help.h - a desk with a carrier "dhl" that can be asked where a parcel
 * is, parcels under way, and who is to be asked next.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_PARCEL_HELP_H
#define HW_TESTS_PARCEL_HELP_H

#include "desk/desk_help.h"
#include "host/parcels.h"

extern bool carrier_answers; /* true at first: else nobody can be asked */
extern struct parcel_waits parcel_waits;
extern struct arena parcel_arena; /* of what next() gives */

struct desk *desk_with_carrier(void);
/* The same, whose shop went live so long ago and not a month. */
struct desk *desk_gone_live(int64_t ago);
/* Replays it, and closes it. */
void parcels_end(struct desk *d);

/* Order On with one parcel, Tn, shipped so many days ago. */
void ship(struct desk *d, int n, const char *carrier, int days,
	  const char *total);
/* The carrier tells of parcel Tn. */
void scan(struct desk *d, int n, const char *status, int64_t at);

/* The instance of the carrier, with so many calls a day. */
struct instance dhl(int64_t calls_a_day);
/* The number to ask about, "" for none; "proof " before it for a proof. */
const char *next(struct desk *d, struct instance *in);
/* It was asked, and answered. */
void looked(struct desk *d, struct instance *in, const char *tracking,
	    bool proof);

#endif
