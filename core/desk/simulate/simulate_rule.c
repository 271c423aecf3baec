/* simulate_rule.c - which rules and steps fired, and would.
 * SPDX-License-Identifier: MIT */
#include "desk/simulate/simulate_own.h"

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

/* Mostly the same rules fire, and few sets of them come up: how often each did
 * is counted, and its names are read once. */
static void count_same(struct trying *t, const char *fired)
{
	for (size_t i = 0; i < t->same.len; i++)
		if (text_eq(t->same.at[i].fired, fired)) {
			t->same.at[i].times++;
			return;
		}
	same_list_push(&t->same, (struct same){ xstrdup(fired), 1 });
}

static void count_names_of(struct trying *t, const struct same *s)
{
	struct err none = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *names = json_parse(s->fired, strlen(s->fired), &none);
	const cJSON *one;

	cJSON_ArrayForEach (one, names) {
		struct tried_rule *r;

		if (!cJSON_IsString(one))
			continue;
		r = rule_named(t->out, one->valuestring);
		r->fired[DECIDED] += s->times;
		r->fired[WOULD] += s->times;
	}
}

void try_rules_end(struct trying *t)
{
	for (size_t i = 0; i < t->same.len; i++) {
		count_names_of(t, &t->same.at[i]);
		free(t->same.at[i].fired);
	}
	same_list_release(&t->same);
}

static void count_different(struct trying *t, const struct judged *j)
{
	const char *was = j->fired[DECIDED], *would = j->fired[WOULD];
	struct err none = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *before = json_parse(was, strlen(was), &none);
	CLEANUP(json_free_ptr)
	cJSON *after = json_parse(would, strlen(would), &none);

	count_names(t, j, DECIDED, before, after);
	count_names(t, j, WOULD, after, before);
}

void try_rules(struct trying *t, const struct judged *j, bool *differs)
{
	bool same = text_eq(j->fired[DECIDED], j->fired[WOULD]);

	if (same)
		count_same(t, j->fired[WOULD]);
	else
		count_different(t, j);
	*differs |= count_otherwise(t, j) || !same;
}
