/* reload.c - has the desk that runs read its configuration again.
 * SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "cli/show.h"
#include "cli/verbs.h"

/* Mistakes are the desk's to tell: it may read another manifest. */
static const char *state_of(struct cli *c, const char *path, struct err *err)
{
	c->state = manifest_state(path);
	return c->state ? c->state : cli_state(c, err);
}

/* Whoever changed another file than the desk's would wait for nothing. */
static void compare(const char *path, const char *read)
{
	CLEANUP(free_ptr) char *full = realpath(path, NULL);

	if (full && read && !text_eq(full, read))
		fprintf(stderr,
			"warning: the desk that runs was started with %s; %s "
			"was not read\n",
			read, full);
}

static void put_told(struct str *out, const cJSON *told)
{
	const cJSON *changed = json_get(told, "changed");
	int64_t count = json_i64(told, "instances", 0);
	CLEANUP(str_release) struct str s = STR_INIT;
	const cJSON *one;

	str_printf(&s,
		   "the desk has read %s again: %lld instance%s, policy "
		   "%.12s\n",
		   json_text(told, "manifest"), (long long)count,
		   count == 1 ? "" : "s", json_text(told, "policy"));
	if (!cJSON_GetArraySize(changed))
		str_puts(&s,
			 "nothing differs from what was in force; credentials "
			 "were read anew, and every account is asked again\n");
	cJSON_ArrayForEach (one, changed) {
		str_puts(&s, one == changed->child ? "what differs: " : "; ");
		str_puts(&s, one->valuestring);
	}
	if (cJSON_GetArraySize(changed))
		str_putc(&s, '\n');
	show_safe(out, str_c(&s));
}

int verb_reload(struct cli *c, struct err *err)
{
	CLEANUP(json_free_ptr) cJSON *told = NULL;
	const char *path = cli_manifest_path(c, err);
	const char *state = path ? state_of(c, path, err) : NULL;

	if (!state)
		return -1;
	if (cli_ask(state, "reload", &told, err))
		return err->code == ERR_CONFIG
			       ? err_context(err,
					     "refused, all stays as it was")
			       : -1;
	compare(path, json_text(told, "manifest"));
	if (c->json)
		show_json(c, told);
	else
		put_told(&c->out, told);
	return 0;
}
