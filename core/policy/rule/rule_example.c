/* rule_example.c - see rule_example.h.
 * SPDX-License-Identifier: MIT */
#include "policy/rule/rule_example.h"

static void example_value(struct fact_values *v, const struct conf_node *g,
			  int fact)
{
	const struct fact_kind *k = &v->of->kinds.at[fact];
	struct err err = { 0 };

	v->at[fact] = (struct fact_value){ .known = true };
	if (k->type == FACT_INTEGER)
		v->at[fact].number =
			conf_int(g, k->name, 0, INT32_MIN, INT32_MAX);
	else if (k->type == FACT_FLAG)
		v->at[fact].number = conf_flag(g, k->name, false);
	else if (fact_parse(k, conf_text(g, k->name, ""), &v->at[fact], &err))
		conf_mistake(conf_get(g, k->name), "%s", err.text);
}

void rule_example_facts(struct fact_values *v, const struct conf_node *g,
			const char *except)
{
	fact_set_also(v, "");
	for (int i = 0; i < conf_count(g); i++) {
		const char *name = conf_name(conf_at(g, i));
		const char *near = fact_nearest(v->of, name);
		int fact = fact_find(v->of, name);

		if (text_eq(name, except))
			continue;
		if (fact >= 0)
			example_value(v, g, fact);
		else
			conf_mistake(conf_at(g, i),
				     "there is no fact \"%.60s\"%s%s%s", name,
				     near ? "; did you mean \"" : "",
				     near ? near : "", near ? "\"?" : "");
	}
}

static void run_example(struct rule *r, const struct conf_node *g,
			const struct vocabulary *v)
{
	struct fact_values values = { .of = v };
	struct arena arena = ARENA_INIT;
	const char *why = "";
	bool wanted = conf_flag(g, "fires", true);
	enum answer answer;

	if (!conf_get(g, "fires"))
		conf_mistake(g, "an example says fires = true or false");
	rule_example_facts(&values, g, "fires");
	answer = rule_ask(r, &values, &arena, &why);
	if ((answer == ANSWER_FIRES) != wanted)
		conf_mistake(g,
			     "rule \"%s\" %s here, and its example says "
			     "that it %s; correct one of them",
			     r->name,
			     answer == ANSWER_FIRES  ? "fires"
			     : answer == ANSWER_HELD ? why
						     : "does not fire",
			     wanted ? "does" : "does not");
	r->examples++;
	r->firing += wanted;
	arena_release(&arena);
}

void rule_examples_run(struct rule *r, const struct conf_node *list,
		       const struct vocabulary *v)
{
	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *g = conf_at(list, i);

		if (conf_is_group(g))
			run_example(r, g, v);
		else
			conf_mistake(g, "an example is { issue = \"quality\"; "
					"fires = true; }");
	}
}
