/* disputed.c - see disputed.h.
 * SPDX-License-Identifier: MIT */
#include "desk/money/disputed.h"

#include "base/when.h"
#include "desk/intake/order_find.h"
#include "desk/people/role.h"
#include "hw_plugin.h"

#define ARG "beside_dispute"

static bool pays(const struct action *a)
{
	return text_eq(a->verb, "refund") ||
	       text_eq(a->verb, "partial_refund") ||
	       text_eq(a->verb, "store_credit");
}

static int said(struct desk *d, const struct action *a, struct err *err)
{
	int64_t found, id = arg_i64(d, ARG);

	if (!id)
		return 0;
	if (!role_leads(d, d->tx.cmd->by))
		return err_set(err, ERR_DENIED,
			       "only a manager or an owner may say that money "
			       "goes beside a dispute");
	if (db_ask(d->db, &found, 0, err,
		   "SELECT 1 FROM disputes WHERE id = ?1 AND shop = ?2 AND "
		   "order_ref = ?3 AND status IN (1, 2)",
		   "iis", id, a->shop, a->order_ref))
		return -1;
	return found ? 0
		     : err_set(err, ERR_DATA,
			       "dispute %lld is no open dispute of order %s; "
			       "`order show %s` has them",
			       (long long)id,
			       order_spoken(d, a->shop, a->order_ref),
			       order_spoken(d, a->shop, a->order_ref));
}

/* The newest that nobody answered for; 0 when there is none. Who planned it was
 * asked of what was known then, the policy of none. */
static int unanswered(struct desk *d, const struct action *a, int64_t *id,
		      struct err *err)
{
	bool rule = text_eq(a->proposed_by, "policy");

	return db_ask(d->db, id, 0, err,
		      "SELECT max(x.id) FROM disputes x WHERE x.shop = ?1 AND "
		      "x.order_ref = ?2 AND x.status IN (1, 2) AND x.id > ?3 "
		      "AND CASE WHEN ?4 THEN x.type = 1 ELSE coalesce((SELECT "
		      "max(seen) FROM facts WHERE shop = x.shop AND kind = "
		      "'dispute' AND ref = x.ref), ?5 + 1) > ?5 END",
		      "isiii", a->shop, a->order_ref, arg_i64(d, ARG),
		      (int64_t)rule, a->planned);
}

/* "dispute 3, a chargeback of 49.00 USD, to be answered by ..." */
static void put_dispute(struct str *out, int64_t id, const struct hw_dispute *p)
{
	const char *type = field_word(kind_field(&dispute_kind, "type"), p);
	struct money sum = { .minor = p->amount.minor };

	memcpy(sum.currency, p->amount.currency, sizeof sum.currency - 1);
	str_printf(out, "dispute %lld", (long long)id);
	if (!text_blank(type))
		str_printf(out, ", %s", type);
	if (money_given(sum)) {
		str_puts(out, " of ");
		money_put(out, sum);
		str_printf(out, " %s", sum.currency);
	}
	if (p->respond_by.ms) {
		str_puts(out, ", to be answered by ");
		instant_put(out, p->respond_by.ms);
	}
}

static int refuse(struct desk *d, const struct action *a, int64_t id,
		  struct err *err)
{
	CLEANUP(str_release) struct str what = STR_INIT;
	struct hw_dispute p = { 0 };

	if (record_load(d->db, &dispute_kind, id, &p, &d->arena, err) < 0)
		return -1;
	put_dispute(&what, id, &p);
	return err_set(err, ERR_DATA,
		       "order %s has an open dispute (%s), and money beside it "
		       "may be paid twice; if both are meant, a manager or an "
		       "owner adds --beside dispute:%lld",
		       order_spoken(d, a->shop, a->order_ref), str_c(&what),
		       (long long)id);
}

int disputed_check(struct desk *d, const struct action *a, struct err *err)
{
	int64_t id;

	if (d->tx.taking != LIVE || !pays(a) || text_blank(a->order_ref))
		return 0;
	if (said(d, a, err) || unanswered(d, a, &id, err))
		return -1;
	return id ? refuse(d, a, id, err) : 0;
}
