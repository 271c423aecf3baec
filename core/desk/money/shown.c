/* shown.c - see shown.h.
 * SPDX-License-Identifier: MIT */
#include "desk/money/shown.h"

#include "base/when.h"

#define CLOCKS_APART_MS (5 * MINUTE_MS) /* ours and the platform's, at most */

bool order_sums(struct db *db, int64_t shop, const char *order_ref,
		struct money *paid, struct money *refunded)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		db,
		"SELECT sum(CASE WHEN type = 1 AND status = 2 THEN amount "
		"ELSE 0 END), sum(CASE WHEN type = 3 AND status IN (1, 2) THEN "
		"amount ELSE 0 END), min(amount_currency), "
		"max(amount_currency) FROM payments WHERE shop = ?1 AND "
		"order_ref = ?2 AND amount_currency IS NOT NULL",
		"is", shop, order_ref);

	*paid = *refunded = (struct money){ 0 };
	if (!rows_next(&r) || rows_null(&r, 2) ||
	    strcmp(rows_text(&r, 2), rows_text(&r, 3)) != 0)
		return false;
	paid->minor = rows_i64(&r, 0);
	refunded->minor = rows_i64(&r, 1);
	memcpy(paid->currency, rows_text(&r, 2), sizeof paid->currency - 1);
	memcpy(refunded->currency, paid->currency, sizeof paid->currency);
	return true;
}

bool shown_is(const struct action *a, const struct hw_payment *p)
{
	return (*a->remote_ref && (text_eq(a->remote_ref, p->ref) ||
				   text_eq(a->remote_ref, p->parent_ref))) ||
	       (*a->key && p->note && strstr(p->note, a->key));
}

static int count_in(struct shown *s, const struct action *a,
		    const struct hw_payment *p, struct err *err)
{
	struct money amount = { .minor = p->amount.minor };

	memcpy(amount.currency, p->amount.currency, sizeof amount.currency - 1);
	if (!money_given(amount))
		amount = a->amount; /* nobody said: then as decided */
	if (!s->count++)
		s->ref = p->ref;
	if (p->status == HW_PAY_FAILED || p->status == HW_PAY_CANCELLED)
		s->failed = true;
	else if (p->status != HW_PAY_SUCCESS)
		s->pending = true;
	else if (!money_same_currency(amount, a->amount))
		s->odd = true;
	else
		return money_add(&s->paid, s->paid, amount, err);
	return 0;
}

/* -- by what changed -- */

static bool by_amount(const struct action *a)
{
	return *a->effect_class == 'C' && !*a->remote_ref && a->sent &&
	       (a->state == ACTION_UNKNOWN || a->state == ACTION_ACCEPTED);
}

/* Another action of ours has it already. */
static int taken(struct desk *d, const struct action *a,
		 const struct hw_payment *p, bool *is, struct err *err)
{
	int64_t other;

	if (db_ask(d->db, &other, 0, err,
		   "SELECT id FROM actions WHERE shop = ?1 AND order_ref = ?2 "
		   "AND verb = ?3 AND id <> ?4 AND (remote_ref = ?5 OR "
		   "remote_ref = ?6 OR instr(?7, key) > 0) LIMIT 1",
		   "ississs", a->shop, a->order_ref, a->verb, a->id, p->ref,
		   p->parent_ref, p->note))
		return -1;
	*is = other != 0;
	return 0;
}

static bool from_before(const struct action *a, const struct hw_payment *p)
{
	return (p->at.basis == HW_UTC || p->at.basis == HW_OFFSET) &&
	       p->at.ms < a->sent - CLOCKS_APART_MS;
}

/* One that may be it: given back, nobody else's, and not from before. */
static int may_be(struct desk *d, const struct action *a,
		  const struct hw_payment *p, bool *is, struct err *err)
{
	bool other = false;

	*is = false;
	if (p->status == HW_PAY_FAILED || p->status == HW_PAY_CANCELLED ||
	    from_before(a, p))
		return 0;
	if (taken(d, a, p, &other, err))
		return -1;
	*is = !other;
	return 0;
}

/* All that was given back since just before it was sent must be this one. */
static bool adds_up(struct desk *d, const struct action *a, bool *nothing)
{
	struct money paid, refunded, since;
	struct err none = { 0 };

	*nothing = false;
	if (!money_given(a->baseline) ||
	    !order_sums(d->db, a->shop, a->order_ref, &paid, &refunded) ||
	    !money_same_currency(refunded, a->amount) ||
	    money_sub(&since, refunded, a->baseline, &none))
		return false;
	*nothing = since.minor == 0;
	return money_cmp(since, a->amount) == 0;
}

static bool same_amount(const struct action *a, const struct hw_payment *p)
{
	return p->amount.minor == a->amount.minor &&
	       text_eq(p->amount.currency, a->amount.currency);
}

/* -- reading -- */

struct reading {
	struct shown *out;
	struct hw_payment only; /* that may be it */
	int may;
};

static int read_one(struct desk *d, const struct action *a,
		    const struct hw_payment *p, struct reading *r,
		    struct err *err)
{
	bool may = false;

	if (shown_is(a, p))
		return count_in(r->out, a, p, err);
	if (!by_amount(a))
		return 0;
	if (may_be(d, a, p, &may, err))
		return -1;
	if (may && !r->may++)
		r->only = *p;
	return 0;
}

static int end_by_amount(struct desk *d, const struct action *a,
			 struct reading *r, struct err *err)
{
	bool nothing, fits = adds_up(d, a, &nothing);

	if (nothing && !r->may)
		return 0;
	if (fits && r->may == 1 && same_amount(a, &r->only))
		return count_in(r->out, a, &r->only, err);
	r->out->unclear = true;
	return 0;
}

int shown_read(struct desk *d, const struct action *a, struct shown *out,
	       struct err *err)
{
	CLEANUP(rows_release)
	struct rows r =
		record_query(d->db, &payment_kind,
			     "WHERE shop = ?1 AND order_ref = ?2 AND type = 3 "
			     "ORDER BY id",
			     "is", a->shop, a->order_ref);
	struct reading reading = { .out = out };

	*out = (struct shown){ .paid = a->amount };
	out->paid.minor = 0;
	while (rows_next(&r)) {
		struct hw_payment p = { 0 };

		record_read(&r, &payment_kind, &p, &d->arena);
		if (read_one(d, a, &p, &reading, err))
			return -1;
	}
	if (rows_end(&r, err))
		return -1;
	return !out->count && by_amount(a) ? end_by_amount(d, a, &reading, err)
					   : 0;
}
