/* check.c - every mistake of manifest and policy in one run.
 * SPDX-License-Identifier: MIT */
#include "cli/check_warn.h"
#include "cli/verbs.h"
#include "policy/policy.h"

struct checked {
	struct mistakes mistakes, warnings;
	struct manifest *m;
	struct brain_of *brain;
};

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
	struct describer d = { .worker = worker, .plugins = plugins };

	k->m = manifest_open(path, describe_plugin, &d, &k->mistakes);
	if (!k->m)
		return;
	check_warn_manifest(k->m, &k->warnings);
	manifest_try(k->m, worker, &k->mistakes, &k->warnings);
	if (k->m->policy)
		k->brain = brain_check(k->m, &d, &k->mistakes);
	if (k->brain)
		check_warn_policy(k->m, k->brain, &k->warnings);
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
