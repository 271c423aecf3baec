/* small.c - a carrier that uses what an array's stride, a table of functions
 * and a record can get wrong. LATER: built with a header whose structs have
 * grown at their ends.
 * SPDX-License-Identifier: MIT */
#include "hw_plugin.h"

#ifdef LATER
#define GROWN .later = 7,
#else
#define GROWN
#endif

static const struct hw_option options[] = {
	{ .name = "first",
	  .type = HW_INT,
	  .fallback = "3",
	  .help = "a number",
	  GROWN },
	{ .name = "last",
	  .type = HW_STRING,
	  .fallback = "end",
	  .help = "a text",
	  GROWN },
};

static const char *last;
static int64_t first;

static hw_status small_open(struct hw_host *h, const union hw_value *cfg,
			    void **self)
{
	last = h->text(h, "%s", cfg[1].s)[0] == 'e' ? "end" : "other";
	first = cfg[0].i;
	*self = NULL;
	return HW_OK;
}

static hw_status track(struct hw_host *h, void *self, const char *tracking)
{
	struct hw_scan scan = { .tracking = tracking,
				.code = last,
				.status = HW_IN_TRANSIT,
				GROWN };

	(void)self;
	scan.occurred = h->when(h, "2026-11-24T10:00:00Z", NULL);
	scan.text = h->text(h, "%d", (int)first);
	return hw_emit_scan(h, &scan);
}

static const struct hw_carrier carrier = { .track = track,
					   .calls_a_day = 9,
					   GROWN };
static const struct hw_iface provides[] = { HW_IFACE(HW_CARRIER_1, carrier) };

HW_PLUGIN = { HW_HEADER,
	      .id = "small",
	      .version = "1.0.0",
	      .summary = "small",
	      .domains = "",
	      .options = HW_TABLE(options),
	      .provides = HW_TABLE(provides),
	      .open = small_open,
	      GROWN };
