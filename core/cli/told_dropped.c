/* told_dropped.c - see told_dropped.h.
 * SPDX-License-Identifier: MIT */
#include "cli/told_dropped.h"

#include "db/record.h"
#include "model/loop.h"
#include "model/people.h"
#include "model/records.h"

static bool set_to(const cJSON *decision, const char *field, const char *word)
{
	const char *text = json_text(json_get(decision, "set"), field);

	return text && text_eq(text, word);
}

static bool closes(const cJSON *decisions)
{
	const cJSON *one;

	cJSON_ArrayForEach (one, decisions)
		if (json_i64(one, "ticket", 0) &&
		    set_to(one, "state", "closed"))
			return true;
	return false;
}

static void put_task(struct str *out, struct db *db, const cJSON *one)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	int64_t id = json_i64(one, "task", 0);
	struct task t = { 0 };
	struct err err = { 0 };

	if (set_to(one, "state", "dropped") &&
	    record_load(db, &task_kind, id, &t, &arena, &err) > 0)
		str_printf(out, "task %lld of the %s is dropped with it (%s)\n",
			   (long long)id, t.role, t.text);
}

/* What a task had raised goes with that, by who ended it. */
static void put_alert(struct str *out, struct db *db, const cJSON *one)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	int64_t id = json_i64(one, "alert", 0);
	struct alert a = { 0 };
	struct err err = { 0 };

	if (set_to(one, "acknowledged_by", "desk") &&
	    record_load(db, &alert_kind, id, &a, &arena, &err) > 0)
		str_printf(out,
			   "alert %lld, which nobody acknowledged, is dropped "
			   "with it (%s)\n",
			   (long long)id, a.text);
}

void told_dropped(struct str *out, struct db *db, const cJSON *decisions)
{
	const cJSON *one;

	if (!closes(decisions))
		return;
	cJSON_ArrayForEach (one, decisions) {
		if (json_i64(one, "task", 0))
			put_task(out, db, one);
		if (json_i64(one, "alert", 0))
			put_alert(out, db, one);
	}
}
