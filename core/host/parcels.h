/* parcels.h - which parcel a carrier is asked about, and how often.
 *
 * Carriers grant a few calls a day (DHL: 250), so each goes to the parcel that
 * is most worth it. Calls are counted in the database before they are made: a
 * restart forgets none. A share is kept back for parcels with an open ticket
 * and for those that seem to stand still; delivered ones are not asked.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_PARCELS_H
#define HW_HOST_PARCELS_H

#include "desk/desk.h"
#include "host/instance.h"

/* What the worth of a look depends on; 0 where it is not known. */
struct parcel_facts {
	int64_t looked;   /* ms, when its carrier was last asked */
	int64_t doubted;  /* since when it seems to stand still */
	int64_t due;      /* when it will */
	int64_t promised; /* when it was to arrive */
	int64_t value;    /* of the order, minor units of its currency */
	bool ticket;      /* one is open */
};
int64_t parcel_worth(const struct parcel_facts *f, int64_t now);

/* Numbers that made a call fail are left alone for an hour, so that one bad
 * reply does not stop the others. Embedded: zero it. */
#define PARCEL_WAITS 16
struct parcel_waits {
	struct {
		char tracking[64];
		int64_t until; /* desk_mono */
	} at[PARCEL_WAITS];
	unsigned next;
};
/* mono: the desk's. */
void parcel_failed(struct parcel_waits *w, const char *tracking, int64_t mono);

struct parcel_question {
	const char *tracking; /* in the arena */
	bool proof;           /* of delivery; else its scans */
};
/* What to ask now. False: nothing is due, or no call of the day is left. */
bool parcel_next(struct desk *d, struct instance *in,
		 const struct parcel_waits *w, struct arena *arena,
		 struct parcel_question *q);

/* One call of this UTC day; durable when it returns 0. */
int parcel_count_call(struct desk *d, struct instance *in,
		      struct err *err) MUST_CHECK;
/* The carrier has answered: the desk is told. */
int parcel_looked(struct desk *d, const struct instance *in,
		  const struct parcel_question *q, struct err *err) MUST_CHECK;

/* Parcels under way with this carrier, and how many of them were looked at
 * within a day. */
void parcel_survey(struct desk *d, const struct instance *in,
		   int64_t *under_way, int64_t *covered);

#endif
