/* report_dangers.c - dangers to people that buyers told of: which goods, and
 * which tickets.
 * SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "cli/report.h"
#include "cli/show.h"
#include "cli/view.h"
#include "model/records.h"

/* A ticket that went into another one is counted there. */
#define TOLD                                                                \
	"t.danger IS NOT NULL AND t.merged IS NULL AND t.opened >= ?1 AND " \
	"(?2 IS NULL OR s.label = ?2) "

/* Of an order of several goods nobody knows which one it was: each counts. */
#define BY_GOODS                                                              \
	"SELECT coalesce(l.sku, ''), coalesce(l.title, ''), count(DISTINCT "  \
	"t.id), count(DISTINCT CASE WHEN t.state <> 3 THEN t.id END) FROM "   \
	"tickets t LEFT JOIN shops s ON s.id = t.shop LEFT JOIN order_lines " \
	"l ON l.shop = t.shop AND l.order_ref = t.order_ref WHERE " TOLD      \
	"GROUP BY 1, 2 ORDER BY 3 DESC, 2, 1"
#define EACH                                                                \
	"SELECT t.id, t.opened, t.state = 3, t.danger, coalesce(o.name, "   \
	"t.order_ref, ''), coalesce(t.root_cause, '') FROM tickets t LEFT " \
	"JOIN shops s ON s.id = t.shop LEFT JOIN orders o ON o.shop = "     \
	"t.shop AND o.ref = t.order_ref WHERE " TOLD "ORDER BY t.opened, "  \
	"t.id"

static void put_goods(struct cli *c, struct rows *r)
{
	CLEANUP(str_release) struct str line = STR_INIT;
	struct jw w = JW_INIT(&c->out);

	if (c->json) {
		jw_object(&w);
		jw_kv_text(&w, "sku", rows_text(r, 0));
		jw_kv_text(&w, "goods", rows_text(r, 1));
		jw_kv_i64(&w, "tickets", rows_i64(r, 2));
		jw_kv_i64(&w, "open", rows_i64(r, 3));
		jw_end(&w);
		str_putc(&c->out, '\n');
		return;
	}
	str_printf(&line, "%-40s %-16s %8lld %8lld\n",
		   view_or_dash(rows_text(r, 1)), view_or_dash(rows_text(r, 0)),
		   (long long)rows_i64(r, 2), (long long)rows_i64(r, 3));
	show_safe(&c->out, str_c(&line));
}

static void put_ticket(struct cli *c, struct rows *r)
{
	CLEANUP(str_release) struct str line = STR_INIT;
	struct jw w = JW_INIT(&c->out);
	bool closed = rows_i64(r, 2);

	if (c->json) {
		jw_object(&w);
		jw_kv_i64(&w, "ticket", rows_i64(r, 0));
		jw_kv_i64(&w, "opened", rows_i64(r, 1));
		jw_kv_bool(&w, "closed", closed);
		jw_kv_text(&w, "danger", rows_text(r, 3));
		jw_kv_text(&w, "order", rows_text(r, 4));
		jw_kv_text(&w, "cause", rows_text(r, 5));
		jw_end(&w);
		str_putc(&c->out, '\n');
		return;
	}
	str_printf(&line, "T-%lld  ", (long long)rows_i64(r, 0));
	view_instant(&line, rows_i64(r, 1));
	str_printf(&line, "  order %s, %s: %s\n", view_or_dash(rows_text(r, 4)),
		   closed ? view_or_dash(rows_text(r, 5)) : "open",
		   rows_text(r, 3));
	show_safe(&c->out, str_c(&line));
}

static int put_part(struct cli *c, struct db *db, const char *sql,
		    const char *head, int64_t since,
		    void (*put)(struct cli *c, struct rows *r), struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(db, sql, "is", since, cli_option(c, "shop"));
	bool first = true;

	while (rows_next(&r)) {
		if (first && !c->json)
			str_puts(&c->out, head);
		first = false;
		put(c, &r);
	}
	return rows_end(&r, err);
}

int report_dangers(struct cli *c, struct err *err)
{
	CLEANUP(free_ptr)
	char *head = xasprintf("%-40s %-16s %8s %8s\n", "goods", "sku",
			       "tickets", "open");
	struct db *db;
	int64_t since;
	int rc;

	if (report_since(c, &since, err) || cli_db(c, &db, err))
		return -1;
	rc = put_part(c, db, BY_GOODS, head, since, put_goods, err) ||
			     put_part(c, db, EACH, "\n", since, put_ticket, err)
		     ? -1
		     : 0;
	show_nothing(c, "no buyer told of a danger in that time");
	db_close(db);
	return rc;
}
