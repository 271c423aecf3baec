/* check.c - every mistake of manifest and policy in one run.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "base/when.h"
#include "cli/cli.h"
#include "policy/policy.h"

struct checked {
	struct mistakes mistakes, warnings;
	struct manifest *m;
	struct brain_of *brain;
};

/* -- rates that are too old: no mistake, but a seller must know -- */

static bool is_old(const struct rates *r, const char *currency, int64_t now)
{
	for (size_t i = 0; i < r->list.len; i++)
		if (text_eq(r->list.at[i].currency, currency))
			return r->list.at[i].date <
			       now - RATE_AGE_DAYS * DAY_MS;
	return true;
}

/* The currencies that an amount in `limit` says nothing about. */
static void put_uncovered(struct str *s, const struct rates *r,
			  const char *limit, int64_t now)
{
	bool all = is_old(r, limit, now);

	for (size_t i = 0; i < r->list.len; i++) {
		const char *currency = r->list.at[i].currency;

		if (!text_eq(currency, limit) &&
		    (all || is_old(r, currency, now)))
			str_printf(s, "%s%s", s->len ? ", " : "", currency);
	}
}

static int64_t oldest(const struct rates *r)
{
	int64_t date = INT64_MAX;

	for (size_t i = 0; i < r->list.len; i++)
		if (r->list.at[i].date < date)
			date = r->list.at[i].date;
	return date;
}

/* The first limit that is told; "USD" stands in what init writes. */
static const char *limit_currency(const struct manifest *m)
{
	for (size_t i = 0; i < m->limits.len; i++)
		if (*m->limits.at[i].limits.per_action.currency)
			return m->limits.at[i].limits.per_action.currency;
	return "USD";
}

static const struct conf_node *rates_date(const struct policy *p)
{
	for (size_t i = 0; i < p->files.len; i++)
		if (text_eq(p->files.at[i].name, "rates.conf"))
			return conf_get(conf_root(p->files.at[i].conf), "date");
	return NULL;
}

static void warn_of_rates(struct checked *k)
{
	CLEANUP(str_release) struct str others = STR_INIT;
	const struct policy *p = brain_policy(k->brain);
	const struct conf_node *date = rates_date(p);
	const char *limit = limit_currency(k->m);
	int64_t now = clock_now();

	put_uncovered(&others, &p->rates, limit, now);
	if (date && others.len)
		mistake(&k->warnings, conf_file(date), conf_line(date),
			"rates.conf is %lld days old, and rates of more than "
			"%d are not used: limits in %s do not cover %s, and "
			"rules see no order_total in them; write newer rates",
			(long long)((now - oldest(&p->rates)) / DAY_MS),
			RATE_AGE_DAYS, limit, str_c(&others));
}

/* -- what works and was hardly meant -- */

static void warn_of(struct checked *k, const struct conf_node *node,
		    const char *text)
{
	if (node)
		mistake(&k->warnings, conf_file(node), conf_line(node), "%s",
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

static void warn_of_agents(struct checked *k, const struct conf_node *root)
{
	static const char *const lists[] = { "languages", "skills" };
	const struct conf_node *agents = conf_get(root, "agents");

	for (int i = 0; i < conf_count(agents); i++)
		for (size_t n = 0; n < COUNT_OF(lists); n++) {
			const struct conf_node *at =
				conf_get(conf_at(agents, i), lists[n]);

			if (conf_self_text(at))
				mistake(&k->warnings, conf_file(at),
					conf_line(at),
					"\"%s\" is a list; write %s = [ "
					"\"...\", \"...\" ];",
					lists[n], lists[n]);
		}
}

/* -- telling -- */

/* "file:line: text", as mistakes are kept, in its parts. */
static void put_mistake(struct jw *w, const char *text)
{
	const char *at = text;
	char *end = NULL;
	long line = 0;

	while ((at = strchr(at, ':'))) {
		line = strtol(at + 1, &end, 10);
		if (end > at + 1 && text_starts(end, ": "))
			break;
		at++;
	}
	jw_object(w);
	jw_key(w, "file");
	jw_text_n(w, text, at ? (size_t)(at - text) : 0);
	jw_kv_i64(w, "line", at ? line : 0);
	jw_kv_text(w, "text", at ? end + 2 : text);
	jw_end(w);
}

static void put_list(struct jw *w, const char *name, const struct mistakes *m)
{
	jw_key(w, name);
	jw_array(w);
	for (size_t i = 0; i < m->list.len; i++)
		put_mistake(w, m->list.at[i]);
	jw_end(w);
}

static void put_json(struct str *out, const struct checked *k)
{
	struct jw w = JW_INIT(out);

	jw_object(&w);
	jw_kv_i64(&w, "instances", k->m ? (int64_t)k->m->count : 0);
	jw_kv_text(&w, "policy",
		   k->brain ? brain_policy(k->brain)->version : NULL);
	put_list(&w, "mistakes", &k->mistakes);
	put_list(&w, "warnings", &k->warnings);
	jw_end(&w);
	str_putc(out, '\n');
}

static void put_text(struct str *out, const struct checked *k)
{
	for (size_t i = 0; i < k->mistakes.list.len; i++)
		fprintf(stderr, "%s\n", k->mistakes.list.at[i]);
	for (size_t i = 0; i < k->warnings.list.len; i++)
		fprintf(stderr, "warning: %s\n", k->warnings.list.at[i]);
	if (k->mistakes.list.len)
		return;
	str_printf(out, "%zu instance%s, policy %s: no mistakes\n", k->m->count,
		   k->m->count == 1 ? "" : "s",
		   brain_policy(k->brain)->version);
}

static void check(struct cli *c, struct checked *k, const char *path)
{
	CLEANUP(free_ptr) char *worker = cli_program(c, "helloword-worker");
	CLEANUP(free_ptr) char *plugins = cli_plugins(c);
	struct describer d = { worker, plugins };

	k->m = manifest_open(path, describe_plugin, &d, &k->mistakes);
	if (!k->m)
		return;
	warn_of_desk(k, conf_root(k->m->conf));
	warn_of_listen(k, conf_root(k->m->conf));
	warn_of_agents(k, conf_root(k->m->conf));
	manifest_try(k->m, worker, &k->mistakes, &k->warnings);
	if (k->m->policy)
		k->brain = brain_check(k->m, &d, &k->mistakes);
	if (k->brain)
		warn_of_rates(k);
}

int verb_check(struct cli *c, struct err *err)
{
	struct checked k = { 0 };
	const char *path = cli_manifest_path(c, err);
	size_t n;

	if (!path)
		return -1;
	check(c, &k, path);
	n = k.mistakes.list.len;
	if (c->json)
		put_json(&c->out, &k);
	else
		put_text(&c->out, &k);
	if (n)
		err_set(err, ERR_CONFIG, "%s and its policy have %zu mistake%s",
			path, n, n == 1 ? "" : "s");
	brain_close(k.brain);
	manifest_close(k.m);
	mistakes_release(&k.mistakes);
	mistakes_release(&k.warnings);
	return n ? -1 : 0;
}
