/* action_verbs.c - which effects there are to plan: the verbs of the instances.
 * SPDX-License-Identifier: MIT */
#include "cli/verbs.h"

static void put_verbs_of(struct str *out, const struct instance *in)
{
	str_printf(out, "  %-20s", in->name);
	for (size_t n = 0; n < in->verbs.len; n++)
		str_printf(out, " %s", in->verbs.at[n].name);
	str_putc(out, '\n');
}

static bool put_verbs(struct str *out, const char *path,
		      const struct manifest *m)
{
	bool any = false;

	for (size_t i = 0; i < m->count; i++) {
		if (!m->instances[i]->verbs.len)
			continue;
		if (!any)
			str_printf(out, "\nverbs of %s:\n", path);
		any = true;
		put_verbs_of(out, m->instances[i]);
	}
	return any;
}

#define BY_HAND                                                              \
	"\nWhat is in no such list is done by hand: helloword task add T-N " \
	"TEXT --role ROLE\n--within TIME\n"

/* What can be planned depends on the manifest: the verbs of each instance that
 * is enabled. Where they cannot be told, why: it was said that they are here.
 */
void action_put_verbs(struct cli *c)
{
	CLEANUP(mistakes_release) struct mistakes mistakes = { { 0 } };
	CLEANUP(free_ptr) char *worker = cli_program(c, "helloword-worker");
	CLEANUP(free_ptr) char *plugins = cli_plugins(c);
	struct describer d = { .worker = worker, .plugins = plugins };
	struct err why = { 0 };
	const char *path = cli_manifest_path(c, &why);
	struct manifest *m =
		path ? manifest_open(path, describe_plugin, &d, &mistakes)
		     : NULL;
	bool any = m && put_verbs(&c->out, path, m);

	if (!path)
		str_printf(&c->out,
			   "\nVERB is one of an instance of the manifest, and "
			   "they cannot be listed here:\n%s.\n",
			   why.text);
	else if (!any && (!m || mistakes.list.len))
		str_printf(&c->out,
			   "\nThe verbs of %s cannot be told; `helloword check "
			   "-c %s` says why.\n",
			   path, path);
	else if (!any)
		str_printf(&c->out, "\nNo instance of %s has a verb.\n", path);
	str_puts(&c->out, BY_HAND);
	manifest_close(m);
}
