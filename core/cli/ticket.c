/* ticket.c - the queue, and what agents do with a ticket.
 * SPDX-License-Identifier: MIT */
#include "desk/ticket.h"
#include "desk/find.h"
#include "desk/queue.h"

#include "cli/cli.h"
#include "cli/mode_view.h"
#include "cli/show.h"
#include "cli/ticket_file.h"
#include "cli/ticket_group.h"
#include "cli/ticket_reply.h"
#include "cli/ticket_view.h"
#include "cli/told.h"
#include "cli/view.h"
#include "model/records.h"

static int64_t number_of(const struct cli *c, struct err *err)
{
	int64_t id = ticket_number(cli_word(c, 1));

	if (!id)
		err_set(err, ERR_USAGE, "name a ticket, such as T-1");
	return id;
}

#define QUEUE_MAX 1000

static void put_ticket(struct cli *c, struct db *db, const struct ticket *t)
{
	CLEANUP(str_release) struct str line = STR_INIT;

	if (c->json) {
		show_record(c, &ticket_kind, t);
		return;
	}
	if (!c->out.len)
		ticket_view_head(&c->out);
	ticket_view_line(&line, db, t);
	show_safe(&c->out, str_c(&line));
}

static int put_tier(struct cli *c, struct db *db, int32_t state, int64_t tier,
		    int *left, struct err *err)
{
	struct arena arena = ARENA_INIT;
	CLEANUP(rows_release)
	struct rows r = queue_tier(db, state, tier, cli_option(c, "owner"));
	struct ticket t = { 0 };
	int found = 0;

	while (*left && found >= 0 && rows_next(&r)) {
		found = record_load(db, &ticket_kind, rows_i64(&r, 0), &t,
				    &arena, err);
		if (found > 0)
			put_ticket(c, db, &t);
		*left -= found > 0;
		arena_clear(&arena);
	}
	arena_release(&arena);
	return found < 0 ? -1 : rows_end(&r, err);
}

/* The newest first; also closed ones, unless --state or --owner say less. */
static int put_found(struct cli *c, struct db *db, int32_t state,
		     struct err *err)
{
	struct arena arena = ARENA_INIT;
	const char *owner = cli_option(c, "owner");
	CLEANUP(rows_release)
	struct rows r = find_tickets(db, cli_option(c, "search"));
	struct ticket t = { 0 };
	int found = 0, n = 0;

	for (; found >= 0 && rows_next(&r); n++) {
		found = record_load(db, &ticket_kind, rows_i64(&r, 0), &t,
				    &arena, err);
		if (found > 0 && (!state || t.state == state) &&
		    (!owner || text_eq(t.owner, owner)))
			put_ticket(c, db, &t);
		arena_clear(&arena);
	}
	arena_release(&arena);
	if (n == FIND_MAX)
		fprintf(stderr,
			"only the newest %d are looked at; give more "
			"words\n",
			FIND_MAX);
	show_nothing(c, "no ticket has these words, or such a buyer");
	return found < 0 ? -1 : rows_end(&r, err);
}

static int put_queue(struct cli *c, struct db *db, int32_t state,
		     struct err *err)
{
	int left = QUEUE_MAX;

	for (int64_t tier = TIER_RED; tier <= TIER_BLUE; tier++)
		if (put_tier(c, db, state, tier, &left, err))
			return -1;
	if (!left)
		fprintf(stderr,
			"only the first %d are shown; --state and --owner "
			"narrow it down\n",
			QUEUE_MAX);
	show_nothing(c, "no ticket is in this queue");
	return 0;
}

/* Why it is stuck, below its line. */
static void put_why(struct cli *c, int64_t ticket, const char *why,
		    int64_t action)
{
	if (text_eq(why, "untold"))
		str_printf(&c->out,
			   "    no reply tells the buyer of action %lld, which "
			   "they got: helloword ticket reply T-%lld TEXT\n",
			   (long long)action, (long long)ticket);
	else if (text_eq(why, "unpaid"))
		str_printf(&c->out,
			   "    the buyer was told of action %lld, which was "
			   "given up: helloword ticket reply T-%lld TEXT\n",
			   (long long)action, (long long)ticket);
	else
		str_puts(&c->out, "    nothing is under way, and no moment is "
				  "set at which anything happens\n");
}

static void put_stuck_json(struct cli *c, const struct ticket *t,
			   const char *why, int64_t action)
{
	struct jw w = JW_INIT(&c->out);

	jw_object(&w);
	jw_kv_text(&w, "kind", ticket_kind.name);
	record_put_fields(&w, &ticket_kind, t, NULL);
	jw_kv_text(&w, "stuck", why);
	if (action)
		jw_kv_i64(&w, "stuck_by", action);
	jw_end(&w);
	str_putc(&c->out, '\n');
}

static int put_stuck(struct cli *c, struct db *db, struct err *err)
{
	struct arena arena = ARENA_INIT;
	CLEANUP(rows_release) struct rows r = queue_stuck(db);
	struct ticket t = { 0 };
	int found = 0;

	while (found >= 0 && rows_next(&r)) {
		const char *why = rows_text(&r, 1);
		int64_t action = rows_i64(&r, 2);

		found = record_load(db, &ticket_kind, rows_i64(&r, 0), &t,
				    &arena, err);
		if (found > 0 && c->json) {
			put_stuck_json(c, &t, why, action);
		} else if (found > 0) {
			put_ticket(c, db, &t);
			put_why(c, t.id, why, action);
		}
		arena_clear(&arena);
	}
	arena_release(&arena);
	show_nothing(c, "no ticket is stuck");
	return found < 0 ? -1 : rows_end(&r, err);
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
	if (cli_option(c, "search") && text_blank(cli_option(c, "search")))
		return err_set(err, ERR_USAGE,
			       "--search needs a word, a name or an address");
	if (cli_db(c, &db, err))
		return -1;
	mode_view_head(db);
	rc = cli_flag(c, "stuck")      ? put_stuck(c, db, err)
	     : cli_option(c, "search") ? put_found(c, db, state, err)
				       : put_queue(c, db, state, err);
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
	ticket_view_beside(c, db, id);
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

static int put_words(struct jw *w, struct cli *c, struct str *text,
		     struct err *err)
{
	int64_t instead = 0;
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
	if (reply ? ticket_reply_text(c, text, &instead, err)
		  : ticket_text(c, text, err))
		return -1;
	jw_kv_text(w, "text", str_c(text));
	if (instead)
		jw_kv_i64(w, "instead", instead);
	return 0;
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
