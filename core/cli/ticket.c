/* ticket.c - the queue, and what agents do with a ticket.
 * SPDX-License-Identifier: MIT */
#include "desk/ticket.h"
#include "base/when.h"
#include "cli/cli.h"
#include "cli/show.h"

static int64_t number_of(const struct cli *c, struct err *err)
{
	int64_t id = ticket_number(cli_word(c, 1));

	if (!id)
		err_set(err, ERR_USAGE, "name a ticket, such as T-1");
	return id;
}

static int ticket_list(struct cli *c, struct err *err)
{
	struct arena arena = ARENA_INIT;
	struct db *db;
	struct ticket t;

	if (cli_db(c, &db, err))
		return -1;
	{
		CLEANUP(rows_release)
		struct rows r = record_query(
			db, &ticket_kind,
			"WHERE state <> 3 ORDER BY state, tier, due, id LIMIT "
			"1000",
			"");

		while (rows_next(&r)) {
			CLEANUP(str_release) struct str due = STR_INIT;

			record_read(&r, &ticket_kind, &t, &arena);
			if (c->json) {
				show_record(c, &ticket_kind, &t);
				continue;
			}
			if (t.due)
				instant_put(&due, t.due);
			str_printf(&c->out,
				   "T-%-5lld %-7s %-8s %-24s %-10s %-10s %s\n",
				   (long long)t.id,
				   field_word(kind_field(&ticket_kind, "tier"),
					      &t),
				   field_word(kind_field(&ticket_kind, "state"),
					      &t),
				   t.issue, *t.owner ? t.owner : "-",
				   *t.waiting_for ? t.waiting_for : "-",
				   str_c(&due));
		}
	}
	arena_release(&arena);
	db_close(db);
	return 0;
}

static int ticket_show(struct cli *c, struct err *err)
{
	int64_t id = number_of(c, err);
	struct db *db;
	int rc;

	if (!id || cli_db(c, &db, err))
		return -1;
	if (!db_i64(db, 0, "SELECT 1 FROM tickets WHERE id = ?1", "i", id)) {
		db_close(db);
		return err_set(err, ERR_DATA, "there is no ticket T-%lld",
			       (long long)id);
	}
	rc = show_rows(c, db, &ticket_kind, "WHERE id = ?1", id, err) ||
	     show_rows(c, db, &message_kind,
		       "WHERE ticket = ?1 ORDER BY at, id", id, err) ||
	     show_rows(c, db, &note_kind, "WHERE ticket = ?1 ORDER BY id", id,
		       err) ||
	     show_rows(c, db, &action_kind, "WHERE ticket = ?1 ORDER BY id", id,
		       err) ||
	     show_rows(c, db, &deadline_kind, "WHERE ticket = ?1 ORDER BY due",
		       id, err);
	db_close(db);
	return rc ? -1 : 0;
}

static int ticket_do(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	struct jw w = JW_INIT(&args);
	const char *verb = cli_word(c, 0);
	int64_t id = number_of(c, err);
	cJSON *reply;

	if (!id)
		return -1;
	jw_object(&w);
	jw_kv_i64(&w, "ticket", id);
	if (text_eq(verb, "reply") || text_eq(verb, "note"))
		jw_kv_text(&w, "text", cli_word(c, 2));
	if (text_eq(verb, "assign"))
		jw_kv_text(&w, "agent", cli_word(c, 2));
	show_option(&w, c, "subject", "subject");
	show_option(&w, c, "outcome", "outcome");
	show_option(&w, c, "cause", "cause");
	show_option(&w, c, "force", "force");
	jw_end(&w);
	return cli_do(c, verb, &args, &reply, err) ? -1 : show_done(c, reply);
}

int verb_ticket(struct cli *c, struct err *err)
{
	static const char *const does[] = { "reply", "note", "assign", "close",
					    NULL };
	const char *word = cli_word(c, 0);

	if (text_eq(word, "list"))
		return ticket_list(c, err);
	if (text_eq(word, "show"))
		return ticket_show(c, err);
	for (const char *const *d = does; *d; d++)
		if (text_eq(*d, word))
			return ticket_do(c, err);
	return err_set(err, ERR_USAGE,
		       "ticket what? `helloword ticket -h` shows the words");
}
