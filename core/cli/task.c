/* task.c - what warehouse, finance and others must do.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "cli/show.h"
#include "cli/told.h"
#include "cli/verbs.h"
#include "cli/view.h"
#include "desk/ticket.h"
#include "model/loop.h"

#define LINE "%-5s %-8s %-10s %-7s %-21s "

static void put_task(struct cli *c, const struct task *t)
{
	CLEANUP(str_release) struct str line = STR_INIT, due = STR_INIT;
	char id[24], ticket[24] = "-";

	if (c->json) {
		show_record(c, &task_kind, t);
		return;
	}
	if (!c->out.len)
		str_printf(&c->out, LINE "%s\n", "task", "state", "role",
			   "ticket", "due", "what");
	view_instant(&due, t->due);
	snprintf(id, sizeof id, "%lld", (long long)t->id);
	if (t->ticket)
		snprintf(ticket, sizeof ticket, "T-%lld", (long long)t->ticket);
	str_printf(&line, LINE "%s", id,
		   t->late && t->state == TASK_OPEN
			   ? "late"
			   : view_word(&task_kind, "state", t),
		   t->role, ticket, str_c(&due), view_or_dash(t->text));
	if (*t->note)
		str_printf(&line, " (%s: %s)", t->by, t->note);
	show_safe(&c->out, str_c(&line));
	str_putc(&c->out, '\n');
}

static int list(struct cli *c, struct err *err)
{
	struct arena arena = ARENA_INIT;
	const char *role = cli_option(c, "role");
	struct task t = { 0 };
	struct db *db;
	int rc;

	if (cli_db(c, &db, err))
		return -1;
	{
		CLEANUP(rows_release)
		struct rows r = record_query(
			db, &task_kind,
			cli_flag(c, "all")
				? "ORDER BY id DESC LIMIT 1000"
				: "WHERE state = 1 ORDER BY due, id LIMIT 1000",
			"");

		while (rows_next(&r)) {
			record_read(&r, &task_kind, &t, &arena);
			if (!role || text_eq(role, t.role))
				put_task(c, &t);
			arena_clear(&arena);
		}
		rc = rows_end(&r, err);
	}
	show_nothing(c, "nobody has a task");
	arena_release(&arena);
	db_close(db);
	return rc;
}

static int end(struct cli *c, const char *what, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	CLEANUP(free_ptr) char *said = NULL;
	struct jw w = JW_INIT(&args);
	bool failed = text_eq(what, "task_failed");
	int64_t id = cli_number(c, 1, "a task", err);
	cJSON *reply;

	if (id < 0)
		return -1;
	if (failed && !cli_option(c, "note"))
		return err_set(err, ERR_USAGE,
			       "say why it could not be done: --note TEXT");
	jw_object(&w);
	jw_kv_i64(&w, "task", id);
	show_option(&w, c, "note", "note");
	jw_end(&w);
	if (cli_do(c, what, &args, &reply, err))
		return -1;
	said = xasprintf(failed ? "task %lld failed, and somebody is told"
				: "task %lld is done",
			 (long long)id);
	return told(c, reply, said, err);
}

static int add(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT, text = STR_INIT;
	CLEANUP(free_ptr) char *given = NULL;
	struct jw w = JW_INIT(&args);
	int64_t ticket = ticket_number(cli_word(c, 1));
	cJSON *reply;

	if (!ticket)
		return err_set(err, ERR_USAGE, "name a ticket, such as T-1");
	if (!cli_option(c, "role") || !cli_option(c, "within"))
		return err_set(err, ERR_USAGE,
			       "whose task, and by when? --role warehouse "
			       "--within 24h");
	if (cli_text(c, 2, &text, err))
		return -1;
	jw_object(&w);
	jw_kv_i64(&w, "ticket", ticket);
	show_option(&w, c, "role", "role");
	show_option(&w, c, "within", "within");
	show_option(&w, c, "gives", "gives");
	show_option(&w, c, "force", "force");
	if (show_beside(&w, c, err))
		return -1;
	jw_kv_text(&w, "text", str_c(&text));
	jw_end(&w);
	if (cli_do(c, "task", &args, &reply, err))
		return -1;
	given = xasprintf("task %lld is given to the %s",
			  (long long)json_i64(reply, "id", 0),
			  cli_option(c, "role"));
	return told_or(c, reply, given, err);
}

int verb_task(struct cli *c, struct err *err)
{
	const char *word = cli_word(c, 0);

	if (text_eq(word, "list"))
		return list(c, err);
	if (text_eq(word, "done"))
		return end(c, "task_done", err);
	if (text_eq(word, "failed"))
		return end(c, "task_failed", err);
	if (text_eq(word, "add"))
		return add(c, err);
	return err_set(err, ERR_USAGE,
		       "task what? `helloword task -h` shows the words");
}
