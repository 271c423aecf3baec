/* holiday_test.c - public holidays against days that are known, and what a file
 * of them is told.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/when.h"
#include "help/place.h"
#include "policy/shipped.h"

/* -- days -- */

static int64_t day(const char *date)
{
	struct when w;
	struct err err = { 0 };

	if (when_parse(&w, date, &err))
		fail_msg("%s", err.text);
	return day_of(w.ms);
}

static const struct country *country(const char *code)
{
	for (size_t i = 0; i < policy->calendars.read.len; i++)
		if (text_eq(policy->calendars.read.at[i]->code, code))
			return policy->calendars.read.at[i];
	fail_msg("no holidays of %s", code);
	return NULL;
}

static struct day_off_list days_of(const char *code, const char *region)
{
	struct day_off_list list = { 0 };

	country_days(country(code), region, &list);
	day_off_list_sort(&list);
	return list;
}

struct known {
	const char *code, *region, *date;
	char kind; /* C: closed, H: half day, W: worked, N: like any other */
};

static char kind_of(const struct day_off *off)
{
	return !off ? 'N' : off->worked ? 'W' : off->closes ? 'H' : 'C';
}

/* Each from the law or the notice that the country's file names. */
static const struct known known[] = {
	/* Easter was on 20 April 2025, 5 April 2026 and 28 March 2027. */
	{ "DE", "", "2025-04-18", 'C' },
	{ "DE", "", "2026-04-06", 'C' },
	{ "DE", "", "2027-03-26", 'C' },
	{ "DE", "", "2026-10-03", 'C' },
	{ "DE", "", "2026-10-31", 'N' },
	{ "DE", "SN", "2026-10-31", 'C' },
	{ "DE", "SN", "2026-11-18", 'C' }, /* Buß- und Bettag */
	{ "DE", "BY", "2026-06-04", 'C' }, /* Fronleichnam */
	{ "DE", "BE", "2026-06-04", 'N' },
	{ "DE", "BE", "2025-05-08", 'C' },
	{ "DE", "BE", "2026-05-08", 'N' },
	/* A substitute after a weekend, two in a row. */
	{ "GB", "", "2027-12-27", 'C' },
	{ "GB", "", "2027-12-28", 'C' },
	{ "GB", "", "2026-08-31", 'C' },
	{ "GB", "SCT", "2026-08-31", 'N' },
	{ "GB", "SCT", "2026-08-03", 'C' },
	{ "GB", "SCT", "2025-12-01", 'C' }, /* for Sunday, 30 November */
	{ "GB", "NIR", "2026-07-13", 'C' },
	/* Saturday: the day before; Sunday: the day after. */
	{ "US", "", "2026-07-03", 'C' },
	{ "US", "", "2027-12-24", 'C' },
	{ "US", "", "2027-12-31", 'C' }, /* for 1 January 2028 */
	{ "US", "", "2027-07-05", 'C' },
	{ "US", "", "2026-11-26", 'C' },
	{ "US", "", "2026-11-19", 'N' },
	{ "CA", "", "2026-05-18", 'C' },
	{ "CA", "QC", "2026-06-24", 'C' },
	/* The King's birthday is never kept on a Sunday. */
	{ "NL", "", "2025-04-26", 'C' },
	{ "NL", "", "2025-04-27", 'N' },
	{ "NL", "", "2026-04-27", 'C' },
	/* Easter of the Eastern churches: 20 April 2025, 12 April 2026. */
	{ "GR", "", "2025-03-03", 'C' },
	{ "GR", "", "2026-04-13", 'C' },
	{ "RO", "", "2026-04-10", 'C' },
	{ "RO", "", "2027-05-03", 'C' },
	{ "SE", "", "2026-06-20", 'C' }, /* Midsummer */
	{ "SE", "", "2026-10-31", 'C' },
	{ "FI", "", "2027-06-25", 'C' },
	{ "DK", "", "2026-05-01", 'N' },
	{ "IS", "", "2026-12-24", 'H' },
	{ "IS", "", "2026-04-23", 'C' },
	{ "PL", "", "2024-12-24", 'N' },
	{ "PL", "", "2025-12-24", 'C' },
	{ "BR", "", "2026-02-18", 'H' }, /* Ash Wednesday */
	{ "BR", "", "2026-11-20", 'C' },
	{ "AU", "QLD", "2026-12-24", 'H' },
	{ "AU", "", "2026-12-28", 'C' },
	{ "NZ", "", "2026-07-10", 'C' }, /* Matariki */
	{ "NZ", "AUK", "2026-01-26", 'C' },
	{ "NZ", "WGN", "2026-01-19", 'C' },
	{ "IE", "", "2030-02-01", 'C' },
	{ "IE", "", "2030-02-04", 'N' },
	{ "IE", "", "2026-02-02", 'C' },
	{ "CH", "GE", "2026-09-10", 'C' },
	{ "CH", "ZH", "2026-09-10", 'N' },
	{ "CO", "", "2026-06-15", 'C' },
	{ "MX", "", "2030-10-01", 'C' },
	{ "ZA", "", "2026-08-10", 'C' },
	/* By tables. */
	{ "JP", "", "2026-05-06", 'C' }, /* for Sunday, 3 May */
	{ "JP", "", "2026-09-22", 'C' },
	{ "JP", "", "2027-03-22", 'C' },
	{ "KR", "", "2025-10-08", 'C' },
	{ "KR", "", "2027-02-09", 'C' },
	{ "KR", "", "2026-08-17", 'C' },
	{ "CN", "", "2026-02-14", 'W' },
	{ "CN", "", "2026-02-23", 'C' },
	{ "CN", "", "2026-02-24", 'N' },
	{ "CN", "", "2025-10-11", 'W' },
	{ "CN", "", "2030-02-03", 'C' },
	{ "HK", "", "2026-04-07", 'C' },
	{ "HK", "", "2027-02-09", 'C' },
	{ "HU", "", "2026-08-08", 'W' },
	{ "HU", "", "2026-08-21", 'C' },
};

static void holidays_fall_on_the_days_that_are_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(known); i++) {
		const struct known *k = &known[i];
		struct day_off_list list = days_of(k->code, k->region);
		char kind = kind_of(day_off_find(&list, day(k->date)));

		if (kind != k->kind)
			fail_msg("%s %s %s is %c and not %c", k->code,
				 k->region, k->date, kind, k->kind);
		day_off_list_release(&list);
	}
	print_message("# %zu days of %zu countries\n", COUNT_OF(known),
		      policy->calendars.read.len);
}

static void thirty_countries_are_shipped_and_have_their_days(void **state)
{
	(void)state;
	assert_true(policy->calendars.read.len >= 30);
	for (size_t i = 0; i < policy->calendars.read.len; i++) {
		const struct country *c = policy->calendars.read.at[i];
		struct day_off_list list = days_of(c->code, "");
		size_t n = 0;

		for (size_t j = 0; j < list.len; j++)
			n += list.at[j].day >= civil_day(2026, 1, 1) &&
			     list.at[j].day < civil_day(2027, 1, 1);
		if (n < 4 || n > 60 || c->tables_until < 2030)
			fail_msg("%s has %zu days in 2026, tables until %d",
				 c->code, n, c->tables_until);
		day_off_list_release(&list);
	}
}

/* -- rules -- */

static void rule_is(const char *text, int year, const char *date)
{
	struct holiday_rule r;
	struct err err = { 0 };
	int64_t found = 0;

	if (holiday_rule_parse(&r, text, &err))
		fail_msg("%s", err.text);
	if (!date) {
		assert_false(holiday_rule_day(&r, year, &found));
		return;
	}
	assert_true(holiday_rule_day(&r, year, &found));
	if (found != day(date))
		fail_msg("%s of %d is not %s", text, year, date);
}

static void a_rule_names_one_day_of_a_year(void **state)
{
	(void)state;
	rule_is("02-29", 2028, "2028-02-29");
	rule_is("02-29", 2027, NULL);
	rule_is("easter", 2024, "2024-03-31");
	rule_is("easter", 2038, "2038-04-25"); /* the last it can be */
	rule_is("easter+60", 2025, "2025-06-19");
	rule_is("orthodox", 2024, "2024-05-05");
	rule_is("orthodox-48", 2025, "2025-03-03");
	rule_is("1st mon of 06", 2026, "2026-06-01");
	rule_is("5th fri of 05", 2026, "2026-05-29");
	rule_is("5th fri of 06", 2026, NULL);
	rule_is("last mon of 05", 2027, "2027-05-31");
	rule_is("wed before 11-23", 2022, "2022-11-16"); /* itself one */
	rule_is("wed before 11-23", 2023, "2023-11-22");
	rule_is("sat after 06-19", 2026, "2026-06-20");
	rule_is("thu after 04-18", 2030, "2030-04-25");
}

static void what_names_no_day_is_refused(void **state)
{
	static const char *const wrong[] = { "",
					     "02-30",
					     "13-01",
					     "1-1",
					     "easter+",
					     "easter+1000",
					     "easter 1",
					     "orthodoxy",
					     "6th mon of 05",
					     "1st mon of 13",
					     "1st moon of 05",
					     "1st mon in 05",
					     "mon before",
					     "mon before 5-25",
					     "mon near 05-25",
					     "mon after 05-2x" };
	struct holiday_rule r;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct err err = { 0 };

		if (holiday_rule_parse(&r, wrong[i], &err) == 0)
			fail_msg("\"%s\" was taken", wrong[i]);
		assert_int_equal(err.code, ERR_DATA);
		assert_non_null(strstr(err.text, "write 12-25"));
	}
}

/* -- files -- */

static const char mistaken[] =
	"country = \"XX\"; name = \"Nowhere\"; zone = \"UTC\";\n"
	"source = \"none\"; as_of = \"2026-01-01\"; weekend = [ \"sun\" ];\n"
	"all_regions = [ \"N\" ]; region = \"S\";\n"
	"holidays = (\n"
	"  { name = \"a\"; on = \"02-30\"; },\n"
	"  { name = \"b\"; on = [ \"2026-02-30\" ]; },\n"
	"  { name = \"c\"; on = \"01-01\"; regions = [ \"Q\" ]; },\n"
	"  { name = \"d\"; },\n"
	"  { name = \"e\"; on = \"01-01\"; opens = \"9 am\"; },\n"
	"  { name = \"f\"; on = \"01-01\"; opens = \"14:00\"; closes = "
	"\"12:00\"; },\n"
	"  { name = \"g\"; on = \"01-01\"; substitute = \"nxt\"; }\n"
	");\n"
	"workday = [ \"2026-01-03\" ];\n";

static void every_mistake_of_a_file_is_told_with_its_line(void **state)
{
	static const char *const told[] = {
		":3: \"S\" is not in all_regions",
		":5: \"on\": \"02-30\" names no day",
		":6: \"2026-02-30\" is no date",
		":7: \"Q\" is none of this country's regions; they are N",
		":8: \"on\" is missing",
		":9: \"opens\" is a time such as \"14:00\"",
		":10: a half day opens before it closes",
		":11: \"substitute\" must be one of none, next",
		":13: unknown key \"workday\"; did you mean \"workdays\"?",
	};
	CLEANUP(free_ptr) char *path = in_scratch("xx.conf");
	struct mistakes m = { 0 };
	struct err err = { 0 };
	struct day_off_list days = { 0 };
	struct country *wrong;
	struct conf *c;

	(void)state;
	assert_int_equal(
		file_write(path, mistaken, strlen(mistaken), 0600, &err), 0);
	c = conf_open(path, &m);
	assert_non_null(c);
	wrong = country_read(c, &arena);
	country_days(wrong, "", &days); /* what is wrong has none */
	assert_int_equal(days.len, 3 * (HOLIDAYS_UNTIL - HOLIDAYS_FROM + 1));
	day_off_list_release(&days);
	country_free(wrong);
	for (size_t i = 0; i < m.list.len && i < COUNT_OF(told); i++)
		if (!strstr(m.list.at[i], told[i]))
			fail_msg("%s and not %s", m.list.at[i], told[i]);
	assert_int_equal(m.list.len, COUNT_OF(told));
	conf_close(c);
	mistakes_release(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holidays_fall_on_the_days_that_are_known),
		cmocka_unit_test(
			thirty_countries_are_shipped_and_have_their_days),
		cmocka_unit_test(a_rule_names_one_day_of_a_year),
		cmocka_unit_test(what_names_no_day_is_refused),
		cmocka_unit_test(every_mistake_of_a_file_is_told_with_its_line),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
