/* follow.c - see follow.h.
 * SPDX-License-Identifier: MIT */
#include "desk/follow.h"

#include "base/when.h"
#include "desk/action.h"
#include "desk/advice.h"
#include "desk/deadline.h"
#include "desk/fact.h"
#include "desk/fold.h"
#include "desk/handling.h"
#include "desk/parcel.h"
#include "desk/playbook.h"
#include "desk/refund.h"
#include "desk/review.h"
#include "desk/sign.h"
#include "desk/ticket.h"
#include "desk/upload.h"

/* -- orders -- */

/* What came in live; the rest when something befalls it. */
static int score(struct desk *d, const struct hw_order *o, struct err *err)
{
	return d->tx.fact->before_live
		       ? 0
		       : sign_order(d, d->tx.cmd->shop, o->ref, err);
}

int order_follow(struct desk *d, struct err *err)
{
	const struct hw_order *o = d->tx.fact->rec;
	struct buyer before = { 0 }, after;
	int found;

	if (!o->buyer_ref || !*o->buyer_ref)
		return score(d, o, err);
	found = record_find(d->db, &buyer_kind, &before, &d->arena, NULL, err,
			    "WHERE shop = ?1 AND ref = ?2", "is",
			    d->tx.cmd->shop, o->buyer_ref);
	if (found < 0)
		return -1;
	after = before;
	after.shop = d->tx.cmd->shop;
	after.ref = o->buyer_ref;
	after.name = o->buyer_name;
	after.email = o->email;
	after.phone = o->phone;
	after.lang = o->lang;
	after.country = o->country;
	/* A new order of a known buyer is one more; counted only when an order
	 * changed, which may have been another buyer's. */
	after.orders = d->tx.fact->fresh
			       ? before.orders + 1
			       : db_i64(d->db, 0,
					"SELECT count(*) FROM orders WHERE "
					"shop = ?1 AND buyer_ref = ?2",
					"is", d->tx.cmd->shop, o->buyer_ref);
	if (change(d, &buyer_kind, found ? &before : NULL, &after, err) ||
	    score(d, o, err))
		return -1;
	return o->status == HW_ORDER_CANCELLED
		       ? playbook_look(d, d->tx.cmd->shop, o->ref, err)
		       : 0;
}

/* -- what opens tickets -- */

static int report_now(struct desk *d, struct report *report, struct err *err)
{
	int64_t id;

	report->shop = report->shop ? report->shop : d->tx.cmd->shop;
	report->what.confidence = 100;
	report->what.also = report->what.also ? report->what.also : "";
	if (ticket_report(d, report, &id, err))
		return -1;
	return sign_order(d, report->shop, report->order_ref, err);
}

/* As report_now; folded when its time had passed at `due` and no open ticket
 * is about its order. */
static int report_by(struct desk *d, struct report *report, int64_t due,
		     const char *what, struct err *err)
{
	report->shop = report->shop ? report->shop : d->tx.cmd->shop;
	if (!fold_late(d, due) ||
	    ticket_find(d, report->shop, report->order_ref, ""))
		return report_now(d, report, err);
	return fold_report(
		d, report,
		arena_printf(&d->arena, "%s %s", report->order_ref, what), err);
}

int payment_follow(struct desk *d, struct err *err)
{
	const struct hw_payment *p = d->tx.fact->rec;
	struct report report = { .trigger = "payment_failed",
				 .order_ref = p->order_ref,
				 .what.issue = "payment_failed" };

	if (p->kind == HW_REFUND)
		return refund_seen(d, p, err) ||
				       playbook_look(d, d->tx.cmd->shop,
						     p->order_ref, err)
			       ? -1
			       : 0;
	if (p->kind == HW_SALE && p->status == HW_PAY_SUCCESS)
		return handling_begin(d, p, err) ||
				       playbook_look(d, d->tx.cmd->shop,
						     p->order_ref, err)
			       ? -1
			       : 0;
	if (d->tx.fact->before_live || p->kind != HW_SALE ||
	    p->status != HW_PAY_FAILED)
		return 0;
	return report_by(d, &report, d->tx.fact->occurred, p->ref, err);
}

int review_follow(struct desk *d, struct err *err)
{
	const struct hw_review *r = d->tx.fact->rec;
	struct report report = { .trigger = "review",
				 .order_ref = r->order_ref ? r->order_ref : "",
				 .subject = r->title,
				 .what = { .issue = "review_bad",
					   .lang = r->lang },
				 .matter.stars = r->stars };
	struct seen seen = { 0 };

	if (review_seen(d, &seen, err))
		return -1;
	if (!d->tx.fact->before_live && r->stars > 0 && r->stars <= 2) {
		report.cause = review_cause(d, r);
		if (report_by(d, &report, d->tx.fact->occurred, r->ref, err))
			return -1;
	}
	return review_tell(d, &seen, err) || sign_review(d, &seen.change, err)
		       ? -1
		       : 0;
}

/* Before the go-live line a dispute still counts while the platform waits for
 * us; the alert tells once how many there are. */
static int told_at_start(struct desk *d, struct err *err)
{
	return alert_raise(d, "warning",
			   arena_printf(&d->arena, "open-before-live:%lld",
					(long long)d->tx.cmd->shop),
			   0,
			   "matters from before go-live are still open on the "
			   "platform; each has a ticket",
			   err);
}

/* The ticket that has the limit of a dispute; 0 when none has. Found by the
 * deadline itself: a dispute may have no order, its ticket may be about more
 * than it, and may have gone into one of another shop. */
static int64_t disputed_on(struct desk *d, const char *ref)
{
	return db_i64(d->db, 0,
		      "SELECT d.ticket FROM deadlines d JOIN tickets t ON t.id "
		      "= coalesce(d.came_from, d.ticket) WHERE d.state = 1 AND "
		      "d.source = ?1 AND d.purpose IN ('platform', 'dispute') "
		      "AND t.shop = ?2",
		      "si", ref, d->tx.cmd->shop);
}

/* The platform waits no more. */
static int dispute_over(struct desk *d, const char *ref, struct err *err)
{
	int64_t ticket = disputed_on(d, ref);

	if (!ticket)
		return 0;
	return deadline_end(d, ticket, 0, "platform", ref, DEADLINE_MET, err) ||
			       deadline_end(d, ticket, 0, "dispute", ref,
					    DEADLINE_MET, err) ||
			       ticket_settle(d, ticket, err)
		       ? -1
		       : 0;
}

int dispute_follow(struct desk *d, struct err *err)
{
	const struct hw_dispute *p = d->tx.fact->rec;
	struct report report = { .trigger = "dispute",
				 .order_ref = p->order_ref ? p->order_ref : "",
				 .what.issue = "claim_announced" };

	if (p->status != HW_NEEDS_RESPONSE)
		return dispute_over(d, p->ref, err);
	if (d->tx.fact->before_live) {
		if (!p->respond_by.basis || p->respond_by.ms <= d->tx.cmd->at)
			return 0;
		if (told_at_start(d, err))
			return -1;
	}
	report.cause = arena_printf(&d->arena, "dispute:%s", p->ref);
	report.cites = disputed_on(d, p->ref);
	report.limit = p->respond_by.basis ? p->respond_by.ms : 0;
	report.limit_source = p->ref;
	if (!report.limit && d->brain && d->brain->period_end)
		report.own_limit = d->brain->period_end(d->brain, "dispute", "",
							d->tx.cmd->at);
	return report_by(d, &report, report.limit, p->ref, err) ||
			       playbook_look(d, d->tx.cmd->shop, p->order_ref,
					     err)
		       ? -1
		       : 0;
}

int return_follow(struct desk *d, struct err *err)
{
	const struct hw_return *r = d->tx.fact->rec;
	struct report report = { .trigger = "return",
				 .order_ref = r->order_ref,
				 .what.issue = "return_request" };

	if (d->tx.fact->before_live || r->status != HW_RET_REQUESTED)
		return 0;
	return report_now(d, &report, err);
}

/* The shipment a tracking number belongs to. 1, 0 or -1. */
static int parcel_of(struct desk *d, const char *tracking,
		     struct hw_shipment *s, int64_t *shop, struct err *err)
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

int evidence_follow(struct desk *d, struct err *err)
{
	const struct hw_evidence *e = d->tx.fact->rec;
	struct hw_shipment s = { 0 };
	int64_t shop;
	int found;

	if (text_starts(e->ref, UPLOAD_REF) && upload_landed(d, e, err))
		return -1;
	if (e->order_ref && *e->order_ref)
		return playbook_look(d, d->tx.cmd->shop, e->order_ref, err);
	if (!e->tracking || !*e->tracking)
		return 0;
	found = parcel_of(d, e->tracking, &s, &shop, err);
	return found <= 0 ? found : playbook_look(d, shop, s.order_ref, err);
}

/* -- parcels -- */

static const char *scan_word(int32_t status)
{
	const struct field *f = kind_field(&scan_kind, "status");

	return status > 0 && status <= HW_EXPIRED ? f->words[status] : "";
}

/* When a parcel has not moved for its limit it is stalled. The limit counts
 * from the last sign of life; a parcel that stood still already when we first
 * saw it is folded into one ticket, not one each. */
static int watch(struct desk *d, int64_t shop, const struct hw_shipment *s,
		 int32_t status, int64_t since, struct err *err)
{
	const char *tracking = s->tracking ? s->tracking : "";
	const char *carrier = s->carrier ? s->carrier : "";
	const char *id = parcel_carrier(d, carrier, tracking);
	int64_t limit;

	if (!*tracking || !d->brain)
		return 0;
	if (parcel_moves(d, tracking, id, since, err))
		return -1;
	limit = d->brain->still_limit(
		d->brain, *id ? id : carrier, scan_word(status),
		db_text(d->db, &d->arena,
			"SELECT country FROM orders WHERE shop = ?1 AND ref = "
			"?2",
			"is", shop, s->order_ref ? s->order_ref : ""));
	if (limit <= 0)
		return 0;
	return deadline_set(d, 0, 0, "parcel", tracking, since + limit, err);
}

static int drop_watch(struct desk *d, const char *tracking, struct err *err)
{
	return parcel_ends(d, tracking, err) ||
			       deadline_over(d, "parcel", tracking,
					     DEADLINE_MET, err)
		       ? -1
		       : 0;
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

	if (live_of(d, shop) >
	    (parcel->shipped.basis ? parcel->shipped.ms : s->occurred.ms))
		return 0;
	if (parcel_arrived(s->status))
		return drop_watch(d, s->tracking, err) ||
				       playbook_look(d, shop, parcel->order_ref,
						     err)
			       ? -1
			       : 0;
	if (playbook_look(d, shop, parcel->order_ref, err))
		return -1;
	if (report.what.issue &&
	    report_by(d, &report, s->occurred.ms, "parcel", err))
		return -1;
	return watch(d, shop, parcel, s->status, s->occurred.ms, err);
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
		return watch(d, d->tx.cmd->shop, s, HW_PENDING,
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

int shipment_follow(struct desk *d, struct err *err)
{
	const struct hw_shipment *s = d->tx.fact->rec;

	if (!s->tracking || !*s->tracking || d->tx.fact->before_live)
		return 0;
	if (handling_over(d, s, err))
		return -1;
	if (s->status == HW_SHIP_DELIVERED || s->status == HW_SHIP_CANCELLED)
		return drop_watch(d, s->tracking, err) ||
				       playbook_look(d, d->tx.cmd->shop,
						     s->order_ref, err)
			       ? -1
			       : 0;
	return first_told(d, s, err) || care(d, s, err) ? -1 : 0;
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
	return id == d->tx.fact->id ? scan_says(d, shop, &parcel, s, err) : 0;
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
