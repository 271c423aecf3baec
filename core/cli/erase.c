/* erase.c - forgets the buyer of an order, of a conversation without one, or
 * whoever has a mail address.
 * SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "cli/told.h"
#include "cli/view.h"
#include "desk/ticket.h"

/* The command says the shop and the order's id there: a name may be another
 * order's one day, and the journal is for ever. */
static int put_order(struct cli *c, struct db *db, struct jw *w,
		     struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct hw_order o = { 0 };
	int64_t id = 0;

	if (view_find_order(c, db, cli_word(c, 0), &o, &arena, &id, err) <= 0)
		return -1;
	jw_kv_text(w, "shop",
		   db_text(db, &arena,
			   "SELECT s.label FROM shops s JOIN orders o ON "
			   "o.shop = s.id WHERE o.id = ?1",
			   "i", id));
	jw_kv_text(w, "order", o.ref);
	return 0;
}

static int put_target(struct cli *c, struct jw *w, struct err *err)
{
	int64_t ticket = text_starts(cli_word(c, 0), "T-")
				 ? ticket_number(cli_word(c, 0))
				 : 0;
	const char *address = cli_option(c, "address");
	struct db *db;
	int rc;

	if (address) {
		jw_kv_text(w, "address", address);
		return 0;
	}
	if (ticket) {
		jw_kv_i64(w, "ticket", ticket);
		return 0;
	}
	if (cli_db(c, &db, err))
		return -1;
	rc = put_order(c, db, w, err);
	db_close(db);
	return rc;
}

int verb_erase(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	struct jw w = JW_INIT(&args);
	cJSON *reply;

	jw_object(&w);
	if (put_target(c, &w, err))
		return -1;
	jw_end(&w);
	if (!cli_flag(c, "yes"))
		return err_set(err, ERR_USAGE,
			       "%s: name, address, texts and files would be "
			       "gone for good; say --yes if that is meant",
			       cli_option(c, "address")
				       ? cli_option(c, "address")
				       : cli_word(c, 0));
	return cli_do(c, "erase", &args, &reply, err)
		       ? -1
		       : told(c, reply,
			      "it is forgotten; copies made before still have "
			      "it until you delete them",
			      err);
}
