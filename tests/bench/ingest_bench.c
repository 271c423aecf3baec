/* ingest_bench.c - from what a plugin tells to the decision that follows,
 * committed.
 *
 *	ingest.scan      us for one scan, of a delivery of 100
 *	ingest.order     us for one order
 *	ingest.message   us for one mail that opens a ticket: classified, asked
 *			 of the rules, with deadlines, a reply and a playbook
 *
 * Each on a desk with BENCH_TICKETS tickets against one with 10,000, by turns:
 * the ratio is how the cost of an event grows. In processor time, so that
 *others who use the machine and its disk do not count. SPDX-License-Identifier:
 *MIT */
#include "base/file.h"
#include "base/when.h"
#include "bench/house.h"
#include "bench/mix.h"
#include "bench/report.h"
#include "bench/stock.h"
#include "desk/config.h"

#define BATCH 100
#define GROUPS 11
#define SMALL 10000
#define GOAL 2.0          /* it may double from 10,000 tickets to a million */
#define NUMBERS 700000000 /* what its orders are called from */

enum event { SCAN, ORDER, MESSAGE, KINDS };

static struct place {
	struct desk *desk;
	int64_t shop, mail, made, base;
} small, large;

static void deliver(struct place *p, int64_t shop, const char *instance,
		    const struct str *lines)
{
	struct delivery del = { .instance = instance,
				.shop = shop,
				.via = "sync",
				.records = str_c(lines),
				.records_len = lines->len };
	struct err err = { 0 };

	must(desk_deliver(p->desk, &del, &err) == 0, err.text);
	must(!del.quarantined, "a fact was refused");
}

static void open_place(struct place *p, const char *name, int64_t tickets)
{
	CLEANUP(free_ptr)
	char *state = xasprintf("%s/%s", house_scratch(), name);
	CLEANUP(str_release) struct str parcels = STR_INIT;
	struct err err = { 0 };

	stock_copy(tickets, state);
	p->desk = house_desk(state);
	p->base = clock_now();
	must(brain_announce(house_brain(), p->desk, &err) == 0 &&
		     shop_ensure(p->desk, "shop", "shopify", 1, &p->shop,
				 &err) == 0 &&
		     shop_ensure(p->desk, "mail", "email", 1, &p->mail, &err) ==
			     0,
	     err.text);
	mix_parcels(&parcels);
	deliver(p, p->shop, "shop", &parcels);
}

/* -- one event of each kind; a mail is about an order of the batch before -- */

static void put_line(struct str *s, enum event k, int64_t i, const char *at)
{
	switch (k) {
	case SCAN:
		str_printf(s,
			   "{\"kind\":\"scan\",\"carrier\":\"dhl\","
			   "\"tracking\":\"TR%07lld\",\"code\":\"PO%lld\","
			   "\"status\":\"in_transit\",\"occurred\":\"%s\"}\n",
			   (long long)i % MIX_PARCELS, (long long)i, at);
		return;
	case ORDER:
		str_printf(s,
			   "{\"kind\":\"order\",\"ref\":\"I%lld\",\"name\":"
			   "\"#%lld\",\"version\":1,\"status\":\"open\","
			   "\"placed\":\"%s\",\"buyer_ref\":\"IB%lld\","
			   "\"buyer_name\":\"Ann Smith\",\"email\":"
			   "\"i%lld@example.com\",\"lang\":\"en\",\"country\":"
			   "\"US\",\"total\":{\"amount\":\"42.00\","
			   "\"currency\":\"USD\"}}\n",
			   (long long)i, (long long)(NUMBERS + i), at,
			   (long long)i, (long long)i);
		return;
	default:
		str_printf(s,
			   "{\"kind\":\"text_in\",\"ref\":\"IM%lld\","
			   "\"channel\":\"email\",\"thread\":\"IT%lld\","
			   "\"from_addr\":\"i%lld@example.com\",\"subject\":"
			   "\"Order #%lld\",\"text\":\"I ordered two weeks ago "
			   "and "
			   "my parcel has not arrived yet. Where is it?\","
			   "\"message_id\":\"<i%lld@example.com>\",\"origin\":"
			   "\"human\",\"at\":\"%s\"}\n",
			   (long long)i, (long long)i, (long long)(i - BATCH),
			   (long long)(NUMBERS + i - BATCH), (long long)i, at);
	}
}

/* us an event */
static double take(struct place *p, enum event k)
{
	CLEANUP(str_release) struct str lines = STR_INIT, at = STR_INIT;
	bool mail = k == MESSAGE;
	double from;

	instant_put(&at, p->base);
	for (int i = 0; i < BATCH; i++)
		put_line(&lines, k, p->made++, str_c(&at));
	from = cpu_seconds();
	deliver(p, mail ? p->mail : p->shop, mail ? "mail" : "shop", &lines);
	return (cpu_seconds() - from) / BATCH * 1e6;
}

int main(void)
{
	static const char *const names[] = { "ingest.scan", "ingest.order",
					     "ingest.message" };
	static struct samples s[KINDS];
	int64_t tickets;

	open_place(&small, "small", SMALL);
	open_place(&large, "large", stock_size());
	tickets = db_i64(desk_db(large.desk), 0, "SELECT max(id) FROM tickets",
			 "");
	for (int g = -1; g < GROUPS; g++)
		for (int k = 0; k < KINDS; k++) {
			double base = take(&small, (enum event)k);
			double took = take(&large, (enum event)k);

			if (g >= 0) /* the first warms caches */
				sample(&s[k], took, base);
		}
	must(db_i64(desk_db(large.desk), 0, "SELECT max(id) FROM tickets",
		    "") == tickets + (int64_t)BATCH * (GROUPS + 1),
	     "a mail has opened no ticket");
	for (int k = 0; k < KINDS; k++)
		report(names[k], "us", &s[k], GOAL, false);
	desk_close(small.desk);
	desk_close(large.desk);
	return 0;
}
