/* explain_again.c - why what somebody had said yes to waits again: by what its
 * entry decided beside it.
 * SPDX-License-Identifier: MIT */
#include "cli/explain_own.h"

/* What else came to an end there, in words; NULL when this did not. */
static char *ended(const cJSON *one, int64_t waits)
{
	int64_t task = json_i64(one, "task", 0);
	int64_t action = json_i64(one, "action", 0);
	const char *state = json_text(json_get(one, "set"), "state");

	if (!state || json_get(one, "new") || action == waits)
		return NULL;
	if (task && words_have("failed cancelled", state))
		return xasprintf("since task %lld %s", (long long)task,
				 text_eq(state, "failed") ? "failed"
							  : "was cancelled");
	if (action && text_eq(state, "settled"))
		return xasprintf("since action %lld was done",
				 (long long)action);
	if (action && words_have("failed cancelled refused", state))
		return xasprintf("since action %lld %s%s", (long long)action,
				 text_eq(state, "failed") ? "" : "was ", state);
	return NULL;
}

char *explain_again(const char *kind, const cJSON *decisions, int64_t id)
{
	const cJSON *one;

	if (text_eq(kind, "text_in"))
		return xstrdup("waiting again, since the buyer wrote");
	cJSON_ArrayForEach (one, decisions) {
		CLEANUP(free_ptr) char *since = ended(one, id);

		if (since)
			return xasprintf("waiting again, %s", since);
	}
	return xstrdup("waiting again");
}
