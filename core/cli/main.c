/* main.c - dispatches to the verb; nothing else.
 * SPDX-License-Identifier: MIT */
#include <signal.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/log.h"
#include "cli/usage.h"

#define OPTIONS_MAX 32

static const struct verb *find_verb(const char *name)
{
	for (const struct verb *v = verbs; v->name; v++)
		if (text_eq(v->name, name))
			return v;
	return NULL;
}

static int unknown_verb(const char *name, struct err *err)
{
	const char *names[64] = { NULL };
	const char *near;

	for (size_t i = 0; verbs[i].name && i < COUNT_OF(names) - 1; i++)
		names[i] = verbs[i].name;
	near = text_nearest(name, names);
	return err_set(err, ERR_USAGE,
		       "there is no verb \"%.40s\"%s%s%s; `helloword -h` lists "
		       "them",
		       name, near ? "; did you mean \"" : "", near ? near : "",
		       near ? "\"?" : "");
}

static int unknown_option(const struct verb *v, const char *given,
			  struct err *err)
{
	const char *names[OPTIONS_MAX] = { "json" }, *near = NULL;
	char name[40] = "";
	size_t n = 1;

	for (const struct verb_option *o = v->options;
	     o && o->name && n < OPTIONS_MAX - 1; o++)
		names[n++] = o->name;
	if (text_starts(given, "--")) {
		snprintf(name, sizeof name, "%.*s",
			 (int)strcspn(given + 2, "="), given + 2);
		near = text_nearest(name, names);
	}
	return err_set(err, ERR_USAGE,
		       "%s has no option %.40s%s%s%s; `helloword %s -h` shows "
		       "them, and -- stands before a word that begins with -",
		       v->name, given, near ? "; did you mean --" : "",
		       near ? near : "", near ? "?" : "", v->name);
}

/* --name, --name VALUE or --name=VALUE. */
static int take_option(struct cli *c, const struct verb *v, char **argv, int *i,
		       struct err *err)
{
	const char *given = argv[*i], *name = given + 2;
	size_t len = strcspn(name, "=");
	const struct verb_option *o = usage_option(v, name, len);
	const char *value = name[len] ? name + len + 1 : NULL;

	if (text_eq(name, "json")) {
		c->json = true;
		return 0;
	}
	if (!o)
		return unknown_option(v, given, err);
	if (!o->value && value)
		return err_set(err, ERR_USAGE, "--%s takes no value", o->name);
	if (o->value && !value)
		value = argv[*i + 1] ? argv[++*i] : NULL;
	if (o->value && !value)
		return err_set(err, ERR_USAGE, "--%s needs a value: %s",
			       o->name, o->value);
	option_list_push(&c->options,
			 (struct option_given){ o->name, value ? value : "" });
	return 0;
}

static int take_manifest(struct cli *c, char **argv, int *i, struct err *err)
{
	if (!argv[*i + 1])
		return err_set(err, ERR_USAGE, "-c needs a manifest");
	c->manifest_path = argv[++*i];
	return 0;
}

/* "-" is standard input, "-5" a number, "- so" a text. */
static bool is_option(const char *word)
{
	return *word == '-' &&
	       (word[1] == '-' || (word[1] >= 'a' && word[1] <= 'z') ||
		(word[1] >= 'A' && word[1] <= 'Z'));
}

static int parse(struct cli *c, const struct verb *v, char **argv,
		 struct err *err)
{
	bool plain = false;
	int rc = 0;

	for (int i = 2; argv[i] && rc == 0; i++) {
		if (plain || !is_option(argv[i]))
			word_list_push(&c->words, argv[i]);
		else if (text_eq(argv[i], "--"))
			plain = true;
		else if (text_eq(argv[i], "-c"))
			rc = take_manifest(c, argv, &i, err);
		else if (text_starts(argv[i], "--"))
			rc = take_option(c, v, argv, &i, err);
		else
			rc = unknown_option(v, argv[i], err);
	}
	return rc ? rc : usage_check(c, v, err);
}

static bool wants_help(char **argv)
{
	for (int i = 1; argv[i] && !text_eq(argv[i], "--"); i++)
		if (text_eq(argv[i], "-h") || text_eq(argv[i], "--help"))
			return true;
	return false;
}

static void put_help(struct cli *c, const struct verb *v, char **argv)
{
	for (int i = 2; argv[i] && argv[i + 1]; i++)
		if (text_eq(argv[i], "-c"))
			c->manifest_path = argv[i + 1];
	usage_put(&c->out, v);
	if (v->run == verb_action)
		action_put_verbs(c);
}

/* As other programs have it: `help`, `help VERB` and `--version`. */
static int help(struct cli *c, char **argv, struct err *err)
{
	const char *name = argv[2];
	const struct verb *v = name ? find_verb(name) : NULL;

	if (name && !v)
		return unknown_verb(name, err);
	if (v)
		put_help(c, v, argv);
	else
		usage_put_verbs(&c->out);
	return 0;
}

static int run(struct cli *c, char **argv, struct err *err)
{
	const char *word = argv[1] ? argv[1] : "";
	const struct verb *v = find_verb(word);

	if (text_eq(word, "--version") || text_eq(word, "-V"))
		v = find_verb("version");
	if (text_eq(word, "help"))
		return help(c, argv, err);

	if (v && wants_help(argv)) {
		put_help(c, v, argv);
		return 0;
	}
	if (!argv[1] || wants_help(argv)) {
		usage_put_verbs(&c->out);
		return argv[1] ? 0 : err_set(err, ERR_USAGE, "give a verb");
	}
	if (!v)
		return unknown_verb(argv[1], err);
	if (parse(c, v, argv, err) || hash_start(err))
		return -1;
	return v->run(c, err);
}

int main(int argc, char **argv)
{
	struct cli c = { .program = argc ? argv[0] : "helloword",
			 .out = STR_LIMIT((size_t)1 << 30) };
	struct err err = { 0 };
	int rc;

	signal(SIGPIPE, SIG_IGN);
	log_open("helloword", LOG_INFO);
	rc = run(&c, argv, &err);
	if (c.out.len && fwrite(c.out.at, 1, c.out.len, stdout) != c.out.len)
		rc = err_set(&err, ERR_SYSTEM, "cannot write the output");
	/* Lines of a long answer were written before: a failure of one stays.
	 */
	if (fflush(stdout) || ferror(stdout))
		rc = err_set(&err, ERR_SYSTEM, "cannot write the output");
	if (rc)
		fprintf(stderr, "helloword: %s\n", err.text);
	word_list_release(&c.words);
	option_list_release(&c.options);
	str_release(&c.out);
	free(c.state);
	free(c.packs);
	free(c.policy);
	return rc ? err_exit(err.code) : 0;
}
