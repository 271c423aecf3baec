/* follow.c - see follow.h.
 * SPDX-License-Identifier: MIT */
#include "desk/playbook/follow.h"

#include "desk/alert/danger.h"
#include "desk/alert/sign.h"
#include "desk/intake/fact.h"
#include "desk/intake/handling.h"
#include "desk/intake/review.h"
#include "desk/intake/upload.h"
#include "desk/money/refund.h"
#include "desk/playbook/follow_own.h"
#include "desk/playbook/playbook.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/fold.h"

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

int report_now(struct desk *d, struct report *report, struct err *err)
{
	int64_t id;

	report->shop = report->shop ? report->shop : d->tx.cmd->shop;
	report->what.confidence = 100;
	report->what.also = report->what.also ? report->what.also : "";
	if (ticket_report(d, report, &id, err))
		return -1;
	return sign_order(d, report->shop, report->order_ref, err);
}

int report_by(struct desk *d, struct report *report, int64_t due,
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
	report.what.danger =
		danger_in(d, r->title, r->text,
			  &(struct danger_langs){ .said = r->lang });
	if (r->stars > 2)
		report.what.issue = "quality";
	if (!d->tx.fact->before_live && r->stars > 0 &&
	    (r->stars <= 2 || danger_told(&report.what))) {
		report.cause = review_cause(d, r);
		if (report_by(d, &report, d->tx.fact->occurred, r->ref, err))
			return -1;
	}
	return review_tell(d, &seen, err) || sign_review(d, &seen.change, err)
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
