/* carriers.c - see carriers.h.
 * SPDX-License-Identifier: MIT */
#include "desk/intake/carriers.h"

#include "base/str.h"
#include "base/when.h"
#include "hw_plugin.h"

/* -- lanes -- */

static struct lane *lane_of(struct carriers *c, const char *carrier,
			    const char *country)
{
	struct lane fresh = { .carrier = NULL };

	for (size_t i = 0; i < c->lanes.len; i++)
		if (text_eq(c->lanes.at[i].carrier, carrier) &&
		    text_eq(c->lanes.at[i].country, country))
			return &c->lanes.at[i];
	fresh.carrier = arena_strdup(&c->arena, carrier);
	fresh.country = arena_strdup(&c->arena, country);
	return lane_list_push(&c->lanes, fresh);
}

/* -- one parcel -- */

enum column {
	ID,
	CARRIER,
	TRACKING,
	COUNTRY,
	SENT,
	ESTIMATED,
	ARRIVED,
	STALLED,
	MISSING,
	DAMAGED,
	ARRIVED_ZONE,
	ESTIMATED_ZONE
};

#define TICKET                                                       \
	"EXISTS (SELECT 1 FROM tickets t WHERE t.shop = s.shop AND " \
	"t.order_ref = s.order_ref AND "
#define PAGE 5000

static const char page_sql[] =
	"SELECT s.id, s.carrier, s.tracking, coalesce(o.country, '-'), "
	"coalesce(s.shipped, o.placed), s.estimated, coalesce(s.delivered, "
	"(SELECT min(c.occurred) FROM scans c WHERE c.tracking = s.tracking "
	"AND c.status = ?5)), " TICKET "t.issue = 'stalled'), " TICKET
	"(t.root_cause = 'lost_parcel' OR (t.root_cause IS NULL AND "
	"t.issue IN ('not_received', 'delivered_not_received')))), " TICKET
	"(t.root_cause IN ('transport_damage', 'packaging', "
	"'carrier_damage') OR (t.root_cause IS NULL AND t.issue = "
	"'damaged'))), CASE WHEN s.delivered IS NULL THEN (SELECT "
	"c.occurred_zone FROM scans c WHERE c.tracking = s.tracking AND "
	"c.status = ?5 ORDER BY c.occurred LIMIT 1) ELSE s.delivered_zone "
	"END, s.estimated_zone "
	"FROM shipments s LEFT JOIN orders o ON o.shop = s.shop AND o.ref = "
	"s.order_ref WHERE s.id > ?1 AND s.tracking IS NOT NULL AND "
	"coalesce(s.status, 0) <> ?2 AND coalesce(s.shipped, o.placed) >= ?3 "
	"AND (?4 IS NULL OR s.shop = (SELECT id FROM shops WHERE label = ?4)) "
	"ORDER BY s.id LIMIT ?6";

/* The day on the calendar of who told it, where their zone is known: an evening
 * in California is none of the next day. */
static int64_t told_day(int64_t ms, int64_t zone_s)
{
	bool known =
		zone_s * SECOND_MS > -DAY_MS && zone_s * SECOND_MS < DAY_MS;

	return day_of(ms + (known ? zone_s * SECOND_MS : 0));
}

static void count(struct lane *l, struct rows *r)
{
	int64_t sent = rows_i64(r, SENT), arrived = rows_i64(r, ARRIVED);
	int64_t estimated = rows_i64(r, ESTIMATED);

	l->parcels++;
	l->stalled += rows_i64(r, STALLED);
	l->missing += rows_i64(r, MISSING);
	l->damaged += rows_i64(r, DAMAGED);
	if (!arrived)
		return;
	l->arrived++;
	if (arrived > sent)
		transit_times_push(&l->times, arrived - sent);
	if (!estimated)
		return;
	l->promised++;
	l->on_time += told_day(arrived, rows_i64(r, ARRIVED_ZONE)) <=
		      told_day(estimated, rows_i64(r, ESTIMATED_ZONE));
}

static void take(struct carriers *c, struct rows *r)
{
	const char *carrier =
		c->name(c->arg, rows_text(r, CARRIER), rows_text(r, TRACKING));

	if (!*carrier)
		carrier = rows_text(r, CARRIER);
	if (!*carrier)
		carrier = "-";
	count(lane_of(c, carrier, ""), r);
	count(lane_of(c, carrier, rows_text(r, COUNTRY)), r);
}

/* How many it had; -1. */
static int64_t take_page(struct carriers *c, struct db *db, int64_t *after,
			 int64_t since, const char *shop, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(db, page_sql, "iiisii", *after,
				   (int64_t)HW_SHIP_CANCELLED, since, shop,
				   (int64_t)HW_DELIVERED, (int64_t)PAGE);
	int64_t n = 0;

	for (; rows_next(&r); n++) {
		*after = rows_i64(&r, ID);
		take(c, &r);
	}
	return rows_end(&r, err) ? -1 : n;
}

/* -- all -- */

static int by_time(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

int carriers_count(struct carriers *c, struct db *db, int64_t since,
		   const char *shop, struct err *err)
{
	int64_t after = 0, n;

	do
		n = take_page(c, db, &after, since, shop, err);
	while (n == PAGE);
	for (size_t i = 0; i < c->lanes.len; i++) {
		struct transit_times *t = &c->lanes.at[i].times;

		if (t->len)
			qsort(t->at, t->len, sizeof *t->at, by_time);
	}
	return n < 0 ? -1 : 0;
}

void carriers_release(struct carriers *c)
{
	for (size_t i = 0; i < c->lanes.len; i++)
		transit_times_release(&c->lanes.at[i].times);
	lane_list_release(&c->lanes);
	arena_release(&c->arena);
}

int64_t lane_time(const struct lane *l, int percent)
{
	size_t n = l->times.len;
	size_t i = (n * (size_t)percent + 99) / 100;

	return n ? l->times.at[i ? i - 1 : 0] : -1;
}
