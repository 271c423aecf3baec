/* parcel.h - which parcels are under way, and when their carrier was asked.
 *
 * One row a tracking number that is watched. The host reads it to ask about
 * those that are worth a call; the desk claims a stall only when somebody has
 * looked within a day, if somebody can. Calls are the host's: here stands only
 * what the command "looked" said.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_PARCEL_H
#define HW_DESK_PARCEL_H

#include "desk/internal.h"
#include "hw_plugin.h"

/* The carrier's id by a shop's word or the number; "" if unknown. */
const char *parcel_carrier(struct desk *d, const char *word,
			   const char *tracking);

/* The scan that tells how it stands now, and its id. By the clock, except where
 * clocks cannot be compared (one of two without a zone, or one ahead of us):
 * there the one that came with a later look, unless the parcel had arrived; of
 * one look the first, as plugins emit them. 1, 0 or -1. */
int parcel_newest(struct desk *d, const char *tracking, struct hw_scan *scan,
		  int64_t *id, struct err *err) MUST_CHECK;
/* Delivered, returned or cancelled. */
bool parcel_arrived(int32_t status);

/* A sign of life at `since`: it is under way, and no doubt is left. */
int parcel_moves(struct desk *d, const char *tracking, const char *carrier,
		 int64_t since, struct err *err) MUST_CHECK;
/* A buyer misses it: its carrier is asked about it as long as it is not known
 * to have arrived. */
int parcel_ask(struct desk *d, const char *tracking, const char *carrier,
	       struct err *err) MUST_CHECK;
/* It arrived, went back or was cancelled. */
int parcel_ends(struct desk *d, const char *tracking,
		struct err *err) MUST_CHECK;

/* Its time to move is over. 1: its carrier can be asked and was not within a
 * day, so that is waited for. 0: it has stalled, and *old says that it had long
 * before anybody noticed. */
int parcel_doubt(struct desk *d, const char *tracking, bool *old,
		 struct err *err) MUST_CHECK;

/* The command "looked": {"tracking", "carrier", "proof"?}. */
int looked_check(struct desk *d, struct err *err);
int looked_decide(struct desk *d, struct err *err);

#endif
