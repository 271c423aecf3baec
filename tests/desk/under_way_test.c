/* under_way_test.c - parcels that were under way when the shop went live: what
 * befalls them afterwards is a matter like any other, what stood still by then
 * is history.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/parcel_help.h"

#define TICKETS "SELECT count(*) FROM tickets"

static void
a99_trouble_after_going_live_is_a_matter_whenever_it_left(void **state)
{
	static const char *const troubles[] = { "exception", "returning",
						"customs_hold" };
	struct desk *d = desk_gone_live(DAY_MS);

	(void)state;
	for (int i = 0; i < 3; i++) {
		ship(d, i + 1, "DHL", 7, "10.00");
		scan(d, i + 1, troubles[i], now_ms);
		assert_int_equal(one(d, TICKETS), i + 1);
	}
	parcels_end(d);
}

static void trouble_from_before_going_live_is_history(void **state)
{
	struct desk *d = desk_gone_live(DAY_MS);

	(void)state;
	ship(d, 1, "DHL", 7, "10.00");
	scan(d, 1, "exception", now_ms - 2 * DAY_MS);
	assert_int_equal(one(d, TICKETS), 0);
	parcels_end(d);
}

#define DUE(number)                                                       \
	"SELECT due FROM deadlines WHERE purpose = 'parcel' AND state = " \
	"1 AND source = '" number "'"

static void a8_what_had_not_stood_still_by_then_is_watched(void **state)
{
	struct desk *d = desk_gone_live(DAY_MS);

	(void)state;
	carrier_answers = false;
	ship(d, 1, "DHL", 7, "10.00");
	scan(d, 1, "in_transit", now_ms - HOUR_MS);
	assert_int_equal(one(d, DUE("T1")), now_ms - HOUR_MS + 5 * DAY_MS);
	ship(d, 2, "DHL", 7, "10.00");
	scan(d, 2, "in_transit", now_ms - 3 * DAY_MS);
	assert_int_equal(one(d, DUE("T2")), now_ms + 2 * DAY_MS);
	ship(d, 3, "DHL", 9, "10.00");
	scan(d, 3, "in_transit", now_ms - 8 * DAY_MS);
	assert_int_equal(
		one(d, "SELECT count(*) FROM deadlines WHERE source = 'T3'"),
		0);
	now_ms += 6 * DAY_MS;
	must_tick(d);
	assert_int_equal(one(d, TICKETS " WHERE issue = 'stalled'"), 2);
	parcels_end(d);
}

static void a8_their_carrier_is_asked_until_they_arrive(void **state)
{
	struct desk *d = desk_gone_live(DAY_MS);
	struct instance in = dhl(250);

	(void)state;
	ship(d, 1, "DHL", 7, "10.00");
	assert_string_equal(next(d, &in), "T1");
	looked(d, &in, "T1", false);
	scan(d, 1, "delivered", now_ms - 2 * DAY_MS);
	now_ms += 2 * DAY_MS;
	assert_string_equal(next(d, &in), "");
	/* Of so old a one nobody knows any more whether it arrived. */
	ship(d, 2, "DHL", 40, "10.00");
	assert_string_equal(next(d, &in), "");
	assert_int_equal(one(d, TICKETS), 0);
	parcels_end(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a99_trouble_after_going_live_is_a_matter_whenever_it_left),
		cmocka_unit_test(trouble_from_before_going_live_is_history),
		cmocka_unit_test(
			a8_what_had_not_stood_still_by_then_is_watched),
		cmocka_unit_test(a8_their_carrier_is_asked_until_they_arrive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
