/* parcel.c - see parcel.h.
 * SPDX-License-Identifier: MIT */
#include "desk/intake/parcel.h"

#include "base/when.h"
#include "desk/intake/fact.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/fold.h"

#define FRESH_MS DAY_MS /* a look counts for so long */
/* Carriers forget a parcel after about 90 days (DHL, developer.dhl.com,
 * 2026-11-24): there is nothing left to ask. */
#define FORGOTTEN_MS (90 * DAY_MS)

static int load(struct desk *d, const char *tracking, struct parcel *p,
		struct err *err)
{
	*p = (struct parcel){ 0 };
	return record_find(d->db, &parcel_kind, p, &d->arena, NULL, err,
			   "WHERE tracking = ?1", "s", tracking);
}

const char *parcel_carrier(struct desk *d, const char *word,
			   const char *tracking)
{
	return d->brain && d->brain->carrier_of
		       ? d->brain->carrier_of(d->brain, word, tracking)
		       : "";
}

static bool can_be_asked(struct desk *d, const struct parcel *p)
{
	return d->brain && d->brain->tracks && p->carrier && *p->carrier &&
	       d->brain->tracks(d->brain, p->carrier);
}

/* -- how it stands -- */

/* Two local clocks without a zone, or one and an instant, are at most so far
 * apart (UTC+14 to UTC-12, rounded up). */
#define DOUBT_MS (38 * HOUR_MS)
#define NEAR_MAX 64 /* scans within the doubt; a parcel has a few a day */

struct seen_scan {
	int64_t id, shop;
	struct hw_scan scan;
};

bool parcel_arrived(int32_t status)
{
	return status == HW_DELIVERED || status == HW_RETURNED ||
	       status == HW_CANCELLED;
}

/* Records of one look are taken within a moment, looks are hours apart. */
static bool one_look(struct desk *d, const struct seen_scan *a,
		     const struct seen_scan *b)
{
	return fact_seen(d, &scan_kind, &b->scan, b->shop) -
		       fact_seen(d, &scan_kind, &a->scan, a->shop) <
	       MINUTE_MS;
}

/* Does `b`, which came after `a`, tell of a later moment? */
static bool is_later(struct desk *d, const struct seen_scan *b,
		     const struct seen_scan *a)
{
	const struct hw_when *then = &a->scan.occurred;
	const struct hw_when *now = &b->scan.occurred;
	int64_t apart = now->ms - then->ms;
	bool alike = (now->basis == HW_ZONE_UNKNOWN) ==
		     (then->basis == HW_ZONE_UNKNOWN);

	if (apart >= DAY_MS || (alike && apart > 0))
		return true;
	if (apart <= -DAY_MS ||
	    (alike && apart < 0 && then->ms <= d->tx.cmd->at))
		return false;
	return !parcel_arrived(a->scan.status) && !one_look(d, a, b);
}

static int by_arrival(const void *a, const void *b)
{
	const struct seen_scan *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

int parcel_newest(struct desk *d, const char *tracking, struct hw_scan *scan,
		  int64_t *id, struct err *err)
{
	int64_t last = db_i64(d->db, 0,
			      "SELECT max(occurred) FROM scans WHERE "
			      "tracking = ?1",
			      "s", tracking);
	CLEANUP(rows_release)
	struct rows r = record_query(d->db, &scan_kind,
				     "WHERE tracking = ?1 AND occurred >= ?2 "
				     "ORDER BY occurred DESC, id DESC LIMIT ?3",
				     "sii", tracking, last - DOUBT_MS,
				     (int64_t)NEAR_MAX);
	struct seen_scan near[NEAR_MAX];
	size_t n = 0, best = 0;

	while (rows_next(&r)) {
		near[n].id = rows_i64(&r, 0);
		near[n].shop = rows_i64(&r, 1);
		record_read(&r, &scan_kind, &near[n++].scan, &d->arena);
	}
	if (rows_end(&r, err))
		return -1;
	if (!n)
		return 0;
	qsort(near, n, sizeof near[0], by_arrival);
	for (size_t i = 1; i < n; i++)
		if (is_later(d, &near[i], &near[best]))
			best = i;
	*scan = near[best].scan;
	*id = near[best].id;
	return 1;
}

/* -- watched -- */

int parcel_moves(struct desk *d, const char *tracking, const char *carrier,
		 int64_t since, struct err *err)
{
	struct parcel before, after;
	int found = load(d, tracking, &before, err);

	if (found < 0)
		return -1;
	after = before;
	after.tracking = tracking;
	if (*carrier)
		after.carrier = carrier;
	after.state = PARCEL_UNDER_WAY;
	after.since = since;
	after.doubted = 0;
	after.old = 0;
	if (found && before.state == after.state && before.since == since &&
	    !before.doubted &&
	    text_eq(before.carrier ? before.carrier : "", carrier))
		return 0;
	return change(d, &parcel_kind, found ? &before : NULL, &after, err);
}

int parcel_ask(struct desk *d, const char *tracking, const char *carrier,
	       struct err *err)
{
	struct parcel p;
	int found = load(d, tracking, &p, err);

	if (found)
		return found < 0 ? -1 : 0;
	return parcel_moves(d, tracking, carrier, d->tx.cmd->at, err);
}

int parcel_ends(struct desk *d, const char *tracking, struct err *err)
{
	struct parcel before, after;
	int found = load(d, tracking, &before, err);

	if (found <= 0 || before.state == PARCEL_DONE)
		return found < 0 ? -1 : 0;
	after = before;
	after.state = PARCEL_DONE;
	after.doubted = 0;
	return change(d, &parcel_kind, &before, &after, err);
}

/* Once a day while nobody could look: an outage or a spent quota must not keep
 * stalls quiet. One alert a carrier. */
static int tell_unlooked(struct desk *d, const struct parcel *p,
			 struct err *err)
{
	return alert_raise(
		d, "warning",
		arena_printf(&d->arena, "unlooked:%s", p->carrier), 0,
		arena_printf(&d->arena,
			     "parcels seem to stand still and %s could not be "
			     "asked for a day; see `helloword plugins`",
			     p->carrier),
		err);
}

int parcel_doubt(struct desk *d, const char *tracking, bool *old,
		 struct err *err)
{
	int64_t at = d->tx.cmd->at, due = arg_i64(d, "due");
	struct parcel before, after;
	int found = load(d, tracking, &before, err);

	if (found < 0)
		return -1;
	*old = before.doubted ? before.old : fold_late(d, due);
	after = before;
	if (!found || !can_be_asked(d, &before) ||
	    at - before.looked < FRESH_MS) {
		after.doubted = 0;
		return found && before.doubted
			       ? change(d, &parcel_kind, &before, &after, err)
			       : 0;
	}
	if (before.doubted)
		found = tell_unlooked(d, &before, err);
	after.doubted = before.doubted ? before.doubted : at;
	after.old = *old;
	if (found < 0 ||
	    (!before.doubted &&
	     change(d, &parcel_kind, &before, &after, err)) ||
	    deadline_set(d, 0, 0, "parcel", tracking, at + FRESH_MS, err))
		return -1;
	return 1;
}

/* -- somebody has looked -- */

int looked_check(struct desk *d, struct err *err)
{
	d->tx.subject = arena_strdup(
		&d->arena, subject_of_parcel(d, arg_text(d, "tracking")));
	return *arg_text(d, "tracking") && *arg_text(d, "carrier")
		       ? 0
		       : err_set(err, ERR_DATA,
				 "looked needs tracking and carrier");
}

int looked_decide(struct desk *d, struct err *err)
{
	const char *tracking = arg_text(d, "tracking");
	int64_t at = d->tx.cmd->at;
	struct parcel before, after;
	int found = load(d, tracking, &before, err);

	if (found < 0)
		return -1;
	after = before;
	if (!found) {
		after.tracking = tracking;
		after.carrier = arg_text(d, "carrier");
		after.state = PARCEL_DONE;
	}
	if (json_bool(d->tx.json, "proof", false)) {
		after.proof = at;
		return change(d, &parcel_kind, found ? &before : NULL, &after,
			      err);
	}
	after.looked = at;
	if (after.since && at - after.since > FORGOTTEN_MS)
		after.state = PARCEL_DONE;
	if (change(d, &parcel_kind, found ? &before : NULL, &after, err))
		return -1;
	/* It has not moved: what was waited for is known, so it is due now. */
	return before.doubted
		       ? deadline_set(d, 0, 0, "parcel", tracking, at, err)
		       : 0;
}
