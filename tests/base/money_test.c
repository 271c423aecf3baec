/* money_test.c - amounts are exact, whatever way they are reckoned.
 * SPDX-License-Identifier: MIT */
#include "base_test.h"

#include "base/csv.h"
#include "base/json.h"
#include "base/money.h"
#include "help/draw.h"

__extension__ typedef __int128 wide;

static struct money amount(const char *text)
{
	struct err err = { 0 };
	struct money m;

	if (money_parse_pair(&m, text, &err))
		fail_msg("%s", err.text);
	return m;
}

/* -- the table -- */

/* Every active code with its minor unit, as the registry lists it. */
static void the_codes_are_those_of_iso_4217(void **state)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };
	struct csv csv;
	int active = 0;

	(void)state;
	read_shared(&s, "vectors/currency-codes/data/codes-all.csv");
	csv_open(&csv, s.at, s.len);
	assert_int_equal(csv_next(&csv, &err), 1);
	assert_string_equal(csv.fields.at[2], "AlphabeticCode");
	while (csv_next(&csv, &err) == 1) {
		const char *code = csv.fields.at[2], *unit = csv.fields.at[4];

		if (*csv.fields.at[5] || !*code)
			continue;
		active++;
		if (currency_exponent(code) !=
		    (*unit == '-' || !*unit ? -1 : *unit - '0'))
			fail_msg("%s has %s", code, unit);
	}
	csv_close(&csv);
	assert_true(active > 250);
}

static void withdrawn_or_foreign_codes_are_unknown(void **state)
{
	static const char *const none[] = {
		"",    "US",  "USDT", "usd",  "DEM",
		"XXX", "ED ", " AE",  "BTC ", "XAU"
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(none); i++)
		assert_int_equal(currency_exponent(none[i]), -1);
}

/* -- reading and writing -- */

static void what_is_no_amount_is_refused(void **state)
{
	static const char *const wrong[] = {
		"",
		"-",
		"+1",
		".5",
		"5.",
		"1.2.3",
		" 1",
		"1 ",
		"1,000",
		"1e2",
		"0x10",
		"--1",
		"1.-2",
		"NaN",
		"inf",
		"１",
		"1.005",
		"9007199254740992",
		"90071992547409.92",
		"-90071992547409.92",
		"99999999999999999999999999",
		"1'000",
		"$1",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct money m = { .minor = 77 };
		struct err err;

		if (money_parse(&m, wrong[i], "USD", &err) == 0)
			fail_msg("\"%s\" is taken", wrong[i]);
		assert_refused(money_parse(&m, wrong[i], "USD", &err), err,
			       ERR_DATA);
		assert_int_equal(m.minor, 77);
	}
}

static void an_unknown_currency_is_never_guessed(void **state)
{
	struct err err;
	struct money m;

	(void)state;
	assert_refused(money_parse(&m, "1", "XYZ", &err), err, ERR_DATA);
	assert_non_null(strstr(err.text, "XYZ"));
	assert_refused(money_parse_pair(&m, "1USD", &err), err, ERR_DATA);
	assert_refused(money_parse_pair(&m, "1  USD", &err), err, ERR_DATA);
	assert_refused(money_parse_pair(&m, "1 USD ", &err), err, ERR_DATA);
	assert_refused(money_parse_pair(&m, " USD", &err), err, ERR_DATA);
}

static void amounts_are_read_in_minor_units(void **state)
{
	static const struct {
		const char *text;
		int64_t minor;
	} cases[] = {
		{ "12 USD", 1200 },
		{ "12.5 USD", 1250 },
		{ "-0.01 USD", -1 },
		{ "0 JPY", 0 },
		{ "-0 EUR", 0 },
		{ "7 JPY", 7 },
		{ "7.00 JPY", 7 },
		{ "10.000 EUR", 1000 },
		{ "0.005 KWD", 5 },
		{ "1.2345 CLF", 12345 },
		{ "007.50 GBP", 750 },
		{ "100 KWD", 100000 },
		{ "90071992547409.91 USD", INT64_C(9007199254740991) },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(amount(cases[i].text).minor, cases[i].minor);
}

/* The oracle writes the digits without arithmetic: it sets a point into the
 * decimal digits of the minor units. */
static void expect_text(struct str *s, int64_t minor, int exponent)
{
	char digits[32];
	int len = snprintf(digits, sizeof digits, "%0*lld", exponent + 1,
			   (long long)(minor < 0 ? -minor : minor));

	str_puts(s, minor < 0 ? "-" : "");
	str_add(s, digits, (size_t)(len - exponent));
	if (exponent)
		str_printf(s, ".%s", digits + len - exponent);
}

static void random_amounts_survive_writing_and_reading(void **state)
{
	static const char *const codes[] = { "JPY", "USD", "KWD", "CLF" };
	uint64_t seed = 3;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		CLEANUP(str_release) struct str got = STR_INIT;
		CLEANUP(str_release) struct str want = STR_INIT;
		const char *code = codes[draw(&seed, 4)];
		struct money m = { 0 }, back;
		struct err err = { 0 };

		m.minor = (int64_t)(draw_any(&seed) >> (11 + draw(&seed, 50)));
		m.minor = draw(&seed, 2) ? m.minor : -m.minor;
		memcpy(m.currency, code, 4);
		money_put(&got, m);
		expect_text(&want, m.minor, currency_exponent(code));
		assert_string_equal(str_c(&got), str_c(&want));
		if (money_parse(&back, str_c(&got), code, &err))
			fail_msg("%s", err.text);
		assert_int_equal(back.minor, m.minor);
	}
}

/* -- reckoning -- */

static void sums_stay_in_range_and_in_one_currency(void **state)
{
	struct money most = { JSON_INT_MAX - 1, "USD" }, out = { 5, "" };
	struct money least = { -(JSON_INT_MAX - 1), "USD" };
	struct money cent = { 1, "USD" };
	struct err err = { 0 };

	(void)state;
	assert_refused(money_add(&out, most, cent, &err), err, ERR_DATA);
	assert_refused(money_sub(&out, least, cent, &err), err, ERR_DATA);
	assert_refused(money_add(&out, cent, amount("1 EUR"), &err), err,
		       ERR_DATA);
	assert_int_equal(out.minor, 5);
	assert_int_equal(money_sub(&out, most, cent, &err), 0);
	assert_int_equal(out.minor, JSON_INT_MAX - 2);
	assert_int_equal(
		money_add(&out, amount("0.10 USD"), amount("0.20 USD"), &err),
		0);
	assert_int_equal(money_cmp(out, amount("0.30 USD")), 0);
	assert_true(money_cmp(least, most) < 0);
	assert_true(money_cmp(most, least) > 0);
	assert_true(money_given(cent));
	assert_false(money_given((struct money){ 0 }));
}

/* n / d by trying both neighbours: independent of sign tricks in divide(). */
static wide rounded(wide n, wide d, bool up)
{
	wide low = n / d - (n % d < 0), rest = n - low * d;

	if (rest == 0)
		return low;
	if (up)
		return n < 0 ? low : low + 1;
	if (2 * rest != d)
		return 2 * rest < d ? low : low + 1;
	return low % 2 == 0 ? low : low + 1;
}

static void conversion_matches_an_oracle_of_128_bits(void **state)
{
	static const struct {
		const char *code;
		int scale;
	} to[] = { { "JPY", 1 }, { "EUR", 100 }, { "KWD", 1000 } };
	uint64_t seed = 4;
	int halves = 0;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		struct money m = { 0, "USD" }, out;
		size_t k = draw(&seed, 3);
		int64_t num = 1 + (int64_t)(draw(&seed, 2000));
		int64_t den = 1 + (int64_t)(draw(&seed, 2000));
		bool up = draw(&seed, 2);
		struct err err = { 0 };
		wide n, d = (wide)den * 100;

		m.minor = (int64_t)(draw(&seed, 2000001)) - 1000000;
		n = (wide)m.minor * num * to[k].scale;
		halves += n % d != 0 && 2 * n % d == 0;
		assert_int_equal(
			money_convert(&out, m, to[k].code, num, den, up, &err),
			0);
		if (out.minor != (int64_t)rounded(n, d, up))
			fail_msg("%lld * %lld / %lld %s", (long long)m.minor,
				 (long long)num, (long long)den, to[k].code);
		assert_string_equal(out.currency, to[k].code);
	}
	assert_true(halves > 100);
}

static void halves_go_to_the_even_neighbour(void **state)
{
	static const struct {
		const char *text;
		bool up;
		int64_t half;
	} cases[] = { { "0.05 USD", false, 2 },
		      { "0.07 USD", false, 4 },
		      { "-0.05 USD", false, -2 },
		      { "0.05 USD", true, 3 },
		      { "-0.05 USD", true, -3 } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct err err = { 0 };
		struct money out;

		assert_int_equal(money_convert(&out, amount(cases[i].text),
					       "EUR", 1, 2, cases[i].up, &err),
				 0);
		assert_int_equal(out.minor, cases[i].half);
	}
}

static void a_conversion_that_does_not_fit_is_refused(void **state)
{
	struct money most = { JSON_INT_MAX - 1, "JPY" };
	struct money out = { 5, "" };
	struct err err;

	(void)state;
	assert_refused(
		money_convert(&out, most, "CLF", INT64_MAX, 1, false, &err),
		err, ERR_DATA);
	/* The product wraps around 128 bits to something small. */
	assert_refused(money_convert(&out, most, "CLF", INT64_MAX, INT64_MAX,
				     false, &err),
		       err, ERR_DATA);
	assert_refused(money_convert(&out, most, "USD", 0, 1, false, &err), err,
		       ERR_DATA);
	assert_refused(money_convert(&out, most, "USD", 1, 0, false, &err), err,
		       ERR_DATA);
	assert_refused(money_convert(&out, most, "XYZ", 1, 1, false, &err), err,
		       ERR_DATA);
	assert_int_equal(out.minor, 5);
}

static void rates_are_read_as_fractions(void **state)
{
	struct err err = { 0 };
	int64_t num, den;

	(void)state;
	assert_int_equal(decimal_parse(&num, &den, "1.0834", &err), 0);
	assert_int_equal(num, 10834);
	assert_int_equal(den, 10000);
	assert_int_equal(decimal_parse(&num, &den, "-2.50", &err), 0);
	assert_int_equal(num, -25);
	assert_int_equal(den, 10);
	assert_int_equal(decimal_parse(&num, &den, "0.12345678901234567", &err),
			 0);
	assert_int_equal(den, INT64_C(100000000000000000));
	assert_refused(decimal_parse(&num, &den, "1234567890123456789", &err),
		       err, ERR_DATA);
	assert_refused(decimal_parse(&num, &den, "1/2", &err), err, ERR_DATA);
	assert_refused(decimal_parse(&num, &den, "", &err), err, ERR_DATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_codes_are_those_of_iso_4217),
		cmocka_unit_test(withdrawn_or_foreign_codes_are_unknown),
		cmocka_unit_test(what_is_no_amount_is_refused),
		cmocka_unit_test(an_unknown_currency_is_never_guessed),
		cmocka_unit_test(amounts_are_read_in_minor_units),
		cmocka_unit_test(random_amounts_survive_writing_and_reading),
		cmocka_unit_test(sums_stay_in_range_and_in_one_currency),
		cmocka_unit_test(conversion_matches_an_oracle_of_128_bits),
		cmocka_unit_test(halves_go_to_the_even_neighbour),
		cmocka_unit_test(a_conversion_that_does_not_fit_is_refused),
		cmocka_unit_test(rates_are_read_as_fractions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
