/* common.c - what verbs share: their words, and what the manifest names.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "host/brain.h"

const char *cli_word(const struct cli *c, size_t i)
{
	return i < c->words.len ? c->words.at[i] : "";
}

const char *cli_option(const struct cli *c, const char *name)
{
	for (size_t i = 0; i < c->options.len; i++)
		if (text_eq(c->options.at[i].name, name))
			return c->options.at[i].value;
	return NULL;
}

bool cli_flag(const struct cli *c, const char *name)
{
	return cli_option(c, name) != NULL;
}

static int read_input(struct str *out, struct err *err)
{
	char chunk[4096];
	size_t n;

	while ((n = fread(chunk, 1, sizeof chunk, stdin)) > 0)
		str_add(out, chunk, n);
	if (ferror(stdin))
		return err_errno(err, ERR_SYSTEM, "standard input");
	while (out->len && out->at[out->len - 1] == '\n')
		str_cut(out, out->len - 1);
	return 0;
}

int cli_text(const struct cli *c, size_t i, struct str *out, struct err *err)
{
	if (!text_eq(cli_word(c, i), "-"))
		str_puts(out, cli_word(c, i));
	else if (read_input(out, err))
		return -1;
	if (out->bad)
		return err_set(err, ERR_DATA, "the text is too long");
	if (utf8_check(str_c(out), out->len) >= 0)
		return err_set(err, ERR_DATA,
			       "the text is not UTF-8; set the terminal, or "
			       "save the file, to UTF-8");
	return 0;
}

/* Nothing but digits; 0 where it is no number above that. */
static int64_t whole_number(const char *word)
{
	char *end;
	int64_t number;

	if (*word < '0' || *word > '9')
		return 0;
	errno = 0;
	number = strtoll(word, &end, 10);
	return *end || errno ? 0 : number;
}

int64_t cli_number(const struct cli *c, size_t i, const char *what,
		   struct err *err)
{
	const char *word = cli_word(c, i);
	int64_t id = whole_number(word);

	if (id)
		return id;
	return err_set(err, ERR_USAGE, "\"%.40s\" is no number of %s", word,
		       what);
}

int cli_option_number(const struct cli *c, const char *option,
		      const char *prefix, int64_t *number, struct err *err)
{
	return cli_given_number(option, cli_option(c, option), prefix, number,
				err);
}

int cli_given_number(const char *option, const char *given, const char *prefix,
		     int64_t *number, struct err *err)
{
	size_t skip = strlen(prefix);

	*number = 0;
	if (!given || strncmp(given, prefix, skip) != 0)
		return 0;
	*number = whole_number(given + skip);
	return *number ? 0
		       : err_set(err, ERR_USAGE,
				 "--%s takes a number, such as --%s %s12, and "
				 "\"%.40s\" is none",
				 option, option, prefix, given);
}

char *cli_home(const struct cli *c)
{
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);

	(void)c;
	if (n <= 0)
		return xstrdup(".");
	path[n] = '\0';
	return path_dir(path);
}

char *cli_program(const struct cli *c, const char *name)
{
	CLEANUP(free_ptr) char *home = cli_home(c);
	CLEANUP(free_ptr) char *beside = path_join(home, name);

	if (file_exists(beside))
		return TAKE(beside);
	return xasprintf("%s/../lib/helloword/%s", home, name);
}

char *cli_plugins(const struct cli *c)
{
	CLEANUP(free_ptr) char *home = cli_home(c);
	CLEANUP(free_ptr) char *beside = path_join(home, "plugins");

	if (file_exists(beside))
		return TAKE(beside);
	return xasprintf("%s/../lib/helloword/plugins", home);
}

/* A desk that runs tells its log, which never waits for a reader. */
static void tell(const struct cli *c, const struct mistakes *m)
{
	for (size_t i = 0; i < m->list.len; i++)
		if (c->serving)
			log_error("%s", m->list.at[i]);
		else
			fprintf(stderr, "%s\n", m->list.at[i]);
}

/* Whoever had a running desk read it is told the first mistake, and how many
 * more the log and a check have. */
static void sum_up(const struct cli *c, const struct mistakes *m,
		   const char *what, struct err *err)
{
	size_t n = m->list.len;

	if (c->serving && n)
		err_set(err, ERR_CONFIG,
			n > 1 ? "%s (and %zu more: `helloword "
				"check` tells all)"
			      : "%s",
			m->list.at[0], n - 1);
	else
		err_set(err, ERR_CONFIG, "%s has %zu mistake%s", what, n,
			n == 1 ? "" : "s");
}

const char *cli_manifest_path(const struct cli *c, struct err *err)
{
	const char *path =
		c->manifest_path ? c->manifest_path : manifest_default();

	if (file_exists(path))
		return path;
	err_set(err, ERR_CONFIG,
		"%s does not exist; give a manifest with -c, or make "
		"one with `helloword init DIR`",
		path);
	return NULL;
}

/* With whatever is wrong in it; NULL when nothing of it can be used. */
static struct manifest *read_manifest(struct cli *c, const char *path,
				      struct mistakes *mistakes)
{
	CLEANUP(free_ptr) char *worker = cli_program(c, "helloword-worker");
	CLEANUP(free_ptr) char *plugins = cli_plugins(c);
	struct describer d = { .worker = worker, .plugins = plugins };

	return manifest_open(path, describe_plugin, &d, mistakes);
}

struct manifest *cli_manifest(struct cli *c, struct err *err)
{
	CLEANUP(mistakes_release) struct mistakes mistakes = { { 0 } };
	const char *path = cli_manifest_path(c, err);
	struct manifest *m;

	if (!path)
		return NULL;
	m = read_manifest(c, path, &mistakes);
	if (!mistakes.list.len && m)
		return m;
	if (!c->warned)
		tell(c, &mistakes);
	sum_up(c, &mistakes, path, err);
	manifest_close(m);
	return NULL;
}

static void warn_of(struct cli *c, const char *path, const struct mistakes *m)
{
	for (size_t i = 0; i < m->list.len; i++)
		fprintf(stderr, "warning: %s\n", m->list.at[i]);
	fprintf(stderr,
		"warning: mend %s: a desk that runs goes on with what stood "
		"there before, but none can be started\n",
		path);
	c->warned = true;
}

const char *cli_state(struct cli *c, struct err *err)
{
	CLEANUP(mistakes_release) struct mistakes mistakes = { { 0 } };
	const char *path = c->state ? NULL : cli_manifest_path(c, err);
	struct manifest *m;

	if (!path)
		return c->state;
	m = read_manifest(c, path, &mistakes);
	if (mistakes.list.len)
		c->state = manifest_state(path);
	else if (m)
		c->state = xstrdup(m->state);
	if (m && !mistakes.list.len)
		c->policy = xstrdup(m->policy);
	manifest_close(m);
	if (c->state && mistakes.list.len)
		warn_of(c, path, &mistakes);
	if (c->state)
		return c->state;
	tell(c, &mistakes);
	sum_up(c, &mistakes, path, err);
	return NULL;
}

int cli_db(struct cli *c, struct db **out, struct err *err)
{
	const char *state = cli_state(c, err);
	CLEANUP(free_ptr) char *path = NULL;

	*out = NULL;
	if (!state)
		return -1;
	path = path_join(state, "helloword.db");
	return db_open(out, path, DB_READ, err);
}

struct brain_of *cli_brain(struct cli *c, const struct manifest *m,
			   struct err *err)
{
	CLEANUP(free_ptr) char *worker = cli_program(c, "helloword-worker");
	CLEANUP(free_ptr) char *plugins = cli_plugins(c);
	struct describer d = {
		.worker = worker,
		.plugins = m->plugins ? m->plugins : plugins,
		.packs = c->packs,
	};
	CLEANUP(mistakes_release) struct mistakes mistakes = { { 0 } };
	struct brain_of *b;

	if (!c->serving)
		return brain_load(m, &d, err);
	b = brain_check(m, &d, &mistakes);
	tell(c, &mistakes);
	if (!b)
		sum_up(c, &mistakes, "the policy", err);
	return b;
}
