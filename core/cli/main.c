/* main.c - dispatches to the verb; nothing else.
 * SPDX-License-Identifier: MIT */
#include <signal.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/log.h"
#include "cli/cli.h"

static void put_verbs(struct str *s)
{
	str_puts(s, "usage: helloword VERB [WORDS] [--json] [-c MANIFEST]\n\n");
	for (const struct verb *v = verbs; v->name; v++)
		str_printf(s, "  %-11s %s\n", v->name, v->help);
	str_puts(s, "\n`helloword VERB -h` shows its words and an example.\n");
}

static void put_help(struct str *s, const struct verb *v)
{
	str_printf(s, "usage: helloword %s %s\n\n%s.\n\nexample: %s\n", v->name,
		   v->words, v->help, v->example);
	if (*v->options)
		str_printf(s, "options: %s --json -c MANIFEST\n", v->options);
}

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

/* How an option stands in a verb's list: 0 not at all, 1 a flag, 2 with a
 * value. */
static int option_kind(const struct verb *v, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = v->options; *at;) {
		size_t word = strcspn(at, " ");

		if (word == len + 2 && memcmp(at + 2, name, len) == 0)
			return 1;
		if (word == len + 3 && memcmp(at + 2, name, len) == 0 &&
		    at[word - 1] == '=')
			return 2;
		at += word + strspn(at + word, " ");
	}
	return 0;
}

static int take_option(struct cli *c, const struct verb *v, char **argv, int *i,
		       struct err *err)
{
	const char *name = argv[*i] + 2;
	int kind = option_kind(v, name);

	if (text_eq(name, "json")) {
		c->json = true;
		return 0;
	}
	if (!kind)
		return err_set(err, ERR_USAGE,
			       "%s has no option --%.40s; `helloword %s -h` "
			       "shows them",
			       v->name, name, v->name);
	if (kind == 2 && !argv[*i + 1])
		return err_set(err, ERR_USAGE, "--%s needs a value", name);
	option_list_push(
		&c->options,
		(struct option_given){ name, kind == 2 ? argv[++*i] : "" });
	return 0;
}

static int parse(struct cli *c, const struct verb *v, char **argv,
		 struct err *err)
{
	bool plain = false;

	for (int i = 2; argv[i]; i++) {
		if (!plain && text_eq(argv[i], "--"))
			plain = true;
		else if (!plain && text_eq(argv[i], "-c") && argv[i + 1])
			c->manifest_path = argv[++i];
		else if (!plain && text_starts(argv[i], "--") && argv[i][2]) {
			if (take_option(c, v, argv, &i, err))
				return -1;
		} else
			word_list_push(&c->words, argv[i]);
	}
	return 0;
}

static bool wants_help(char **argv)
{
	for (int i = 1; argv[i] && !text_eq(argv[i], "--"); i++)
		if (text_eq(argv[i], "-h") || text_eq(argv[i], "--help"))
			return true;
	return false;
}

static int run(struct cli *c, char **argv, struct err *err)
{
	const struct verb *v = argv[1] ? find_verb(argv[1]) : NULL;

	if (v && wants_help(argv)) {
		put_help(&c->out, v);
		return 0;
	}
	if (!argv[1] || wants_help(argv)) {
		put_verbs(&c->out);
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
	if (fflush(stdout))
		rc = err_set(&err, ERR_SYSTEM, "cannot write the output");
	if (rc)
		fprintf(stderr, "helloword: %s\n", err.text);
	word_list_release(&c.words);
	option_list_release(&c.options);
	str_release(&c.out);
	return rc ? err_exit(err.code) : 0;
}
