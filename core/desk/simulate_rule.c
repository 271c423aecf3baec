/* simulate_rule.c - which rules and steps fired, and would.
 * SPDX-License-Identifier: MIT */
#include "desk/simulate_own.h"

static struct tried_rule *rule_named(struct trial *t, const char *name)
{
	for (size_t i = 0; i < t->rules.len; i++)
		if (text_eq(t->rules.at[i].name, name))
			return &t->rules.at[i];
	return tried_rules_push(&t->rules,
				(struct tried_rule){ .name = xstrdup(name) });
}

static bool has_name(const cJSON *list, const char *name)
{
	const cJSON *one;

	cJSON_ArrayForEach (one, list)
		if (cJSON_IsString(one) && text_eq(one->valuestring, name))
			return true;
	return false;
}

/* Counts the names of one side, and those that the other has not. */
static void count_names(struct trying *t, const struct judged *j, enum side s,
			const cJSON *mine, const cJSON *other)
{
	const cJSON *one;

	cJSON_ArrayForEach (one, mine) {
		struct tried_rule *r;

		if (!cJSON_IsString(one))
			continue;
		r = rule_named(t->out, one->valuestring);
		r->fired[s]++;
		if (has_name(other, r->name))
			continue;
		s == DECIDED ? r->lost++ : r->gained++;
		example_add(&r->examples, j->was.ticket);
	}
}

static const struct effect *of_rule(const struct effects *e, const char *rule,
				    int from)
{
	for (int i = from; i < e->count; i++)
		if (text_eq(e->at[i].rule, rule))
			return &e->at[i];
	return NULL;
}

static bool has_effect(const struct effects *e, const struct effect *one)
{
	for (int i = 0; i < e->count; i++)
		if (effect_same(&e->at[i], one))
			return true;
	return false;
}

/* Rules of `a` that want something which `b` does not: once each. */
static int other_wishes(const struct effects *a, const struct effects *b,
			const char **names, int count)
{
	for (int i = 0; i < a->count; i++) {
		const char *rule = a->at[i].rule;
		bool known = false;

		if (has_effect(b, &a->at[i]))
			continue;
		for (int n = 0; n < count; n++)
			known |= text_eq(names[n], rule);
		if (!known)
			names[count++] = rule;
	}
	return count;
}

/* Who fires on both sides, and wants something else. What a rule gains or
 * loses because another one won is told as that. */
static bool count_otherwise(struct trying *t, const struct judged *j)
{
	const struct effects *was = &j->was.effects, *would = &j->would;
	const char *names[2 * EFFECTS_MAX];
	int n = other_wishes(was, would, names, 0);

	n = other_wishes(would, was, names, n);
	for (int i = 0; i < n; i++) {
		struct tried_rule *r;

		if (!*names[i] || !of_rule(was, names[i], 0) ||
		    !of_rule(would, names[i], 0))
			continue;
		r = rule_named(t->out, names[i]);
		r->otherwise++;
		example_add(&r->examples, j->was.ticket);
	}
	return n > 0;
}

void try_rules(struct trying *t, const struct judged *j, bool *differs)
{
	struct err none = { 0 };
	bool same = text_eq(j->fired[DECIDED], j->fired[WOULD]);
	CLEANUP(json_free_ptr)
	cJSON *was =
		json_parse(j->fired[DECIDED], strlen(j->fired[DECIDED]), &none);
	CLEANUP(json_free_ptr)
	cJSON *would = same ? NULL
			    : json_parse(j->fired[WOULD],
					 strlen(j->fired[WOULD]), &none);

	count_names(t, j, DECIDED, was, same ? was : would);
	count_names(t, j, WOULD, same ? was : would, was);
	*differs |= count_otherwise(t, j) || !same;
}
