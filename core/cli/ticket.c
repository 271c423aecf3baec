/* ticket.c - what agents do with a ticket.
 * SPDX-License-Identifier: MIT */
#include "desk/ticket/ticket.h"

#include "cli/show.h"
#include "cli/ticket_beside.h"
#include "cli/ticket_file.h"
#include "cli/ticket_group.h"
#include "cli/ticket_list.h"
#include "cli/ticket_reply.h"
#include "cli/ticket_view.h"
#include "cli/told.h"
#include "cli/verbs.h"
#include "cli/view.h"
#include "model/records.h"

static int64_t number_of(const struct cli *c, struct err *err)
{
	int64_t id = ticket_number(cli_word(c, 1));

	if (!id)
		err_set(err, ERR_USAGE, "name a ticket, such as T-1");
	return id;
}

static int show_all(struct cli *c, struct db *db, int64_t id, struct err *err)
{
	static const struct {
		const struct kind *kind;
		const char *tail;
	} parts[] = {
		{ &ticket_kind, "WHERE id = ?1" },
		{ &message_kind, "WHERE ticket = ?1 ORDER BY at, id" },
		{ &file_in_kind,
		  "WHERE message IN (SELECT id FROM messages WHERE "
		  "ticket = ?1) ORDER BY id" },
		{ &note_kind, "WHERE ticket = ?1 ORDER BY id" },
		{ &action_kind, "WHERE ticket = ?1 ORDER BY id" },
		{ &deadline_kind, "WHERE ticket = ?1 ORDER BY due" },
	};

	for (size_t i = 0; i < COUNT_OF(parts); i++)
		if (show_rows(c, db, parts[i].kind, parts[i].tail, id, err))
			return -1;
	if (!c->out.len)
		return err_set(err, ERR_DATA, "there is no ticket T-%lld",
			       (long long)id);
	ticket_beside(c, db, id);
	return 0;
}

/* Who gives an order's number means the order. */
static void hint_order(struct cli *c, struct db *db, struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(free_ptr) char *said = xstrdup(err->text);
	struct hw_order o = { 0 };
	struct err none = { 0 };
	const char *word = cli_word(c, 1);
	int64_t id;

	if (view_find_order(c, db, word, &o, &arena, &id, &none) > 0)
		err_set(err, err->code,
			"%s, but an order is called so: helloword order show "
			"%.40s",
			said, word);
}

static int ticket_show(struct cli *c, struct err *err)
{
	int64_t id = number_of(c, err);
	struct db *db;
	int rc;

	if (!id || cli_db(c, &db, err))
		return -1;
	rc = c->json ? show_all(c, db, id, err) : ticket_view(c, db, id, err);
	if (rc && err->code == ERR_DATA)
		hint_order(c, db, err);
	db_close(db);
	return rc;
}

/* What the verb did, as a sentence. */
static char *did(const struct cli *c, long long id)
{
	const char *verb = cli_word(c, 0), *agent = cli_word(c, 2);

	if (text_eq(verb, "note"))
		return xasprintf("noted on T-%lld", id);
	if (text_eq(verb, "accept") || text_eq(verb, "refuse"))
		return xasprintf("the playbook of T-%lld goes on", id);
	if (text_eq(verb, "close"))
		return xasprintf("T-%lld is closed", id);
	if (text_eq(verb, "assign"))
		return *agent ? xasprintf("T-%lld belongs to %s", id, agent)
			      : xasprintf("T-%lld belongs to nobody", id);
	if (text_eq(verb, "tier"))
		return xasprintf("T-%lld is %s", id, cli_word(c, 2));
	return NULL;
}

/* What a reply answers. */
static int put_answered(struct jw *w, const struct cli *c,
			const struct reply_of *of, struct err *err)
{
	if (show_number(w, c, "replaces", err))
		return -1;
	if (!of->instead)
		return show_number(w, c, "heard", err);
	jw_kv_i64(w, "instead", of->instead);
	jw_kv_i64(w, "heard", of->heard);
	return show_number(w, c, "after", err);
}

static int put_words(struct jw *w, struct cli *c, struct str *text,
		     struct err *err)
{
	struct reply_of of = { 0 };
	const char *verb = cli_word(c, 0), *agent = cli_word(c, 2);
	bool reply = text_eq(verb, "reply");

	if (text_eq(verb, "assign")) {
		if (!*agent != cli_flag(c, "nobody"))
			return err_set(err, ERR_USAGE,
				       "assign to whom? name an agent, or give "
				       "--nobody");
		jw_kv_text(w, "agent", agent);
	}
	if (text_eq(verb, "tier"))
		jw_kv_text(w, "tier", cli_word(c, 2));
	if (!reply && !text_eq(verb, "note"))
		return 0;
	if (reply ? ticket_reply_text(c, text, &of, err)
		  : ticket_text(c, text, err))
		return -1;
	jw_kv_text(w, "text", str_c(text));
	return reply ? put_answered(w, c, &of, err) || show_tells(w, c, err)
		     : 0;
}

static int ticket_do(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT, text = STR_INIT;
	CLEANUP(free_ptr) char *what = NULL;
	struct jw w = JW_INIT(&args);
	int64_t id = number_of(c, err);
	cJSON *reply;

	if (!id)
		return -1;
	jw_object(&w);
	jw_kv_i64(&w, "ticket", id);
	if (text_eq(cli_word(c, 0), "close") && !cli_option(c, "outcome"))
		return err_set(err, ERR_USAGE,
			       "say how T-%lld ended: --outcome WORD",
			       (long long)id);
	if (put_words(&w, c, &text, err))
		return -1;
	show_option(&w, c, "subject", "subject");
	show_option(&w, c, "to", "to");
	show_option(&w, c, "outcome", "outcome");
	show_option(&w, c, "cause", "cause");
	show_option(&w, c, "force", "force");
	show_option(&w, c, "reason", "reason");
	jw_end(&w);
	if (cli_do(c, cli_word(c, 0), &args, &reply, err)) {
		if (cli_flag(c, "edit")) /* nobody types it twice */
			fprintf(stderr, "not sent:\n%s\n", str_c(&text));
		return -1;
	}
	what = did(c, (long long)id);
	return told(c, reply, what, err);
}

int verb_ticket(struct cli *c, struct err *err)
{
	static const char *const does[] = { "reply", "note",   "assign",
					    "close", "accept", "refuse",
					    "tier",  NULL };
	const char *word = cli_word(c, 0);
	bool grouped;
	int rc = ticket_group(c, &grouped, err);

	if (grouped)
		return rc;
	if (text_eq(word, "list"))
		return ticket_list(c, err);
	if (text_eq(word, "show"))
		return ticket_show(c, err);
	if (text_eq(word, "file"))
		return ticket_file(c, err);
	for (const char *const *d = does; *d; d++)
		if (text_eq(*d, word))
			return ticket_do(c, err);
	return err_set(err, ERR_USAGE,
		       "ticket what? `helloword ticket -h` shows the words");
}
