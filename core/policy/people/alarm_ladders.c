/* alarm_ladders.c - the ladders of policy/alerts.conf.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/when.h"
#include "policy/people/alarm_own.h"

#define TIMES 10 /* again, without a word of the file */
#define TIMES_MAX 100

const char *const alarm_channel_words[] = { "email", "sms", "push", NULL };
const char *const alarm_tiers[] = { "red", "yellow", "blue", NULL };
static const char *const weights[] = { "error", "warning", "info", NULL };
/* The first word of every cause that the desk raises an alert for
 * (tests/causes_test.sh). */
static const char *const causes[] = { "accept",
				      "account",
				      "action",
				      "actions-fail",
				      "anchor",
				      "arrived",
				      "ask",
				      "before",
				      "bounce",
				      "breach",
				      "breach-before",
				      "breaker",
				      "call-died",
				      "calls-fail",
				      "clock-jumped",
				      "contract",
				      "danger",
				      "early",
				      "erased-again",
				      "erased-returned",
				      "follow-up",
				      "given",
				      "handling",
				      "handling-before",
				      "held",
				      "hook-person",
				      "hook-waits",
				      "inbox-lost",
				      "invite",
				      "ladder",
				      "no-instance",
				      "no-verb",
				      "open-before-live",
				      "overtaken",
				      "paused",
				      "playbook",
				      "propose",
				      "put-off",
				      "quarantine",
				      "reconcile",
				      "register-older",
				      "register-silent",
				      "remind",
				      "render",
				      "restored",
				      "review",
				      "review-changed",
				      "review-fell",
				      "review-words",
				      "reviews",
				      "reviews-before",
				      "risk",
				      "risk-ticket",
				      "risks-before",
				      "snooze",
				      "stalled",
				      "taken-back",
				      "task",
				      "task-failed",
				      "task-late",
				      "unanswered",
				      "unassigned",
				      "unlooked",
				      "upload",
				      "vip",
				      "words",
				      NULL };

bool alarm_word_in(const char *word, const char *const *words)
{
	for (; *words; words++)
		if (text_eq(*words, word))
			return true;
	return false;
}

const char *alarm_words(struct alarm_reader *r, const struct conf_node *g,
			const char *name, bool (*known)(const char *word),
			const char *const *near_in, const char *help)
{
	const char *words = conf_words(g, name, r->arena);
	char *save = NULL, *copy = arena_strdup(r->arena, words);

	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save)) {
		const char *near = text_nearest(w, near_in);

		if (!known(w))
			conf_mistake(conf_get(g, name),
				     "\"%.40s\" is no word for \"%s\"; %s%s%s",
				     w, name, near ? "did you mean \"" : help,
				     near ? near : "", near ? "\"?" : "");
	}
	return words;
}

static bool known_of(const char *word)
{
	return text_eq(word, "*") || alarm_word_in(word, alarm_tiers) ||
	       alarm_word_in(word, weights) || alarm_word_in(word, causes);
}

static bool known_by(const char *word)
{
	return alarm_word_in(word, alarm_channel_words);
}

static const char *const goes_to[] = { "assigned", "agent",   "manager",
				       "owner",    "on_call", NULL };

static bool known_to(const char *word)
{
	return alarm_word_in(word, goes_to) ||
	       (text_starts(word, "person:") && word[strlen("person:")]);
}

static void read_step(struct alarm_reader *r, struct ladder *l,
		      const struct conf_node *g)
{
	struct alarm_step s = {
		.by = alarm_words(r, g, "by", known_by, alarm_channel_words,
				  "it is \"email\", \"sms\" or \"push\", or a "
				  "list of them"),
		.to = alarm_words(r, g, "to", known_to, goes_to,
				  "it is \"assigned\", \"on_call\", a role or "
				  "\"person:NAME\", or a list of them"),
		.after_ms = conf_duration(g, "after", 0),
		.node = g,
	};

	if (!*s.by)
		conf_mistake(g, "\"by\" is missing; add by = \"email\";");
	if (!*s.to)
		conf_mistake(g, "\"to\" is missing; add to = [ \"assigned\", "
				"\"on_call\" ];");
	conf_unknown(g, NULL);
	alarm_steps_push(&l->steps, s);
}

static void check_taken(struct alarm_reader *r, const struct conf_node *g,
			const struct ladder *l)
{
	char *save = NULL, *copy = arena_strdup(r->arena, l->of);

	for (size_t i = 0; i < r->a->ladders.len; i++)
		if (text_eq(r->a->ladders.at[i].name, l->name))
			conf_mistake(conf_get(g, "name"),
				     "there is a ladder \"%s\" already",
				     l->name);
	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save))
		for (size_t i = 0; i < r->a->ladders.len; i++)
			if (words_have(r->a->ladders.at[i].of, w))
				conf_mistake(conf_get(g, "of"),
					     "\"%s\" stands in ladder \"%s\" "
					     "already; name it once",
					     w, r->a->ladders.at[i].name);
}

void alarm_ladder_read(struct alarm_reader *r, const struct conf_node *g)
{
	const struct conf_node *levels = conf_get(g, "levels");
	struct ladder l = {
		.name = conf_required(g, "name"),
		.of = alarm_words(r, g, "of", known_of, causes,
				  "it is a tier, \"error\", \"warning\", "
				  "\"info\", the first word of a cause, or "
				  "\"*\""),
		.urgent = conf_flag(g, "urgent", false),
		.again_ms = conf_duration(g, "again", 0),
		.times = conf_int(g, "times", TIMES, 1, TIMES_MAX),
	};

	check_taken(r, g, &l);
	alarm_steps_push(&l.steps,
			 (struct alarm_step){ .by = "app", .to = "" });
	for (int i = 0; i < conf_count(levels); i++)
		if (conf_is_group(conf_at(levels, i)))
			read_step(r, &l, conf_at(levels, i));
		else
			conf_mistake(conf_at(levels, i),
				     "a level is { by = \"email\"; to = "
				     "\"assigned\"; after = \"15 min\"; }");
	if (l.again_ms && l.again_ms < MINUTE_MS)
		conf_mistake(conf_get(g, "again"),
			     "\"again\" is a minute or more");
	conf_unknown(g, NULL);
	ladder_list_push(&r->a->ladders, l);
}
