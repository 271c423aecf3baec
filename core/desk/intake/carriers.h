/* carriers.h - how parcels of each carrier fared (A130).
 *
 * Read from shipments, scans and tickets, page by page, so that no reader holds
 * the log for long; nothing is kept. A parcel counts from when it was sent, or
 * its order placed where nobody told; a cancelled label is no parcel.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_CARRIERS_H
#define HW_DESK_CARRIERS_H

#include "base/vec.h"
#include "db/db.h"

VEC(transit_times, int64_t);

struct lane {
	const char *carrier; /* id; as the shop calls it, of an unknown one */
	const char *country; /* of the delivery; "" of the sum over all */
	int64_t parcels, arrived;
	int64_t promised, on_time; /* arrived with an estimate; by that day */
	int64_t stalled, missing, damaged;
	struct transit_times times; /* ms, of those that arrived; sorted */
};
VEC(lane_list, struct lane);

struct carriers {
	struct lane_list lanes; /* sums and countries, in no order */
	struct arena arena;
	/* The id of a carrier by what a shop calls it or the number; "" when
	 * neither tells. */
	const char *(*name)(void *arg, const char *word, const char *number);
	void *arg;
};

/* Of parcels sent at `since` or later; of the shop of that label, NULL for all.
 */
int carriers_count(struct carriers *c, struct db *db, int64_t since,
		   const char *shop, struct err *err) MUST_CHECK;
void carriers_release(struct carriers *c);

/* The time in which so many of 100 arrived, ms; -1 when none did. */
int64_t lane_time(const struct lane *l, int percent);

#endif
