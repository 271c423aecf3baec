/* tickets.c - ticket, order, action, explain: what people look at and do.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "cli/cli.h"
#include "desk/action.h"
#include "desk/ticket.h"
#include "hw_plugin.h"

/* -- printing
 * -------------------------------------------------------------------------------
 */

/* A record as JSON, or as "name: value" lines. */
static void put_record(struct cli *c, const struct kind *kind, const void *rec)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct jw w = JW_INIT(&s);
	struct err err = { 0 };
	const cJSON *one;
	cJSON *json;

	jw_object(&w);
	jw_kv_text(&w, "kind", kind->name);
	jw_kv_i64(&w, "id", *(const int64_t *)rec);
	record_put_fields(&w, kind, rec, NULL);
	jw_end(&w);
	if (c->json) {
		str_printf(&c->out, "%s\n", str_c(&s));
		return;
	}
	json = json_parse(str_c(&s), s.len, &err);
	cJSON_ArrayForEach (one, json) {
		char *text = cJSON_IsString(one) ? xstrdup(one->valuestring)
						 : cJSON_PrintUnformatted(one);

		str_printf(&c->out, "  %-14s %s\n", one->string, text);
		free(text);
	}
	str_putc(&c->out, '\n');
	json_free(json);
}

static int put_rows(struct cli *c, struct db *db, const struct kind *kind,
		    const char *tail, int64_t id, struct err *err)
{
	struct arena arena = ARENA_INIT;
	CLEANUP(rows_release)
	struct rows r = record_query(db, kind, tail, "i", id);
	void *rec = xcalloc(1, kind->size);

	while (rows_next(&r)) {
		record_read(&r, kind, rec, &arena);
		put_record(c, kind, rec);
	}
	free(rec);
	arena_release(&arena);
	return rows_end(&r, err);
}

/* -- ticket
 * -----------------------------------------------------------------------------------
 */

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
				put_record(c, &ticket_kind, &t);
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
	rc = put_rows(c, db, &ticket_kind, "WHERE id = ?1", id, err) ||
	     put_rows(c, db, &message_kind, "WHERE ticket = ?1 ORDER BY at, id",
		      id, err) ||
	     put_rows(c, db, &note_kind, "WHERE ticket = ?1 ORDER BY id", id,
		      err) ||
	     put_rows(c, db, &action_kind, "WHERE ticket = ?1 ORDER BY id", id,
		      err) ||
	     put_rows(c, db, &deadline_kind, "WHERE ticket = ?1 ORDER BY due",
		      id, err);
	db_close(db);
	return rc ? -1 : 0;
}

static void put_option(struct jw *w, const struct cli *c, const char *option,
		       const char *key)
{
	if (cli_option(c, option))
		jw_kv_text(w, key, cli_option(c, option));
}

static int done(struct cli *c, cJSON *reply)
{
	char *text = cJSON_PrintUnformatted(reply);

	if (c->json)
		str_printf(&c->out, "%s\n", text);
	else if (json_i64(reply, "id", 0))
		str_printf(&c->out, "done: %lld\n",
			   (long long)json_i64(reply, "id", 0));
	else
		str_puts(&c->out, "done\n");
	cJSON_free(text);
	json_free(reply);
	return 0;
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
	put_option(&w, c, "subject", "subject");
	put_option(&w, c, "outcome", "outcome");
	put_option(&w, c, "cause", "cause");
	put_option(&w, c, "force", "force");
	jw_end(&w);
	return cli_do(c, verb, &args, &reply, err) ? -1 : done(c, reply);
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

/* -- action
 * ------------------------------------------------------------------------------------
 */

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
	rc = put_rows(c, db, &action_kind,
		      "WHERE ?1 = 0 OR state = ?1 ORDER BY id", wanted, err);
	db_close(db);
	return rc;
}

static int action_show(struct cli *c, struct err *err)
{
	struct db *db;
	int rc;

	if (cli_db(c, &db, err))
		return -1;
	rc = put_rows(c, db, &action_kind, "WHERE id = ?1",
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
	put_option(&w, c, "order", "order");
	put_option(&w, c, "amount", "amount");
	put_option(&w, c, "currency", "currency");
	put_option(&w, c, "reason", "reason");
	put_option(&w, c, "items", "items");
	put_option(&w, c, "args", "args");
	if (after)
		jw_kv_i64(&w, "after", strtoll(after, NULL, 10));
	jw_end(&w);
	return cli_do(c, "plan", &args, &reply, err) ? -1 : done(c, reply);
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
	put_option(&w, c, "seen", "seen");
	put_option(&w, c, "ref", "ref");
	jw_end(&w);
	return cli_do(c, verb, &args, &reply, err) ? -1 : done(c, reply);
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

/* -- order
 * --------------------------------------------------------------------------------------
 */

static int order_rows(struct cli *c, struct db *db, const struct kind *kind,
		      int64_t shop, const char *ref, struct err *err)
{
	struct arena arena = ARENA_INIT;
	CLEANUP(rows_release)
	struct rows r = record_query(db, kind,
				     "WHERE shop = ?1 AND order_ref = ?2 "
				     "ORDER BY id",
				     "is", shop, ref);
	void *rec = xcalloc(1, kind->size + 8);

	while (rows_next(&r)) {
		CLEANUP(str_release) struct str s = STR_INIT;

		record_read(&r, kind, rec, &arena);
		record_put_json(&s, kind, rec);
		str_printf(&c->out, "%s\n", str_c(&s));
	}
	free(rec);
	arena_release(&arena);
	return rows_end(&r, err);
}

int verb_order(struct cli *c, struct err *err)
{
	struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str s = STR_INIT;
	struct hw_order o;
	int64_t id, shop;
	struct db *db;
	int rc;

	if (!text_eq(cli_word(c, 0), "show") || !*cli_word(c, 1))
		return err_set(err, ERR_USAGE, "order show REF");
	if (cli_db(c, &db, err))
		return -1;
	rc = record_find(db, &order_kind, &o, &arena, &id, err,
			 "WHERE ref = ?1 OR name = ?1 ORDER BY id DESC LIMIT 1",
			 "s", cli_word(c, 1));
	if (rc == 0)
		err_set(err, ERR_DATA, "there is no order \"%.60s\"",
			cli_word(c, 1));
	if (rc > 0) {
		shop = db_i64(db, 0, "SELECT shop FROM orders WHERE id = ?1",
			      "i", id);
		record_put_json(&s, &order_kind, &o);
		str_printf(&c->out, "%s\n", str_c(&s));
		rc = order_rows(c, db, &payment_kind, shop, o.ref, err) ||
				     order_rows(c, db, &shipment_kind, shop,
						o.ref, err) ||
				     order_rows(c, db, &dispute_kind, shop,
						o.ref, err) ||
				     order_rows(c, db, &return_kind, shop,
						o.ref, err)
			     ? -1
			     : 0;
	} else {
		rc = -1;
	}
	arena_release(&arena);
	db_close(db);
	return rc;
}

/* -- explain
 * --------------------------------------------------------------------------------------
 */

/* Why: the entries of the journal that decided something about the ticket,
 * with the facts that each saw and the rules that fired. */
int verb_explain(struct cli *c, struct err *err)
{
	int64_t id = ticket_number(cli_word(c, 0));
	struct db *db;

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
	put_rows(c, db, &ticket_kind, "WHERE id = ?1", id, err);
	put_rows(c, db, &action_kind, "WHERE ticket = ?1 ORDER BY id", id, err);
	db_close(db);
	return 0;
}
