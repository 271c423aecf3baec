/* manifest.c - see manifest.h.
 * SPDX-License-Identifier: MIT */
#include "host/manifest.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/when.h"
#include "host/form.h"
#include "host/options.h"
#include "host/people.h"

struct reading {
	struct manifest *m;
	manifest_describe *describe;
	void *arg;
	const struct mistakes *mistakes;
};

static const char *const effects_words[] = { "off", "propose", "auto", NULL };

static const char *folder(struct manifest *m, const char *name)
{
	CLEANUP(free_ptr) char *path = path_join(m->dir, name);

	return arena_strdup(&m->arena, path);
}

/* How it writes: the domain of its Message-IDs and the language. */
static void read_tongue(struct manifest *m, const struct conf_node *desk)
{
	m->mail_domain = conf_text(desk, "mail_domain", "localhost");
	m->language = conf_text(desk, "language", "en");
	if (!form_is_domain(m->mail_domain))
		conf_mistake(conf_get(desk, "mail_domain"),
			     "\"%.60s\" is no domain; write one such as "
			     "\"lamps.example\"",
			     m->mail_domain);
	if (!form_is_language(m->language))
		conf_mistake(conf_get(desk, "language"),
			     "\"%.60s\" is no language tag; write one of BCP "
			     "47, such as \"en\" or \"zh-CN\"",
			     m->language);
}

static void read_listen(struct manifest *m, const struct conf_node *http)
{
	CLEANUP(free_ptr) char *address = NULL;
	struct err err = { 0 };
	int port;

	m->listen = conf_text(http, "listen", "127.0.0.1:8080");
	if (form_listen(m->listen, &address, &port, &err))
		conf_mistake(conf_get(http, "listen"), "%s", err.text);
	m->seen = conf_text(http, "public", "");
	m->scanner = conf_text(http, "scanner", "");
	if (*m->seen && (!text_starts(m->seen, "https://") ||
			 text_ends(m->seen, "/") || strpbrk(m->seen, " ?#")))
		conf_mistake(conf_get(http, "public"),
			     "\"public\" is where buyers see this desk, such "
			     "as \"https://help.lamps.example\", without a "
			     "slash at its end");
	if (*m->scanner && m->scanner[0] != '/')
		conf_mistake(conf_get(http, "scanner"),
			     "\"scanner\" is the socket of clamd, such as "
			     "\"/run/clamav/clamd.ctl\"");
	if (http)
		conf_unknown(http, NULL);
}

static void read_desk(struct manifest *m)
{
	const struct conf_node *root = conf_root(m->conf);
	const struct conf_node *desk = conf_get(root, "desk");
	const struct conf_node *http = conf_get(root, "http");

	if (!desk) {
		conf_mistake(root, "there is no desk = { ... }; run "
				   "`helloword init` for a commented manifest");
		return;
	}
	m->state = folder(m, conf_text(desk, "state", "state"));
	m->policy = folder(m, conf_text(desk, "policy", "policy"));
	m->plugins = conf_text(desk, "plugins", NULL);
	if (m->plugins)
		m->plugins = folder(m, m->plugins);
	m->company = conf_text(desk, "company", "");
	read_tongue(m, desk);
	m->packs = conf_words(desk, "packs", &m->arena);
	conf_unknown(desk, NULL);
	read_listen(m, http);
}

#define ANCHOR_LEAST_MS MINUTE_MS

static void read_anchor(struct manifest *m)
{
	const struct conf_node *g = conf_get(conf_root(m->conf), "anchor");
	const char *path = conf_text(g, "folder", "");

	m->anchor_folder = *path ? folder(m, path) : "";
	m->anchor_mail = conf_text(g, "mail", "");
	if (!g)
		return;
	m->anchor_every = conf_duration(g, "every", DAY_MS);
	if (m->anchor_every < ANCHOR_LEAST_MS)
		conf_mistake(conf_get(g, "every"),
			     "\"every\" must be 1 min or more");
	if (!*m->anchor_folder && !*m->anchor_mail)
		conf_mistake(g, "an anchor goes to a \"folder\" on another "
				"machine, to a \"mail\" address, or both");
	if (*m->anchor_mail && !strchr(m->anchor_mail, '@'))
		conf_mistake(conf_get(g, "mail"),
			     "\"%.60s\" is no mail address", m->anchor_mail);
	conf_unknown(g, NULL);
}

/* -- instances -- */

static int64_t read_instant(const struct conf_node *g, const char *name)
{
	const char *text = conf_text(g, name, NULL);
	struct when w = { 0 };
	struct err err = { 0 };

	if (text && when_parse(&w, text, &err))
		conf_mistake(conf_get(g, name), "\"%s\": %s", name, err.text);
	return w.ms;
}

/* A duration of a second or more. */
static int64_t read_second(const struct conf_node *g, const char *name)
{
	int64_t ms = conf_duration(g, name, 60 * SECOND_MS);

	if (ms < SECOND_MS)
		conf_mistake(conf_get(g, name), "\"%s\" must be 1 s or more",
			     name);
	return ms;
}

static void read_common(const struct conf_node *g, struct instance *in)
{
	in->effects =
		effects_words[conf_choice(g, "effects", effects_words, 1)];
	in->live_since = read_instant(g, "live_since");
	in->poll_ms = read_second(g, "poll");
	in->call_ms = read_second(g, "call_limit");
	in->loopback = conf_flag(g, "loopback", false);
	in->ca = arena_strdup(&in->arena, conf_text(g, "ca", ""));
	in->shops = conf_words(g, "shops", &in->arena);
}

const struct instance *manifest_instance(const struct manifest *m,
					 const char *name)
{
	for (size_t i = 0; m && i < m->count; i++)
		if (text_eq(m->instances[i]->name, name))
			return m->instances[i];
	return NULL;
}

/* A plugin is replaced by renaming a new file over it. */
static const char *which_file(struct arena *arena, const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return "";
	return arena_printf(arena, "%lld:%lld:%lld.%09ld", (long long)st.st_dev,
			    (long long)st.st_ino, (long long)st.st_mtim.tv_sec,
			    st.st_mtim.tv_nsec);
}

static struct instance *read_instance(struct reading *r,
				      const struct conf_node *g)
{
	struct instance *in = instance_new();
	size_t mistakes = r->mistakes->list.len;
	CLEANUP(free_ptr) char *so = NULL;
	struct err err = { 0 };

	in->name = arena_strdup(&in->arena, conf_required(g, "name"));
	in->plugin = arena_strdup(&in->arena, conf_required(g, "plugin"));
	read_common(g, in);
	in->config = "[]";
	in->secrets = "{}";
	if (*in->name && manifest_instance(r->m, in->name))
		conf_mistake(g,
			     "two instances are called \"%s\"; names are "
			     "unique",
			     in->name);
	if (*in->plugin)
		in->descriptor = r->describe(r->arg, in->plugin, &so, &err);
	if (in->descriptor) {
		in->so = so ? arena_strdup(&in->arena, so) : "";
		in->file = which_file(&in->arena, in->so);
		if (instance_describe(in, &err) == 0)
			options_read(g, in, r->m->dir);
	}
	if (err.code)
		conf_mistake(conf_get(g, "plugin"), "%s", err.text);
	else if (*in->shops && in->descriptor && !in->is_channel)
		conf_mistake(conf_get(g, "shops"),
			     "\"shops\" says for whom a mailbox speaks; \"%s\" "
			     "is no channel",
			     in->plugin);
	in->line = conf_line(g);
	in->sound = in->descriptor && r->mistakes->list.len == mistakes;
	return in;
}

static void read_instances(struct reading *r)
{
	const struct conf_node *list =
		conf_get(conf_root(r->m->conf), "instances");
	int n = conf_count(list);

	r->m->instances = xcalloc((size_t)n, sizeof *r->m->instances);
	for (int i = 0; i < n; i++) {
		const struct conf_node *g = conf_at(list, i);

		if (!conf_is_group(g)) {
			conf_mistake(g, "an instance is { name = ...; plugin = "
					"...; }");
			continue;
		}
		if (!conf_flag(g, "enabled", true)) {
			r->m->left_out = true;
			continue;
		}
		r->m->instances[r->m->count] = read_instance(r, g);
		r->m->count++;
	}
}

/* All of them are known. */
static void check_shops(const struct manifest *m)
{
	const struct conf_node *list =
		conf_get(conf_root(m->conf), "instances");

	for (int i = 0; i < conf_count(list); i++)
		for (size_t k = 0; k < m->count; k++)
			if (m->instances[k]->line ==
			    conf_line(conf_at(list, i)))
				people_check_shops(m, conf_at(list, i),
						   m->instances[k]->shops);
}

struct manifest *manifest_open(const char *path, manifest_describe *describe,
			       void *arg, struct mistakes *mistakes)
{
	struct conf *conf = conf_open(path, mistakes);
	struct manifest *m;
	struct reading r;

	if (!conf)
		return NULL;
	m = xcalloc(1, sizeof *m);
	m->conf = conf;
	m->dir = path_dir(path);
	m->packs = "";
	r = (struct reading){ m, describe, arg, mistakes };
	read_desk(m);
	read_anchor(m);
	if (m->plugins && describe == describe_plugin)
		((struct describer *)arg)->plugins = m->plugins;
	read_instances(&r);
	people_read(m);
	check_shops(m);
	conf_unknown(conf_root(conf), NULL);
	return m;
}

void manifest_close(struct manifest *m)
{
	if (!m)
		return;
	for (size_t i = 0; m->instances && i < m->count; i++)
		instance_free(m->instances[i]);
	free(m->instances);
	for (size_t i = 0; i < m->agents.len; i++)
		zone_close(m->agents.at[i].zone);
	agent_list_release(&m->agents);
	limit_list_release(&m->limits);
	undo_list_release(&m->undo);
	arena_release(&m->arena);
	conf_close(m->conf);
	free(m->dir);
	free(m);
}

char *manifest_state(const char *path)
{
	CLEANUP(mistakes_release) struct mistakes ignored = { { 0 } };
	struct conf *conf = conf_open_part(path, &ignored);
	CLEANUP(free_ptr) char *dir = path_dir(path);
	const char *name;
	char *state;

	if (!conf)
		return NULL;
	name = conf_text(conf_get(conf_root(conf), "desk"), "state", NULL);
	state = name ? path_join(dir, name) : NULL;
	conf_close(conf);
	return state;
}

const char *manifest_actor(const struct manifest *m, int64_t uid)
{
	for (size_t i = 0; m && i < m->agents.len; i++)
		if (m->agents.at[i].uid >= 0 && m->agents.at[i].uid == uid)
			return m->agents.at[i].name;
	return "operator";
}

const char *manifest_default(void)
{
	const char *named = getenv("HELLOWORD_CONF");

	if (named && *named)
		return named;
	return file_exists("helloword.conf") ? "helloword.conf"
					     : "/etc/helloword/helloword.conf";
}
