/* risk.c - which orders are at risk, and why (A6).
 * SPDX-License-Identifier: MIT */
#include "cli/risk.h"

#include "base/when.h"
#include "cli/show.h"
#include "cli/verbs.h"
#include "cli/view.h"
#include "desk/alert/sign.h"
#include "model/sign.h"

/* -- for other pages -- */

static void put_score(struct str *out, const char *what, int64_t score,
		      const char *signs)
{
	str_printf(out, "%s%lld of 100%s%s\n", what, (long long)score,
		   *signs ? ": " : "", signs);
}

/* Of the rows of a query: score, signs. */
static bool put_found(struct str *out, const char *what, struct rows *r)
{
	if (!rows_next(r))
		return false;
	put_score(out, what, rows_i64(r, 0), rows_text(r, 1));
	return true;
}

void risk_put_order(struct str *out, struct db *db, int64_t shop,
		    const char *order_ref)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(db,
				   "SELECT score, signs FROM risks WHERE shop "
				   "= ?1 AND order_ref = ?2 AND message IS "
				   "NULL",
				   "is", shop, order_ref);

	if (!put_found(out, "risk      ", &r))
		str_puts(out, "risk      not kept (`helloword risk REF` says "
			      "it now)\n");
}

void risk_put_ticket(struct str *out, struct db *db, int64_t ticket)
{
	static const struct {
		const char *what, *sql;
	} asks[] = {
		{ "risk of what was written ",
		  "SELECT score, signs FROM risks WHERE ticket = ?1 ORDER BY "
		  "score DESC, id DESC LIMIT 1" },
		{ "risk of the order ",
		  "SELECT r.score, r.signs FROM tickets t JOIN risks r ON "
		  "r.shop = t.shop AND r.order_ref = t.order_ref AND r.message "
		  "IS NULL WHERE t.id = ?1" },
	};

	for (size_t i = 0; i < COUNT_OF(asks); i++) {
		CLEANUP(rows_release)
		struct rows r = rows_query(db, asks[i].sql, "i", ticket);

		put_found(out, asks[i].what, &r);
	}
}

/* -- the list -- */

#define LIST_MAX 50
#define LINE "%-12s %-14s %5s  "

static void put_json(struct cli *c, struct rows *r)
{
	struct jw w = JW_INIT(&c->out);

	jw_object(&w);
	jw_kv_text(&w, "order", rows_text(r, 0));
	jw_kv_text(&w, "shop", rows_text(r, 1));
	jw_kv_i64(&w, "score", rows_i64(r, 2));
	jw_kv_text(&w, "signs", rows_text(r, 3));
	jw_kv_text(&w, "policy", rows_text(r, 4));
	jw_kv_i64(&w, "told", rows_i64(r, 5));
	jw_end(&w);
	str_putc(&c->out, '\n');
}

static void put_line(struct cli *c, struct rows *r)
{
	CLEANUP(str_release) struct str line = STR_INIT;
	CLEANUP(free_ptr)
	char *score = xasprintf("%lld", (long long)rows_i64(r, 2));

	if (!c->out.len)
		str_printf(&c->out, LINE "signs\n", "order", "shop", "risk");
	str_printf(&line, LINE "%s\n", rows_text(r, 0), rows_text(r, 1), score,
		   rows_text(r, 3));
	show_safe(&c->out, str_c(&line));
}

static int list(struct cli *c, struct err *err)
{
	struct db *db;
	int rc;

	if (cli_db(c, &db, err))
		return -1;
	{
		CLEANUP(rows_release)
		struct rows r = rows_query(
			db,
			"SELECT coalesce(o.name, o.ref), s.label, r.score, "
			"r.signs, r.policy, r.told FROM risks r JOIN orders o "
			"ON o.shop = r.shop AND o.ref = r.order_ref JOIN shops "
			"s ON s.id = r.shop WHERE r.message IS NULL AND "
			"r.score > 0 AND (?1 IS NULL OR s.label = ?1) ORDER BY "
			"r.score DESC, r.id DESC LIMIT ?2",
			"si", cli_option(c, "shop"), (int64_t)LIST_MAX);

		while (rows_next(&r))
			if (c->json)
				put_json(c, &r);
			else
				put_line(c, &r);
		rc = rows_end(&r, err);
	}
	show_nothing(c, "no order shows any sign of risk");
	db_close(db);
	return rc;
}

/* -- one order, now -- */

static void tell_now(struct cli *c, const struct hw_order *o,
		     const struct risk_told *told)
{
	CLEANUP(str_release) struct str line = STR_INIT;
	struct jw w = JW_INIT(&c->out);
	const char *name = text_blank(o->name) ? o->ref : o->name;

	if (c->json) {
		jw_object(&w);
		jw_kv_text(&w, "order", name);
		jw_kv_i64(&w, "score", told->score);
		jw_kv_text(&w, "signs", told->signs);
		jw_kv_text(&w, "policy", told->policy);
		jw_kv_bool(&w, "alert", told->alert);
		jw_end(&w);
		str_putc(&c->out, '\n');
		return;
	}
	str_printf(&line, "%s  ", name);
	put_score(&line, "risk now ", told->score, told->signs);
	show_safe(&c->out, str_c(&line));
}

static int of_order(struct cli *c, struct db *db, const struct brain *b,
		    struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct hw_order o = { 0 };
	struct risk_told told;
	int64_t id = 0, shop;

	if (view_find_order(c, db, cli_word(c, 0), &o, &arena, &id, err) < 0)
		return -1;
	shop = db_i64(db, 0, "SELECT shop FROM orders WHERE id = ?1", "i", id);
	if (!sign_now(db, b, clock_now(), shop, o.ref, &arena, &told))
		return err_set(
			err, ERR_DATA,
			"the policy has no risk.conf: nothing is scored");
	tell_now(c, &o, &told);
	return 0;
}

static int one(struct cli *c, struct err *err)
{
	struct manifest *m = cli_manifest(c, err);
	struct brain_of *b = m ? cli_brain(c, m, err) : NULL;
	struct db *db = NULL;
	int rc = b && cli_db(c, &db, err) == 0
			 ? of_order(c, db, brain_of(b), err)
			 : -1;

	db_close(db);
	brain_close(b);
	manifest_close(m);
	return rc;
}

int verb_risk(struct cli *c, struct err *err)
{
	if (cli_flag(c, "batch"))
		return risk_batch(c, err);
	return *cli_word(c, 0) ? one(c, err) : list(c, err);
}
