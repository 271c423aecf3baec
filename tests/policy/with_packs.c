/* with_packs.c - see with_packs.h.
 * SPDX-License-Identifier: MIT */
#include "policy/with_packs.h"

const struct value known_values[KNOWN_VALUES] = {
	TEXT_VALUE("buyer_name", "Ann"),
	TEXT_VALUE("order", "#1001"),
	TEXT_VALUE("item", "Lamp"),
	TEXT_VALUE("tracking", "3318810025"),
	TEXT_VALUE("tracking_link", "https://track.example/3318810025"),
	TEXT_VALUE("carrier", "DHL"),
	TEXT_VALUE("shop_name", "Lampshop"),
	TEXT_VALUE("coupon", "SORRY10"),
	TEXT_VALUE("guide_link", "https://shop.example/guide"),
	{ .name = "amount", .type = VALUE_MONEY, .money = { 500, "USD" } },
	{ .name = "status_date", .type = VALUE_DATE, .instant = 1796000000000 },
	{ .name = "promise_date",
	  .type = VALUE_DATE,
	  .instant = 1796200000000 },
	{ .name = "eta", .type = VALUE_DATE, .instant = 1796200000000 },
};

int with_packs_load(void **state)
{
	if (shipped_load(state) || packs_load(state))
		return -1;
	for (size_t i = 0; i < packs.len; i++)
		pack_vary(packs.at[i], &policy->templates.variants);
	return 0;
}

int with_packs_unload(void **state)
{
	return packs_unload(state) || shipped_unload(state) ? -1 : 0;
}
