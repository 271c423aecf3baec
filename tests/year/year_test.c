/* year_test.c - days of a seller with faults, and a year: nothing is paid
 * twice, nothing is lost, and whatever breaks can be seen again by its seed.
 *
 * Quick: ten days from ten seeds. Full: a thousand days, then a year of four
 * shops, one of each class. SEED= is that of the first day; FROM= the day to
 * begin with. ALOUD=1 tells each step, KEEP=1 keeps the files of what broke.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "help/full.h"
#include "year/place.h"

static void live(uint64_t seed, int64_t round, const char *classes, int64_t ms,
		 int64_t pace, struct figures *figures)
{
	struct world *w = xcalloc(1, sizeof *w);

	w->seed = seed + (uint64_t)round;
	w->round = round;
	w->pace = pace;
	w->figures = figures;
	place_live(w, classes, ms);
}

/* One to three shops of any class, from the seed. */
static void days_of_faults_pay_nothing_twice_and_lose_nothing(void **state)
{
	static const char *const classes[] = {
		"A", "B", "C", "D", "AB", "BC", "CAD", "BCB", "CC", "ABC"
	};
	int64_t days = full_or_quick(1000, 10), from = full_from();
	struct figures figures = { 0 };

	(void)state;
	for (int64_t i = from; i < days || i == from; i++) {
		live(full_seed(1), i, classes[i % 10], DAY_MS, 80 * SECOND_MS,
		     &figures);
		if (i % 100 == 99 || i + 1 >= days) {
			print_message("# to day %lld\n", (long long)i);
			figures_print(&figures);
		}
	}
}

static void a_year_of_faults_pays_nothing_twice_and_loses_nothing(void **state)
{
	struct figures figures = { 0 };
	int64_t days = full_or_quick(365, 0);

	(void)state;
	if (!days)
		skip();
	live(full_seed(1), 0, "ABCD", days * DAY_MS, 5 * MINUTE_MS, &figures);
	figures_print(&figures);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			days_of_faults_pay_nothing_twice_and_lose_nothing),
		cmocka_unit_test(
			a_year_of_faults_pays_nothing_twice_and_loses_nothing),
	};

	place_begin("year");
	return place_end(cmocka_run_group_tests(tests, NULL, NULL));
}
