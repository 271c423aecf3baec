/* guard_needs.c - what must stand in a text before a pattern is tried on it.
 *
 * A pattern costs what its beginning costs at each letter, and most texts hold
 * neither a digit nor an @. Patterns are not compiled to machine code: that
 * would ask for memory that can be written and run, which the desk forbids
 * itself (packaging/helloword.service).
 * SPDX-License-Identifier: MIT */
#include "policy/guard/guard_ideas.h"

int guard_need_add(struct guard_policy *g, const struct conf_node *at,
		   const char *name, const char *match)
{
	struct need n = { .name = name, .code = guard_compile(at, match) };

	if (!n.code)
		return -1;
	need_list_push(&g->needs, n);
	return (int)g->needs.len - 1;
}

int guard_need_index(const struct guard_policy *g, const char *name)
{
	for (size_t i = 0; i < g->needs.len; i++)
		if (text_eq(g->needs.at[i].name, name))
			return (int)i;
	return -1;
}

void guard_read_needs(struct guard_policy *g, const struct conf_node *root)
{
	const struct conf_node *list = conf_get(root, "needs");

	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *n = conf_at(list, i);
		const char *match = conf_self_text(n);

		if (!match || !*conf_name(n))
			conf_mistake(n, "a need is NAME = \"PATTERN\"");
		else
			guard_need_add(g, n, conf_name(n), match);
	}
}

/* Each is looked for once in a view. */
enum { NOT_ASKED, MISSED, MET };

bool guard_need_met(struct judging *j, int need, enum guard_view in,
		    pcre2_match_data *m)
{
	const struct view *v = judging_view(j, in);
	uint8_t *was = &j->needs[VIEWS * need + (int)in];

	if (*was == NOT_ASKED)
		*was = pcre2_match(j->g->needs.at[need].code,
				   (PCRE2_SPTR)str_c(&v->text), v->text.len, 0,
				   PCRE2_NO_UTF_CHECK, m,
				   NULL) == PCRE2_ERROR_NOMATCH
			       ? MISSED
			       : MET;
	return *was == MET;
}
