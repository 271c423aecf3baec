/* check_warn.c - see check_warn.h.
 * SPDX-License-Identifier: MIT */
#include "cli/check_warn.h"

#include "base/file.h"
#include "cli/alarm_reach.h"
#include "policy/pack/icu.h"
#include "policy/words/texts.h"

struct checked {
	const struct manifest *m;
	struct brain_of *brain;
	struct mistakes *warnings;
};

static void warn_of(struct checked *k, const struct conf_node *node,
		    const char *text)
{
	if (node)
		mistake(k->warnings, conf_file(node), conf_line(node), "%s",
			text);
}

static void warn_of_desk(struct checked *k, const struct conf_node *root)
{
	const struct conf_node *desk = conf_get(root, "desk");
	const struct conf_node *at = conf_get(desk, "state");
	CLEANUP(free_ptr)
	char *above = path_dir(k->m->state ? k->m->state : "");
	const char *company = conf_self_text(conf_get(desk, "company"));

	if (company && text_blank(company))
		warn_of(k, conf_get(desk, "company"),
			"\"company\" is empty; replies are signed with it");
	if (at && k->m->state && !file_exists(above))
		warn_of(k, at,
			"the folder that \"state\" lies in does not exist and "
			"will be made; is the path as you mean it?");
}

/* There is no TLS in the desk itself. */
static void warn_of_listen(struct checked *k, const struct conf_node *root)
{
	const char *listen = k->m->listen ? k->m->listen : "";

	if (*listen && !text_starts(listen, "127."))
		warn_of(k, conf_get(conf_get(root, "http"), "listen"),
			"others can reach this address, and the desk speaks "
			"plain HTTP; listen on 127.0.0.1 and put a proxy with "
			"TLS in front");
}

static void warn_of_list(struct checked *k, const struct conf_node *agent,
			 const char *name)
{
	const struct conf_node *at = conf_get(agent, name);

	if (conf_self_text(at))
		mistake(k->warnings, conf_file(at), conf_line(at),
			"\"%s\" is a list; write %s = [ \"...\", \"...\" ];",
			name, name);
}

/* Who acts is known by uid; without one the entry is nobody. */
static void warn_of_agent(struct checked *k, const struct conf_node *g,
			  const struct agent_entry *a)
{
	CLEANUP(free_ptr) char *copy = xstrdup(a->languages);
	char *save = NULL;

	warn_of_list(k, g, "languages");
	warn_of_list(k, g, "skills");
	if (a->uid < 0)
		mistake(k->warnings, conf_file(g), conf_line(g),
			"\"%s\" has neither user nor uid: nobody is known as "
			"that; write user = \"...\"",
			a->name);
	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save))
		if (!icu_has_language(w))
			mistake(k->warnings, conf_file(g), conf_line(g),
				"no language is called \"%.20s\"", w);
}

static void warn_of_agents(struct checked *k, const struct conf_node *root)
{
	const struct conf_node *agents = conf_get(root, "agents");
	size_t n = (size_t)conf_count(agents);

	for (size_t i = 0; i < n && i < k->m->agents.len; i++)
		warn_of_agent(k, conf_at(agents, (int)i), &k->m->agents.at[i]);
	if (!n)
		warn_of(k, agents ? agents : root,
			"there is no agent: nobody can approve money");
}

/* Who may give more at once than in a whole day? */
static void warn_of_limits(struct checked *k, const struct conf_node *root)
{
	const struct conf_node *list = conf_get(root, "limits");

	for (int i = 0; i < conf_count(list); i++) {
		const struct limit_entry *l = &k->m->limits.at[i];
		struct money one = l->limits.per_action,
			     day = l->limits.per_day;

		if (*one.currency && text_eq(one.currency, day.currency) &&
		    money_cmp(day, one) < 0)
			warn_of(k, conf_get(conf_at(list, i), "per_day"),
				"\"per_day\" is below \"per_action\", which is "
				"never reached then");
	}
}

/* -- instances -- */

/* What its first required option says that is no secret: the shop, the
 * address. NULL when there is none. */
static const char *account_of(const struct conf_node *block,
			      const struct instance *in)
{
	const cJSON *o;

	cJSON_ArrayForEach (o, json_get(in->descriptor, "options"))
		if (json_bool(o, "required", false) &&
		    !text_eq(json_text(o, "type"), "secret"))
			return conf_self_text(
				conf_get(block, json_text(o, "name")));
	return NULL;
}

static const struct conf_node *block_of(const struct conf_node *root,
					const struct instance *in)
{
	const struct conf_node *list = conf_get(root, "instances");

	for (int i = 0; i < conf_count(list); i++)
		if (conf_line(conf_at(list, i)) == in->line)
			return conf_at(list, i);
	return NULL;
}

static void warn_of_twice(struct checked *k, const struct conf_node *root,
			  size_t i)
{
	const struct instance *in = k->m->instances[i];
	const struct conf_node *g = block_of(root, in);
	const char *account = account_of(g, in);

	for (size_t n = 0; account && *account && n < i; n++) {
		const struct instance *b = k->m->instances[n];
		const char *other = account_of(block_of(root, b), b);

		if (text_eq(b->plugin, in->plugin) && text_eq(other, account))
			mistake(k->warnings, conf_file(g), conf_line(g),
				"\"%s\" and \"%s\" are the same %s: each order "
				"would be there twice, and could be refunded "
				"twice",
				b->name, in->name, account);
	}
}

static void warn_of_instances(struct checked *k, const struct conf_node *root)
{
	const struct conf_node *desk = conf_get(root, "desk");
	const struct conf_node *given = conf_get(desk, "mail_domain");
	bool writes = false;

	for (size_t i = 0; i < k->m->count; i++) {
		warn_of_twice(k, root, i);
		writes = writes || k->m->instances[i]->is_channel;
	}
	if (writes && text_eq(k->m->mail_domain, "localhost"))
		mistake(k->warnings, conf_path(k->m->conf),
			conf_line(given ? given : desk),
			"\"mail_domain\" is %s: mails would be signed as of "
			"localhost, which filters take for spam; write your "
			"own, such as mail_domain = \"lamps.example\"",
			given ? "\"localhost\"" : "not given");
}

static void warn_of_language(struct checked *k)
{
	const struct conf_node *desk = conf_get(conf_root(k->m->conf), "desk");
	const struct conf_node *at = conf_get(desk, "language");
	const struct pack_list *packs = brain_packs(k->brain);

	if (packs->len && !pack_for(packs, k->m->language))
		mistake(k->warnings, conf_path(k->m->conf),
			conf_line(at ? at : desk),
			"there is no locale pack of \"%.20s\": buyers whose "
			"own "
			"language has none are proposed no reply",
			k->m->language);
}

static void warn_of_guard(struct checked *k)
{
	if (!brain_guards(k->brain))
		mistake(k->warnings, k->m->policy, 1,
			"there is no guard/: whatever is written leaves, "
			"promises and insults too; copy guard/ from the "
			"shipped policy");
}

void check_warn_manifest(const struct manifest *m, struct mistakes *warnings)
{
	struct checked k = { .m = m, .warnings = warnings };
	const struct conf_node *root = conf_root(m->conf);

	warn_of_desk(&k, root);
	warn_of_listen(&k, root);
	warn_of_agents(&k, root);
	warn_of_limits(&k, root);
	warn_of_instances(&k, root);
}

void check_warn_policy(const struct manifest *m, struct brain_of *b,
		       struct mistakes *warnings)
{
	struct checked k = { m, b, warnings };

	check_warn_rates(m, b, warnings);
	warn_of_language(&k);
	warn_of_guard(&k);
	check_warn_alarms(m, b, warnings);
	check_warn_staff(m, b, warnings);
	check_warn_tasks(m, b, warnings);
	check_warn_tells(m, b, warnings);
	texts_missing(brain_policy(b), brain_packs(b), true, warnings);
	texts_photo_waits(brain_policy(b), brain_packs(b), warnings);
}
