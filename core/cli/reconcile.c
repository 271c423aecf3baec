/* reconcile.c - refunds that differ from what the shops show, and how each came
 * about.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "cli/show.h"
#include "cli/told.h"
#include "cli/verbs.h"
#include "model/effects.h"

#define OPEN "WHERE explained IS NULL ORDER BY id"

static void put_difference(struct str *out, struct db *db,
			   const struct difference *x)
{
	CLEANUP(str_release) struct str amount = STR_INIT;
	CLEANUP(rows_release)
	struct rows r = rows_query(db,
				   "SELECT coalesce(o.name, ?2), s.label FROM "
				   "shops s LEFT JOIN orders o ON o.shop = "
				   "s.id AND o.ref = ?2 WHERE s.id = ?1",
				   "is", x->shop, x->order_ref);
	bool found = rows_next(&r);

	money_put(&amount, x->amount);
	str_printf(out, "%-5lld ", (long long)x->id);
	instant_put(out, x->found - x->found % SECOND_MS);
	str_printf(out,
		   "  %s, order %s, %s %s: ", found ? rows_text(&r, 1) : "",
		   found ? rows_text(&r, 0) : x->order_ref, str_c(&amount),
		   x->amount.currency);
	if (x->whose == DIFFERENCE_OURS)
		str_printf(out,
			   "our action %lld is settled, and the shop does not "
			   "show it\n",
			   (long long)x->action);
	else
		str_printf(out, "the shop shows %s, which is none of ours\n",
			   x->ref);
}

static int put_list(struct cli *c, struct db *db, struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str out = STR_INIT;
	CLEANUP(rows_release)
	struct rows r = record_query(db, &difference_kind, OPEN, "");
	struct difference x;

	while (rows_next(&r)) {
		record_read(&r, &difference_kind, &x, &arena);
		put_difference(&out, db, &x);
		arena_clear(&arena);
	}
	show_safe(&c->out, str_c(&out));
	return rows_end(&r, err);
}

static int list(struct cli *c, struct err *err)
{
	struct db *db;
	int rc;

	if (cli_db(c, &db, err))
		return -1;
	rc = c->json ? show_rows(c, db, &difference_kind, OPEN, 0, err)
		     : put_list(c, db, err);
	show_nothing(c, "every refund of the last 60 days is on both sides, or "
			"explained");
	db_close(db);
	return rc;
}

static int now(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	cJSON *reply;

	str_puts(&args, "{}");
	if (cli_do(c, "reconcile", &args, &reply, err))
		return -1;
	return told(c, reply, "refunds compared", err);
}

static int explain(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	CLEANUP(free_ptr) char *what = NULL;
	int64_t id = cli_number(c, 1, "a difference", err);
	struct jw w = JW_INIT(&args);
	cJSON *reply;

	if (id < 0)
		return -1;
	jw_object(&w);
	jw_kv_i64(&w, "difference", id);
	show_option(&w, c, "cause", "cause");
	jw_end(&w);
	if (cli_do(c, "explain_difference", &args, &reply, err))
		return -1;
	what = xasprintf("difference %lld is explained", (long long)id);
	return told(c, reply, what, err);
}

int verb_reconcile(struct cli *c, struct err *err)
{
	if (text_eq(cli_word(c, 0), "list"))
		return list(c, err);
	if (text_eq(cli_word(c, 0), "now"))
		return now(c, err);
	if (text_eq(cli_word(c, 0), "explain"))
		return explain(c, err);
	return err_set(err, ERR_USAGE,
		       "reconcile what? `helloword reconcile -h` shows the "
		       "words");
}
