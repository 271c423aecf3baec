/* seller_test.c - a year of one seller: three shops, a mailbox, buyers in
 * twelve languages, the shipped policy and playbooks, and all that may go wrong
 * with the desk's machine: nobody is forgotten, and nothing is paid twice.
 *
 * Its people go through the queue all day, what is due first, and write where
 * nothing is proposed. How many answers are late nevertheless tells of the
 * machine: an old copy that is put back holds all that leaves for half a day, a
 * clock that jumps or stands still passes days at once, and the mailbox takes
 * ten minutes a mail (docs/measured.md has figures).
 *
 * Quick: twelve days from two seeds. Full: a year with 5,000 orders a month.
 * SEED= is that of the first; FROM= the round to begin with.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "help/full.h"
#include "year/place.h"
#include "year/seller.h"

static void live(uint64_t seed, int64_t round, int64_t days,
		 struct figures *figures)
{
	struct world *w = xcalloc(1, sizeof *w);

	w->seller = true;
	w->seed = seed + (uint64_t)round;
	w->round = round;
	w->pace = 5 * MINUTE_MS;
	w->figures = figures;
	place_live(w, "ABC", days * DAY_MS);
}

static void a_seller_forgets_nobody(void **state)
{
	struct figures figures = { 0 };
	int64_t days = full_or_quick(365, 12), rounds = full_or_quick(1, 2);

	(void)state;
	for (int64_t i = full_from(); i < rounds || i == full_from(); i++)
		live(full_seed(1), i, days, &figures);
	figures_print(&figures);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_seller_forgets_nobody),
	};

	place_begin("seller");
	return place_end(cmocka_run_group_tests(tests, NULL, NULL));
}
