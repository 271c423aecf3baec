/* closing.c - see closing.h.
 * SPDX-License-Identifier: MIT */
#include "policy/closing.h"

#include "base/when.h"
#include "policy/people/vip.h"
#include "policy/rule/rule.h"

/* -- reading -- */

static void each(const struct conf_node *root, const char *list,
		 struct closing *c, const struct closing_with *with,
		 void (*one)(struct closing *, const struct conf_node *,
			     const struct closing_with *))
{
	const struct conf_node *node = conf_get(root, list);

	for (int i = 0; i < conf_count(node); i++) {
		const struct conf_node *g = conf_at(node, i);

		if (!conf_is_group(g)) {
			conf_mistake(g, "an entry of %s is { ... }", list);
			continue;
		}
		one(c, g, with);
		conf_unknown(g, NULL);
	}
}

static void check_words(const struct conf_node *g, const char *key,
			const char *words, bool issues)
{
	CLEANUP(free_ptr) char *copy = xstrdup(words);
	char *save = NULL;

	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save)) {
		const char *near = issues ? text_nearest(w, issue_types) : NULL;

		if (issues && issue_index(w) < 0)
			conf_mistake(conf_get(g, key),
				     "\"%s\" is no issue type%s%s%s", w,
				     near ? "; did you mean \"" : "",
				     near ? near : "", near ? "\"?" : "");
	}
}

static void read_cause(struct closing *c, const struct conf_node *g,
		       const struct closing_with *with)
{
	struct cause one = { .name = conf_required(g, "name"),
			     .under = conf_words(g, "under", with->arena),
			     .issues = conf_words(g, "issues", with->arena) };

	conf_text(g, "help", "");
	check_words(g, "issues", one.issues, true);
	if (strchr(one.name, ' '))
		conf_mistake(conf_get(g, "name"),
			     "a cause is one word, such as \"lost_parcel\"");
	if (closing_branch(c, one.name))
		conf_mistake(conf_get(g, "name"),
			     "there is a cause \"%s\" already", one.name);
	cause_list_push(&c->causes, one);
}

static void read_follow(struct closing *c, const struct conf_node *g,
			const struct closing_with *with)
{
	struct follow_rule one = { .verb = conf_required(g, "after") };

	conf_required(g, "within");
	if (period_at(g, "within", with->periods, &one.within))
		follow_rules_push(&c->follows, one);
}

static void read_handling(struct closing *c, const struct conf_node *g,
			  const struct closing_with *with)
{
	struct handling_rule one = { .shop = conf_required(g, "shop") };
	const char *calendar = conf_text(g, "calendar", "");

	conf_required(g, "within");
	if (!period_at(g, "within", with->periods, &one.within))
		return;
	if (*calendar && !text_eq(calendar, "buyer") &&
	    !calendars_find(with->calendars, calendar))
		conf_mistake(conf_get(g, "calendar"),
			     "\"%s\" is no calendar of calendars.conf, nor "
			     "\"always\" or \"buyer\"",
			     calendar);
	else if (*calendar)
		one.within.calendar = calendar;
	handling_rules_push(&c->handlings, one);
}

static void read_tag(struct closing *c, const struct conf_node *g,
		     const struct closing_with *with)
{
	struct tag_rule one = { .name = conf_required(g, "name"),
				.when = rule_condition(g, "when",
						       with->compiler) };

	conf_text(g, "help", "");
	conf_required(g, "when");
	if (strchr(one.name, ' '))
		conf_mistake(conf_get(g, "name"),
			     "a tag is one word, such as \"vip\"");
	if (text_eq(one.name, "vip") && one.when &&
	    !vip_reads(with->facts, one.when))
		conf_mistake(conf_get(g, "when"),
			     "who is a VIP is said once, in facts.conf: move "
			     "this to vip = { when = ... }; there, and write "
			     "when = \"" BUYER_VIP "\" here");
	tag_rules_push(&c->tags, one);
}

static void read_reviews(struct closing *c, const struct conf_node *g,
			 const struct closing_with *with)
{
	c->review_role = conf_text(g, "role", "agent");
	c->review_task_at = conf_int(g, "task_at", 0, 0, 5);
	if (!period_at(g, "within", with->periods, &c->review_within))
		c->review_task_at = 0;
	conf_unknown(g, NULL);
}

static void read_invitation(struct closing *c, const struct conf_node *g,
			    const struct closing_with *with)
{
	c->template_id = rule_template(g, "template", with->templates);
	c->platforms = conf_words(g, "platforms", with->arena);
	c->channels = conf_words(g, "channels", with->arena);
	c->invite_ms = conf_duration(g, "wait", 0);
	c->invite_when = rule_condition(g, "when", with->compiler);
	conf_required(g, "when");
	if (!*c->template_id)
		conf_mistake(g, "\"template\" is missing; name one of "
				"templates.conf");
	conf_unknown(g, NULL);
}

/* Later than a month nobody remembers; sooner than an hour the platform could
 * not. */
static void read_settles(struct closing *c, const struct conf_node *root)
{
	c->settle_ms = conf_duration(root, "settles_within", 0);
	if (conf_get(root, "settles_within") &&
	    (c->settle_ms < HOUR_MS || c->settle_ms > 30 * DAY_MS))
		conf_mistake(conf_get(root, "settles_within"),
			     "\"settles_within\" is 1 h to 30 d");
}

void closing_read(struct closing *c, struct conf *conf,
		  const struct closing_with *with)
{
	const struct conf_node *root = conf_root(conf), *g;

	each(root, "causes", c, with, read_cause);
	each(root, "follow_up", c, with, read_follow);
	each(root, "handling", c, with, read_handling);
	each(root, "tags", c, with, read_tag);
	c->reopen_ms = conf_duration(root, "reopen_within", 0);
	c->task_again_ms = conf_duration(root, "task_again", 0);
	read_settles(c, root);
	g = conf_get(root, "reviews");
	if (g)
		read_reviews(c, g, with);
	g = conf_get(root, "invitation");
	if (g)
		read_invitation(c, g, with);
	conf_unknown(root, NULL);
}

void closing_release(struct closing *c)
{
	cause_list_release(&c->causes);
	follow_rules_release(&c->follows);
	handling_rules_release(&c->handlings);
	tag_rules_release(&c->tags);
}

/* -- asking -- */

const char *closing_branch(const struct closing *c, const char *word)
{
	for (size_t i = 0; i < c->causes.len; i++) {
		const struct cause *one = &c->causes.at[i];

		if (*word &&
		    (text_eq(one->name, word) || words_have(one->under, word)))
			return one->name;
	}
	return NULL;
}

const char *closing_cause(const struct closing *c, const char *issue)
{
	for (size_t i = 0; i < c->causes.len; i++)
		if (*issue && words_have(c->causes.at[i].issues, issue))
			return c->causes.at[i].name;
	return "";
}

#define WORDS_MAX 256

const char *closing_nearest(const struct closing *c, const char *word,
			    struct arena *arena)
{
	const char *words[WORDS_MAX + 1];
	size_t n = 0;

	for (size_t i = 0; i < c->causes.len && n < WORDS_MAX; i++) {
		char *save = NULL,
		     *copy = arena_strdup(arena, c->causes.at[i].under);

		words[n++] = c->causes.at[i].name;
		for (char *w = strtok_r(copy, " ", &save); w && n < WORDS_MAX;
		     w = strtok_r(NULL, " ", &save))
			words[n++] = w;
	}
	words[n] = NULL;
	return text_nearest(word, words);
}

const struct handling_rule *closing_handling(const struct closing *c,
					     const char *shop)
{
	for (size_t i = 0; i < c->handlings.len; i++)
		if (text_eq(c->handlings.at[i].shop, "*") ||
		    text_eq(c->handlings.at[i].shop, shop))
			return &c->handlings.at[i];
	return NULL;
}

const struct follow_rule *closing_follow(const struct closing *c,
					 const char *verb)
{
	for (size_t i = 0; i < c->follows.len; i++)
		if (text_eq(c->follows.at[i].verb, verb))
			return &c->follows.at[i];
	return NULL;
}

const char *closing_tags(const struct closing *c, const struct fact_values *v,
			 struct arena *arena)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	for (size_t i = 0; i < c->tags.len; i++)
		if (c->tags.at[i].when &&
		    condition_holds(c->tags.at[i].when, v) == 1)
			str_printf(&s, "%s%s", s.len ? " " : "",
				   c->tags.at[i].name);
	return arena_strdup(arena, str_c(&s));
}

bool closing_invites(const struct closing *c, const struct fact_values *v,
		     const char *platform, const char *channel)
{
	return c->template_id && c->invite_when && *platform && *channel &&
	       words_have(c->platforms, platform) &&
	       words_have(c->channels, channel) &&
	       condition_holds(c->invite_when, v) == 1;
}
