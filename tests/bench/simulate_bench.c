/* simulate_bench.c - another policy tried on a month of kept decisions.
 *
 *	simulate         seconds for the month: as many decisions as 50,000
 *			 orders and 500,000 scans, if each had been one;
 *			 BENCH_TICKETS of them at most, and the goal with them
 *	simulate.vector  bytes that a decision keeps, journal and row
 *
 * In processor time: it does nothing but compute and read.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "bench/house.h"
#include "bench/report.h"
#include "bench/stock.h"
#include "desk/simulate/simulate.h"

#define MONTH 550000
#define GOAL 10.0 /* seconds a month */

static struct db *open_stock(int64_t tickets)
{
	CLEANUP(free_ptr)
	char *path = path_join(stock(tickets), "helloword.db");
	struct err err = { 0 };
	struct db *db;

	must(db_open(&db, path, DB_READ, &err) == 0, err.text);
	return db;
}

static double try_it(struct db *db, int64_t decisions)
{
	struct err err = { 0 };
	struct trial trial;
	double from = cpu_seconds();

	must(simulate(db, brain_of(house_brain()), 0, INT64_MAX, &trial,
		      &err) == 0,
	     err.text);
	from = cpu_seconds() - from;
	must(trial.decisions >= decisions, "decisions are missing");
	must(!trial.differing && !trial.other_format,
	     "the policy that decided decides otherwise");
	trial_release(&trial);
	return from;
}

int main(void)
{
	static struct samples month = { .alone = true },
			      bytes = { .alone = true };
	int64_t n = stock_size() < MONTH ? stock_size() : MONTH;
	struct db *db = open_stock(n);

	for (int g = 0; g < 3; g++)
		sample(&month, try_it(db, n), 0);
	sample(&bytes,
	       (double)db_i64(db, 0,
			      "SELECT avg(length(facts) + length(fired) + "
			      "length(considered) + length(seen)) FROM vectors",
			      ""),
	       0);
	report("simulate", "s", &month, GOAL * (double)n / MONTH, false);
	report("simulate.vector", "bytes", &bytes, 1000, false);
	db_close(db);
	return 0;
}
