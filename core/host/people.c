/* people.c - see people.h.
 * SPDX-License-Identifier: MIT */
#include "host/people.h"

#include <pwd.h>

#include "host/form.h"

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

static void check_country(const struct conf_node *node, const char *word)
{
	if (strlen(word) != 2 || word[0] < 'A' || word[0] > 'Z' ||
	    word[1] < 'A' || word[1] > 'Z')
		conf_mistake(node,
			     "\"%.60s\" is no country; write its two letters "
			     "of ISO 3166, such as \"DE\"",
			     word);
}

/* A block that is left out may come back. */
void people_check_shops(const struct manifest *m, const struct conf_node *g,
			const char *shops)
{
	CLEANUP(free_ptr) char *copy = xstrdup(shops);
	char *save = NULL;

	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save))
		if (!manifest_instance(m, w) && !m->left_out)
			conf_mistake(conf_get(g, "shops"),
				     "\"%.60s\" is no instance", w);
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
			.shops = conf_words(g, "shops", &m->arena),
			.countries = conf_words(g, "countries", &m->arena),
			.calendar = conf_text(g, "calendar", ""),
			.hand_over = conf_flag(g, "hand_over", false),
			.node = g,
		};

		a.uid = conf_int(g, "uid", uid_of(g, a.user), -1, INT32_MAX);
		each_word(g, "languages", a.languages, check_language);
		people_reach(g, &a);
		each_word(g, "countries", a.countries, check_country);
		people_check_shops(m, g, a.shops);
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

/* Whose it is, in one word for messages. */
static const char *whose(const struct limit_entry *l)
{
	return *l->shop ? l->shop : *l->rule ? l->rule : l->role;
}

static void check_once(const struct manifest *m, const struct conf_node *g,
		       const struct limit_entry *l)
{
	for (size_t i = 0; i < m->limits.len; i++) {
		const struct limit_entry *b = &m->limits.at[i];

		if (text_eq(b->role, l->role) && text_eq(b->rule, l->rule) &&
		    text_eq(b->shop, l->shop))
			conf_mistake(g,
				     "\"%s\" has limits already; write one "
				     "entry for each role, rule and shop",
				     whose(l));
	}
}

/* A block that is left out may come back with its limits. */
static void read_shop_limits(const struct manifest *m,
			     const struct conf_node *g, struct limit_entry *l)
{
	l->of_shop.per_hour = limit_of(g, "per_hour");
	l->of_shop.per_day = limit_of(g, "per_day");
	l->of_shop.count_per_hour =
		conf_int(g, "count_per_hour", 0, 1, 1000000);
	if (!text_eq(l->shop, "*") && !manifest_instance(m, l->shop) &&
	    !m->left_out)
		conf_mistake(conf_get(g, "shop"),
			     "\"%.60s\" is no instance; name one, or \"*\" "
			     "for every shop",
			     l->shop);
}

static void read_role_limits(const struct conf_node *g, struct limit_entry *l)
{
	l->role =
		*l->rule ? "rule" : limited[conf_choice(g, "role", limited, 0)];
	l->limits.per_action = limit_of(g, "per_action");
	l->limits.per_day = limit_of(g, "per_day");
	if (text_eq(l->role, "rule"))
		l->limits.per_buyer = conf_int(g, "per_buyer", 0, 1, 1000000);
	else
		l->limits.four_eyes_above = limit_of(g, "four_eyes_above");
}

static void read_limits(struct manifest *m)
{
	const struct conf_node *list = conf_get(conf_root(m->conf), "limits");

	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *g = conf_at(list, i);
		struct limit_entry l = { .role = "",
					 .rule = conf_text(g, "rule", ""),
					 .shop = conf_text(g, "shop", "") };

		if (*l.shop)
			read_shop_limits(m, g, &l);
		else
			read_role_limits(g, &l);
		check_once(m, g, &l);
		limit_list_push(&m->limits, l);
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
