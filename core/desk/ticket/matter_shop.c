/* matter_shop.c - what the shop of a matter can do by itself.
 * SPDX-License-Identifier: MIT */
#include "desk/playbook/advice.h"

int matter_can(struct desk *d, const char *instance, const char *verb)
{
	const struct brain *b = d->brain;
	struct verb_facts facts;

	if (!b || !b->verb)
		return FLAG_UNKNOWN;
	return b->verb(b, instance, verb, &facts) &&
			       (!b->effects ||
				!text_eq(b->effects(b, instance), "off"))
		       ? FLAG_YES
		       : FLAG_NO;
}

/* A history that was imported has a shop and no plugin: what rules would give
 * there can be tried (simulate), so its money is not known to stay. */
static bool has_plugin(const struct brain *b, const char *label)
{
	const char *one;

	if (!b->tells)
		return true;
	for (size_t i = 0; (one = b->tells(b, i)); i++)
		if (text_eq(one, label))
			return true;
	return false;
}

void matter_know_shop(struct desk *d, struct report *r)
{
	const char *label =
		db_text(d->db, &d->arena,
			"SELECT label FROM shops WHERE id = ?1", "i", r->shop);

	r->matter.shop = label;
	if (d->brain && has_plugin(d->brain, label))
		r->matter.can_refund = matter_can(d, label, "refund");
	r->matter.can_reship = matter_can(d, label, "reship");
	r->matter.can_coupon = matter_can(d, label, "coupon");
	r->matter.can_return = matter_can(d, label, "return");
	r->matter.can_exchange = matter_can(d, label, "exchange");
	r->matter.can_credit = matter_can(d, label, "store_credit");
}
