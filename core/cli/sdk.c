/* sdk.c - a new plugin that builds as it stands, and the judge of any.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "cli/folder.h"
#include "cli/verbs.h"
#include "judge/judge.h"

#define WAIT_S 10 /* a call that gives no sign for longer hangs */

/* -- check -- */

/* fixtures/ beside the .so, where the template builds it. */
static char *fixtures_of(const struct cli *c, const char *so)
{
	CLEANUP(free_ptr) char *folder = path_dir(so);
	const char *given = cli_option(c, "fixtures");

	return given ? xstrdup(given) : path_join(folder, "fixtures");
}

static int check(struct cli *c, struct err *err)
{
	const char *so = cli_word(c, 1);
	CLEANUP(free_ptr) char *worker = cli_program(c, "helloword-worker");
	CLEANUP(free_ptr) char *fixtures = fixtures_of(c, so);
	CLEANUP(report_release) struct report r = REPORT_INIT;
	const char *wait = cli_option(c, "wait");
	const struct judge_ask ask = {
		.so = so,
		.fixtures = fixtures,
		.worker = worker,
		.sanitize = cli_flag(c, "sanitize"),
		.wait_ms = (wait ? (int)strtol(wait, NULL, 10) : WAIT_S) * 1000,
	};

	if (!*so || ask.wait_ms <= 0)
		return err_set(err, ERR_USAGE,
			       "sdk check X.so [--fixtures DIR] [--wait "
			       "SECONDS]; the plugin's file comes first");
	if (!file_exists(so))
		return err_set(err, ERR_DATA,
			       "%s: there is no such file; build the plugin "
			       "first",
			       so);
	if (judge(&ask, &r, err))
		return -1;
	if (c->json)
		report_put_json(&c->out, &r);
	else
		report_put_text(&c->out, &r);
	if (!r.findings.len)
		return 0;
	return err_set(err, ERR_FOUND, "%zu finding%s", r.findings.len,
		       r.findings.len == 1 ? "" : "s");
}

/* -- where -- */

/* Beside the program in a source tree, or installed. */
static char *header_of(const struct cli *c)
{
	CLEANUP(free_ptr) char *home = cli_home(c);
	CLEANUP(free_ptr) char *tree = xasprintf("%s/../sdk", home);
	CLEANUP(free_ptr)
	char *header = xasprintf("%s/hw_plugin.h", tree);
	CLEANUP(free_ptr) char *installed = xasprintf("%s/../include", home);

	return realpath(file_exists(header) ? tree : installed, NULL);
}

static char *program(void)
{
	return realpath("/proc/self/exe", NULL);
}

static char *place_of(const struct cli *c, const char *what, struct err *err)
{
	CLEANUP(free_ptr) char *player = cli_program(c, "helloword-play");
	char *place = NULL;

	if (text_eq(what, "header"))
		place = header_of(c);
	else if (text_eq(what, "player"))
		place = realpath(player, NULL);
	else if (text_eq(what, "program"))
		place = program();
	else
		err_set(err, ERR_USAGE,
			"sdk where header, player or program; not \"%.40s\"",
			what);
	if (!place && !err->code)
		err_set(err, ERR_FAILED,
			"the %s is not beside this program; install it with "
			"`make install`, or its package",
			what);
	return place;
}

/* A plugin's Makefile asks for one of them. */
static int where(struct cli *c, struct err *err)
{
	static const char *const all[] = { "header", "player", "program" };
	struct jw w = JW_INIT(&c->out);
	const char *what = cli_word(c, 1);

	if (c->json)
		jw_object(&w);
	for (size_t i = 0; i < (*what ? 1 : COUNT_OF(all)); i++) {
		const char *part = *what ? what : all[i];
		CLEANUP(free_ptr) char *place = place_of(c, part, err);

		if (!place)
			return -1;
		if (c->json)
			jw_kv_text(&w, part, place);
		else
			str_printf(&c->out, "%s%s%s\n", *what ? "" : part,
				   *what ? "" : ": ", place);
	}
	if (c->json) {
		jw_end(&w);
		str_putc(&c->out, '\n');
	}
	return 0;
}

/* -- new -- */

static int sound_names(const char *kind, const char *from, const char *id,
		       struct err *err)
{
	if (!*kind || !*id)
		return err_set(err, ERR_USAGE,
			       "sdk new KIND NAME, where KIND is carrier, "
			       "marketplace or channel");
	if (strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(id) ||
	    (*id >= '0' && *id <= '9'))
		return err_set(err, ERR_USAGE,
			       "a plugin's name is small letters, digits and "
			       "_, a letter first");
	if (strchr(kind, '/') || !file_exists(from))
		return err_set(err, ERR_USAGE,
			       "there is no template \"%.40s\"; carrier, "
			       "marketplace and channel exist",
			       kind);
	return 0;
}

static int new_plugin(struct cli *c, struct err *err)
{
	const char *kind = cli_word(c, 1), *id = cli_word(c, 2);
	const char *into = cli_option(c, "into") ? cli_option(c, "into") : id;
	CLEANUP(free_ptr) char *templates = folder_of_data(c, "sdk/template");
	CLEANUP(free_ptr) char *from = path_join(templates, kind);
	CLEANUP(free_ptr) char *make = path_join(templates, "Makefile");
	CLEANUP(free_ptr) char *makefile = path_join(into, "Makefile");
	CLEANUP(free_ptr)
	char *guide = folder_of_data(c, "docs/write-a-plugin.md");
	CLEANUP(free_ptr) char *self = program();
	const struct fill fills[] = { { "@ID@", id },
				      { "@NAME@", id },
				      { "@PROGRAM@", self ? self : "" },
				      { NULL, NULL } };

	if (sound_names(kind, from, id, err))
		return -1;
	if (file_exists(into))
		return err_set(err, ERR_DATA, "%s exists already", into);
	if (folder_copy(from, into, fills, err) ||
	    folder_copy(make, makefile, fills, err))
		return -1;
	str_printf(&c->out,
		   "wrote %s; `make -C %s test` tries it, and %s says "
		   "how to go on\n",
		   into, into, guide);
	return 0;
}

int verb_sdk(struct cli *c, struct err *err)
{
	const char *word = cli_word(c, 0);

	if (text_eq(word, "check"))
		return check(c, err);
	if (text_eq(word, "where"))
		return where(c, err);
	if (text_eq(word, "new"))
		return new_plugin(c, err);
	return err_set(err, ERR_USAGE,
		       "sdk what? `helloword sdk -h` shows the words");
}
