/* risk.c - see risk.h.
 * SPDX-License-Identifier: MIT */
#include "policy/risk.h"

#include <string.h>

#include "policy/rule/rule_example.h"

/* -- reading -- */

static const char *const of_words[] = { "order", "message", NULL };

static void run_example(const struct risk_sign *s, const struct conf_node *g,
			const struct vocabulary *facts)
{
	struct fact_values v = { .of = facts };
	bool wanted = conf_flag(g, "shows", true), shows;

	if (!conf_get(g, "shows"))
		conf_mistake(g, "an example says shows = true or false");
	rule_example_facts(&v, g, "shows");
	shows = condition_holds(s->when, &v) == 1;
	if (shows != wanted)
		conf_mistake(g,
			     "sign \"%s\" %s here, and its example says that "
			     "it %s; correct one of them",
			     s->name, shows ? "shows" : "does not show",
			     wanted ? "does" : "does not");
}

static void run_examples(const struct risk_sign *s, const struct conf_node *g,
			 const struct vocabulary *facts)
{
	const struct conf_node *list = conf_get(g, "examples");

	for (int i = 0; s->when && i < conf_count(list); i++)
		if (conf_is_group(conf_at(list, i)))
			run_example(s, conf_at(list, i), facts);
		else
			conf_mistake(conf_at(list, i),
				     "an example is { issue = \"fraud\"; shows "
				     "= true; }");
}

static void read_sign(struct risk *r, const struct conf_node *g,
		      struct compiler *compiler, const struct vocabulary *facts)
{
	struct risk_sign s = {
		.name = conf_required(g, "name"),
		.of = (enum risk_of)conf_choice(g, "of", of_words, RISK_ORDER),
		.weight = conf_int(g, "weight", 0, 1, RISK_MOST),
	};

	for (size_t i = 0; i < r->signs.len; i++)
		if (text_eq(r->signs.at[i].name, s.name))
			conf_mistake(conf_get(g, "name"),
				     "two signs are called \"%s\"; names are "
				     "unique",
				     s.name);
	if (!conf_get(g, "of"))
		conf_mistake(g, "\"of\" is missing; add of = \"order\"; or "
				"\"message\"");
	if (!conf_get(g, "weight"))
		conf_mistake(g, "\"weight\" is missing; add weight = 20;");
	if (*conf_required(g, "when"))
		s.when = rule_condition(g, "when", compiler);
	run_examples(&s, g, facts);
	if (s.when)
		risk_signs_push(&r->signs, s);
	conf_unknown(g, NULL);
}

void risk_read(struct risk *r, struct conf *c, struct compiler *compiler,
	       const struct vocabulary *facts)
{
	const struct conf_node *root = conf_root(c);
	const struct conf_node *list = conf_get(root, "signs");

	r->there = true;
	r->alert_at = conf_int(root, "alert_at", RISK_MOST, 1, RISK_MOST);
	if (!conf_get(root, "alert_at"))
		conf_mistake(root, "\"alert_at\" is missing: at which score is "
				   "somebody told? alert_at = 60;");
	for (int i = 0; i < conf_count(list); i++)
		if (conf_is_group(conf_at(list, i)))
			read_sign(r, conf_at(list, i), compiler, facts);
		else
			conf_mistake(conf_at(list, i),
				     "a sign is { name = \"late\"; of = "
				     "\"order\"; when = \"late_by > '0 s'\"; "
				     "weight = 20; }");
	conf_unknown(root, NULL);
}

void risk_release(struct risk *r)
{
	risk_signs_release(&r->signs);
}

/* -- scoring -- */

static bool shows(const struct risk_sign *s, enum risk_of of,
		  const struct fact_values *v)
{
	return (s->of == RISK_ORDER || of == RISK_MESSAGE) &&
	       condition_holds(s->when, v) == 1;
}

int64_t risk_score(const struct risk *r, enum risk_of of,
		   const struct fact_values *v, struct arena *arena,
		   const char **signs)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	int64_t score = 0;

	for (size_t i = 0; i < r->signs.len; i++) {
		const struct risk_sign *one = &r->signs.at[i];

		if (!shows(one, of, v))
			continue;
		score += one->weight;
		str_printf(&s, "%s%s %lld", s.len ? ", " : "", one->name,
			   (long long)one->weight);
	}
	*signs = arena_strdup(arena, str_c(&s));
	return score < RISK_MOST ? score : RISK_MOST;
}

void risk_put(const struct risk *r, enum risk_of of,
	      const struct fact_values *v, struct jw *w)
{
	jw_array(w);
	for (size_t i = 0; i < r->signs.len; i++) {
		const struct risk_sign *one = &r->signs.at[i];

		if (!shows(one, of, v))
			continue;
		jw_object(w);
		jw_kv_text(w, "sign", one->name);
		jw_kv_i64(w, "weight", one->weight);
		jw_end(w);
	}
	jw_end(w);
}
