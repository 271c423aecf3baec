/* explain_tasks.c - the tasks that an entry gave or ended.
 * SPDX-License-Identifier: MIT */
#include "cli/explain_own.h"
#include "cli/show.h"
#include "cli/task_view.h"
#include "cli/view.h"
#include "db/record.h"

/* "task 3 for finance (refund 20.00 EUR), open, by the playbook damaged" */
static void put_task(const struct telling *t, const struct task *k,
		     const char *what)
{
	CLEANUP(str_release) struct str out = STR_INIT, gives = STR_INIT;

	task_view_what(&gives, k);
	str_printf(&out, "    task %lld for %s", (long long)k->id, k->role);
	if (gives.len)
		str_printf(&out, " (%s)", str_c(&gives));
	str_printf(&out, ", %s", what);
	if (*k->playbook)
		str_printf(&out, ", by the playbook %s, step \"%s\"",
			   k->playbook, k->step);
	if (k->deviates && *k->reason)
		str_printf(&out, ", because: %s", k->reason);
	str_putc(&out, '\n');
	show_safe(&t->c->out, str_c(&out));
}

/* What became of it by that entry; NULL when only something else changed. */
static const char *became(const cJSON *decision)
{
	const cJSON *set = json_get(decision, "set");
	const char *state = json_text(set, "state");

	if (json_bool(set, "waits", false))
		return "waits for a yes";
	if (state)
		return json_bool(decision, "new", false) ? "given" : state;
	return json_text(set, "approved_by") ? "approved" : NULL;
}

void explain_tasks(const struct telling *t, const cJSON *decisions)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct err none = { 0 };
	struct task k = { 0 };
	const cJSON *one;

	cJSON_ArrayForEach (one, decisions) {
		int64_t id = json_i64(one, "task", 0);
		const char *what = id ? became(one) : NULL;

		if (what &&
		    record_load(t->db, &task_kind, id, &k, &arena, &none) > 0)
			put_task(t, &k, what);
	}
}
