/* reconcile.c - see reconcile.h.
 * SPDX-License-Identifier: MIT */
#include "desk/reconcile.h"

#include "desk/action.h"

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

static bool is_ours(const struct action *a, const struct hw_payment *p)
{
	return (*a->remote_ref && (text_eq(a->remote_ref, p->ref) ||
				   text_eq(a->remote_ref, p->parent_ref))) ||
	       (*a->key && p->note && strstr(p->note, a->key));
}

static int settle(struct desk *d, const struct action *before,
		  const struct hw_payment *p, struct err *err)
{
	struct action after = *before;

	if (!*after.remote_ref)
		after.remote_ref = p->ref;
	if (p->status == HW_PAY_FAILED || p->status == HW_PAY_CANCELLED)
		return action_to(d, before, &after, ACTION_FAILED,
				 "the platform shows the refund as failed",
				 err);
	if (p->status == HW_PAY_SUCCESS && before->state != ACTION_SETTLED)
		return action_to(d, before, &after, ACTION_SETTLED,
				 "the platform shows it", err);
	return before->state == ACTION_UNKNOWN
		       ? action_to(d, before, &after, ACTION_ACCEPTED,
				   "the platform shows it as pending", err)
		       : 0;
}

/* Whatever we think of it: a poll may see a refund before the reply to it came,
 * an earlier attempt may show late, and a restored copy may not know that it
 * was sent. The same fact is not told twice. */
int refund_seen(struct desk *d, const struct hw_payment *p, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		d->db,
		"SELECT id FROM actions WHERE shop = ?1 AND order_ref = ?2 AND "
		"verb = 'refund' AND state NOT IN (7, 8, 11, 12) ORDER BY id",
		"is", d->tx.cmd->shop, p->order_ref);
	int64_t ids[16];
	int n = 0;

	while (n < 16 && rows_next(&r))
		ids[n++] = rows_i64(&r, 0);
	if (rows_end(&r, err))
		return -1;
	rows_release(&r);
	for (int i = 0; i < n; i++) {
		struct action a;

		if (action_load(d, ids[i], &a, err))
			return -1;
		if (is_ours(&a, p))
			return settle(d, &a, p, err);
	}
	return 0;
}

int refund_known(struct desk *d, const struct action *a, bool *moved,
		 struct err *err)
{
	CLEANUP(rows_release) struct rows r = { 0 };

	*moved = false;
	if (!text_eq(a->verb, "refund"))
		return 0;
	r = record_query(d->db, &payment_kind,
			 "WHERE shop = ?1 AND order_ref = ?2 AND type = 3 "
			 "ORDER BY id",
			 "is", a->shop, a->order_ref);
	while (rows_next(&r)) {
		struct hw_payment p = { 0 };

		record_read(&r, &payment_kind, &p, &d->arena);
		if (!is_ours(a, &p))
			continue;
		if (settle(d, a, &p, err))
			return -1;
		*moved = a->state == ACTION_UNKNOWN ||
			 p.status != HW_PAY_PENDING;
		return 0;
	}
	return rows_end(&r, err);
}
