/* task.c - what warehouse, finance and others must do.
 * SPDX-License-Identifier: MIT */
#include "cli/may.h"
#include "cli/show.h"
#include "cli/task_view.h"
#include "cli/told.h"
#include "cli/verbs.h"
#include "desk/ticket/ticket.h"
#include "model/loop.h"

static void put_task(struct cli *c, const struct task *t)
{
	CLEANUP(str_release) struct str out = STR_INIT;

	if (c->json) {
		show_record(c, &task_kind, t);
		return;
	}
	if (!c->out.len)
		task_view_head(&out);
	task_view_line(&out, t);
	show_safe(&c->out, str_c(&out));
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

static int put_page(struct cli *c, struct db *db, int64_t id, struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str out = STR_INIT;
	struct task t = { 0 };
	int found = record_load(db, &task_kind, id, &t, &arena, err);

	if (found <= 0)
		return found < 0
			       ? -1
			       : err_set(err, ERR_DATA, "there is no task %lld",
					 (long long)id);
	if (c->json) {
		show_record(c, &task_kind, &t);
		return 0;
	}
	task_view_page(&out, db, &t);
	show_safe(&c->out, str_c(&out));
	return 0;
}

static int show(struct cli *c, struct err *err)
{
	int64_t id = cli_number(c, 1, "a task", err);
	struct db *db;
	int rc;

	if (id < 0 || cli_db(c, &db, err))
		return -1;
	rc = put_page(c, db, id, err);
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
	show_option(&w, c, "code", "code");
	jw_end(&w);
	if (cli_do(c, what, &args, &reply, err))
		return -1;
	said = xasprintf(failed ? "task %lld failed, and somebody is told"
				: "task %lld is done",
			 (long long)id);
	return told(c, reply, said, err);
}

/* Who was refused is told who may. */
static void hint_names(struct cli *c, int64_t id, struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct err none = { 0 };
	struct task t = { 0 };
	struct action gift;
	struct db *db = NULL;

	if (cli_db(c, &db, &none) == 0 &&
	    record_load(db, &task_kind, id, &t, &arena, &none) > 0) {
		gift = task_view_gift(&t);
		may_hint(c, &gift, err);
	}
	db_close(db);
}

static int approve(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	CLEANUP(free_ptr) char *said = NULL;
	struct jw w = JW_INIT(&args);
	int64_t id = cli_number(c, 1, "a task", err);
	cJSON *reply;

	if (id < 0)
		return -1;
	jw_object(&w);
	jw_kv_i64(&w, "task", id);
	if (show_beside(&w, c, err))
		return -1;
	jw_end(&w);
	if (cli_do(c, "task_approve", &args, &reply, err)) {
		if (err->code == ERR_DENIED)
			hint_names(c, id, err);
		return -1;
	}
	said = xasprintf("task %lld is approved: `helloword task list` has it",
			 (long long)id);
	return told(c, reply, said, err);
}

/* How much it gives, and of which order. */
static int put_sum(struct jw *w, struct cli *c, struct err *err)
{
	show_option(w, c, "reason", "reason");
	show_option(w, c, "shop", "shop");
	if (show_sum(w, c, err) || show_number(w, c, "percent", err))
		return -1;
	return cli_option(c, "order") ? show_order(w, c, err) : 0;
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
	if (put_sum(&w, c, err) || show_beside(&w, c, err))
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
	if (text_eq(word, "show"))
		return show(c, err);
	if (text_eq(word, "approve"))
		return approve(c, err);
	if (text_eq(word, "done"))
		return end(c, "task_done", err);
	if (text_eq(word, "failed"))
		return end(c, "task_failed", err);
	if (text_eq(word, "add"))
		return add(c, err);
	return err_set(err, ERR_USAGE,
		       "task what? `helloword task -h` shows the words");
}
