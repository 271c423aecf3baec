/* reply_text.c - see reply_text.h.
 * SPDX-License-Identifier: MIT */
#include "desk/reply/reply_text.h"

#include "desk/reply/code_by_hand.h"
#include "desk/reply/occasion.h"
#include "hw_plugin.h"

#define SLOTS_MORE 4 /* of the caller */
#define SLOTS_MAX (20 + OCCASION_SLOTS + SLOTS_MORE)

struct slots {
	struct slot_value at[SLOTS_MAX];
	size_t count;
};

static void slot_text(struct slots *s, const char *name, const char *text)
{
	if (text && *text)
		s->at[s->count++] = (struct slot_value){ .name = name,
							 .type = SLOT_TEXT,
							 .text = text };
}

static void slot_date(struct slots *s, const char *name, int64_t ms)
{
	if (ms)
		s->at[s->count++] = (struct slot_value){ .name = name,
							 .type = SLOT_DATE,
							 .number = ms };
}

static void slot_money(struct slots *s, const char *name, struct money m)
{
	if (money_given(m))
		s->at[s->count++] = (struct slot_value){ .name = name,
							 .type = SLOT_MONEY,
							 .money = m };
}

static void guide_slot(struct desk *d, const struct ticket *t, struct slots *s)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT sku FROM order_lines WHERE shop = "
				   "?1 AND order_ref = ?2 AND sku IS NOT NULL "
				   "ORDER BY id",
				   "is", t->shop, t->order_ref);
	const char *link = "";

	while (d->brain->guide && !*link && rows_next(&r))
		link = d->brain->guide(d->brain, rows_text(&r, 0));
	slot_text(s, "guide_link", link);
}

static void order_slots(struct desk *d, const struct ticket *t, struct slots *s)
{
	struct err err = { 0 };
	struct hw_order o = { 0 };

	if (record_find(d->db, &order_kind, &o, &d->arena, NULL, &err,
			"WHERE shop = ?1 AND ref = ?2", "is", t->shop,
			t->order_ref) <= 0)
		return;
	slot_text(s, "buyer_name", o.buyer_name);
	slot_text(s, "order", *o.name ? o.name : o.ref);
	slot_date(s, "order_date", o.placed.ms);
	slot_text(s, "item",
		  db_text(d->db, &d->arena,
			  "SELECT title FROM order_lines WHERE shop = ?1 AND "
			  "order_ref = ?2 ORDER BY id LIMIT 1",
			  "is", t->shop, t->order_ref));
	guide_slot(d, t, s);
}

static void parcel_slots(struct desk *d, const struct ticket *t,
			 struct slots *s)
{
	struct err err = { 0 };
	struct hw_shipment p = { 0 };
	const char *link = "";

	if (record_find(d->db, &shipment_kind, &p, &d->arena, NULL, &err,
			"WHERE shop = ?1 AND order_ref = ?2 "
			"ORDER BY tracking IS NULL, id DESC LIMIT 1",
			"is", t->shop, t->order_ref) <= 0)
		return;
	if (d->brain->tracking_link)
		link = d->brain->tracking_link(d->brain, p.carrier, p.tracking,
					       &d->arena);
	slot_text(s, "tracking", p.tracking);
	slot_text(s, "carrier", p.carrier);
	slot_text(s, "tracking_link", *link ? link : p.url);
	slot_date(s, "eta", p.estimated.ms);
	slot_date(s, "status_date",
		  db_i64(d->db, 0,
			 "SELECT max(occurred) FROM scans WHERE tracking = ?1",
			 "s", p.tracking));
}

static int render_with(struct desk *d, const struct ticket *t,
		       const struct action *where, const char *template_id,
		       struct slots s, struct money amount,
		       struct rendered *out, struct err *err)
{
	order_slots(d, t, &s);
	parcel_slots(d, t, &s);
	slot_money(&s, "amount", amount);
	slot_text(&s, "coupon",
		  db_text(d->db, &d->arena,
			  "SELECT coalesce((SELECT result FROM actions WHERE "
			  "shop = ?1 AND order_ref = ?2 AND verb = 'coupon' "
			  "AND state IN (6, 7) ORDER BY intent_no DESC LIMIT "
			  "1), (" CODE_BY_HAND "))",
			  "is", t->shop, t->order_ref));
	slot_date(&s, "promise_date",
		  db_i64(d->db, 0,
			 "SELECT min(due) FROM deadlines WHERE ticket = ?1 AND "
			 "purpose = 'promise' AND state = 1",
			 "i", t->id));
	slot_text(&s, "shop_name", d->brain->shop_name);
	if (occasion_slots(d, t, where, s.at, &s.count, err))
		return -1;
	return d->brain->render(d->brain, template_id, t->lang, s.at, s.count,
				&d->arena, out, err);
}

int reply_render(struct desk *d, const struct ticket *t,
		 const struct action *where, const char *template_id,
		 struct money amount, struct rendered *out, struct err *err)
{
	return render_with(d, t, where, template_id,
			   (struct slots){ .count = 0 }, amount, out, err);
}

int reply_render_more(struct desk *d, const struct ticket *t,
		      const struct action *where, const char *template_id,
		      const struct slot_value *more, size_t count,
		      struct rendered *out, struct err *err)
{
	struct slots s = { .count = 0 };

	while (s.count < count && s.count < SLOTS_MORE) {
		s.at[s.count] = more[s.count];
		s.count++;
	}
	return render_with(d, t, where, template_id, s, (struct money){ 0 },
			   out, err);
}
