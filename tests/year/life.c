/* life.c - what buyers, carriers and the seller do, whatever the desk thinks.
 * SPDX-License-Identifier: MIT */
#include "year/happens.h"
#include "year/seller.h"

static void parcel(struct world *w, int n, int order)
{
	static const char *const scans[] = { "picked_up",        "in_transit",
					     "customs_hold",     "exception",
					     "out_for_delivery", "delivered" };
	struct order_truth *o = &w->shop[n].orders.at[order];
	CLEANUP(str_release) struct str lines = STR_INIT;
	size_t scan = chance(w, COUNT_OF(scans));

	if (!w->desk || o->delivered)
		return;
	str_printf(&lines,
		   "{\"kind\":\"shipment\",\"ref\":\"S%d\",\"order_ref\":"
		   "\"%c%d\",\"carrier\":\"DHL\",\"tracking\":\"T%d\","
		   "\"version\":1,\"status\":\"shipped\"",
		   order, letter_of(w, n), order, spoken(n, order));
	put_when(&lines, "shipped", o->placed + HOUR_MS);
	str_printf(&lines,
		   "}\n{\"kind\":\"scan\",\"carrier\":\"DHL\",\"tracking\":"
		   "\"T%d\",\"code\":\"C\",\"status\":\"%s\"",
		   spoken(n, order), scans[scan]);
	put_when(&lines, "occurred", w->now);
	str_puts(&lines, "}\n");
	o->shipped = true;
	o->delivered = scan == COUNT_OF(scans) - 1 && bring(w, n, &lines);
}

static void review(struct world *w, int n, int order)
{
	CLEANUP(str_release) struct str lines = STR_INIT;

	if (!w->desk)
		return;
	str_printf(&lines,
		   "{\"kind\":\"review\",\"ref\":\"V%d\",\"order_ref\":"
		   "\"%c%d\",\"stars\":%d,\"text\":\"so\",\"version\":%lld",
		   order, letter_of(w, n), order, (int)between(w, 1, 5),
		   (long long)w->step);
	put_when(&lines, "at", w->now);
	str_puts(&lines, "}\n");
	bring(w, n, &lines);
}

static void dispute(struct world *w, int n, int order)
{
	static const char *const states[] = { "needs_response", "won", "lost" };
	CLEANUP(str_release) struct str lines = STR_INIT;

	if (!w->desk)
		return;
	str_printf(&lines,
		   "{\"kind\":\"dispute\",\"ref\":\"D%d\",\"order_ref\":"
		   "\"%c%d\",\"type\":\"claim\",\"status\":\"%s\","
		   "\"version\":%lld",
		   order, letter_of(w, n), order,
		   states[chance(w, COUNT_OF(states))], (long long)w->step);
	put_when(&lines, "opened", w->now);
	put_when(&lines, "respond_by", w->now + 5 * DAY_MS);
	str_puts(&lines, "}\n");
	bring(w, n, &lines);
}

static void writes(struct world *w, int n, int order)
{
	letter_list_push(
		&w->letters,
		(struct letter){ n, order,
				 (int)chance(w, w->seller ? 1 << 20 : 5),
				 w->now });
}

static int recent(struct world *w, int n)
{
	size_t len = w->shop[n].orders.len;
	size_t back = chance(w, len < 60 ? len : 60);

	return (int)(len - 1 - back);
}

void life_goes_on(struct world *w)
{
	int n = (int)chance(w, (uint64_t)w->shops);
	uint64_t what = chance(w, 100);

	if (w->seller) {
		seller_lives(w);
		return;
	}
	if (what < 30 || !w->shop[n].orders.len) {
		shop_sells(w, n);
		return;
	}
	life_of_order(w, n, what);
}

void life_of_order(struct world *w, int n, uint64_t what)
{
	int order = recent(w, n);

	if (what < 65 || (w->seller && what < 94))
		writes(w, n, order);
	else if (what < 82)
		parcel(w, n, order);
	else if (what < (w->seller ? 96 : 88))
		review(w, n, order);
	else if (what < (w->seller ? 97 : 91))
		dispute(w, n, order);
	else if (what < (w->seller ? 98 : 94))
		shop_foreign(w, n, order);
	else
		w->shop[n].orders.at[order].version++;
}
