/* people.c - see people.h.
 * SPDX-License-Identifier: MIT */
#include "host/people.h"

#include <pwd.h>

#include "host/form.h"
#include "policy/fact.h"

static const char *const roles[] = { "agent", "manager", "owner", "auditor",
				     NULL };
/* "rule": what rules may move without a person. */
static const char *const limited[] = { "agent", "manager", "owner", "rule",
				       NULL };

static int64_t uid_of(const struct conf_node *g, const char *user)
{
	struct passwd *pw = *user ? getpwnam(user) : NULL;

	if (*user && !pw)
		conf_mistake(conf_get(g, "user"),
			     "this system has no user \"%s\"", user);
	return pw ? (int64_t)pw->pw_uid : -1;
}

/* A list of words that is read one by one. */
static void
each_word(const struct conf_node *g, const char *name, const char *words,
	  void (*check)(const struct conf_node *node, const char *word))
{
	CLEANUP(free_ptr) char *copy = xstrdup(words);
	char *save = NULL;

	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save))
		check(conf_get(g, name), w);
}

static void check_language(const struct conf_node *node, const char *word)
{
	if (!form_is_language(word))
		conf_mistake(node,
			     "\"%.60s\" is no language tag; write one of BCP "
			     "47, such as \"en\" or \"zh-CN\"",
			     word);
}

static void check_skill(const struct conf_node *node, const char *word)
{
	const char *near = text_nearest(word, issue_types);

	if (issue_index(word) < 0)
		conf_mistake(node, "\"%.60s\" is no issue type; %s%s%s", word,
			     near ? "did you mean \"" : "",
			     near ? near : "policy/rules.conf lists them",
			     near ? "\"?" : "");
}

/* Whoever acts is told by name, and found by uid. */
static void check_twice(const struct manifest *m, const struct conf_node *g,
			const struct agent_entry *a)
{
	for (size_t i = 0; i < m->agents.len; i++) {
		const struct agent_entry *b = &m->agents.at[i];

		if (*a->name && text_eq(a->name, b->name))
			conf_mistake(g,
				     "two agents are called \"%s\"; names are "
				     "unique",
				     a->name);
		if (a->uid >= 0 && a->uid == b->uid)
			conf_mistake(g,
				     "\"%s\" and \"%s\" are the same system "
				     "user (%lld); one is enough",
				     b->name, a->name, (long long)a->uid);
	}
}

static void read_agents(struct manifest *m)
{
	const struct conf_node *list = conf_get(conf_root(m->conf), "agents");

	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *g = conf_at(list, i);
		struct agent_entry a = {
			.name = conf_required(g, "name"),
			.user = conf_text(g, "user", ""),
			.role = roles[conf_choice(g, "role", roles, 0)],
			.languages = conf_words(g, "languages", &m->arena),
			.skills = conf_words(g, "skills", &m->arena),
		};

		a.uid = conf_int(g, "uid", uid_of(g, a.user), -1, INT32_MAX);
		each_word(g, "languages", a.languages, check_language);
		each_word(g, "skills", a.skills, check_skill);
		check_twice(m, g, &a);
		agent_list_push(&m->agents, a);
		conf_unknown(g, NULL);
	}
}

static struct money limit_of(const struct conf_node *g, const char *name)
{
	struct money limit = conf_money(g, name);

	if (limit.minor < 0)
		conf_mistake(conf_get(g, name),
			     "\"%s\" must not be below nothing", name);
	return limit;
}

static void check_one_of_role(const struct manifest *m,
			      const struct conf_node *g, const char *role)
{
	for (size_t i = 0; i < m->roles.len; i++)
		if (text_eq(m->roles.at[i].role, role))
			conf_mistake(g,
				     "the role \"%s\" has limits already; "
				     "write one entry for each role",
				     role);
}

static void read_limits(struct manifest *m)
{
	const struct conf_node *list = conf_get(conf_root(m->conf), "limits");

	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *g = conf_at(list, i);
		struct role_limits l = {
			.role = limited[conf_choice(g, "role", limited, 0)],
			.limits = { .per_action = limit_of(g, "per_action"),
				    .per_day = limit_of(g, "per_day"),
				    .four_eyes_above =
					    limit_of(g, "four_eyes_above") },
		};

		check_one_of_role(m, g, l.role);
		role_list_push(&m->roles, l);
		conf_unknown(g, NULL);
	}
}

#define VERBS_MAX 64

/* The verbs that the desk itself knows, then what the plugins declare. */
static void verbs_of(const struct manifest *m, const char **verbs)
{
	static const char *const own[] = { "reply", "refund", "coupon",
					   "return" };
	size_t n = 0;

	for (; n < COUNT_OF(own); n++)
		verbs[n] = own[n];
	for (size_t i = 0; i < m->count; i++)
		for (size_t k = 0;
		     k < m->instances[i]->verbs.len && n + 1 < VERBS_MAX; k++)
			verbs[n++] = m->instances[i]->verbs.at[k].name;
	verbs[n] = NULL;
}

/* A block that is off, or whose plugin cannot be read, may have any verb. */
static bool verbs_are_known(const struct manifest *m)
{
	for (size_t i = 0; i < m->count; i++)
		if (!m->instances[i]->descriptor)
			return false;
	return !m->left_out;
}

static void check_verb(const struct manifest *m, const struct conf_node *node)
{
	const char *verbs[VERBS_MAX], *verb = conf_name(node), *near;

	verbs_of(m, verbs);
	for (size_t i = 0; verbs[i]; i++)
		if (text_eq(verbs[i], verb))
			return;
	near = text_nearest(verb, verbs);
	if (near)
		conf_mistake(node, "\"%s\" is no verb; did you mean \"%s\"?",
			     verb, near);
	else if (verbs_are_known(m))
		conf_mistake(node,
			     "\"%s\" is no verb; reply, refund, coupon, return "
			     "and those of the plugins are",
			     verb);
}

static void read_undo(struct manifest *m)
{
	const struct conf_node *g = conf_get(conf_root(m->conf), "undo");

	for (int i = 0; i < conf_count(g); i++) {
		const char *verb = conf_name(conf_at(g, i));
		struct undo_entry u = { verb, conf_duration(g, verb, 0) };

		check_verb(m, conf_at(g, i));
		undo_list_push(&m->undo, u);
	}
}

void people_read(struct manifest *m)
{
	read_agents(m);
	read_limits(m);
	read_undo(m);
}
