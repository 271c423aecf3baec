/* awaited.c - see awaited.h.
 * SPDX-License-Identifier: MIT */
#include "cli/awaited.h"

#include "cli/action_view.h"
#include "db/record.h"
#include "desk/promise.h"

static const char *until(const struct action *other)
{
	if (other->state == ACTION_PARKED)
		return ", which is parked, was looked at";
	return promise_holds(other->state) ? " is approved"
					   : " has made its code";
}

bool awaited_put(struct str *out, struct db *db, const struct action *a)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct action other = { 0 };
	struct err none = { 0 };
	int64_t id = 0;

	if (!text_eq(a->verb, "reply") ||
	    (a->state != ACTION_HELD && a->state != ACTION_DUE) ||
	    promise_awaited(db, a->id, &id, &none) || !id ||
	    record_load(db, &action_kind, id, &other, &arena, &none) <= 0)
		return false;
	str_printf(out, "once action %lld (", (long long)id);
	action_view_what(out, &other);
	str_printf(out, ")%s", until(&other));
	return true;
}
