/* awaited.c - see awaited.h.
 * SPDX-License-Identifier: MIT */
#include "cli/awaited.h"

#include "cli/action_view.h"
#include "cli/task_view.h"
#include "db/record.h"
#include "desk/reply/promise.h"
#include "desk/task/task_wait.h"

/* A person's words about a coupon leave with its code (desk/reply/code.h). */
static bool needs_code(const struct action *a, const struct action *other)
{
	return !*a->rule && text_eq(other->verb, "coupon") && !*other->result;
}

static const char *until(const struct action *a, const struct action *other)
{
	if (other->state == ACTION_PARKED)
		return ", which is parked, was looked at";
	if (!promise_holds(other->state))
		return " has made its code";
	return needs_code(a, other) ? " is approved and has made its code"
				    : " is approved";
}

static void put_once(struct str *out, bool *any)
{
	str_puts(out, *any ? ", and" : "once");
	*any = true;
}

static bool put_tasks(struct str *out, struct db *db, const struct action *a,
		      bool any)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct task t = { 0 };
	struct err none = { 0 };
	int64_t id = 0;

	while (!task_awaited(db, a->id, id, &id, &none) && id &&
	       record_load(db, &task_kind, id, &t, &arena, &none) > 0) {
		put_once(out, &any);
		str_printf(out, " task %lld (", (long long)id);
		task_view_what(out, &t);
		str_puts(out, t.waits ? ") is approved" : ") has its code");
	}
	return any;
}

bool awaited_put(struct str *out, struct db *db, const struct action *a)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct action other = { 0 };
	struct err none = { 0 };
	int64_t id = 0;
	bool any = false;

	if (!text_eq(a->verb, "reply") ||
	    (a->state != ACTION_HELD && a->state != ACTION_DUE))
		return false;
	while (!promise_awaited(db, a->id, id, &id, &none) && id &&
	       record_load(db, &action_kind, id, &other, &arena, &none) > 0) {
		put_once(out, &any);
		str_printf(out, " action %lld (", (long long)id);
		action_view_what(out, &other);
		str_printf(out, ")%s", until(a, &other));
	}
	return put_tasks(out, db, a, any);
}
