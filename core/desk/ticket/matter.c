/* matter.c - what the database knows of a matter, for the rules.
 * SPDX-License-Identifier: MIT */
#include "desk/alert/danger.h"
#include "desk/intake/parcel.h"
#include "desk/money/shown.h"
#include "desk/playbook/advice.h"
#include "desk/playbook/given.h"
#include "hw_plugin.h"

static int flag(bool is)
{
	return is ? FLAG_YES : FLAG_NO;
}

static bool any(struct desk *d, const char *sql, const struct report *r)
{
	return db_i64(d->db, 0, sql, "is", r->shop, r->order_ref) != 0;
}

static int64_t since(const struct desk *d, int64_t moment)
{
	int64_t ms = d->tx.cmd->at - moment;

	return ms > 0 ? ms : 0;
}

/* -- what went back -- */

/* What was paid: nothing, too, where payments failed or wait. Of a shop that
 * tells none, or only what went back, the order's total. */
static struct money whole_of(const struct matter *m, struct money paid,
			     struct money back)
{
	return money_given(paid) && (paid.minor > 0 || !back.minor)
		       ? paid
		       : m->order_total;
}

/* Never below nothing; of one currency. */
static struct money rest_of(struct money whole, struct money back)
{
	struct err none = { 0 };
	struct money rest;

	if (money_sub(&rest, whole, back, &none))
		return (struct money){ 0 };
	if (rest.minor < 0)
		rest.minor = 0;
	return rest;
}

/* Minor units of refunds that are on their way; -1 when there is none at all,
 * done or under way. */
static int64_t pending_of(struct desk *d, const struct report *r)
{
	return db_i64(d->db, -1,
		      "SELECT sum(CASE WHEN status = 1 THEN amount ELSE 0 END) "
		      "FROM payments WHERE shop = ?1 AND order_ref = ?2 AND "
		      "type = 3 AND status IN (1, 2) HAVING count(*) > 0",
		      "is", r->shop, r->order_ref);
}

/* A part that went back is no refund of the order: what is left of it may still
 * be owed. Two currencies say nothing. */
static void know_refunds(struct desk *d, struct report *r)
{
	struct matter *m = &r->matter;
	int64_t pending = pending_of(d, r);
	struct money paid, back, whole;
	bool told = order_sums(d->db, r->shop, r->order_ref, &paid, &back);

	m->refunded = pending < 0 ? FLAG_NO : FLAG_UNKNOWN;
	if (pending >= 0 && !told)
		return;
	whole = m->refunded_amount = whole_of(m, paid, back);
	m->refunded_amount.minor = 0;
	if (told && back.minor)
		m->refunded_amount = back;
	if (!money_same_currency(whole, m->refunded_amount))
		return;
	if (pending >= 0)
		m->refunded = flag(back.minor - pending >= whole.minor);
	m->refund_open = rest_of(whole, m->refunded_amount);
}

struct money matter_rest(const struct matter *m)
{
	struct money rest = m->order_total;

	if (money_same_currency(rest, m->refunded_amount))
		rest = rest_of(rest, m->refunded_amount);
	else if (m->refunded != FLAG_NO)
		return (struct money){ 0 };
	if (money_same_currency(rest, m->refund_open) &&
	    m->refund_open.minor < rest.minor)
		rest.minor = m->refund_open.minor;
	if (rest.minor < 0)
		rest.minor = 0;
	return rest;
}

static void know_order(struct desk *d, struct report *r, struct err *err)
{
	struct hw_order o = { 0 };
	struct matter *m = &r->matter;

	m->has_order = FLAG_NO;
	if (!*r->order_ref ||
	    record_find(d->db, &order_kind, &o, &d->arena, NULL, err,
			"WHERE shop = ?1 AND ref = ?2", "is", r->shop,
			r->order_ref) <= 0)
		return;
	m->has_order = FLAG_YES;
	memcpy(&m->order_total, &o.total, sizeof m->order_total);
	m->country = o.country;
	if (o.placed.basis) {
		m->placed = o.placed.ms;
		m->age_ms = since(d, o.placed.ms);
	}
	if (o.deliver_by.basis)
		m->late_by_ms = since(d, o.deliver_by.ms);
	if (!r->buyer_ref)
		r->buyer_ref = o.buyer_ref;
	if ((!r->what.lang || !*r->what.lang) && *o.lang)
		r->what.lang = o.lang;
	m->buyer_orders = db_i64(d->db, UNKNOWN,
				 "SELECT orders FROM buyers WHERE shop = ?1 "
				 "AND ref = ?2",
				 "is", r->shop, o.buyer_ref);
	m->order_pieces = db_i64(d->db, UNKNOWN,
				 "SELECT sum(coalesce(quantity, 1)) FROM "
				 "order_lines WHERE shop = ?1 AND order_ref = "
				 "?2 GROUP BY order_ref",
				 "is", r->shop, r->order_ref);
	m->cancelled = flag(o.status == HW_ORDER_CANCELLED);
	know_refunds(d, r);
	m->paid = flag(any(d,
			   "SELECT 1 FROM payments WHERE shop = ?1 AND "
			   "order_ref = ?2 AND type = 1 AND status = 2",
			   r));
	m->has_coupon = flag(
		any(d,
		    "SELECT 1 FROM actions WHERE shop = ?1 AND order_ref = "
		    "?2 AND verb = 'coupon' AND state = 7 AND result IS "
		    "NOT NULL UNION ALL SELECT 1 FROM tasks WHERE shop = "
		    "?1 AND order_ref = ?2 AND code IS NOT NULL",
		    r));
	m->disputed = flag(any(d,
			       "SELECT 1 FROM disputes WHERE shop = ?1 AND "
			       "order_ref = ?2 AND status IN (1, 2)",
			       r));
}

static void know_scan(struct desk *d, struct report *r, const char *tracking,
		      struct err *err)
{
	struct hw_scan scan = { 0 };
	struct matter *m = &r->matter;
	int64_t id;

	if (!*tracking || parcel_newest(d, tracking, &scan, &id, err) <= 0)
		return;
	m->scan_status = scan_kind.fields[3].words[scan.status];
	m->parcel_still_ms = since(d, scan.occurred.ms);
	if (scan.estimated.basis)
		m->late_by_ms = since(d, scan.estimated.ms);
	if (scan.status == HW_DELIVERED)
		m->delivered = FLAG_YES;
	m->lost = flag(scan.status == HW_EXCEPTION && scan.reason &&
		       text_eq(scan.reason, "lost"));
}

/* An order without a shipment is known not to be shipped. */
static void know_parcel(struct desk *d, struct report *r, struct err *err)
{
	struct hw_shipment s = { 0 };
	struct matter *m = &r->matter;

	if (m->has_order != FLAG_YES)
		return;
	m->shipped = m->delivered = m->lost = FLAG_NO;
	m->has_tracking = m->has_proof = FLAG_NO;
	if (record_find(d->db, &shipment_kind, &s, &d->arena, NULL, err,
			"WHERE shop = ?1 AND order_ref = ?2 "
			"ORDER BY tracking IS NULL, id DESC LIMIT 1",
			"is", r->shop, r->order_ref) <= 0)
		return;
	m->shipped = flag(s.status != HW_SHIP_CANCELLED);
	m->carrier = parcel_carrier(d, s.carrier, s.tracking);
	if (!*m->carrier)
		m->carrier = s.carrier;
	m->has_tracking = flag(*s.tracking != '\0');
	m->delivered = flag(s.status == HW_SHIP_DELIVERED);
	if (s.estimated.basis)
		m->late_by_ms = since(d, s.estimated.ms);
	if (!r->tracking || !*r->tracking)
		r->tracking = s.tracking;
	know_scan(d, r, s.tracking, err);
	m->has_proof = flag(db_i64(d->db, 0,
				   "SELECT 1 FROM evidence WHERE tracking = ?1 "
				   "AND type = 'proof_of_delivery'",
				   "s", s.tracking) != 0);
	if (m->delivered == FLAG_YES)
		m->late_by_ms = 0;
}

/* What cannot be read is not known. */
static void know_remedy(struct desk *d, struct report *r, struct err *err)
{
	const struct action of = { .ticket = r->ticket,
				   .shop = r->shop,
				   .order_ref = r->order_ref };

	if (given_remedy(d, &of, &r->matter.remedy, err))
		r->matter.remedy = "";
}

static void know_ticket(struct desk *d, struct report *r)
{
	struct matter *m = &r->matter;
	struct err none = { 0 };
	struct ticket t;

	m->ticket_age_ms = 0;
	m->messages = r->message != 0;
	m->danger = flag(danger_told(&r->what));
	if (!r->ticket || ticket_load(d, r->ticket, &t, &none))
		return;
	m->ticket_age_ms = since(d, t.opened);
	m->ticket_issue = t.issue;
	m->messages += t.messages;
	if (*t.danger)
		m->danger = FLAG_YES;
}

void matter_fill(struct desk *d, struct report *r)
{
	struct err err = { 0 };
	struct matter *m = &r->matter;

	*m = (struct matter){ .now = d->tx.cmd->at,
			      .trigger = r->trigger,
			      .issue = r->what.issue,
			      .also = r->what.also ? r->what.also : "",
			      .channel = r->channel ? r->channel : "",
			      .confidence = r->what.confidence,
			      .stars = m->stars,
			      .country = "",
			      .carrier = "",
			      .scan_status = "",
			      .shop = "",
			      .ticket_issue = "",
			      .buyer_orders = UNKNOWN,
			      .order_pieces = UNKNOWN,
			      .parcel_still_ms = UNKNOWN,
			      .age_ms = UNKNOWN,
			      .late_by_ms = UNKNOWN };
	m->platform =
		db_text(d->db, &d->arena,
			"SELECT plugin FROM shops WHERE id = ?1", "i", r->shop);
	if (!r->order_ref)
		r->order_ref = "";
	know_order(d, r, &err);
	know_remedy(d, r, &err);
	matter_know_past(d, r);
	matter_know_shop(d, r);
	know_parcel(d, r, &err);
	know_ticket(d, r);
	if (!r->what.lang)
		r->what.lang = "";
	m->lang = r->what.lang;
	if (d->brain && d->brain->vip && r->buyer_ref && *r->buyer_ref &&
	    d->brain->vip(d->brain, r->buyer_ref))
		m->vip = FLAG_YES;
}

void matter_of_ticket(struct desk *d, const struct ticket *t,
		      const char *trigger, struct report *r)
{
	*r = (struct report){ .shop = t->shop,
			      .ticket = t->id,
			      .trigger = trigger,
			      .order_ref = t->order_ref,
			      .buyer_ref = t->buyer_ref,
			      .thread = t->thread,
			      .channel = t->channel,
			      .tracking = t->tracking,
			      .what = { .issue = t->issue,
					.also = t->also,
					.lang = t->lang,
					.confidence = t->confidence } };
	matter_fill(d, r);
}
