/* explain_ticket.c - what an entry of the journal made of the ticket itself.
 * SPDX-License-Identifier: MIT */
#include "cli/explain_own.h"
#include "cli/view.h"

/* Whose the ticket became, and why. */
void explain_owner(const struct telling *t, int64_t ticket,
		   const char *decisions)
{
	struct err none = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *list = json_parse(decisions, strlen(decisions), &none);
	const cJSON *one;

	cJSON_ArrayForEach (one, list) {
		const cJSON *set = json_get(one, "set");
		const char *owner = json_text(set, "owner");
		const char *why = json_text(set, "owner_why");

		if (json_i64(one, "ticket", 0) == ticket && owner && *owner)
			str_printf(&t->c->out, "    given to %s: %s\n", owner,
				   view_or_dash(why ? why : ""));
		else if (json_i64(one, "ticket", 0) == ticket &&
			 json_get(set, "owner"))
			str_puts(&t->c->out, "    given to nobody\n");
	}
}

/* Which words told of a danger, where a message did. */
void explain_danger(const struct telling *t, int64_t ticket,
		    const char *decisions)
{
	struct err none = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *list = json_parse(decisions, strlen(decisions), &none);
	const cJSON *one;

	cJSON_ArrayForEach (one, list) {
		const char *danger = json_text(json_get(one, "set"), "danger");

		if (json_i64(one, "ticket", 0) == ticket && danger && *danger)
			str_printf(&t->c->out,
				   "    tells of a danger to people: %s\n",
				   danger);
	}
}
