/* sdk.c - a new plugin that builds as it stands, and the judge of any.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "cli/cli.h"
#include "cli/folder.h"
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

/* -- new -- */

int verb_sdk(struct cli *c, struct err *err)
{
	const char *kind = cli_word(c, 1), *id = cli_word(c, 2);
	CLEANUP(free_ptr) char *templates = folder_of_data(c, "sdk/template");
	CLEANUP(free_ptr) char *from = path_join(templates, kind);
	CLEANUP(free_ptr)
	char *guide = folder_of_data(c, "docs/write-a-plugin.md");
	const char *into = cli_option(c, "into") ? cli_option(c, "into") : id;

	if (text_eq(cli_word(c, 0), "check"))
		return check(c, err);
	if (!text_eq(cli_word(c, 0), "new") || !*kind || !*id)
		return err_set(err, ERR_USAGE,
			       "sdk new KIND NAME, where KIND is carrier, "
			       "marketplace or channel; or sdk check X.so");
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
	if (file_exists(into))
		return err_set(err, ERR_DATA, "%s exists already", into);
	if (folder_copy(from, into, id, id, err))
		return -1;
	str_printf(&c->out, "wrote %s; see %s\n", into, guide);
	return 0;
}
