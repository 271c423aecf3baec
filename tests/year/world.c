/* world.c - chance, the clock, and what is told when something is wrong.
 * SPDX-License-Identifier: MIT */
#include "year/world.h"
#include "help/draw.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

uint64_t chance(struct world *w, uint64_t below)
{
	return draw(&w->random, below);
}

bool one_in(struct world *w, uint64_t n)
{
	return chance(w, n) == 0;
}

bool fault(struct world *w, enum fault what, uint64_t n)
{
	if (w->calm || !one_in(w, n))
		return false;
	w->figures->faults[what]++;
	return true;
}

int64_t between(struct world *w, int64_t least, int64_t most)
{
	return least + (int64_t)chance(w, (uint64_t)(most - least + 1));
}

int64_t wall(const struct world *w)
{
	return w->frozen ? w->frozen_wall : w->now + w->skew;
}

void put_when(struct str *s, const char *name, int64_t ms)
{
	str_printf(s, ",\"%s\":\"", name);
	instant_put(s, ms / 1000 * 1000);
	str_putc(s, '"');
}

void tell(struct world *w, const char *fmt, ...)
{
	char *line = w->told[w->step % TOLD];
	size_t len = strlen(line), room = sizeof w->told[0] - len;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line + len, room, fmt, ap);
	va_end(ap);
}

/* What the desk took last. */
static void tell_journal(struct world *w)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		desk_db(w->desk),
		"SELECT seq, at, kind, coalesce(payload, '') FROM (SELECT * "
		"FROM journal ORDER BY seq DESC LIMIT ?1) ORDER BY seq",
		"i", (int64_t)TOLD);

	while (rows_next(&r))
		print_message("#  journal %lld %+lld s %s %.150s\n",
			      (long long)rows_i64(&r, 0),
			      (long long)(rows_i64(&r, 1) - w->now) / 1000,
			      rows_text(&r, 2), rows_text(&r, 3));
}

void broken(struct world *w, const char *fmt, ...)
{
	CLEANUP(str_release) struct str at = STR_INIT;
	char what[300];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	instant_put(&at, w->now);
	print_message("# seed %llu, step %lld, %s (clock %+lld s): %s\n",
		      (unsigned long long)w->seed, (long long)w->step,
		      str_c(&at), (long long)(wall(w) - w->now) / 1000, what);
	for (int64_t s = w->step < TOLD ? 0 : w->step - TOLD + 1; s <= w->step;
	     s++)
		print_message("#  %lld%s\n", (long long)s, w->told[s % TOLD]);
	if (w->desk)
		tell_journal(w);
	print_message("# again: SEED=%llu FROM=%lld "
		      "build/tests/year/%s_test\n",
		      (unsigned long long)(w->seed - (uint64_t)w->round),
		      (long long)w->round, w->seller ? "seller" : "year");
	str_release(&at);
	fail_msg("%s", what);
	abort();
}
