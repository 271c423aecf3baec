/* action.c - effects on the outside world: planned, approved, followed.
 * SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "cli/action_view.h"
#include "cli/may.h"
#include "cli/show.h"
#include "cli/told.h"
#include "cli/verbs.h"
#include "cli/view.h"
#include "db/record.h"

static int put_list(struct cli *c, struct db *db, int64_t state,
		    struct err *err)
{
	struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str out = STR_INIT;
	CLEANUP(rows_release)
	struct rows r = record_query(db, &action_kind,
				     "WHERE ?1 = 0 OR state = ?1 ORDER BY id",
				     "i", state);
	struct action a;

	while (rows_next(&r)) {
		record_read(&r, &action_kind, &a, &arena);
		if (!out.len)
			action_view_head(&out);
		action_view_line(&out, db, &a);
		arena_clear(&arena);
	}
	show_safe(&c->out, str_c(&out));
	arena_release(&arena);
	return rows_end(&r, err);
}

static int action_list(struct cli *c, struct err *err)
{
	const char *state = cli_option(c, "state");
	int32_t wanted =
		state ? field_choice(kind_field(&action_kind, "state"), state)
		      : 0;
	struct db *db;
	int rc;

	if (state && !wanted)
		return err_set(err, ERR_USAGE,
			       "\"%.40s\" is no state; `helloword action -h` "
			       "lists them",
			       state);
	if (cli_db(c, &db, err))
		return -1;
	rc = c->json ? show_rows(c, db, &action_kind,
				 "WHERE ?1 = 0 OR state = ?1 ORDER BY id",
				 wanted, err)
		     : put_list(c, db, wanted, err);
	show_nothing(c, state ? "no action is in that state"
			      : "there is no action yet");
	show_hold(db);
	db_close(db);
	return rc;
}

static int put_action(struct cli *c, struct db *db, int64_t id, struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str out = STR_INIT;
	struct action a = { 0 };
	int found = record_load(db, &action_kind, id, &a, &arena, err);

	if (found == 0)
		return err_set(err, ERR_DATA, "there is no action %lld",
			       (long long)id);
	if (found < 0)
		return -1;
	if (c->json) {
		show_record(c, &action_kind, &a);
		return 0;
	}
	if (cli_flag(c, "text")) {
		if (!*a.text)
			return err_set(err, ERR_DATA,
				       "action %lld has no text: only a reply "
				       "has, until its buyer is erased",
				       (long long)id);
		str_printf(&out, "%s%s", a.text,
			   text_ends(a.text, "\n") ? "" : "\n");
		show_safe(&c->out, str_c(&out));
		return 0;
	}
	action_view_page(&out, db, &a);
	show_safe(&c->out, str_c(&out));
	return 0;
}

static int action_show(struct cli *c, struct err *err)
{
	int64_t id = cli_number(c, 1, "an action", err);
	struct db *db;
	int rc;

	if (id < 0 || cli_db(c, &db, err))
		return -1;
	rc = put_action(c, db, id, err);
	db_close(db);
	return rc;
}

/* Who is no agent may plan, and should know that it ends there: what they
 * approve is refused. */
static void say_operator(struct cli *c)
{
	struct err none = { 0 };
	struct manifest *m = cli_manifest(c, &none);
	const char *me = m ? manifest_actor(m, (int64_t)getuid()) : "";
	bool agent = !m;

	for (size_t i = 0; m && i < m->agents.len; i++)
		agent = agent || text_eq(m->agents.at[i].name, me);
	if (!agent)
		fprintf(stderr,
			"no agent of the manifest has this user (`helloword "
			"whoami`): who is one must approve it\n");
	manifest_close(m);
}

static int action_plan_verb(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	struct jw w = JW_INIT(&args);
	cJSON *reply;

	if (!cli_option(c, "order"))
		return err_set(err, ERR_USAGE, "action plan needs --order REF");
	jw_object(&w);
	jw_kv_text(&w, "verb", cli_word(c, 1));
	if (show_sum(&w, c, err) || show_order(&w, c, err))
		return -1;
	show_option(&w, c, "shop", "shop");
	show_option(&w, c, "reason", "reason");
	show_option(&w, c, "items", "items");
	show_option(&w, c, "args", "args");
	if (show_number(&w, c, "after", err) || show_beside(&w, c, err))
		return -1;
	jw_end(&w);
	if (cli_do(c, "plan", &args, &reply, err) || told(c, reply, NULL, err))
		return -1;
	say_operator(c);
	return 0;
}

/* Who was refused is told who may. */
static void hint_names(struct cli *c, int64_t id, struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct err none = { 0 };
	struct action a = { 0 };
	struct db *db = NULL;

	if (cli_db(c, &db, &none) == 0 &&
	    record_load(db, &action_kind, id, &a, &arena, &none) > 0)
		may_hint(c, &a, err);
	db_close(db);
}

/* A reason is sealed with the order; a yes is no secret: two commands. */
static int give_reason(struct cli *c, int64_t id, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	struct jw w = JW_INIT(&args);
	cJSON *reply = NULL;
	int rc;

	if (!cli_option(c, "reason"))
		return 0;
	jw_object(&w);
	jw_kv_i64(&w, "action", id);
	show_option(&w, c, "reason", "reason");
	jw_end(&w);
	rc = cli_do(c, "reason", &args, &reply, err);
	cJSON_Delete(reply);
	return rc;
}

/* By its number alone nobody sees that it was the wrong one. */
static char *say_undone(struct cli *c, int64_t id)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str of = STR_INIT;
	struct action a = { 0 };
	struct err unseen = { 0 };
	struct db *db;

	if (cli_db(c, &db, &unseen) == 0) {
		if (record_load(db, &action_kind, id, &a, &arena, &unseen) > 0)
			action_view_of(&of, db, &a);
		db_close(db);
	}
	return xasprintf("the approval of action %lld%s is taken back",
			 (long long)id, str_c(&of));
}

static int action_do(struct cli *c, const char *verb, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	struct jw w = JW_INIT(&args);
	int64_t id = cli_number(c, 1, "an action", err);
	CLEANUP(free_ptr) char *what = NULL;
	/* What overrules a refusal of it, or of the guard. */
	const char *by_force = text_eq(verb, "cancel") ? "give_up"
			       : text_eq(verb, "undo") ? "take_back"
						       : NULL;
	cJSON *reply;

	if (id < 0)
		return -1;
	jw_object(&w);
	jw_kv_i64(&w, "action", id);
	show_option(&w, c, "seen", "seen");
	show_option(&w, c, "ref", "ref");
	show_option(&w, c, "code", "code");
	if (show_beside(&w, c, err) || show_number(&w, c, "after", err) ||
	    show_number(&w, c, "heard", err) || give_reason(c, id, err))
		return -1;
	show_option(&w, c, "force", by_force ? "force" : "reason");
	jw_end(&w);
	if (!by_force)
		by_force = "overrule";
	if (cli_do(c, cli_option(c, "force") ? by_force : verb, &args, &reply,
		   err)) {
		if (err->code == ERR_DENIED && text_eq(verb, "approve") &&
		    !cli_option(c, "force"))
			hint_names(c, id, err);
		return -1;
	}
	if (text_eq(verb, "undo"))
		what = say_undone(c, id);
	return told(c, reply, what, err);
}

int verb_action(struct cli *c, struct err *err)
{
	const char *word = cli_word(c, 0);

	if (text_eq(word, "list"))
		return action_list(c, err);
	if (text_eq(word, "show"))
		return action_show(c, err);
	if (text_eq(word, "plan"))
		return action_plan_verb(c, err);
	if (text_eq(word, "approve") || text_eq(word, "undo") ||
	    text_eq(word, "cancel") || text_eq(word, "retry"))
		return action_do(c, word, err);
	return err_set(err, ERR_USAGE,
		       "action what? `helloword action -h` shows the words");
}
