/* manifest.c - see manifest.h.
 * SPDX-License-Identifier: MIT */
#include "host/manifest.h"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/when.h"
#include "host/options.h"

struct reading {
	struct manifest *m;
	manifest_describe *describe;
	void *arg;
};

static const char *const effects_words[] = { "off", "propose", "auto", NULL };
static const char *const roles[] = { "agent", "manager", "owner", "auditor",
				     NULL };
/* "rule": what rules may move without a person. */
static const char *const limited[] = { "agent", "manager", "owner", "rule",
				       NULL };

static const char *folder(struct manifest *m, const char *name)
{
	CLEANUP(free_ptr) char *path = path_join(m->dir, name);

	return arena_strdup(&m->arena, path);
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
	m->mail_domain = conf_text(desk, "mail_domain", "localhost");
	m->language = conf_text(desk, "language", "en");
	m->packs = conf_words(desk, "packs", &m->arena);
	conf_unknown(desk, NULL);
	m->listen = conf_text(http, "listen", "127.0.0.1:8080");
	if (http)
		conf_unknown(http, NULL);
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

static void read_common(const struct conf_node *g, struct instance *in)
{
	in->effects =
		effects_words[conf_choice(g, "effects", effects_words, 1)];
	in->live_since = read_instant(g, "live_since");
	in->poll_ms = conf_duration(g, "poll", 60 * SECOND_MS);
	in->call_ms = conf_duration(g, "call_limit", 60 * SECOND_MS);
	if (in->call_ms < SECOND_MS)
		conf_mistake(conf_get(g, "call_limit"),
			     "\"call_limit\" must be 1 s or more");
	in->loopback = conf_flag(g, "loopback", false);
	in->ca = arena_strdup(&in->arena, conf_text(g, "ca", ""));
}

static bool is_twice(const struct manifest *m, const char *name)
{
	for (size_t i = 0; i < m->count; i++)
		if (text_eq(m->instances[i]->name, name))
			return true;
	return false;
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
	CLEANUP(free_ptr) char *so = NULL;
	struct err err = { 0 };

	in->name = arena_strdup(&in->arena, conf_required(g, "name"));
	in->plugin = arena_strdup(&in->arena, conf_required(g, "plugin"));
	read_common(g, in);
	in->config = "[]";
	in->secrets = "{}";
	if (*in->name && is_twice(r->m, in->name))
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
		in->poll_ms = in->poll_ms ? in->poll_ms : 60 * SECOND_MS;
	}
	if (err.code)
		conf_mistake(conf_get(g, "plugin"), "%s", err.text);
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
		if (!conf_flag(g, "enabled", true))
			continue;
		r->m->instances[r->m->count] = read_instance(r, g);
		r->m->count++;
	}
}

/* -- people -- */

static int64_t uid_of(const struct conf_node *g, const char *user)
{
	struct passwd *pw = *user ? getpwnam(user) : NULL;

	if (*user && !pw)
		conf_mistake(conf_get(g, "user"),
			     "this system has no user \"%s\"", user);
	return pw ? (int64_t)pw->pw_uid : -1;
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
		agent_list_push(&m->agents, a);
		conf_unknown(g, NULL);
	}
}

static void read_limits(struct manifest *m)
{
	const struct conf_node *list = conf_get(conf_root(m->conf), "limits");

	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *g = conf_at(list, i);
		struct role_limits l = {
			.role = limited[conf_choice(g, "role", limited, 0)],
			.limits = { .per_action = conf_money(g, "per_action"),
				    .per_day = conf_money(g, "per_day"),
				    .four_eyes_above =
					    conf_money(g, "four_eyes_above") },
		};

		role_list_push(&m->roles, l);
		conf_unknown(g, NULL);
	}
}

static void read_undo(struct manifest *m)
{
	const struct conf_node *g = conf_get(conf_root(m->conf), "undo");

	for (int i = 0; i < conf_count(g); i++) {
		const char *verb = conf_name(conf_at(g, i));
		struct undo_entry u = { verb, conf_duration(g, verb, 0) };

		undo_list_push(&m->undo, u);
	}
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
	r = (struct reading){ m, describe, arg };
	read_desk(m);
	if (m->plugins && describe == describe_plugin)
		((struct describer *)arg)->plugins = m->plugins;
	read_instances(&r);
	read_agents(m);
	read_limits(m);
	read_undo(m);
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
	agent_list_release(&m->agents);
	role_list_release(&m->roles);
	undo_list_release(&m->undo);
	arena_release(&m->arena);
	conf_close(m->conf);
	free(m->dir);
	free(m);
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
