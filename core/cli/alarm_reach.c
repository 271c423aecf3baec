/* alarm_reach.c - see alarm_reach.h.
 * SPDX-License-Identifier: MIT */
#include "cli/alarm_reach.h"

#include "base/when.h"

static bool sends(const struct brain *b, const char *channel)
{
	const char *instance = b->channel_instance(b, channel);

	return *instance && !text_eq(b->effects(b, instance), "off");
}

bool alarm_sends(const struct brain *b, const char *channels)
{
	CLEANUP(free_ptr) char *copy = xstrdup(channels);
	char *save = NULL;

	for (char *c = strtok_r(copy, " ", &save); c;
	     c = strtok_r(NULL, " ", &save))
		if (sends(b, c))
			return true;
	return false;
}

static bool reaches(const struct brain *b, const char *who, const char *by,
		    int64_t at, struct str *out)
{
	CLEANUP(free_ptr) char *copy = xstrdup(by);
	char *save = NULL;

	for (char *c = strtok_r(copy, " ", &save); c;
	     c = strtok_r(NULL, " ", &save)) {
		struct alarm_person p = { .address = "" };

		if (!sends(b, c) || !b->alarms->person(b, who, c, at, &p) ||
		    !*p.address)
			continue;
		str_printf(out, "%s%s by %s", out->len ? ", " : "", who, c);
		return true;
	}
	return false;
}

int alarm_reaches(const struct brain *b, const struct alarm_level *level,
		  int64_t at, struct str *out)
{
	CLEANUP(free_ptr) char *copy = xstrdup(level->to);
	struct arena arena = ARENA_INIT;
	char *save = NULL;
	int n = 0;

	for (char *w = strtok_r(copy, " ", &save); w && !n;
	     w = strtok_r(NULL, " ", &save)) {
		const char *who;

		for (size_t i = 0;
		     (who = b->alarms->who(b, w, at, i, &arena)) &&
		     !(n && text_eq(w, "on_call"));
		     i++)
			n += reaches(b, who, level->by, at, out);
	}
	arena_release(&arena);
	return n;
}

/* -- check -- */

struct checked {
	const struct manifest *m;
	const struct brain *b;
	struct mistakes *warnings;
};

static const struct agent_entry *agent_of(const struct checked *k,
					  const char *name)
{
	for (size_t i = 0; i < k->m->agents.len; i++)
		if (text_eq(k->m->agents.at[i].name, name))
			return &k->m->agents.at[i];
	return NULL;
}

static void warn_of_person(const struct checked *k,
			   const struct conf_node *node, const char *name,
			   bool phone)
{
	const struct agent_entry *a = agent_of(k, name);

	if (!a)
		mistake(k->warnings, conf_file(node), conf_line(node),
			"\"%.40s\" is no agent of the manifest", name);
	else if (phone && !*a->phone && !*a->push)
		mistake(k->warnings, conf_file(node), conf_line(node),
			"%s is on call and has no phone: write phone = "
			"\"+49...\" (or push) for them in the manifest",
			name);
}

static void each_person(const struct checked *k, const struct conf_node *node,
			const char *words, const char *prefix, bool phone)
{
	CLEANUP(free_ptr) char *copy = xstrdup(words);
	char *save = NULL;

	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save))
		if (text_starts(w, prefix))
			warn_of_person(k, node, w + strlen(prefix), phone);
}

static bool is_used(const struct alarms_file *a, const struct ladder *l)
{
	return a->vip_hours || !text_eq(l->of, "vip");
}

static void warn_of_step(const struct checked *k, const struct ladder *l,
			 const struct alarm_step *s, size_t level)
{
	if (!alarm_sends(k->b, s->by))
		mistake(k->warnings, conf_file(s->node), conf_line(s->node),
			"level %zu of \"%s\" tells nobody: no enabled instance "
			"sends on %s%s; it is passed over",
			level, l->name, strchr(s->by, ' ') ? "any of " : "",
			s->by);
	each_person(k, s->node, s->to, "person:", false);
}

/* Somebody's phone was meant to ring for them. */
static void warn_of_vip(const struct checked *k, const struct alarms_file *a)
{
	const struct ladder *l = alarms_ladder(a, "vip", "", "");

	for (size_t i = 0; a->vip && !a->on_call.len && i < l->steps.len; i++)
		if (words_have(l->steps.at[i].to, "on_call")) {
			mistake(k->warnings, conf_file(a->vip),
				conf_line(a->vip),
				"a VIP who writes out of hours rings nobody: "
				"nobody is on call; name who is in on_call, "
				"such as on_call = ( { who = \"mia\"; } );, "
				"with a phone in the manifest");
			return;
		}
}

void check_warn_alarms(const struct manifest *m, struct brain_of *b,
		       struct mistakes *warnings)
{
	struct checked k = { m, brain_of(b), warnings };
	const struct alarms_file *a = &brain_policy(b)->alarms;

	for (size_t i = 0; i < a->ladders.len; i++)
		for (size_t n = 1; is_used(a, &a->ladders.at[i]) &&
				   n < a->ladders.at[i].steps.len;
		     n++)
			warn_of_step(&k, &a->ladders.at[i],
				     &a->ladders.at[i].steps.at[n], n + 1);
	warn_of_vip(&k, a);
	for (size_t i = 0; i < a->on_call.len; i++)
		each_person(&k, a->on_call.at[i].node, a->on_call.at[i].who, "",
			    true);
}

/* -- doctor -- */

#define ABOUT "alerts"
#define HOURS 168 /* a week */

static void look_at_level(struct doctor *d, const struct brain *b,
			  const struct alarm_level *level, int n)
{
	CLEANUP(str_release) struct str who = STR_INIT;
	CLEANUP(str_release) struct str from = STR_INIT;
	CLEANUP(str_release) struct str none = STR_INIT;
	int64_t now = clock_now();

	for (int64_t at = now; at < now + HOURS * HOUR_MS && !from.len;
	     at += HOUR_MS) {
		str_clear(&none);
		if (!alarm_reaches(b, level, at, at == now ? &who : &none))
			instant_put(&from, at - at % MINUTE_MS);
	}
	if (!from.len)
		doctor_found(d, FINE, ABOUT, NULL,
			     "level %d of a red alert reaches %s", n,
			     str_c(&who));
	else
		doctor_found(d, WARNING, ABOUT,
			     "docs/policy.md: addresses of agents, on_call, an "
			     "instance that sends",
			     "level %d of a red alert reaches nobody at %s, "
			     "but for the agent whose ticket it is",
			     n, str_c(&from));
}

void doctor_alarms(struct doctor *d)
{
	const struct brain *b = d->brain ? brain_of(d->brain) : NULL;
	struct alarm_ladder l;
	struct alarm_level level;

	if (!b)
		return;
	if (!b->alarms ||
	    !b->alarms->ladder(b, "arrived", "red", "warning", &l) ||
	    l.levels < 2) {
		doctor_found(d, WARNING, ABOUT,
			     "policy/alerts.conf says who is told "
			     "(docs/policy.md)",
			     "a red alert stands in the app and nobody is told "
			     "of it");
		return;
	}
	for (int n = 2; n <= l.levels; n++)
		if (b->alarms->level(b, l.name, n, &level))
			look_at_level(d, b, &level, n);
}
