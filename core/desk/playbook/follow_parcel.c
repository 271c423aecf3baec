/* follow_parcel.c - what follows from parcels and their scans.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "desk/alert/sign.h"
#include "desk/intake/fact.h"
#include "desk/intake/handling.h"
#include "desk/intake/parcel.h"
#include "desk/playbook/advice.h"
#include "desk/playbook/follow_own.h"
#include "desk/playbook/playbook.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/fold.h"

int parcel_of(struct desk *d, const char *tracking, struct hw_shipment *s,
	      int64_t *shop, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = record_query(
		d->db, &shipment_kind,
		"WHERE tracking = ?1 ORDER BY id DESC LIMIT 1", "s", tracking);

	*shop = 0;
	if (!rows_next(&r))
		return rows_end(&r, err);
	record_read(&r, &shipment_kind, s, &d->arena);
	*shop = rows_i64(&r, 1);
	return 1;
}

static const char *issue_of_scan(int32_t status)
{
	switch (status) {
	case HW_CUSTOMS_HOLD:
		return "customs";
	case HW_EXCEPTION:
	case HW_RETURNING:
	case HW_RETURNED:
		return "not_received";
	default:
		return NULL;
	}
}

/* The go-live line of a shop, ms. */
static int64_t live_of(struct desk *d, int64_t shop)
{
	return db_i64(d->db, 0, "SELECT live_since FROM shops WHERE id = ?1",
		      "i", shop);
}

/* Is it all from before the shop went live? A scan of after that is not,
 * whenever its parcel left. */
static bool is_history(const struct hw_shipment *parcel,
		       const struct hw_scan *s, int64_t live)
{
	return s->occurred.ms < live &&
	       (!parcel->shipped.basis || parcel->shipped.ms < live);
}

/* No matter any more; but what did not stand still by then is watched. */
static int scan_said(struct desk *d, int64_t shop,
		     const struct hw_shipment *parcel, const struct hw_scan *s,
		     int64_t live, struct err *err)
{
	int64_t limit;

	if (parcel_arrived(s->status))
		return parcel_unwatch(d, s->tracking, err);
	limit = parcel_still_limit(d, shop, parcel, s->status);
	return limit > 0 && s->occurred.ms + limit > live
		       ? parcel_watch(d, shop, parcel, s->status,
				      s->occurred.ms, err)
		       : 0;
}

/* What a parcel's newest scan asks for. */
static int scan_says(struct desk *d, int64_t shop,
		     const struct hw_shipment *parcel, const struct hw_scan *s,
		     struct err *err)
{
	struct report report = { .trigger = "scan",
				 .shop = shop,
				 .tracking = s->tracking,
				 .order_ref = parcel->order_ref,
				 .what.issue = issue_of_scan(s->status) };
	int64_t live = live_of(d, shop);

	if (is_history(parcel, s, live))
		return scan_said(d, shop, parcel, s, live, err);
	if (parcel_arrived(s->status))
		return parcel_unwatch(d, s->tracking, err) ||
				       playbook_look(d, shop, parcel->order_ref,
						     err)
			       ? -1
			       : 0;
	if (playbook_look(d, shop, parcel->order_ref, err))
		return -1;
	if (report.what.issue &&
	    report_by(d, &report, s->occurred.ms, "parcel", err))
		return -1;
	return parcel_watch(d, shop, parcel, s->status, s->occurred.ms, err);
}

/* Whichever comes first, the parcel or its scans, it is watched from the day
 * that both are known. What a scan said already is not said again. */
static int first_told(struct desk *d, const struct hw_shipment *s,
		      struct err *err)
{
	struct hw_scan scan = { 0 };
	int64_t id = 0, at = d->tx.cmd->at;
	int found = parcel_newest(d, s->tracking, &scan, &id, err);

	if (found < 0)
		return -1;
	if (!found)
		return parcel_watch(d, d->tx.cmd->shop, s, HW_PENDING,
				    s->shipped.basis && s->shipped.ms < at
					    ? s->shipped.ms
					    : at,
				    err);
	if (db_i64(d->db, 0,
		   "SELECT 1 FROM parcels WHERE tracking = ?1 AND "
		   "since IS NOT NULL",
		   "s", s->tracking))
		return 0;
	return scan_says(d, d->tx.cmd->shop, s, &scan, err);
}

/* Only where a rule wants something: most parcels just go. */
static int care(struct desk *d, const struct hw_shipment *s, struct err *err)
{
	struct report report = { .trigger = "shipped",
				 .shop = d->tx.cmd->shop,
				 .order_ref = s->order_ref,
				 .tracking = s->tracking,
				 .what = { .issue = "other", .also = "" } };
	struct advice advice = { .count = 0 };

	if (!d->brain || !d->brain->listens ||
	    !d->brain->listens(d->brain, report.trigger) ||
	    !d->tx.fact->fresh || ticket_find(d, report.shop, s->order_ref, ""))
		return 0;
	matter_fill(d, &report);
	d->brain->advise(d->brain, &report.matter, &d->arena, &advice);
	if (!advice.count && (!advice.playbook || !*advice.playbook))
		return 0;
	return report_now(d, &report, err);
}

/* Parcels older than that have arrived or are given up, whatever a shop says of
 * them: many never hear of a delivery. */
#define UNDER_WAY_MS (30 * DAY_MS)

/* One that left before the shop went live makes no matter by itself, but its
 * carrier is asked, and what is scanned from now on counts. */
static int ask_at_start(struct desk *d, const struct hw_shipment *s,
			struct err *err)
{
	const char *id;

	if (s->status == HW_SHIP_DELIVERED || s->status == HW_SHIP_CANCELLED)
		return parcel_unwatch(d, s->tracking, err);
	if (!s->shipped.basis || d->tx.cmd->at - s->shipped.ms > UNDER_WAY_MS ||
	    !d->brain || !d->brain->tracks)
		return 0;
	id = parcel_carrier(d, s->carrier ? s->carrier : "", s->tracking);
	return *id && d->brain->tracks(d->brain, id)
		       ? parcel_ask(d, s->tracking, id, err)
		       : 0;
}

static int shipment_says(struct desk *d, const struct hw_shipment *s,
			 struct err *err)
{
	if (!s->tracking || !*s->tracking)
		return 0;
	if (d->tx.fact->before_live)
		return ask_at_start(d, s, err);
	if (handling_over(d, s, err))
		return -1;
	if (s->status == HW_SHIP_DELIVERED || s->status == HW_SHIP_CANCELLED)
		return parcel_unwatch(d, s->tracking, err) ||
				       playbook_look(d, d->tx.cmd->shop,
						     s->order_ref, err)
			       ? -1
			       : 0;
	return first_told(d, s, err) || care(d, s, err) ? -1 : 0;
}

int shipment_follow(struct desk *d, struct err *err)
{
	const struct hw_shipment *s = d->tx.fact->rec;

	return shipment_says(d, s, err) || sign_order_again(d, d->tx.cmd->shop,
							    s->order_ref, err)
		       ? -1
		       : 0;
}

int scan_follow(struct desk *d, struct err *err)
{
	const struct hw_scan *s = d->tx.fact->rec;
	struct hw_shipment parcel = { 0 };
	struct hw_scan newest = { 0 };
	int64_t shop, id = 0;
	int found = parcel_of(d, s->tracking, &parcel, &shop, err);

	if (found <= 0)
		return found;
	if (parcel_newest(d, s->tracking, &newest, &id, err) < 0)
		return -1;
	if (id != d->tx.fact->id)
		return 0;
	return scan_says(d, shop, &parcel, s, err) ||
			       sign_order_again(d, shop, parcel.order_ref, err)
		       ? -1
		       : 0;
}

/* One alert for one parcel; what is noticed late is folded. Not before somebody
 * has looked, who can. */
int parcel_stalled(struct desk *d, const char *tracking, struct err *err)
{
	struct hw_shipment s = { 0 };
	struct report report = { .trigger = "stalled",
				 .tracking = tracking,
				 .what.issue = "stalled" };
	bool old = false;
	int found = parcel_of(d, tracking, &s, &report.shop, err);
	int doubt = found > 0 ? parcel_doubt(d, tracking, &old, err) : 0;
	int64_t id;

	if (found <= 0 || doubt)
		return found < 0 || doubt < 0 ? -1 : 0;
	report.order_ref = s.order_ref;
	if (old)
		return fold_report(d, &report, s.order_ref, err);
	if (ticket_report(d, &report, &id, err) ||
	    alert_raise(d, "warning",
			arena_printf(&d->arena, "stalled:%s",
				     subject_of_value(d, "parcel", tracking)),
			id,
			arena_printf(&d->arena,
				     "T-%lld: a parcel has stopped moving",
				     (long long)id),
			err))
		return -1;
	return sign_order(d, report.shop, report.order_ref, err);
}
