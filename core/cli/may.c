/* may.c - see may.h.
 * SPDX-License-Identifier: MIT */
#include "cli/may.h"

#include <unistd.h>

static const struct limits *limits_of(const struct manifest *m,
				      const char *role)
{
	static const struct limits none;

	for (size_t i = 0; i < m->limits.len; i++)
		if (text_eq(m->limits.at[i].role, role))
			return &m->limits.at[i].limits;
	return &none;
}

static bool covers(struct money limit, struct money amount)
{
	return text_eq(limit.currency, amount.currency) &&
	       money_cmp(amount, limit) <= 0;
}

/* Its amount, or what it is worth otherwise. */
static struct money given(const struct action *a)
{
	return money_given(a->amount) ? a->amount : a->worth;
}

static bool may(const struct manifest *m, const struct agent_entry *who,
		const struct action *a)
{
	const struct limits *l = limits_of(m, who->role);

	if (text_eq(who->name, a->proposed_by) &&
	    money_given(l->four_eyes_above) &&
	    !covers(l->four_eyes_above, given(a)))
		return false;
	return text_eq(who->role, "owner") || (!text_eq(who->role, "auditor") &&
					       covers(l->per_action, given(a)));
}

bool may_not(const struct manifest *m, const struct action *a)
{
	const char *me = manifest_actor(m, (int64_t)getuid());

	if (!money_given(given(a)))
		return false;
	for (size_t i = 0; i < m->agents.len; i++)
		if (text_eq(m->agents.at[i].name, me))
			return !may(m, &m->agents.at[i], a);
	return true;
}

void may_put_names(struct str *s, const struct manifest *m,
		   const struct action *a)
{
	bool first = true;

	for (size_t i = 0; i < m->agents.len; i++) {
		if (!may(m, &m->agents.at[i], a))
			continue;
		str_printf(s, "%s%s", first ? "" : " or ",
			   m->agents.at[i].name);
		first = false;
	}
}

void may_hint(struct cli *c, const struct action *a, struct err *err)
{
	CLEANUP(str_release) struct str names = STR_INIT;
	CLEANUP(free_ptr) char *said = xstrdup(err->text);
	struct err none = { 0 };
	struct manifest *m = cli_manifest(c, &none);

	if (m && may_not(m, a))
		may_put_names(&names, m, a);
	if (names.len)
		err_set(err, err->code, "%s; %s may", said, str_c(&names));
	manifest_close(m);
}
