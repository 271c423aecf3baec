/* order.c - an order with all that hangs on it; a buyer's orders.
 * SPDX-License-Identifier: MIT */
#include "cli/risk.h"
#include "cli/show.h"
#include "cli/verbs.h"
#include "cli/view.h"
#include "db/record.h"
#include "desk/ticket/find.h"
#include "hw_plugin.h"

#define OF_ORDER "WHERE shop = ?1 AND order_ref = ?2 ORDER BY id"
/* A carrier knows no orders: its facts hang on the parcel. */
#define OF_PARCELS                                                           \
	"WHERE tracking IN (SELECT tracking FROM shipments WHERE shop = ?1 " \
	"AND order_ref = ?2) ORDER BY "

struct showing {
	struct cli *c;
	struct db *db;
	struct str page;
	int64_t shop;
	const char *ref;
};

/* -- one record -- */

static void put_value(struct str *s, const cJSON *v)
{
	char *text;

	if (json_text(v, "amount")) {
		str_printf(s, "%s %s", json_text(v, "amount"),
			   json_text(v, "currency"));
	} else if (cJSON_IsString(v)) {
		str_puts(s, v->valuestring);
	} else {
		text = cJSON_PrintUnformatted(v);
		str_puts(s, text);
		cJSON_free(text);
	}
}

/* What says something beside the order it hangs on. */
static void put_fields(struct str *s, const cJSON *record)
{
	static const char *const known[] = { "kind",      "ref",   "order_ref",
					     "version",   "bytes", "quantity",
					     "refundable" };
	const char *sep = "";
	const cJSON *one;

	cJSON_ArrayForEach (one, record) {
		bool skip = false;

		for (size_t i = 0; i < COUNT_OF(known); i++)
			skip = skip || text_eq(one->string, known[i]);
		if (skip)
			continue;
		str_printf(s, "%s%s ", sep, one->string);
		put_value(s, one);
		sep = ", ";
	}
}

static void put_record(struct showing *s, const struct kind *kind,
		       const void *rec)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	CLEANUP(json_free_ptr) cJSON *json = NULL;
	struct err err = { 0 };

	record_put_json(&text, kind, rec);
	if (s->c->json) {
		str_printf(&s->page, "%s\n", str_c(&text));
		return;
	}
	json = json_parse(str_c(&text), text.len, &err);
	str_printf(&s->page, "%-10s", kind->name);
	if (json_i64(json, "quantity", 0))
		str_printf(&s->page, "%lld x ",
			   (long long)json_i64(json, "quantity", 0));
	put_fields(&s->page, json);
	str_putc(&s->page, '\n');
}

static int put_rows(struct showing *s, const struct kind *kind,
		    const char *tail, struct err *err)
{
	struct arena arena = ARENA_INIT;
	CLEANUP(rows_release)
	struct rows r = record_query(s->db, kind, tail, "is", s->shop, s->ref);
	void *rec = xcalloc(1, kind->size + 8);

	while (rows_next(&r)) {
		record_read(&r, kind, rec, &arena);
		put_record(s, kind, rec);
		arena_clear(&arena);
	}
	free(rec);
	arena_release(&arena);
	return rows_end(&r, err);
}

/* -- the order -- */

static void put_head(struct showing *s, const struct hw_order *o)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct str *out = &s->page;
	struct money total = { .minor = o->total.minor };

	memcpy(total.currency, o->total.currency, sizeof total.currency);
	str_printf(out, "%s  %s, ", text_blank(o->name) ? o->ref : o->name,
		   view_word(&order_kind, "status", o));
	if (money_given(total)) {
		money_put(out, total);
		str_printf(out, " %s, ", total.currency);
	}
	str_puts(out, "placed ");
	view_instant(out, o->placed.ms);
	str_printf(out, "\nshop      %s (id there %s)\n",
		   db_text(s->db, &arena,
			   "SELECT label FROM shops WHERE id = ?1", "i",
			   s->shop),
		   o->ref);
	str_printf(out, "buyer     %s <%s>, language %s\n", o->buyer_name,
		   view_or_dash(o->email), view_or_dash(o->lang));
	if (!text_blank(o->address) || !text_blank(o->city))
		str_printf(out, "to        %s, %s %s, %s\n", o->address,
			   o->postcode, o->city, o->country);
	risk_put_order(out, s->db, s->shop, o->ref);
}

static int put_tickets(struct showing *s, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(s->db,
				   "SELECT id, issue FROM tickets WHERE shop = "
				   "?1 AND order_ref = ?2 ORDER BY id",
				   "is", s->shop, s->ref);

	while (rows_next(&r))
		str_printf(&s->page, "%-10sT-%lld: %s\n", "ticket",
			   (long long)rows_i64(&r, 0), rows_text(&r, 1));
	return rows_end(&r, err);
}

static int put_order(struct showing *s, const struct hw_order *o,
		     struct err *err)
{
	static const struct {
		const struct kind *kind;
		const char *tail;
	} hanging[] = {
		{ &payment_kind, OF_ORDER },
		{ &shipment_kind, OF_ORDER },
		{ &scan_kind, OF_PARCELS "occurred, id" },
		{ &evidence_kind, OF_PARCELS "id" },
		{ &dispute_kind, OF_ORDER },
		{ &return_kind, OF_ORDER },
	};

	if (s->c->json) {
		put_record(s, &order_kind, o);
	} else {
		put_head(s, o);
		if (put_rows(s, &line_kind, OF_ORDER, err))
			return -1;
	}
	for (size_t i = 0; i < COUNT_OF(hanging); i++)
		if (put_rows(s, hanging[i].kind, hanging[i].tail, err))
			return -1;
	return s->c->json ? 0 : put_tickets(s, err);
}

static int order_show(struct cli *c, struct err *err)
{
	struct arena arena = ARENA_INIT;
	struct showing s = { .c = c, .page = STR_INIT };
	struct hw_order o = { 0 };
	int64_t id = 0;
	int rc;

	if (cli_db(c, &s.db, err))
		return -1;
	rc = view_find_order(c, s.db, cli_word(c, 1), &o, &arena, &id, err);
	if (rc > 0) {
		s.ref = o.ref;
		s.shop =
			db_i64(s.db, 0, "SELECT shop FROM orders WHERE id = ?1",
			       "i", id);
		rc = put_order(&s, &o, err);
	}
	show_safe(&c->out, str_c(&s.page));
	str_release(&s.page);
	arena_release(&arena);
	db_close(s.db);
	return rc;
}

/* -- the newest orders, of a buyer or of all -- */

#define LINE "%-12s %-10s %-20s %-14s %-14s %s\n"

static void put_line(struct showing *s, const struct hw_order *o)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str total = STR_INIT, placed = STR_INIT;
	struct money m = { .minor = o->total.minor };

	memcpy(m.currency, o->total.currency, sizeof m.currency);
	if (money_given(m)) {
		money_put(&total, m);
		str_printf(&total, " %s", m.currency);
	}
	view_instant(&placed, o->placed.ms);
	if (!s->page.len)
		str_printf(&s->page, LINE, "order", "status", "placed", "total",
			   "shop", "buyer");
	str_printf(&s->page, LINE, text_blank(o->name) ? o->ref : o->name,
		   view_word(&order_kind, "status", o), str_c(&placed),
		   view_or_dash(str_c(&total)),
		   db_text(s->db, &arena,
			   "SELECT label FROM shops WHERE id = ?1", "i",
			   s->shop),
		   view_or_dash(o->buyer_name));
}

static int put_found(struct showing *s, int64_t id, struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	const char *shop = cli_option(s->c, "shop");
	struct hw_order o = { 0 };
	int found = record_load(s->db, &order_kind, id, &o, &arena, err);

	if (found <= 0)
		return found;
	s->shop = db_i64(s->db, 0, "SELECT shop FROM orders WHERE id = ?1", "i",
			 id);
	if (shop && !text_eq(shop, db_text(s->db, &arena,
					   "SELECT label FROM shops WHERE id "
					   "= ?1",
					   "i", s->shop)))
		return 0;
	if (s->c->json)
		put_record(s, &order_kind, &o);
	else
		put_line(s, &o);
	return 0;
}

static int put_orders(struct showing *s, const char *who, struct err *err)
{
	CLEANUP(rows_release) struct rows r = find_orders(s->db, who);
	int n = 0;

	for (; rows_next(&r); n++)
		if (put_found(s, rows_i64(&r, 0), err) < 0)
			return -1;
	if (n == FIND_MAX)
		fprintf(stderr, "only the newest %d are looked at; give %s\n",
			FIND_MAX,
			who ? "more of the name" : "--buyer for others");
	return rows_end(&r, err);
}

static int order_list(struct cli *c, struct err *err)
{
	const char *who = cli_option(c, "buyer");
	struct showing s = { .c = c, .page = STR_INIT };
	int rc;

	if (who && text_blank(who))
		return err_set(err, ERR_USAGE,
			       "--buyer needs a mail address, or the beginning "
			       "of a name");
	if (cli_db(c, &s.db, err))
		return -1;
	rc = put_orders(&s, who, err);
	show_safe(&c->out, str_c(&s.page));
	show_nothing(c, who ? "no order has such a buyer"
			    : "there is no order yet");
	str_release(&s.page);
	db_close(s.db);
	return rc;
}

int verb_order(struct cli *c, struct err *err)
{
	return text_eq(cli_word(c, 0), "list") ? order_list(c, err)
					       : order_show(c, err);
}
