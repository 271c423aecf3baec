/* order.c - an order with all that hangs on it.
 * SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "db/record.h"
#include "hw_plugin.h"

#define OF_ORDER "WHERE shop = ?1 AND order_ref = ?2 ORDER BY id"
/* A carrier knows no orders: its facts hang on the parcel. */
#define OF_PARCELS                                                           \
	"WHERE tracking IN (SELECT tracking FROM shipments WHERE shop = ?1 " \
	"AND order_ref = ?2) ORDER BY id"

static int order_rows(struct cli *c, struct db *db, const struct kind *kind,
		      const char *tail, int64_t shop, const char *ref,
		      struct err *err)
{
	struct arena arena = ARENA_INIT;
	CLEANUP(rows_release)
	struct rows r = record_query(db, kind, tail, "is", shop, ref);
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

static int put_order(struct cli *c, struct db *db, const struct hw_order *o,
		     int64_t id, struct err *err)
{
	static const struct {
		const struct kind *kind;
		const char *tail;
	} hanging[] = {
		{ &payment_kind, OF_ORDER }, { &shipment_kind, OF_ORDER },
		{ &scan_kind, OF_PARCELS },  { &evidence_kind, OF_PARCELS },
		{ &dispute_kind, OF_ORDER }, { &return_kind, OF_ORDER },
	};
	CLEANUP(str_release) struct str s = STR_INIT;
	int64_t shop =
		db_i64(db, 0, "SELECT shop FROM orders WHERE id = ?1", "i", id);

	record_put_json(&s, &order_kind, o);
	str_printf(&c->out, "%s\n", str_c(&s));
	for (size_t i = 0; i < COUNT_OF(hanging); i++)
		if (order_rows(c, db, hanging[i].kind, hanging[i].tail, shop,
			       o->ref, err))
			return -1;
	return 0;
}

int verb_order(struct cli *c, struct err *err)
{
	struct arena arena = ARENA_INIT;
	struct hw_order o;
	struct db *db;
	int64_t id;
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
	rc = rc > 0 ? put_order(c, db, &o, id, err) : -1;
	arena_release(&arena);
	db_close(db);
	return rc;
}
