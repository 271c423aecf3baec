/* order.c - an order with all that hangs on it.
 * SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "db/record.h"
#include "hw_plugin.h"

static int order_rows(struct cli *c, struct db *db, const struct kind *kind,
		      int64_t shop, const char *ref, struct err *err)
{
	struct arena arena = ARENA_INIT;
	CLEANUP(rows_release)
	struct rows r = record_query(db, kind,
				     "WHERE shop = ?1 AND order_ref = ?2 "
				     "ORDER BY id",
				     "is", shop, ref);
	void *rec = xcalloc(1, kind->size + 8);

	while (rows_next(&r)) {
		CLEANUP(str_release) struct str s = STR_INIT;

		record_read(&r, kind, rec, &arena);
		record_put_json(&s, kind, rec);
		str_printf(&c->out, "%s\n", str_c(&s));
	}
	free(rec);
	arena_release(&arena);
	return rows_end(&r, err);
}

int verb_order(struct cli *c, struct err *err)
{
	struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str s = STR_INIT;
	struct hw_order o;
	int64_t id, shop;
	struct db *db;
	int rc;

	if (!text_eq(cli_word(c, 0), "show") || !*cli_word(c, 1))
		return err_set(err, ERR_USAGE, "order show REF");
	if (cli_db(c, &db, err))
		return -1;
	rc = record_find(db, &order_kind, &o, &arena, &id, err,
			 "WHERE ref = ?1 OR name = ?1 ORDER BY id DESC LIMIT 1",
			 "s", cli_word(c, 1));
	if (rc == 0)
		err_set(err, ERR_DATA, "there is no order \"%.60s\"",
			cli_word(c, 1));
	if (rc > 0) {
		shop = db_i64(db, 0, "SELECT shop FROM orders WHERE id = ?1",
			      "i", id);
		record_put_json(&s, &order_kind, &o);
		str_printf(&c->out, "%s\n", str_c(&s));
		rc = order_rows(c, db, &payment_kind, shop, o.ref, err) ||
				     order_rows(c, db, &shipment_kind, shop,
						o.ref, err) ||
				     order_rows(c, db, &dispute_kind, shop,
						o.ref, err) ||
				     order_rows(c, db, &return_kind, shop,
						o.ref, err)
			     ? -1
			     : 0;
	} else {
		rc = -1;
	}
	arena_release(&arena);
	db_close(db);
	return rc;
}
