/* whoami.c - see whoami.h.
 * SPDX-License-Identifier: MIT */
#include "host/whoami.h"

static void put_money(struct jw *w, const char *key, struct money m)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	if (!money_given(m))
		return;
	money_put(&s, m);
	str_printf(&s, " %s", m.currency);
	jw_kv_text(w, key, str_c(&s));
}

void whoami_put(struct jw *w, const struct brain *b, const char *actor)
{
	struct limits limits = { .per_action = { 0 } };
	const char *role = "";
	bool agent = b->agent(b, actor, &role, &limits);

	jw_kv_text(w, "name", actor);
	jw_kv_bool(w, "agent", agent);
	if (!agent)
		return;
	jw_kv_text(w, "role", role);
	put_money(w, "per_action", limits.per_action);
	put_money(w, "per_day", limits.per_day);
	put_money(w, "four_eyes_above", limits.four_eyes_above);
}
