/* explain.c - why a ticket stands as it does.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "cli/cli.h"
#include "cli/show.h"
#include "desk/ticket.h"

/* Why: the entries of the journal that decided something about the ticket,
 * with the facts that each saw and the rules that fired. */
int verb_explain(struct cli *c, struct err *err)
{
	int64_t id = ticket_number(cli_word(c, 0));
	struct db *db;
	int rc;

	if (!id)
		return err_set(err, ERR_USAGE, "name a ticket, such as T-1");
	if (cli_db(c, &db, err))
		return -1;
	{
		CLEANUP(free_ptr)
		char *mark = xasprintf("\"ticket\":%lld,", (long long)id);
		CLEANUP(rows_release)
		struct rows r = rows_query(
			db,
			"SELECT j.seq, j.at, j.kind, j.actor, v.trigger, "
			"v.facts, v.fired FROM journal j LEFT JOIN vectors v "
			"ON v.seq = j.seq WHERE instr(j.decisions, ?1) ORDER "
			"BY j.seq LIMIT 1000",
			"s", mark);

		while (rows_next(&r)) {
			CLEANUP(str_release) struct str at = STR_INIT;

			instant_put(&at, rows_i64(&r, 1));
			str_printf(&c->out, "%s entry %lld: %s by %s\n",
				   str_c(&at), (long long)rows_i64(&r, 0),
				   rows_text(&r, 2), rows_text(&r, 3));
			if (!rows_null(&r, 4))
				str_printf(&c->out,
					   "    asked: %s\n    facts: %s\n"
					   "    fired: %s\n",
					   rows_text(&r, 4), rows_text(&r, 5),
					   rows_text(&r, 6));
		}
		if (rows_end(&r, err)) {
			rows_release(&r);
			db_close(db);
			return -1;
		}
	}
	if (!c->out.len) {
		db_close(db);
		return err_set(err, ERR_DATA, "there is no ticket T-%lld",
			       (long long)id);
	}
	rc = show_rows(c, db, &ticket_kind, "WHERE id = ?1", id, err) ||
	     show_rows(c, db, &action_kind, "WHERE ticket = ?1 ORDER BY id", id,
		       err);
	db_close(db);
	return rc ? -1 : 0;
}
