/* when_test.c - moments keep their zone, durations their unit.
 * SPDX-License-Identifier: MIT */
#include "base_test.h"

#include "base/when.h"
#include "help/draw.h"

static struct when moment(const char *text)
{
	struct err err = { 0 };
	struct when w;

	if (when_parse(&w, text, &err))
		fail_msg("%s", err.text);
	return w;
}

static void known_moments_have_their_value_and_basis(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
		int basis, offset_s;
	} cases[] = {
		{ "1970-01-01T00:00:00Z", 0, WHEN_UTC, 0 },
		{ "2000-02-29T12:00:00Z", 951825600000, WHEN_UTC, 0 },
		{ "2026-11-24t10:00:00.123z", 1795514400123, WHEN_UTC, 0 },
		{ "2026-11-24T10:00Z", 1795514400000, WHEN_UTC, 0 },
		{ "2026-11-24 10:00:00", 1795514400000, WHEN_ZONE_UNKNOWN, 0 },
		{ "2026-11-24", 1795478400000, WHEN_ZONE_UNKNOWN, 0 },
		{ "2026-11-24T10:00:00+01:00", 1795510800000, WHEN_OFFSET,
		  3600 },
		{ "2026-11-24T10:00:00-0330", 1795527000000, WHEN_OFFSET,
		  -12600 },
		{ "2026-11-24 10:00:00 +08", 1795485600000, WHEN_OFFSET,
		  28800 },
		{ "2026-11-24T10:00:00,5Z", 1795514400500, WHEN_UTC, 0 },
		{ "2026-11-24T10:00:00.9999999Z", 1795514400999, WHEN_UTC, 0 },
		{ "2016-12-31T23:59:60Z", 1483228800000, WHEN_UTC, 0 },
		{ "9999-12-31T23:59:59.999Z", 253402300799999, WHEN_UTC, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct when w = moment(cases[i].text);

		if (w.ms != cases[i].ms || w.basis != cases[i].basis ||
		    w.offset_s != cases[i].offset_s)
			fail_msg("%s is %lld, %d, %d", cases[i].text,
				 (long long)w.ms, w.basis, w.offset_s);
	}
}

static void what_is_no_moment_is_refused(void **state)
{
	static const char *const wrong[] = {
		"",
		"2026",
		"2026-11",
		"2026-1-1",
		"20261124",
		"2026-00-10",
		"2026-13-01",
		"2026-11-00",
		"2026-11-31",
		"2026-02-29",
		"1900-02-29",
		"2100-02-29",
		"1969-12-31",
		"10000-01-01",
		"2026-11-24T",
		"2026-11-24 ",
		"2026-11-24T10",
		"2026-11-24T10:0",
		"2026-11-24T24:00:00Z",
		"2026-11-24T10:60:00Z",
		"2026-11-24T10:00:61Z",
		"2026-11-24T10:00:00.Z",
		"2026-11-24T10:00:00 ",
		"2026-11-24T10:00:00+1",
		"2026-11-24T10:00:00+01:",
		"2026-11-24T10:00:00+01:60",
		"2026-11-24T10:00:00+19:00",
		"2026-11-24T10:00:00Zx",
		"2026-11-24T10:00:00 Europe/Berlin",
		" 2026-11-24",
		"24.11.2026",
		"11/24/2026",
		/* instants that could not be written in four digits */
		"1970-01-01T00:00:00+01:00",
		"9999-12-31T23:59:59-01:00",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct when w = { .ms = 77 };
		struct err err;

		if (when_parse(&w, wrong[i], &err) == 0)
			fail_msg("\"%s\" is taken", wrong[i]);
		assert_refused(when_parse(&w, wrong[i], &err), err, ERR_DATA);
		assert_int_equal(w.ms, 77);
	}
}

static void random_moments_survive_writing_and_reading(void **state)
{
	uint64_t seed = 5;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		CLEANUP(str_release) struct str s = STR_INIT;
		struct when w = { 0 }, back;

		w.ms = DAY_MS + (int64_t)(draw_any(&seed) % 253402128000000u);
		w.ms -= draw(&seed, 2) ? w.ms % SECOND_MS : 0;
		w.basis = WHEN_UTC + (int32_t)(draw(&seed, 3));
		if (w.basis == WHEN_OFFSET)
			w.offset_s = (int32_t)(draw(&seed, 2161) - 1080) * 60;
		when_put(&s, w);
		back = moment(str_c(&s));
		if (back.ms != w.ms || back.basis != w.basis ||
		    back.offset_s != w.offset_s)
			fail_msg("%s", str_c(&s));
	}
}

static void nothing_given_writes_nothing(void **state)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	(void)state;
	when_put(&s, (struct when){ .basis = WHEN_NONE, .ms = 5 });
	assert_int_equal(s.len, 0);
}

/* Every day of 400 years, and the C library as the oracle. */
static void civil_dates_match_the_c_library(void **state)
{
	(void)state;
	for (int64_t day = 0; day < 146097; day++) {
		time_t t = (time_t)(day * 86400 + 86399);
		int y, m, d;
		struct tm tm;

		gmtime_r(&t, &tm);
		instant_civil(day * DAY_MS + DAY_MS - 1, &y, &m, &d);
		if (y != tm.tm_year + 1900 || m != tm.tm_mon + 1 ||
		    d != tm.tm_mday)
			fail_msg("day %d", (int)day);
	}
}

static void an_instant_is_written_with_what_it_has(void **state)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	(void)state;
	instant_put(&s, 1795514400000);
	str_putc(&s, ' ');
	instant_put(&s, 1795514400007);
	assert_string_equal(str_c(&s), "2026-11-24T10:00:00Z "
				       "2026-11-24T10:00:00.007Z");
}

static void durations_are_read_in_their_unit(void **state)
{
	static const struct {
		const char *text, *written;
		int64_t ms;
	} cases[] = {
		{ "12 h", "12 h", 12 * HOUR_MS },
		{ "90min", "90 min", 90 * MINUTE_MS },
		{ "48 h", "2 d", 2 * DAY_MS },
		{ "1500 ms", "1500 ms", 1500 },
		{ "0 s", "0 ms", 0 },
		{ "3650 d", "3650 d", 3650 * DAY_MS },
		{ "31536000001 ms", "31536000001 ms", 31536000001 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CLEANUP(str_release) struct str s = STR_INIT;
		struct err err = { 0 };
		int64_t ms = -1;

		assert_int_equal(duration_parse(&ms, cases[i].text, &err), 0);
		assert_int_equal(ms, cases[i].ms);
		duration_put(&s, ms);
		assert_string_equal(str_c(&s), cases[i].written);
	}
}

static void what_is_no_duration_is_refused(void **state)
{
	static const char *const wrong[] = {
		"",
		"12",
		"h",
		"-1 h",
		"1.5 h",
		"1  h",
		"1 h ",
		"1 H",
		" 1 h",
		"1 y",
		"4000 d",
		"1 h 30 min",
		"99999999999999999999 ms",
		"999999999999 ms",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		int64_t ms = 77;
		struct err err;

		if (duration_parse(&ms, wrong[i], &err) == 0)
			fail_msg("\"%s\" is taken", wrong[i]);
		assert_refused(duration_parse(&ms, wrong[i], &err), err,
			       ERR_DATA);
		assert_int_equal(ms, 77);
	}
}

static void the_clocks_go_forward(void **state)
{
	int64_t mono = clock_mono();

	(void)state;
	assert_true(clock_now() > INT64_C(1700000000000));
	assert_true(mono > 0 && clock_mono() >= mono);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_moments_have_their_value_and_basis),
		cmocka_unit_test(what_is_no_moment_is_refused),
		cmocka_unit_test(random_moments_survive_writing_and_reading),
		cmocka_unit_test(nothing_given_writes_nothing),
		cmocka_unit_test(civil_dates_match_the_c_library),
		cmocka_unit_test(an_instant_is_written_with_what_it_has),
		cmocka_unit_test(durations_are_read_in_their_unit),
		cmocka_unit_test(what_is_no_duration_is_refused),
		cmocka_unit_test(the_clocks_go_forward),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
