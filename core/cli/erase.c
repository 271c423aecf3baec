/* erase.c - forgets the buyer of an order, of a conversation without one, or
 * whoever has a mail address.
 * SPDX-License-Identifier: MIT */
#include "cli/told.h"
#include "cli/verbs.h"
#include "cli/view.h"
#include "desk/ticket/ticket.h"

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

/* -- what stays -- */

/* Records of the quarantine that nobody can read, as the entry names them. */
static void put_unread(struct db *db, cJSON *reply, struct str *what)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct err none = { 0 };
	const char *text = db_text(db, &arena,
				   "SELECT payload FROM journal WHERE seq = ?1",
				   "i", json_i64(reply, "seq", 0));
	CLEANUP(json_free_ptr)
	cJSON *said = json_parse(text, strlen(text), &none);
	const cJSON *unread = json_get(said, "unread"), *one;
	cJSON *ids;

	if (!cJSON_GetArraySize(unread))
		return;
	ids = cJSON_AddArrayToObject(reply, "unread");
	cJSON_ArrayForEach (one, unread) {
		int64_t id = json_i64(one, "id", 0);

		cJSON_AddItemToArray(ids, cJSON_CreateNumber((double)id));
		str_printf(
			what,
			"\nrecord %lld of the quarantine may be about it and "
			"cannot be read, so it stays: helloword quarantine "
			"show %lld, then retry or drop it",
			(long long)id, (long long)id);
	}
}

/* Entries about parcels are sealed since a release; if the first is, all are.
 */
static void put_clear(struct db *db, cJSON *reply, struct str *what)
{
	if (!db_i64(db, 0,
		    "SELECT subject IS NULL FROM journal WHERE kind IN "
		    "('shipment', 'scan', 'looked') ORDER BY seq LIMIT 1",
		    ""))
		return;
	cJSON_AddTrueToObject(reply, "older_entries_in_clear");
	str_puts(what, "\nthe journal has entries about parcels from an older "
		       "release, which are not sealed: tracking numbers and "
		       "carriers' words in them stay");
}

/* It is done, whether or not this user can look at what is left. */
static void put_left(struct cli *c, cJSON *reply, struct str *what)
{
	struct err none = { 0 };
	struct db *db;

	if (cli_db(c, &db, &none))
		return;
	put_unread(db, reply, what);
	put_clear(db, reply, what);
	db_close(db);
}

int verb_erase(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT, what = STR_INIT;
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
	if (cli_do(c, "erase", &args, &reply, err))
		return -1;
	str_printf(&what,
		   "%s is forgotten; copies made before still have it until "
		   "you delete them",
		   cli_option(c, "address") ? cli_option(c, "address")
					    : cli_word(c, 0));
	put_left(c, reply, &what);
	return told(c, reply, str_c(&what), err);
}
