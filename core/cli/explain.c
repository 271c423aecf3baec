/* explain.c - why a ticket stands as it does.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "cli/action_view.h"
#include "cli/explain_own.h"
#include "cli/fact_view.h"
#include "cli/show.h"
#include "cli/verbs.h"
#include "cli/view.h"
#include "db/record.h"
#include "desk/erase/erase.h"
#include "desk/ticket/ticket.h"

/* -- facts and rules -- */

void explain_facts(const struct telling *t, const char *json)
{
	fact_view(&t->c->out, t->brain ? &brain_policy(t->brain)->facts : NULL,
		  json);
}

static const char *reason_of(const struct telling *t, const char *name)
{
	const struct policy *p = t->brain ? brain_policy(t->brain) : NULL;

	for (size_t i = 0; p && i < p->rules.len; i++)
		if (text_eq(p->rules.at[i].name, name))
			return p->rules.at[i].reason;
	return "";
}

static void tell_rule(const struct telling *t, const char *name,
		      const char *version)
{
	const char *reason = reason_of(t, name);

	str_printf(&t->c->out, "    rule: %s (policy %s)%s%s\n", name, version,
		   *reason ? ": " : "", reason);
}

void explain_considered(const struct telling *t, const char *fired_json,
			const char *considered_json)
{
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *fired = json_parse(fired_json, strlen(fired_json), &err);
	CLEANUP(json_free_ptr)
	cJSON *rest =
		json_parse(considered_json, strlen(considered_json), &err);
	const char *version = json_text(rest, "policy");
	const cJSON *one;

	cJSON_ArrayForEach (one, fired)
		if (cJSON_IsString(one))
			tell_rule(t, one->valuestring, version ? version : "-");
	cJSON_ArrayForEach (one, json_get(rest, "held"))
		str_printf(&t->c->out, "    held back: %s: %s\n",
			   json_text(one, "rule"), json_text(one, "why"));
	cJSON_ArrayForEach (one, json_get(rest, "also"))
		if (cJSON_IsString(one))
			str_printf(&t->c->out,
				   "    alternative: %s (an earlier rule "
				   "won)\n",
				   one->valuestring);
	if (json_text(rest, "waits"))
		str_printf(&t->c->out, "    then waits: %s\n",
			   json_text(rest, "waits"));
}

/* -- what happened -- */

/* One action that an entry made or moved. */
static void put_moved(const struct telling *t, int64_t id, const char *state,
		      bool reasoned)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str out = STR_INIT;
	struct action a = { 0 };
	struct err none = { 0 };

	if (record_load(t->db, &action_kind, id, &a, &arena, &none) <= 0)
		return;
	str_printf(&out, "    action %lld: ", (long long)id);
	action_view_what(&out, &a);
	str_printf(&out, ", %s", state);
	if (reasoned && *a.reason)
		str_printf(&out, ", because: %s", a.reason);
	str_putc(&out, '\n');
	show_safe(&t->c->out, str_c(&out));
}

/* Decisions hold what changed; the last state of each action in the entry is
 * what it came to. */
static void put_actions(const struct telling *t, const char *kind,
			const char *decisions)
{
	struct err none = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *list = json_parse(decisions, strlen(decisions), &none);
	const cJSON *one, *later;

	cJSON_ArrayForEach (one, list) {
		CLEANUP(free_ptr) char *again = NULL;
		const char *state = json_text(json_get(one, "set"), "state");
		int64_t id = json_i64(one, "action", 0);
		bool fresh = json_get(one, "new"), last = true;

		for (later = one->next; later; later = later->next)
			last = last && json_i64(later, "action", 0) != id;
		if (!fresh && text_eq(state, "waiting") &&
		    !words_have("undo take_back", kind)) {
			again = explain_again(kind, list, id);
			state = again;
		}
		if (id && state && last)
			put_moved(t, id, state,
				  fresh || text_eq(kind, "overrule"));
	}
	explain_tasks(t, list);
}

static void put_entry_json(struct cli *c, struct rows *r)
{
	struct jw w = JW_INIT(&c->out);

	jw_object(&w);
	jw_kv_i64(&w, "seq", rows_i64(r, 0));
	jw_kv_i64(&w, "at", rows_i64(r, 1));
	jw_kv_text(&w, "kind", rows_text(r, 2));
	jw_kv_text(&w, "by", rows_text(r, 3));
	if (!rows_null(r, 4)) {
		jw_kv_text(&w, "trigger", rows_text(r, 4));
		jw_key(&w, "facts");
		jw_raw(&w, rows_text(r, 5), strlen(rows_text(r, 5)));
		jw_key(&w, "fired");
		jw_raw(&w, rows_text(r, 6), strlen(rows_text(r, 6)));
		jw_key(&w, "considered");
		jw_raw(&w, rows_text(r, 7), strlen(rows_text(r, 7)));
	}
	jw_end(&w);
	str_putc(&c->out, '\n');
}

static void put_entry(const struct telling *t, int64_t ticket, struct rows *r)
{
	view_instant(&t->c->out, rows_i64(r, 1));
	str_printf(&t->c->out, " entry %lld: %s by %s%s%s\n",
		   (long long)rows_i64(r, 0), rows_text(r, 2), rows_text(r, 3),
		   rows_null(r, 4) ? "" : ", asked as ", rows_text(r, 4));
	explain_owner(t, ticket, rows_text(r, 8));
	explain_danger(t, ticket, rows_text(r, 8));
	put_actions(t, rows_text(r, 2), rows_text(r, 8));
	if (rows_null(r, 4))
		return;
	explain_facts(t, rows_text(r, 5));
	explain_considered(t, rows_text(r, 6), rows_text(r, 7));
}

/* The entries of the journal that decided something about the ticket. */
static int tell_history(struct telling *t, int64_t id, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		t->db,
		"SELECT j.seq, j.at, j.kind, j.actor, v.trigger, v.facts, "
		"v.fired, v.considered, j.decisions FROM traces t JOIN journal "
		"j ON "
		"j.seq = t.seq LEFT JOIN vectors v ON v.seq = j.seq WHERE "
		"t.ticket = ?1 ORDER BY t.seq, v.trigger LIMIT 1000",
		"i", id);

	while (rows_next(&r))
		if (t->c->json)
			put_entry_json(t->c, &r);
		else
			put_entry(t, id, &r);
	return rows_end(&r, err);
}

/* -- the verb -- */

static int tell_open(struct telling *t, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r =
		rows_query(t->db,
			   "SELECT id FROM tickets WHERE state IN (1, 2) "
			   "ORDER BY state, tier, due, id LIMIT 1000",
			   "");

	while (rows_next(&r))
		if (explain_tell_now(t, rows_i64(&r, 0), err))
			return -1;
	return rows_end(&r, err);
}

/* What stands there now: for programs the rows, for people where to look. */
static int tell_rows(struct telling *t, int64_t id, struct err *err)
{
	static const struct {
		const struct kind *kind;
		const char *tail;
	} parts[] = {
		{ &alert_kind, "WHERE ticket = ?1 ORDER BY id" },
		{ &ticket_kind, "WHERE id = ?1" },
		{ &action_kind, "WHERE ticket = ?1 ORDER BY id" },
	};

	if (!t->c->json) {
		str_printf(&t->c->out,
			   "\nits messages, actions and deadlines: helloword "
			   "ticket show T-%lld\n",
			   (long long)id);
		return 0;
	}
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		if (show_rows(t->c, t->db, parts[i].kind, parts[i].tail, id,
			      err))
			return -1;
	return 0;
}

/* The entry of an erasure names subjects, not tickets: no trace leads to it. */
static int tell_erased(struct telling *t, int64_t id, struct err *err)
{
	struct ticket one = { 0 };
	const char *by;
	int64_t at;

	if (record_load(t->db, &ticket_kind, id, &one, &t->arena, err) < 0)
		return -1;
	at = erased_of_ticket(t->db, &one, &t->arena, &by);
	if (!at || t->c->json)
		return 0;
	view_instant(&t->c->out, at);
	str_printf(&t->c->out, " erased by %s\n", view_or_dash(by));
	return 0;
}

static int tell_one(struct telling *t, int64_t id, struct err *err)
{
	if (!db_i64(t->db, 0, "SELECT 1 FROM tickets WHERE id = ?1", "i", id))
		return err_set(err, ERR_DATA, "there is no ticket T-%lld",
			       (long long)id);
	return tell_history(t, id, err) || tell_erased(t, id, err) ||
			       explain_tell_now(t, id, err) ||
			       tell_rows(t, id, err)
		       ? -1
		       : 0;
}

/* What was decided stands in the journal and needs no policy that is sound. */
static int tell(struct telling *t, int64_t id, bool open, struct err *err)
{
	struct err mistakes = { 0 };
	int64_t last;

	if (cli_db(t->c, &t->db, err))
		return -1;
	t->m = cli_manifest(t->c, &mistakes);
	t->brain = t->m ? cli_brain(t->c, t->m, &mistakes) : NULL;
	if (!t->brain)
		fprintf(stderr,
			"%s: what was decided is told, what would be decided "
			"now is not\n",
			mistakes.text);
	t->now = clock_now();
	last = db_i64(t->db, 0,
		      "SELECT at FROM journal ORDER BY seq DESC "
		      "LIMIT 1",
		      "");
	t->now = last > t->now ? last : t->now;
	return open ? tell_open(t, err) : tell_one(t, id, err);
}

int verb_explain(struct cli *c, struct err *err)
{
	struct telling t = { .c = c };
	bool open = cli_flag(c, "open");
	int64_t id = open ? 0 : ticket_number(cli_word(c, 0));
	int rc;

	if (!open && !id)
		return err_set(err, ERR_USAGE,
			       "name a ticket, such as T-1, or give --open");
	rc = tell(&t, id, open, err);
	db_close(t.db);
	brain_close(t.brain);
	manifest_close(t.m);
	arena_release(&t.arena);
	return rc;
}
