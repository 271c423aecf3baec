/* plugins.c - each instance and how it is doing.
 * SPDX-License-Identifier: MIT */
#include <dirent.h>

#include "cli/show.h"
#include "cli/verbs.h"
#include "cli/view.h"

static void put_moment(struct cli *c, const cJSON *p, const char *what,
		       const char *key)
{
	int64_t at = json_i64(p, key, 0);

	str_printf(&c->out, "  %s ", what);
	view_instant(&c->out, at);
}

static void put_next(struct cli *c, const cJSON *p)
{
	const char *doing = json_text(p, "doing");

	if (doing && *doing)
		str_printf(&c->out, "  %s now", doing);
	else if (json_i64(p, "next", 0) <= json_i64(p, "now", 0))
		str_puts(&c->out, "  next call now");
	else
		put_moment(c, p, "next call", "next");
}

static void put_coverage(struct cli *c, const cJSON *p)
{
	if (!json_get(p, "coverage"))
		return;
	if (!json_i64(p, "parcels", 0))
		str_puts(&c->out, "  no parcel under way\n");
	else
		str_printf(&c->out,
			   "  %lld of %lld parcels under way looked at within "
			   "a day (%lld %%)\n",
			   (long long)json_i64(p, "looked", 0),
			   (long long)json_i64(p, "parcels", 0),
			   (long long)json_i64(p, "coverage", 0));
}

static void put_count(struct cli *c, const cJSON *p, const char *key)
{
	str_printf(&c->out, "  %s %lld", key, (long long)json_i64(p, key, 0));
}

static void put_known(struct cli *c, const cJSON *p, const char *what,
		      const char *key)
{
	const char *text = json_text(p, key);

	if (text && *text)
		str_printf(&c->out, "  %s: %s\n", what, text);
}

/* What its plugin said last, where one is looked at. */
static void put_said(struct cli *c, const cJSON *p)
{
	const cJSON *l;

	cJSON_ArrayForEach (l, json_get(p, "said")) {
		str_puts(&c->out, "  ");
		view_instant(&c->out, json_i64(l, "at", 0));
		str_printf(&c->out, " %s: %s\n", json_text(l, "level"),
			   json_text(l, "text"));
	}
}

static void put_instance(struct cli *c, const cJSON *p)
{
	str_printf(&c->out, "%s (%s) is %s, effects = %s\n",
		   json_text(p, "name"), json_text(p, "plugin"),
		   json_text(p, "state"), json_text(p, "effects"));
	put_moment(c, p, "last success", "last_ok");
	put_next(c, p);
	str_putc(&c->out, '\n');
	put_count(c, p, "calls");
	put_count(c, p, "errors");
	put_count(c, p, "records");
	put_count(c, p, "quarantined");
	str_putc(&c->out, '\n');
	if (json_i64(p, "quota", 0))
		str_printf(&c->out, "  %lld of %lld calls of this day used\n",
			   (long long)json_i64(p, "quota_used", 0),
			   (long long)json_i64(p, "quota", 0));
	put_coverage(c, p);
	put_known(c, p, "paid today", "paid_today");
	put_known(c, p, "missing scopes", "missing_scopes");
	put_known(c, p, "why", "why");
	if (c->words.len)
		put_said(c, p);
}

/* Without a name: all. */
static bool is_named(const struct cli *c, const cJSON *p)
{
	for (size_t i = 0; i < c->words.len; i++)
		if (text_eq(c->words.at[i], json_text(p, "name")))
			return true;
	return !c->words.len;
}

static int check_names(const struct cli *c, const cJSON *plugins,
		       struct err *err)
{
	for (size_t i = 0; i < c->words.len; i++) {
		bool known = false;
		const cJSON *p;

		cJSON_ArrayForEach (p, plugins)
			known |= text_eq(c->words.at[i], json_text(p, "name"));
		if (!known)
			return err_set(err, ERR_DATA,
				       "the desk has no instance \"%.80s\"; "
				       "`helloword plugins` names them",
				       c->words.at[i]);
	}
	return 0;
}

static int put_all(struct cli *c, const cJSON *plugins, struct err *err)
{
	const cJSON *p;

	if (!c->alone && check_names(c, plugins, err))
		return -1;
	cJSON_ArrayForEach (p, plugins)
		if (is_named(c, p))
			put_instance(c, p);
	if (!c->out.len)
		str_puts(&c->out, c->alone ? "no desk runs\n"
					   : "the desk has no instance yet\n");
	return 0;
}

/* -- what can be configured -- */

static int options_of(struct cli *c, const struct describer *d, const char *id,
		      struct err *err)
{
	CLEANUP(free_ptr) char *so = NULL;
	cJSON *descriptor = describe_plugin((void *)(uintptr_t)d, id, &so, err);

	if (!descriptor)
		return -1;
	manifest_put_options(&c->out, descriptor);
	json_free(descriptor);
	return 0;
}

static int is_plugin(const struct dirent *e)
{
	return text_ends(e->d_name, ".so") &&
	       !text_starts(e->d_name, "locale-");
}

static int options_of_all(struct cli *c, const struct describer *d,
			  struct err *err)
{
	struct dirent **list = NULL;
	int n = scandir(d->plugins, &list, is_plugin, alphasort), rc = 0;

	if (n < 0)
		return err_errno(err, ERR_SYSTEM, "%s", d->plugins);
	for (int i = 0; i < n; i++) {
		list[i]->d_name[strlen(list[i]->d_name) - strlen(".so")] = '\0';
		if (rc == 0)
			rc = options_of(c, d, list[i]->d_name, err);
		free(list[i]);
	}
	free(list);
	return rc;
}

/* Of the plugins that are named, or of all that are installed; Markdown. */
static int plugin_options(struct cli *c, struct err *err)
{
	CLEANUP(free_ptr) char *worker = cli_program(c, "helloword-worker");
	CLEANUP(free_ptr) char *plugins = cli_plugins(c);
	struct describer d = { .worker = worker, .plugins = plugins };

	if (!c->words.len)
		return options_of_all(c, &d, err);
	for (size_t i = 0; i < c->words.len; i++)
		if (options_of(c, &d, c->words.at[i], err))
			return -1;
	return 0;
}

int verb_plugins(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	cJSON *reply;
	int rc = 0;

	if (cli_flag(c, "options"))
		return plugin_options(c, err);
	str_puts(&args, "{}");
	if (cli_do(c, "plugins", &args, &reply, err))
		return -1;
	if (c->json)
		show_json(c, reply);
	else
		rc = put_all(c, json_get(reply, "plugins"), err);
	json_free(reply);
	return rc;
}
