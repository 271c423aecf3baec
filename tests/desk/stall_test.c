/* stall_test.c - that a parcel stands still is claimed only of one that
 * somebody looked at, or that nobody can be asked about.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/parcel_help.h"

#define STALLED "SELECT count(*) FROM tickets WHERE issue = 'stalled'"

static void a8_a_stall_is_claimed_only_after_a_look(void **state)
{
	struct desk *d = desk_with_carrier();
	struct instance in = dhl(250);

	(void)state;
	ship(d, 1, "DHL", 6, "10.00");
	must_tick(d);
	assert_int_equal(one(d, STALLED), 0);
	assert_string_equal(next(d, &in), "T1");
	looked(d, &in, "T1", false);
	must_tick(d);
	assert_int_equal(one(d, STALLED), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause "
				"LIKE 'stalled:parcel:%'"),
			 1);
	parcels_end(d);
}

#define DUE(number)                                                       \
	"SELECT due FROM deadlines WHERE purpose = 'parcel' AND state = " \
	"1 AND source = '" number "'"

static void a8_where_it_goes_says_how_long_it_may_stand(void **state)
{
	struct desk *d = desk_with_carrier();

	(void)state;
	ship(d, 1, "DHL", 1, "10.00");
	ship(d, 2, "DHL", 1, "10.00");
	run_sql(d, "UPDATE orders SET country = 'BR' WHERE ref = 'O2'");
	scan(d, 1, "in_transit", now_ms);
	scan(d, 2, "in_transit", now_ms);
	assert_int_equal(one(d, DUE("T1")), now_ms + 5 * DAY_MS);
	assert_int_equal(one(d, DUE("T2")), now_ms + 9 * DAY_MS);
	desk_close(d);
}

static void a_parcel_that_moved_meanwhile_has_not_stalled(void **state)
{
	struct desk *d = desk_with_carrier();
	struct instance in = dhl(250);

	(void)state;
	ship(d, 1, "DHL", 6, "10.00");
	must_tick(d);
	scan(d, 1, "in_transit", now_ms - DAY_MS);
	looked(d, &in, "T1", false);
	must_tick(d);
	assert_int_equal(one(d, STALLED), 0);
	/* Its time runs from the scan, and a look of today counts. */
	now_ms += 4 * DAY_MS + HOUR_MS;
	looked(d, &in, "T1", false);
	must_tick(d);
	assert_int_equal(one(d, STALLED), 1);
	parcels_end(d);
}

static void where_nobody_can_be_asked_time_alone_decides(void **state)
{
	struct desk *d = desk_with_carrier();

	(void)state;
	carrier_answers = false;
	ship(d, 1, "DHL", 6, "10.00");
	must_tick(d);
	assert_int_equal(one(d, STALLED), 1);
	parcels_end(d);
}

static void a_carrier_that_cannot_be_asked_for_a_day_is_told(void **state)
{
	struct desk *d = desk_with_carrier();

	(void)state;
	ship(d, 1, "DHL", 6, "10.00");
	ship(d, 2, "DHL", 6, "10.00");
	for (int day = 0; day < 3; day++) {
		must_tick(d);
		now_ms += DAY_MS + 1;
	}
	assert_int_equal(one(d, STALLED), 0);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts"), 1);
	assert_int_equal(one(d, "SELECT count FROM alerts WHERE cause = "
				"'unlooked:dhl'"),
			 4);
	parcels_end(d);
}

static void waiting_for_a_call_does_not_make_a_stall_old(void **state)
{
	struct desk *d = desk_with_carrier();
	struct instance in = dhl(250);

	(void)state;
	ship(d, 1, "DHL", 6, "10.00");
	for (int day = 0; day < 4; day++) {
		must_tick(d);
		now_ms += DAY_MS + 1;
	}
	looked(d, &in, "T1", false);
	must_tick(d);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE issue = "
				"'stalled' AND order_ref = 'O1'"),
			 1);
	parcels_end(d);
}

static void many_old_ones_are_one_ticket_and_one_alert(void **state)
{
	struct desk *d = desk_with_carrier();
	struct instance in = dhl(250);

	(void)state;
	for (int n = 1; n <= 20; n++)
		ship(d, n, "DHL", 20, "10.00");
	must_tick(d);
	for (int n = 1; n <= 20; n++)
		looked(d, &in, arena_printf(&parcel_arena, "T%d", n), false);
	must_tick(d);
	assert_int_equal(one(d, STALLED), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts"), 1);
	parcels_end(d);
}

static void a_stalled_parcel_is_still_followed(void **state)
{
	struct desk *d = desk_with_carrier();
	struct instance in = dhl(250);

	(void)state;
	ship(d, 1, "DHL", 6, "10.00");
	must_tick(d);
	looked(d, &in, "T1", false);
	must_tick(d);
	now_ms += 7 * HOUR_MS;
	assert_string_equal(next(d, &in), "T1");
	parcels_end(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a8_a_stall_is_claimed_only_after_a_look),
		cmocka_unit_test(a8_where_it_goes_says_how_long_it_may_stand),
		cmocka_unit_test(a_parcel_that_moved_meanwhile_has_not_stalled),
		cmocka_unit_test(where_nobody_can_be_asked_time_alone_decides),
		cmocka_unit_test(
			a_carrier_that_cannot_be_asked_for_a_day_is_told),
		cmocka_unit_test(waiting_for_a_call_does_not_make_a_stall_old),
		cmocka_unit_test(many_old_ones_are_one_ticket_and_one_alert),
		cmocka_unit_test(a_stalled_parcel_is_still_followed),
	};

	return cmocka_run_group_tests_name("stalls", tests, NULL, NULL);
}
