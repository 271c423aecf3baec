/* handling.c - see handling.h.
 * SPDX-License-Identifier: MIT */
#include "desk/intake/handling.h"

#include "desk/intake/fact.h"
#include "desk/playbook/advice.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/fold.h"
#include "desk/ticket/ticket.h"

#define HANDLING "handling"

static const char *source_of(struct desk *d, int64_t shop, const char *ref)
{
	return arena_printf(&d->arena, "%lld %s", (long long)shop, ref);
}

static int64_t tracked(struct desk *d, int64_t shop, const char *ref)
{
	return db_i64(d->db, 0,
		      "SELECT 1 FROM shipments WHERE shop = ?1 AND "
		      "order_ref = ?2 AND tracking IS NOT NULL AND status <> "
		      "?3 LIMIT 1",
		      "isi", shop, ref, (int64_t)HW_SHIP_CANCELLED);
}

/* What the policy gives, or the platform's own moment when that is earlier. */
static int64_t due_of(struct desk *d, int64_t shop, const struct hw_order *o,
		      int64_t paid)
{
	const char *label =
		db_text(d->db, &d->arena,
			"SELECT label FROM shops WHERE id = ?1", "i", shop);
	int64_t due = d->brain->after.handling(
		d->brain, label, o->country ? o->country : "", paid);

	if (due > 0 && o->ship_by.basis && o->ship_by.ms > paid &&
	    o->ship_by.ms < due)
		return o->ship_by.ms;
	return due;
}

int handling_begin(struct desk *d, const struct hw_payment *p, struct err *err)
{
	int64_t shop = d->tx.cmd->shop, due;
	struct hw_order o = { 0 };
	int found;

	if (!d->brain || !d->brain->after.handling || d->tx.fact->before_live ||
	    tracked(d, shop, p->order_ref))
		return 0;
	found = record_find(d->db, &order_kind, &o, &d->arena, NULL, err,
			    "WHERE shop = ?1 AND ref = ?2", "is", shop,
			    p->order_ref);
	if (found < 0)
		return -1;
	if (found && o.status != HW_ORDER_OPEN && o.status)
		return 0;
	due = due_of(d, shop, &o, p->at.basis ? p->at.ms : d->tx.cmd->at);
	if (due <= 0)
		return 0;
	if (!*d->tx.subject)
		d->tx.subject = arena_strdup(
			&d->arena,
			subject_of_order(&d->arena, shop, p->order_ref));
	return deadline_set(d, 0, 0, HANDLING, source_of(d, shop, p->order_ref),
			    due, err);
}

/* Its number was all that the order had: it is waited for again. */
static int begin_again(struct desk *d, const char *ref, struct err *err)
{
	struct hw_payment p = { 0 };
	int found = record_find(d->db, &payment_kind, &p, &d->arena, NULL, err,
				"WHERE shop = ?1 AND order_ref = ?2 AND type = "
				"?3 AND status = ?4 ORDER BY id LIMIT 1",
				"isii", d->tx.cmd->shop, ref, (int64_t)HW_SALE,
				(int64_t)HW_PAY_SUCCESS);

	return found <= 0 ? found : handling_begin(d, &p, err);
}

int handling_over(struct desk *d, const struct hw_shipment *s, struct err *err)
{
	if (!s->order_ref || !*s->order_ref)
		return 0;
	if (s->status == HW_SHIP_CANCELLED)
		return begin_again(d, s->order_ref, err);
	return deadline_over(d, HANDLING,
			     source_of(d, d->tx.cmd->shop, s->order_ref),
			     DEADLINE_MET, err);
}

static int64_t order_in(const char *source, const char **ref)
{
	char *end;
	int64_t shop = strtoll(source, &end, 10);

	*ref = end + (*end == ' ');
	return shop;
}

bool handling_idle(struct desk *d, const struct deadline *one)
{
	const char *ref;
	int64_t shop = order_in(one->source, &ref);
	struct report r = { .trigger = HANDLING,
			    .shop = shop,
			    .order_ref = ref,
			    .what = { .issue = "other", .also = "" } };

	matter_fill(d, &r);
	return r.matter.has_order == FLAG_NO ||
	       r.matter.cancelled == FLAG_YES ||
	       r.matter.refunded == FLAG_YES || tracked(d, shop, ref);
}

int handling_late(struct desk *d, const struct deadline *one, struct err *err)
{
	const char *ref, *name;
	int64_t shop = order_in(one->source, &ref);
	bool late = fold_late(d, one->due);

	name = db_text(d->db, &d->arena,
		       "SELECT coalesce(name, ref) FROM orders WHERE shop = ?1 "
		       "AND ref = ?2",
		       "is", shop, ref);
	return alert_raise(
		d, "warning",
		late ? arena_printf(&d->arena, "handling-before:%lld",
				    (long long)shop)
		     : arena_printf(&d->arena, "handling:%s", one->source),
		ticket_find(d, shop, ref, ""),
		late ? "paid orders have had no tracking number for long; send "
		       "them, or upload the numbers"
		     : arena_printf(&d->arena,
				    "order %s is paid, and has no tracking "
				    "number after its handling time; send it, "
				    "or upload the number",
				    name),
		err);
}
