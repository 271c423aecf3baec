/* common.c - what verbs share.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "host/brain.h"
#include "host/control.h"

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

int64_t cli_number(const struct cli *c, size_t i, const char *what,
		   struct err *err)
{
	const char *word = cli_word(c, i);
	char *end;
	int64_t id;

	errno = 0;
	id = strtoll(word, &end, 10);
	if (id > 0 && !*end && !errno)
		return id;
	return err_set(err, ERR_USAGE, "\"%.40s\" is no number of %s", word,
		       what);
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

struct manifest *cli_manifest(struct cli *c, struct err *err)
{
	CLEANUP(mistakes_release) struct mistakes mistakes = { { 0 } };
	CLEANUP(free_ptr) char *worker = cli_program(c, "helloword-worker");
	CLEANUP(free_ptr) char *plugins = cli_plugins(c);
	struct describer d = { worker, plugins };
	const char *path = cli_manifest_path(c, err);
	struct manifest *m;

	if (!path)
		return NULL;
	m = manifest_open(path, describe_plugin, &d, &mistakes);
	if (!mistakes.list.len && m)
		return m;
	tell(c, &mistakes);
	err_set(err, ERR_CONFIG, "%s has %zu mistake%s", path,
		mistakes.list.len, mistakes.list.len == 1 ? "" : "s");
	manifest_close(m);
	return NULL;
}

int cli_db(struct cli *c, struct db **out, struct err *err)
{
	struct manifest *m = cli_manifest(c, err);
	CLEANUP(free_ptr) char *path = NULL;

	*out = NULL;
	if (!m)
		return -1;
	path = path_join(m->state, "helloword.db");
	manifest_close(m);
	return db_open(out, path, DB_READ, err);
}

struct brain_of *cli_brain(struct cli *c, const struct manifest *m,
			   struct err *err)
{
	CLEANUP(free_ptr) char *worker = cli_program(c, "helloword-worker");
	CLEANUP(free_ptr) char *plugins = cli_plugins(c);
	struct describer d = { worker, m->plugins ? m->plugins : plugins };
	CLEANUP(mistakes_release) struct mistakes mistakes = { { 0 } };
	struct brain_of *b;

	if (!c->serving)
		return brain_load(m, &d, err);
	b = brain_check(m, &d, &mistakes);
	tell(c, &mistakes);
	if (!b)
		err_set(err, ERR_CONFIG, "the policy has %zu mistake%s",
			mistakes.list.len, mistakes.list.len == 1 ? "" : "s");
	return b;
}

/* What root wrote into the folder of the desk's own user, the desk could not
 * use. */
static int not_for_another(const struct manifest *m, struct err *err)
{
	struct stat st;

	if (geteuid() != 0 || stat(m->state, &st) || st.st_uid == 0)
		return 0;
	return err_set(err, ERR_DENIED,
		       "no desk runs, and %s belongs to user %u: run this as "
		       "that user, or start the desk first",
		       m->state, (unsigned)st.st_uid);
}

/* No desk runs: take the lock and be the desk for this one command. */
static int be_the_desk(struct cli *c, struct manifest *m,
		       const struct str *request, cJSON **reply,
		       struct err *err)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	CLEANUP(json_free_ptr) cJSON *json = NULL;
	struct desk_options options = { .state = m->state };
	struct brain_of *brain;
	struct desk *d = NULL;
	int rc = -1;

	if (not_for_another(m, err))
		return -1;
	brain = cli_brain(c, m, err);
	if (!brain)
		return -1;
	options.brain = brain_of(brain);
	c->alone = true;
	json = json_parse(str_c(request), request->len, err);
	if (json && desk_open(&d, &options, err) == 0) {
		control_do(d, NULL, manifest_actor(m, (int64_t)getuid()), json,
			   &text);
		*reply = json_parse(str_c(&text), text.len, err);
		rc = *reply ? 0 : -1;
	}
	desk_close(d);
	brain_close(brain);
	return rc;
}

int cli_do(struct cli *c, const char *what, const struct str *args,
	   cJSON **reply, struct err *err)
{
	CLEANUP(str_release) struct str request = STR_INIT;
	struct manifest *m = cli_manifest(c, err);
	int rc;

	if (!m)
		return -1;
	str_printf(&request, "{\"do\":\"%s\",\"args\":", what);
	str_add(&request, str_c(args), args->len);
	str_putc(&request, '}');
	rc = control_ask(m->state, &request, reply, err);
	if (rc && err->code == ERR_NO_DESK) {
		*err = (struct err){ 0 };
		rc = be_the_desk(c, m, &request, reply, err);
	}
	/* A desk that is just starting holds the lock before it listens. */
	if (rc && err->code == ERR_RETRY) {
		*err = (struct err){ 0 };
		rc = control_ask(m->state, &request, reply, err);
	}
	manifest_close(m);
	if (rc == 0 && json_text(*reply, "error")) {
		err_set(err,
			(enum err_code)json_i64(*reply, "code", ERR_FAILED),
			"%s", json_text(*reply, "error"));
		json_free(*reply);
		*reply = NULL;
		return -1;
	}
	return rc;
}

/* -- lines -- */

static int
batch_line(struct cli *c, const char *form, const char *line, size_t len,
	   int (*one)(void *, const cJSON *, struct jw *, struct err *),
	   void *arg)
{
	CLEANUP(str_release) struct str out = STR_INIT;
	struct err err = { 0 };
	CLEANUP(json_free_ptr) cJSON *json = json_parse(line, len, &err);
	struct jw w = JW_INIT(&out);
	int rc = -1;

	if (!json || !cJSON_IsObject(json)) {
		err_set(&err, ERR_DATA, "the line is no JSON object such as %s",
			form);
	} else {
		jw_object(&w);
		rc = one(arg, json, &w, &err);
		if (rc == 0)
			jw_end(&w);
	}
	if (rc) {
		str_clear(&out);
		w = (struct jw)JW_INIT(&out);
		jw_object(&w);
		jw_kv_text(&w, "error", err.text);
		jw_end(&w);
	}
	str_add(&c->out, str_c(&out), out.len);
	str_putc(&c->out, '\n');
	fwrite(c->out.at, 1, c->out.len, stdout);
	str_clear(&c->out);
	return rc;
}

FILE *cli_open(const char *path, struct err *err)
{
	struct stat st;
	FILE *f = !*path || text_eq(path, "-") ? stdin : fopen(path, "re");

	if (!f)
		err_errno(err, ERR_DATA, "%s", path);
	else if (fstat(fileno(f), &st) == 0 && S_ISDIR(st.st_mode)) {
		err_set(err, ERR_DATA, "%s: is a folder, not a file",
			f == stdin ? "standard input" : path);
		if (f != stdin)
			fclose(f);
		f = NULL;
	}
	return f;
}

int cli_batch(struct cli *c, const char *form,
	      int (*one)(void *arg, const cJSON *in, struct jw *out,
			 struct err *err),
	      void *arg, struct err *err)
{
	FILE *in = cli_open(cli_word(c, 0), err);
	int64_t bad = 0, lines = 0;
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	if (!in)
		return -1;
	while ((n = getline(&line, &cap, in)) > 0) {
		while (n && (line[n - 1] == '\n' || line[n - 1] == '\r'))
			n--;
		lines += n > 0;
		if (n && batch_line(c, form, line, (size_t)n, one, arg))
			bad++;
	}
	free(line);
	if (in != stdin)
		fclose(in);
	if (!lines)
		return err_set(err, ERR_DATA,
			       "there is nothing to read; a line is such as %s",
			       form);
	return bad ? err_set(err, ERR_DATA, "%lld line%s bad", (long long)bad,
			     bad == 1 ? " was" : "s were")
		   : 0;
}
