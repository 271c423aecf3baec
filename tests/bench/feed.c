/* feed.c - a shop that has 500 facts a second, for latency_bench: nine scans
 * and a dispute that waits for an answer, every 20 ms. Each dispute was opened
 * at the moment at which it is reported.
 * SPDX-License-Identifier: MIT */
#include "hw_plugin.h"

#include <time.h>

#define BEAT_NS INT64_C(20000000)
#define PARCELS 1000
#define SCANS 9 /* a beat */

static int64_t read_clock(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static void wait_for_beat(void)
{
	static int64_t next;
	struct timespec t;
	int64_t now = read_clock(CLOCK_MONOTONIC);

	if (next + 50 * BEAT_NS < now) /* far behind: it cannot be caught up */
		next = now;
	next += BEAT_NS;
	t.tv_sec = (time_t)(next / 1000000000);
	t.tv_nsec = (long)(next % 1000000000);
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

static hw_status emit_scan(struct hw_host *h, int64_t i, int64_t ms)
{
	struct hw_scan s = { .carrier = "dhl",
			     .code = "PO",
			     .status = HW_IN_TRANSIT,
			     .occurred = { .ms = ms, .basis = HW_UTC },
			     .text = "processed in the parcel centre" };

	s.tracking = h->text(h, "FEED%lld", (long long)(i % PARCELS));
	return hw_emit_scan(h, &s);
}

static hw_status sync_feed(struct hw_host *h, void *self)
{
	static int64_t made;
	struct hw_dispute d = { .reason = "product_not_received",
				.kind = HW_CLAIM,
				.status = HW_NEEDS_RESPONSE };
	hw_status rc = HW_OK;
	int64_t ms;

	(void)self;
	wait_for_beat();
	ms = read_clock(CLOCK_REALTIME) / 1000000;
	for (int i = 0; !rc && i < SCANS; i++)
		rc = emit_scan(h, made * SCANS + i, ms + i);
	d.ref = h->text(h, "D%lld.%lld", (long long)ms, (long long)made++);
	d.opened = (struct hw_when){ .ms = ms, .basis = HW_UTC };
	d.respond_by = (struct hw_when){ .ms = ms + INT64_C(864000000),
					 .basis = HW_UTC };
	if (!rc)
		rc = hw_emit_dispute(h, &d);
	return rc ? rc : HW_MORE;
}

static hw_status open_feed(struct hw_host *h, const union hw_value *cfg,
			   void **self)
{
	(void)h, (void)cfg;
	*self = NULL;
	return HW_OK;
}

static void close_feed(void *self)
{
	(void)self;
}

static const struct hw_marketplace market = { .sync = sync_feed };
static const struct hw_iface provides[] = {
	HW_IFACE(HW_MARKETPLACE_1, market),
};

HW_PLUGIN = {
	HW_HEADER,          .id = "feed",
	.version = "1.0.0", .summary = "has much to tell",
	.domains = "",      .provides = HW_TABLE(provides),
	.open = open_feed,  .close = close_feed,
};
