/* report.c - how matters ended: by outcome, cause and shop.
 * SPDX-License-Identifier: MIT */
#include "cli/report.h"
#include "base/when.h"
#include "cli/show.h"
#include "cli/verbs.h"
#include "cli/view.h"

int report_since(struct cli *c, int64_t *since, struct err *err)
{
	const char *text = cli_option(c, "since");
	CLEANUP(free_ptr)
	char *moment = text ? xasprintf("%sT00:00:00Z", text) : NULL;
	struct when day = { 0 };

	*since = 0;
	if (text && when_parse(&day, moment, err))
		return err_set(err, ERR_USAGE,
			       "--since takes a day, such as 2026-11-01");
	*since = day.ms;
	return 0;
}

static const struct {
	const char *what, *sql;
} parts[] = {
	{ "outcome",
	  "SELECT e.outcome, sum(e.closed), sum(e.reopened) FROM endings e "
	  "LEFT JOIN shops s ON s.id = e.shop WHERE e.day >= ?1 AND (?2 IS "
	  "NULL OR s.label = ?2) GROUP BY 1 ORDER BY 2 DESC, 1" },
	{ "cause",
	  "SELECT e.cause, sum(e.closed), sum(e.reopened) FROM endings e LEFT "
	  "JOIN shops s ON s.id = e.shop WHERE e.day >= ?1 AND (?2 IS NULL OR "
	  "s.label = ?2) GROUP BY 1 ORDER BY 2 DESC, 1" },
	{ "shop",
	  "SELECT coalesce(s.label, ''), sum(e.closed), sum(e.reopened) FROM "
	  "endings e LEFT JOIN shops s ON s.id = e.shop WHERE e.day >= ?1 AND "
	  "(?2 IS NULL OR s.label = ?2) GROUP BY 1 ORDER BY 2 DESC, 1" },
};

static void put_line(struct cli *c, const char *what, struct rows *r)
{
	CLEANUP(str_release) struct str line = STR_INIT;
	struct jw w = JW_INIT(&c->out);
	int64_t closed = rows_i64(r, 1), again = rows_i64(r, 2);

	if (c->json) {
		jw_object(&w);
		jw_kv_text(&w, what, rows_text(r, 0));
		jw_kv_i64(&w, "closed", closed);
		jw_kv_i64(&w, "reopened", again);
		jw_end(&w);
		str_putc(&c->out, '\n');
		return;
	}
	str_printf(&line, "%-24s %8lld %8lld %5lld.%lld %%\n",
		   view_or_dash(rows_text(r, 0)), (long long)closed,
		   (long long)again,
		   (long long)(closed ? again * 100 / closed : 0),
		   (long long)(closed ? again * 1000 / closed % 10 : 0));
	show_safe(&c->out, str_c(&line));
}

static int put_part(struct cli *c, struct db *db, size_t i, int64_t day,
		    struct err *err)
{
	CLEANUP(rows_release)
	struct rows r =
		rows_query(db, parts[i].sql, "is", day, cli_option(c, "shop"));
	bool first = true;

	while (rows_next(&r)) {
		if (first && !c->json)
			str_printf(&c->out, "%s%-24s %8s %8s %7s\n",
				   i ? "\n" : "", parts[i].what, "closed",
				   "reopened", "rate");
		first = false;
		put_line(c, parts[i].what, &r);
	}
	return rows_end(&r, err);
}

static int endings(struct cli *c, struct err *err)
{
	struct db *db;
	int64_t since;
	int rc = 0;

	if (report_since(c, &since, err) || cli_db(c, &db, err))
		return -1;
	for (size_t i = 0; i < COUNT_OF(parts) && !rc; i++)
		rc = put_part(c, db, i, day_of(since), err);
	show_nothing(c, "no ticket was closed in that time");
	db_close(db);
	return rc;
}

int verb_report(struct cli *c, struct err *err)
{
	const char *what = cli_word(c, 0);

	if (what && text_eq(what, "deviations"))
		return report_deviations(c, err);
	if (what && text_eq(what, "carriers"))
		return report_carriers(c, err);
	if (what && text_eq(what, "dangers"))
		return report_dangers(c, err);
	return what && *what ? err_set(err, ERR_USAGE,
				       "report what? `helloword report -h` "
				       "shows the words")
			     : endings(c, err);
}
