/* plugins.c - each instance and how it is doing.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "cli/cli.h"

static void put_instance(struct cli *c, const cJSON *p)
{
	CLEANUP(str_release) struct str last = STR_INIT;

	if (json_i64(p, "last_ok", 0))
		instant_put(&last, json_i64(p, "last_ok", 0));
	str_printf(&c->out,
		   "%-14s %-10s %-9s %-8s last ok %-24s calls %lld "
		   "errors %lld records %lld quarantined %lld %s\n",
		   json_text(p, "name"), json_text(p, "plugin"),
		   json_text(p, "state"), json_text(p, "effects"),
		   last.len ? str_c(&last) : "-",
		   (long long)json_i64(p, "calls", 0),
		   (long long)json_i64(p, "errors", 0),
		   (long long)json_i64(p, "records", 0),
		   (long long)json_i64(p, "quarantined", 0),
		   json_text(p, "why"));
}

static int plugin_options(struct cli *c, struct err *err)
{
	struct manifest *m = cli_manifest(c, err);

	if (!m)
		return -1;
	for (size_t i = 0; i < m->count; i++)
		manifest_put_options(&c->out, m->instances[i]->descriptor);
	manifest_close(m);
	return 0;
}

int verb_plugins(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	cJSON *reply;
	const cJSON *p;

	if (cli_flag(c, "options"))
		return plugin_options(c, err);
	str_puts(&args, "{}");
	if (cli_do(c, "plugins", &args, &reply, err))
		return -1;
	if (c->json) {
		char *text = cJSON_PrintUnformatted(reply);

		str_printf(&c->out, "%s\n", text);
		cJSON_free(text);
	} else {
		cJSON_ArrayForEach (p, json_get(reply, "plugins"))
			put_instance(c, p);
	}
	json_free(reply);
	return 0;
}
