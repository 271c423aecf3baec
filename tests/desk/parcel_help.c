/* parcel_help.c - see parcel_help.h.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/parcel_help.h"

#include "base/when.h"
#include "help/fake_brain.h"

bool carrier_answers;
struct parcel_waits parcel_waits;
struct arena parcel_arena;

static const char *carrier_of(const struct brain *b, const char *word,
			      const char *number)
{
	(void)b, (void)number;
	return text_starts(word, "DHL") ? "dhl" : "";
}

static bool tracks(const struct brain *b, const char *carrier)
{
	(void)b;
	return carrier_answers && text_eq(carrier, "dhl");
}

struct desk *desk_gone_live(int64_t ago)
{
	struct desk *d;

	test_brain = fake_brain();
	now_ms = BEGIN_MS;
	d = open_desk_at(".", ":memory:");
	must_have_shop(d, "shop", "shopify", now_ms - ago);
	test_brain.carrier_of = carrier_of;
	test_brain.tracks = tracks;
	carrier_answers = true;
	parcel_waits = (struct parcel_waits){ .next = 0 };
	must_have_shop(d, "dhl", "dhl", now_ms - 30 * DAY_MS);
	return d;
}

struct desk *desk_with_carrier(void)
{
	return desk_gone_live(30 * DAY_MS);
}

void parcels_end(struct desk *d)
{
	ends_the_same(d);
	arena_release(&parcel_arena);
}

static const char *moment(int64_t ms)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	instant_put(&s, ms);
	return arena_strdup(&parcel_arena, str_c(&s));
}

void ship(struct desk *d, int n, const char *carrier, int days,
	  const char *total)
{
	CLEANUP(str_release) struct str lines = STR_INIT;
	char ref[16], name[16];

	snprintf(ref, sizeof ref, "O%d", n);
	snprintf(name, sizeof name, "#%d", n);
	put_order_line(&lines,
		       (struct order_line){
			       .ref = ref,
			       .name = name,
			       .placed = moment(now_ms - (days + 1) * DAY_MS),
			       .total = total });
	str_printf(&lines,
		   "{\"kind\":\"shipment\",\"ref\":\"S%d\",\"order_ref\":"
		   "\"O%d\",\"carrier\":\"%s\",\"tracking\":\"T%d\","
		   "\"status\":\"shipped\",\"shipped\":\"%s\"}\n",
		   n, n, carrier, n, moment(now_ms - days * DAY_MS));
	deliver_line(d, "shop", &lines);
}

void scan(struct desk *d, int n, const char *status, int64_t at)
{
	must_hear(d, "dhl",
		  arena_printf(&parcel_arena,
			       "{\"kind\":\"scan\",\"carrier\":\"dhl\","
			       "\"tracking\":\"T%d\",\"code\":\"X\",\"status\":"
			       "\"%s\",\"occurred\":\"%s\"}\n",
			       n, status, moment(at)));
}

struct instance dhl(int64_t calls_a_day)
{
	return (struct instance){ .name = "dhl",
				  .plugin = "dhl",
				  .is_carrier = true,
				  .has_proof = true,
				  .calls_a_day = calls_a_day };
}

const char *next(struct desk *d, struct instance *in)
{
	struct parcel_question q;

	if (!parcel_next(d, in, &parcel_waits, &parcel_arena, &q))
		return "";
	return arena_printf(&parcel_arena, "%s%s", q.proof ? "proof " : "",
			    q.tracking);
}

void looked(struct desk *d, struct instance *in, const char *tracking,
	    bool proof)
{
	struct parcel_question q = { tracking, proof };
	struct err err = { 0 };

	if (parcel_looked(d, in, &q, &err))
		fail_msg("%s", err.text);
}
