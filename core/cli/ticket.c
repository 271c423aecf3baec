/* ticket.c - the queue, and what agents do with a ticket.
 * SPDX-License-Identifier: MIT */
#include "desk/ticket.h"

#include "cli/cli.h"
#include "cli/show.h"
#include "cli/ticket_view.h"
#include "model/records.h"

static int64_t number_of(const struct cli *c, struct err *err)
{
	int64_t id = ticket_number(cli_word(c, 1));

	if (!id)
		err_set(err, ERR_USAGE, "name a ticket, such as T-1");
	return id;
}

/* Most urgent first. Each question has an index that answers it in order. */
static struct rows query_queue(struct db *db, int32_t state, const char *owner)
{
	if (owner)
		return record_query(db, &ticket_kind,
				    "WHERE owner = ?1 AND state BETWEEN ?2 AND "
				    "?3 ORDER BY state, tier, due, id LIMIT "
				    "1000",
				    "sii", owner,
				    (int64_t)(state ? state : TICKET_OPEN),
				    (int64_t)(state ? state : TICKET_WAITING));
	return record_query(db, &ticket_kind,
			    "WHERE state BETWEEN ?1 AND ?2 ORDER BY state, "
			    "tier, due, id LIMIT 1000",
			    "ii", (int64_t)(state ? state : TICKET_OPEN),
			    (int64_t)(state ? state : TICKET_WAITING));
}

static int put_queue(struct cli *c, struct db *db, int32_t state,
		     struct err *err)
{
	struct arena arena = ARENA_INIT;
	CLEANUP(rows_release)
	struct rows r = query_queue(db, state, cli_option(c, "owner"));
	struct ticket t;

	while (rows_next(&r)) {
		record_read(&r, &ticket_kind, &t, &arena);
		if (c->json)
			show_record(c, &ticket_kind, &t);
		else if (!c->out.len)
			ticket_view_head(&c->out);
		if (!c->json)
			ticket_view_line(&c->out, db, &t);
		arena_clear(&arena);
	}
	arena_release(&arena);
	return rows_end(&r, err);
}

static int ticket_list(struct cli *c, struct err *err)
{
	const char *word = cli_option(c, "state");
	int32_t state =
		word ? field_choice(kind_field(&ticket_kind, "state"), word)
		     : 0;
	struct db *db;
	int rc;

	if (word && !state)
		return err_set(err, ERR_USAGE,
			       "\"%.40s\" is no state; open, waiting and "
			       "closed are",
			       word);
	if (cli_db(c, &db, err))
		return -1;
	rc = put_queue(c, db, state, err);
	db_close(db);
	return rc;
}

static int show_all(struct cli *c, struct db *db, int64_t id, struct err *err)
{
	static const struct {
		const struct kind *kind;
		const char *tail;
	} parts[] = {
		{ &ticket_kind, "WHERE id = ?1" },
		{ &message_kind, "WHERE ticket = ?1 ORDER BY at, id" },
		{ &note_kind, "WHERE ticket = ?1 ORDER BY id" },
		{ &action_kind, "WHERE ticket = ?1 ORDER BY id" },
		{ &deadline_kind, "WHERE ticket = ?1 ORDER BY due" },
	};

	for (size_t i = 0; i < COUNT_OF(parts); i++)
		if (show_rows(c, db, parts[i].kind, parts[i].tail, id, err))
			return -1;
	return c->out.len ? 0
			  : err_set(err, ERR_DATA, "there is no ticket T-%lld",
				    (long long)id);
}

static int ticket_show(struct cli *c, struct err *err)
{
	int64_t id = number_of(c, err);
	struct db *db;
	int rc;

	if (!id || cli_db(c, &db, err))
		return -1;
	rc = c->json ? show_all(c, db, id, err) : ticket_view(c, db, id, err);
	db_close(db);
	return rc;
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
