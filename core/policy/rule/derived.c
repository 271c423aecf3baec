/* derived.c - see derived.h.
 * SPDX-License-Identifier: MIT */
#include "policy/rule/derived.h"

/* Itself, or one below it. */
static bool reads_on(const struct condition *when, int fact)
{
	for (int i = fact; i < FACTS_MAX; i++)
		if (fact_set_has(condition_reads(when), i))
			return true;
	return false;
}

static void read_one(struct derived_list *list, const struct conf_node *g,
		     int fact, struct compiler *compiler)
{
	struct derived one = { fact, rule_condition(g, "when", compiler) };

	if (!one.when)
		return;
	if (reads_on(one.when, fact))
		conf_mistake(conf_get(g, "when"),
			     "it may name facts that stand above it only");
	else
		derived_list_push(list, one);
}

void derived_read(struct derived_list *list, const struct conf_node *root,
		  const struct vocabulary *facts, struct compiler *compiler)
{
	const struct conf_node *all = conf_get(root, "facts");

	for (int i = 0; i < conf_count(all); i++) {
		const struct conf_node *g = conf_at(all, i);
		int fact = conf_is_group(g) && conf_get(g, "when")
				   ? fact_find(facts, conf_text(g, "name", ""))
				   : -1;

		if (fact >= 0)
			read_one(list, g, fact, compiler);
	}
}

void derived_set(const struct derived_list *list, struct fact_values *v)
{
	for (size_t i = 0; i < list->len; i++) {
		const struct derived *one = &list->at[i];
		int is = condition_holds(one->when, v);

		if (is >= 0)
			fact_set_number(v, v->of->kinds.at[one->fact].name, is);
	}
}
