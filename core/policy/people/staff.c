/* staff.c - see staff.h.
 * SPDX-License-Identifier: MIT */
#include "policy/people/staff.h"

/* -- reading -- */

static bool has_skill(const struct staff *s, const char *name)
{
	for (size_t i = 0; i < s->skills.len; i++)
		if (text_eq(s->skills.at[i].name, name))
			return true;
	return false;
}

/* Words of a list that are issue types, by blanks. */
static const char *issues_at(const struct conf_node *g, const char *key,
			     struct arena *arena)
{
	const char *words = conf_words(g, key, arena);
	CLEANUP(free_ptr) char *copy = xstrdup(words);
	char *save = NULL;

	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save)) {
		const char *near = text_nearest(w, issue_types);

		if (issue_index(w) < 0)
			conf_mistake(conf_get(g, key),
				     "\"%.60s\" is no issue type%s%s%s", w,
				     near ? "; did you mean \"" : "",
				     near ? near : "", near ? "\"?" : "");
	}
	return words;
}

static void read_skill(struct staff *s, const struct conf_node *g,
		       struct arena *arena)
{
	struct skill one = { conf_required(g, "name"),
			     issues_at(g, "issues", arena) };

	if (has_skill(s, one.name))
		conf_mistake(conf_get(g, "name"),
			     "there is a skill \"%s\" already", one.name);
	if (issue_index(one.name) >= 0 && !words_have(one.issues, one.name))
		conf_mistake(conf_get(g, "name"),
			     "\"%s\" is an issue type and not among the issues "
			     "of this skill: choose another name",
			     one.name);
	if (strchr(one.name, ' '))
		conf_mistake(conf_get(g, "name"),
			     "a skill is one word; \"%s\" has more", one.name);
	skill_list_push(&s->skills, one);
	conf_unknown(g, NULL);
}

static void read_receipt(struct staff *s, const struct conf_node *g)
{
	struct receipt_rule one = {
		.channel = conf_text(g, "channel", "*"),
		.plugin = conf_text(g, "plugin", "*"),
		.shop = conf_text(g, "shop", "*"),
		.on = conf_flag(g, "on", false),
	};

	if (!conf_get(g, "on"))
		conf_mistake(g, "\"on\" is missing; add on = true; or false");
	receipt_rules_push(&s->receipts, one);
	conf_unknown(g, NULL);
}

static void read_hours(struct staff *s, const struct conf_node *g,
		       const struct calendars *all, struct arena *arena)
{
	const char *name = conf_required(g, "calendar");
	const struct conf_node *list = conf_get(g, "acknowledge");

	s->hours = calendars_find(all, name);
	if (*name && !s->hours)
		conf_mistake(conf_get(g, "calendar"),
			     "\"%.60s\" is no calendar of calendars.conf",
			     name);
	s->no_receipt = issues_at(g, "except", arena);
	for (int i = 0; i < conf_count(list); i++)
		if (conf_is_group(conf_at(list, i)))
			read_receipt(s, conf_at(list, i));
		else
			conf_mistake(conf_at(list, i),
				     "an entry of acknowledge is { channel = "
				     "\"email\"; on = true; }");
	conf_unknown(g, NULL);
}

void staff_read(struct staff *s, struct conf *c, struct compiler *compiler,
		const struct calendars *all, struct arena *arena)
{
	const struct conf_node *root = conf_root(c);
	const struct conf_node *list = conf_get(root, "skills");

	for (int i = 0; i < conf_count(list); i++)
		if (conf_is_group(conf_at(list, i)))
			read_skill(s, conf_at(list, i), arena);
		else
			conf_mistake(conf_at(list, i),
				     "a skill is { name = \"logistics\"; "
				     "issues = [ \"late\" ]; }");
	if (compiler)
		s->key = rule_condition(root, "key", compiler);
	if (conf_get(root, "out_of_hours"))
		read_hours(s, conf_get(root, "out_of_hours"), all, arena);
	conf_unknown(root, NULL);
}

void staff_release(struct staff *s)
{
	skill_list_release(&s->skills);
	receipt_rules_release(&s->receipts);
}

/* -- asking -- */

bool staff_knows(const struct staff *s, const char *skill)
{
	return issue_index(skill) >= 0 || has_skill(s, skill);
}

const char *staff_skill(const struct staff *s, const char *skills,
			const char *issue)
{
	if (words_have(skills, issue))
		return issue;
	for (size_t i = 0; i < s->skills.len; i++)
		if (words_have(s->skills.at[i].issues, issue) &&
		    words_have(skills, s->skills.at[i].name))
			return s->skills.at[i].name;
	return NULL;
}

static bool fits(const char *rule, const char *word)
{
	return text_eq(rule, "*") || text_eq(rule, word);
}

bool staff_receipt(const struct staff *s, const char *channel,
		   const char *plugin, const char *shop, const char *issue)
{
	if (s->no_receipt && words_have(s->no_receipt, issue))
		return false;
	for (size_t i = 0; i < s->receipts.len; i++) {
		const struct receipt_rule *r = &s->receipts.at[i];

		if (fits(r->channel, channel) && fits(r->plugin, plugin) &&
		    fits(r->shop, shop))
			return r->on;
	}
	return false;
}
