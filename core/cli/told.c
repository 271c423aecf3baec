/* told.c - see told.h.
 * SPDX-License-Identifier: MIT */
#include "cli/told.h"

#include "cli/action_view.h"
#include "cli/show.h"
#include "cli/task_view.h"
#include "cli/told_dropped.h"
#include "cli/view.h"
#include "db/record.h"
#include "desk/action/action.h"
#include "desk/ledger/restored.h"
#include "model/loop.h"

static bool is_to_leave(const struct action *a)
{
	return a->state == ACTION_PLANNED || a->state == ACTION_HELD ||
	       a->state == ACTION_DUE;
}

/* What the journal says was decided; NULL when nothing was. */
static cJSON *decided(struct db *db, int64_t seq)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct err err = { 0 };
	const char *text = db_text(
		db, &arena, "SELECT decisions FROM journal WHERE seq = ?1", "i",
		seq);

	return json_parse(text, strlen(text), &err);
}

static enum leaving leaving_of(const struct cli *c, struct db *db)
{
	struct err err = { 0 };
	int64_t since = 0;

	if (restored_held(db, &since, &err) == 0 && since)
		return LEAVES_AFTER_HOLD;
	return c->alone ? LEAVES_WITH_A_DESK : LEAVES_ITSELF;
}

/* Its actions, each once: a command may change one more than once. */
static void put_actions(struct cli *c, struct db *db, const cJSON *decisions,
			bool *leaves)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str out = STR_INIT;
	struct action a = { 0 };
	struct err err = { 0 };
	enum leaving leaving = leaving_of(c, db);
	struct manifest *m = cli_manifest(c, &err);
	int64_t id, last = 0;
	const cJSON *one;

	cJSON_ArrayForEach (one, decisions) {
		id = json_i64(one, "action", 0);
		if (!id || id == last ||
		    record_load(db, &action_kind, id, &a, &arena, &err) <= 0)
			continue;
		last = id;
		action_view_said(&out, db, &a, leaving, m);
		*leaves = *leaves || is_to_leave(&a);
	}
	manifest_close(m);
	show_safe(&c->out, str_c(&out));
}

/* The task that a decision gave, and nobody had before. */
static int64_t new_task(const cJSON *decision)
{
	return json_bool(decision, "new", false) ? json_i64(decision, "task", 0)
						 : 0;
}

/* It is on somebody's list at once. */
static void put_tasks(struct cli *c, struct db *db, const cJSON *decisions)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str out = STR_INIT;
	struct task t = { 0 };
	struct err err = { 0 };
	struct manifest *m = NULL;
	const cJSON *one;

	cJSON_ArrayForEach (one, decisions) {
		int64_t id = new_task(one);

		if (!id ||
		    record_load(db, &task_kind, id, &t, &arena, &err) <= 0)
			continue;
		if (t.waits && !m)
			m = cli_manifest(c, &err);
		task_view_said(&out, &t, m);
	}
	manifest_close(m);
	show_safe(&c->out, str_c(&out));
}

/* A word more ends what would have gone on by itself: no reply about a promise,
 * no offer, no refund. Whoever ended it should hear so. */
static void put_ended(struct cli *c, struct db *db, const cJSON *decisions)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct deadline promise = { 0 };
	struct ticket t = { 0 };
	struct err err = { 0 };
	const cJSON *one;

	cJSON_ArrayForEach (one, decisions) {
		const char *step = json_text(json_get(one, "set"), "step");
		int64_t ticket = json_i64(one, "ticket", 0);
		int64_t deadline = json_i64(one, "deadline", 0);

		if (ticket && step && text_eq(step, "stopped") &&
		    record_load(db, &ticket_kind, ticket, &t, &arena, &err) > 0)
			str_printf(&c->out,
				   "the playbook %s of T-%lld ends with it: "
				   "what else it would propose does not come\n",
				   t.playbook, (long long)ticket);
		if (!deadline ||
		    record_load(db, &deadline_kind, deadline, &promise, &arena,
				&err) <= 0 ||
		    promise.state != DEADLINE_DROPPED ||
		    !text_eq(promise.purpose, "promise"))
			continue;
		str_puts(&c->out, "the promise due ");
		view_instant(&c->out, promise.due);
		str_puts(&c->out,
			 " is dropped with it: nothing of it was sent\n");
	}
}

static void put_dropped(struct cli *c, struct db *db, const cJSON *decisions)
{
	CLEANUP(str_release) struct str out = STR_INIT;

	told_dropped(&out, db, decisions);
	show_safe(&c->out, str_c(&out));
}

/* Nobody asked for that: what is given to its order was planned. */
static void put_opened(struct cli *c, const cJSON *decisions)
{
	const cJSON *one;

	cJSON_ArrayForEach (one, decisions) {
		const cJSON *set = json_get(one, "set");
		int64_t ticket = json_i64(one, "ticket", 0);

		if (ticket && json_get(set, "reopened"))
			str_printf(&c->out,
				   "T-%lld is open again: its buyer is to be "
				   "told\n",
				   (long long)ticket);
	}
}

/* The desk's answer, which actions it speaks of, and which tasks it gave. */
static void put_json(struct cli *c, cJSON *reply, const cJSON *decisions)
{
	cJSON *actions = cJSON_AddArrayToObject(reply, "actions");
	cJSON *tasks = cJSON_AddArrayToObject(reply, "tasks");
	int64_t id, last = 0;
	const cJSON *one;

	cJSON_ArrayForEach (one, decisions) {
		id = json_i64(one, "action", 0);
		if (id && id != last)
			cJSON_AddItemToArray(actions,
					     cJSON_CreateNumber((double)id));
		last = id ? id : last;
		if (new_task(one))
			cJSON_AddItemToArray(
				tasks,
				cJSON_CreateNumber((double)new_task(one)));
	}
	show_json(c, reply);
}

/* It is done whether or not this user can see it, and must not look as if it
 * were not: who is told so tries again. */
static void tell_blindly(struct cli *c, cJSON *answer, const char *what,
			 const struct err *why)
{
	if (c->json)
		show_json(c, answer); /* an empty list would say: none */
	else
		str_printf(&c->out, "%s (journal entry %lld)\n",
			   what ? what : "done",
			   (long long)json_i64(answer, "seq", 0));
	fprintf(stderr,
		"the desk did it; what became of it cannot be shown "
		"here: %s\n",
		why->text);
}

/* `what` is said first, unless it is NULL; `blind` instead of all. */
static int tell_of(struct cli *c, cJSON *reply, const char *what,
		   const char *blind, struct err *err)
{
	CLEANUP(json_free_ptr) cJSON *answer = reply;
	CLEANUP(json_free_ptr) cJSON *decisions = NULL;
	bool leaves = false;
	struct db *db;

	if (cli_db(c, &db, err)) {
		tell_blindly(c, answer, blind, err);
		*err = (struct err){ 0 };
		return 0;
	}
	decisions = decided(db, json_i64(answer, "seq", 0));
	if (c->json)
		put_json(c, answer, decisions);
	else if (what)
		str_printf(&c->out, "%s\n", what);
	if (!c->json) {
		put_tasks(c, db, decisions);
		put_actions(c, db, decisions, &leaves);
		put_opened(c, decisions);
		put_ended(c, db, decisions);
		put_dropped(c, db, decisions);
	}
	db_close(db);
	if (leaves && c->alone)
		fprintf(stderr, "no desk runs: it leaves when `helloword "
				"serve` is started\n");
	return 0;
}

int told(struct cli *c, cJSON *reply, const char *what, struct err *err)
{
	return tell_of(c, reply, what, what, err);
}

int told_or(struct cli *c, cJSON *reply, const char *blind, struct err *err)
{
	return tell_of(c, reply, NULL, blind, err);
}
