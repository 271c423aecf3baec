/* latency_bench.c - a desk at work: 500 facts a second from a shop (feed.c) for
 * BENCH_SECONDS, on a desk with BENCH_TICKETS tickets (stock.h).
 *
 *	desk.latency    from the moment at which a dispute is reported to that
 *			at which its ticket stands in the queue for everybody
 *			who asks, p95; "facts": how many came a second
 *	memory.load     PSS of the desk meanwhile, at most
 *
 * There is no channel yet that hands alerts over; what one will read is there
 * when the ticket is.
 * SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "base/file.h"
#include "base/when.h"
#include "bench/house.h"
#include "bench/report.h"
#include "bench/serve.h"
#include "bench/stock.h"
#include "db/db.h"

static char *write_manifest(const char *state)
{
	CLEANUP(free_ptr) char *here = realpath(".", NULL);
	CLEANUP(free_ptr) char *plugins = path_join(house_scratch(), "plugins");
	CLEANUP(free_ptr) char *from = path_join(house_build(), "tests/bench");
	CLEANUP(free_ptr) char *packs = path_join(house_build(), "plugins");
	char *path = path_join(house_scratch(), "live.conf");
	struct err err = { 0 };
	CLEANUP(free_ptr)
	char *text = xasprintf(
		"desk = { state = \"%s\"; policy = \"%s/policy\"; plugins = "
		"\"%s\"; };\nhttp = { listen = \"127.0.0.1:0\"; };\n"
		"instances = ( { name = \"feed\"; plugin = \"feed\"; } );\n",
		state, here, plugins);

	must(dir_make(plugins, 0700, &err) == 0 &&
		     file_write(path, text, strlen(text), 0600, &err) == 0,
	     err.text);
	house_copy(from, plugins, "feed.so");
	house_copy(packs, plugins, "locale-en.so");
	return path;
}

struct watch {
	struct db *db;
	int64_t last, first; /* disputes seen */
	double took[SAMPLES_MAX];
	size_t n;
	double most; /* kB */
};

/* Every dispute since the last look, with its ticket. */
static void look(struct watch *w)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		w->db,
		"SELECT d.id, d.opened FROM disputes d WHERE d.id > ?1 AND "
		"EXISTS (SELECT 1 FROM tickets t WHERE t.shop = d.shop AND "
		"t.state <> 3 AND t.cause = 'dispute:' || d.ref) ORDER BY d.id",
		"i", w->last);
	int64_t now = clock_now();

	while (rows_next(&r)) {
		w->last = rows_i64(&r, 0);
		if (w->n < SAMPLES_MAX)
			w->took[w->n++] = (double)(now - rows_i64(&r, 1));
	}
}

static void watch(struct watch *w, pid_t desk, double for_s)
{
	double end = seconds() + for_s, memory = 0;

	while (seconds() < end) {
		look(w);
		if (seconds() > memory) {
			double now = serve_pss(desk);

			w->most = now > w->most ? now : w->most;
			memory = seconds() + 0.5;
		}
		usleep(1000);
	}
}

int main(void)
{
	static struct watch w;
	static struct samples late = { .alone = true },
			      load = { .alone = true };
	CLEANUP(free_ptr) char *state = path_join(house_scratch(), "live");
	CLEANUP(free_ptr) char *db = path_join(state, "helloword.db");
	double for_s = (double)size_of("BENCH_SECONDS", 10);
	struct serving r;
	struct err err = { 0 };

	stock_copy(stock_size(), state);
	{
		CLEANUP(free_ptr) char *conf = write_manifest(state);

		r = serve_start(conf);
	}
	must(db_open(&w.db, db, DB_READ, &err) == 0, err.text);
	watch(&w, r.pid, 2); /* until it runs evenly */
	for (int g = 0; g < 5; g++) {
		w.n = 0;
		watch(&w, r.pid, for_s / 5);
		must(w.n > 0, "no dispute arrived");
		fprintf(stderr, "# %.0f facts a second\n",
			(double)w.n * 10 / (for_s / 5));
		sample(&late, percentile(w.took, w.n, 95), 0);
	}
	sample(&load, w.most, 0);
	report("desk.latency", "ms", &late, 50, false);
	report("memory.load", "kB", &load, 100000, false);
	db_close(w.db);
	serve_stop(&r);
	return 0;
}
