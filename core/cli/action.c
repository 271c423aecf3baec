/* action.c - effects on the outside world: planned, approved, followed.
 * SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "cli/show.h"

static int action_list(struct cli *c, struct err *err)
{
	const char *state = cli_option(c, "state");
	int32_t wanted =
		state ? field_choice(kind_field(&action_kind, "state"), state)
		      : 0;
	struct db *db;
	int rc;

	if (state && !wanted)
		return err_set(err, ERR_USAGE, "\"%.40s\" is no state", state);
	if (cli_db(c, &db, err))
		return -1;
	rc = show_rows(c, db, &action_kind,
		       "WHERE ?1 = 0 OR state = ?1 ORDER BY id", wanted, err);
	show_hold(db);
	db_close(db);
	return rc;
}

static int action_show(struct cli *c, struct err *err)
{
	struct db *db;
	int rc;

	if (cli_db(c, &db, err))
		return -1;
	rc = show_rows(c, db, &action_kind, "WHERE id = ?1",
		       strtoll(cli_word(c, 1), NULL, 10), err);
	db_close(db);
	if (!rc && !c->out.len)
		return err_set(err, ERR_DATA, "there is no action %.20s",
			       cli_word(c, 1));
	return rc;
}

static int action_plan_verb(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	struct jw w = JW_INIT(&args);
	const char *after = cli_option(c, "after");
	cJSON *reply;

	if (!*cli_word(c, 1) || !cli_option(c, "order"))
		return err_set(err, ERR_USAGE,
			       "action plan needs a verb and --order REF");
	jw_object(&w);
	jw_kv_text(&w, "verb", cli_word(c, 1));
	show_option(&w, c, "order", "order");
	show_option(&w, c, "shop", "shop");
	show_option(&w, c, "amount", "amount");
	show_option(&w, c, "currency", "currency");
	show_option(&w, c, "reason", "reason");
	show_option(&w, c, "items", "items");
	show_option(&w, c, "args", "args");
	if (after)
		jw_kv_i64(&w, "after", strtoll(after, NULL, 10));
	jw_end(&w);
	return cli_do(c, "plan", &args, &reply, err) ? -1 : show_done(c, reply);
}

static int action_do(struct cli *c, const char *verb, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	struct jw w = JW_INIT(&args);
	int64_t id = strtoll(cli_word(c, 1), NULL, 10);
	cJSON *reply;

	if (id <= 0)
		return err_set(err, ERR_USAGE, "name an action by its number");
	jw_object(&w);
	jw_kv_i64(&w, "action", id);
	show_option(&w, c, "seen", "seen");
	show_option(&w, c, "ref", "ref");
	jw_end(&w);
	return cli_do(c, verb, &args, &reply, err) ? -1 : show_done(c, reply);
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
	if (text_eq(word, "approve") || text_eq(word, "cancel") ||
	    text_eq(word, "retry"))
		return action_do(c, word, err);
	return err_set(err, ERR_USAGE,
		       "action what? `helloword action -h` shows the words");
}
