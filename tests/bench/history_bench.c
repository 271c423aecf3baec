/* history_bench.c - what reading costs on a desk with many tickets (stock.h).
 *
 *	queue.first50   the queue's first page with its tickets, p95, at each
 *			size up to BENCH_TICKETS, against 10,000 tickets
 *	queue.counts    the queue's own counts, p50, the same
 *	search          the newest 20 messages that match, p95 over rare and
 *			common words, phrases and two Chinese characters,
 *			against the bare index giving their numbers
 *	journal.verify  entries a second, against SHA-256 over as many bytes in
 *			as many pieces
 *
 * There is no verb yet that searches or shows counts; the statements are those
 * that the index and the table were made for. Not applicable before the panel:
 * http.read, http.queue. Before outgoing checks: guard.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "bench/house.h"
#include "bench/report.h"
#include "bench/stock.h"
#include "db/record.h"
#include "desk/ledger/journal.h"
#include "desk/ticket/queue.h"

#define GROUPS 11
#define PAGES 200 /* a group */
#define PAGE 50
#define FOUND 20

static struct db *open_stock(int64_t tickets)
{
	CLEANUP(free_ptr)
	char *path = path_join(stock(tickets), "helloword.db");
	struct err err = { 0 };
	struct db *db;

	must(db_open(&db, path, DB_READ, &err) == 0, err.text);
	return db;
}

/* -- one page, one count -- */

static void first_page(struct db *db)
{
	struct arena arena = ARENA_INIT;
	struct err err = { 0 };
	struct ticket t = { 0 };
	int left = PAGE;

	for (int64_t tier = TIER_RED; tier <= TIER_BLUE && left; tier++) {
		CLEANUP(rows_release)
		struct rows r = queue_tier(db, 0, tier, NULL);

		for (; left && rows_next(&r); left--)
			must(record_load(db, &ticket_kind, rows_i64(&r, 0), &t,
					 &arena, &err) == 1,
			     err.text);
	}
	must(!left, "the queue is shorter than a page");
	arena_release(&arena);
}

static void counts(struct db *db)
{
	CLEANUP(rows_release)
	struct rows r =
		rows_query(db,
			   "SELECT state, tier, sum(tickets) FROM queue_counts "
			   "WHERE state IN (1, 2) GROUP BY state, tier",
			   "");

	while (rows_next(&r))
		;
}

/* ms of one, by many */
static double time_of(struct db *db, void (*what)(struct db *), int p)
{
	double took[PAGES];

	for (int i = 0; i < PAGES; i++) {
		double from = seconds();

		what(db);
		took[i] = (seconds() - from) * 1e3;
	}
	return percentile(took, PAGES, p);
}

static void against_small(const char *name, int64_t tickets,
			  void (*what)(struct db *), int p, double goal,
			  double limit)
{
	struct samples *s = xcalloc(1, sizeof *s);
	struct db *small = open_stock(10000), *db = open_stock(tickets);
	CLEANUP(free_ptr)
	char *full = xasprintf("%s.%lldk", name, (long long)tickets / 1000);

	s->limit = limit;
	what(small);
	what(db);
	for (int g = 0; g < GROUPS; g++) {
		double base = time_of(small, what, p);

		sample(s, time_of(db, what, p), base);
	}
	report(full, "ms", s, goal, false);
	db_close(small);
	db_close(db);
	free(s);
}

/* -- search -- */

static const char *const questions[] = {
	"parcel",          "\"tracking page\"",
	"bakobako*",       "\"\xe5\xbf\xab\xe9\x80\x92\"",
	"lamp AND broken", "misan*"
};

static void bare_search(struct db *db, const char *what)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(db,
				   "SELECT rowid FROM messages_text WHERE "
				   "messages_text MATCH ?1 ORDER BY rowid DESC "
				   "LIMIT 20",
				   "s", what);

	while (rows_next(&r))
		;
}

static void whole_search(struct db *db, const char *what)
{
	struct arena arena = ARENA_INIT;
	CLEANUP(rows_release)
	struct rows r = record_query(
		db, &message_kind,
		"WHERE id IN (SELECT rowid FROM messages_text WHERE "
		"messages_text MATCH ?1 ORDER BY rowid DESC LIMIT 20) ORDER BY "
		"id DESC",
		"s", what);
	struct err err = { 0 };
	struct message m;

	while (rows_next(&r))
		record_read(&r, &message_kind, &m, &arena);
	must(rows_end(&r, &err) == 0, err.text);
	arena_release(&arena);
}

static double search_p95(struct db *db, void (*how)(struct db *, const char *))
{
	double took[PAGES];

	for (size_t i = 0; i < PAGES; i++) {
		double from = seconds();

		how(db, questions[i % COUNT_OF(questions)]);
		took[i] = (seconds() - from) * 1e3;
	}
	return percentile(took, PAGES, 95);
}

static void search(int64_t tickets)
{
	static struct samples s = { .limit = 50 };
	struct db *db = open_stock(tickets);

	search_p95(db, whole_search);
	for (int g = 0; g < GROUPS; g++) {
		double bare = search_p95(db, bare_search);

		sample(&s, search_p95(db, whole_search), bare);
	}
	report("search", "ms", &s, 3, false);
	db_close(db);
}

/* -- the journal -- */

/* Seconds of SHA-256 over the bytes of each entry, without reading them. */
static double bare_hash(struct db *db)
{
	static char bytes[1 << 20];
	CLEANUP(rows_release) struct rows r = journal_entries(db, 0);
	struct journal_entry e;
	double took = 0;

	while (journal_next(&r, &e)) {
		size_t len = strlen(e.payload) + strlen(e.decisions) +
			     e.sealed_len + 200; /* the small parts */
		double from = seconds();

		must(len < sizeof bytes, "an entry is longer than a megabyte");
		*(struct hash *)(void *)bytes = sha256(bytes, len);
		took += seconds() - from;
	}
	return took;
}

static void verify(int64_t tickets)
{
	static struct samples s;
	struct db *db = open_stock(tickets);
	struct err err = { 0 };
	int64_t entries;

	must(hash_start(&err) == 0, err.text);
	for (int g = 0; g < 5; g++) {
		double bare = bare_hash(db), from = seconds();

		must(journal_verify(db, &entries, &err) == 0, err.text);
		sample(&s, (double)entries / (seconds() - from),
		       (double)entries / bare);
	}
	report("journal.verify", "entries/s", &s, 0.3, true);
	db_close(db);
}

int main(void)
{
	int64_t most = stock_size();

	for (int64_t n = 10000; n <= most; n *= 10)
		against_small("queue.first50", n, first_page, 95, 2, 1);
	against_small("queue.counts", most, counts, 50, 1.3, 0);
	search(most);
	verify(most);
	return 0;
}
