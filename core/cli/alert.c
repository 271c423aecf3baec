/* alert.c - what somebody must look at: listed and acknowledged;
 * and a trial of the way that alerts take.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "cli/alert_told.h"
#include "cli/show.h"
#include "cli/told.h"
#include "cli/verbs.h"
#include "model/people.h"

static void put_alert(struct str *out, const struct alert *a)
{
	CLEANUP(str_release) struct str line = STR_INIT;

	str_printf(&line, "%-5lld %-8s ", (long long)a->id, a->level);
	instant_put(&line, a->at - a->at % SECOND_MS);
	str_printf(&line, "  %s", a->text);
	if (a->count > 1)
		str_printf(&line, " (%lld times)", (long long)a->count);
	show_safe(out, str_c(&line));
	str_putc(out, '\n');
}

static void show(struct cli *c, struct db *db, const struct alert *a)
{
	if (c->json) {
		alert_told_json(&c->out, db, a);
		return;
	}
	put_alert(&c->out, a);
	alert_told_text(&c->out, db, a);
}

static int list(struct cli *c, struct err *err)
{
	struct arena arena = ARENA_INIT;
	struct alert a;
	struct db *db;
	int rc;

	if (cli_db(c, &db, err))
		return -1;
	{
		CLEANUP(rows_release)
		struct rows r = record_query(db, &alert_kind,
					     "WHERE acknowledged IS NULL "
					     "ORDER BY id LIMIT 1000",
					     "");

		while (rows_next(&r)) {
			record_read(&r, &alert_kind, &a, &arena);
			show(c, db, &a);
			arena_clear(&arena);
		}
		rc = rows_end(&r, err);
	}
	show_nothing(c, "nobody needs to look at anything");
	arena_release(&arena);
	db_close(db);
	return rc;
}

static int acknowledge(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	CLEANUP(free_ptr) char *what = NULL;
	int64_t id = cli_number(c, 1, "an alert", err);
	cJSON *reply;

	if (id < 0)
		return -1;
	str_printf(&args, "{\"alert\":%lld}", (long long)id);
	if (cli_do(c, "acknowledge", &args, &reply, err))
		return -1;
	what = xasprintf("alert %lld is acknowledged", (long long)id);
	return told(c, reply, what, err);
}

/* Whether the phone of who is on call is reached is known only by trying. */
static int try_out(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	struct jw w = JW_INIT(&args);
	cJSON *reply;

	if (!*cli_word(c, 1) || !*cli_word(c, 2))
		return err_set(err, ERR_USAGE,
			       "over which channel and to whom? `helloword "
			       "alert try sms +4915100000000`");
	jw_object(&w);
	jw_kv_text(&w, "channel", cli_word(c, 1));
	jw_kv_text(&w, "to", cli_word(c, 2));
	jw_kv_text(&w, "subject", "HelloWord: a trial");
	jw_kv_text(&w, "text",
		   *cli_word(c, 3) ? cli_word(c, 3)
				   : "HelloWord: this is a trial of the way "
				     "that alerts take. Nothing is wrong.");
	jw_end(&w);
	if (cli_do(c, "notice", &args, &reply, err))
		return -1;
	return told(c, reply,
		    "the trial is on its way; `helloword action list` shows "
		    "what became of it",
		    err);
}

int verb_alert(struct cli *c, struct err *err)
{
	if (text_eq(cli_word(c, 0), "list"))
		return list(c, err);
	if (text_eq(cli_word(c, 0), "acknowledge"))
		return acknowledge(c, err);
	if (text_eq(cli_word(c, 0), "try"))
		return try_out(c, err);
	return err_set(err, ERR_USAGE,
		       "alert what? `helloword alert -h` shows the words");
}
