/* simulate.c - another policy folder, tried on what was decided.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "base/when.h"
#include "cli/simulate_view.h"
#include "cli/verbs.h"

static int moment_of(const struct cli *c, const char *option, int64_t otherwise,
		     int64_t *out, struct err *err)
{
	const char *text = cli_option(c, option);
	struct err why = { 0 };
	struct when w;

	*out = otherwise;
	if (!text)
		return 0;
	if (when_parse(&w, text, &why))
		return err_set(err, ERR_USAGE,
			       "--%s %s: %s; write it as 2026-11-24 or "
			       "2026-11-24T10:00:00Z",
			       option, text, why.text);
	*out = w.ms;
	return 0;
}

/* Else each mistake of what is not there would be told as one of the manifest.
 */
static int must_be_policy(const char *folder, struct err *err)
{
	CLEANUP(free_ptr) char *rules = path_join(folder, "rules.conf");

	return file_exists(rules)
		       ? 0
		       : err_set(err, ERR_CONFIG,
				 "%.200s is no policy folder: there is no "
				 "rules.conf in it; copy yours, change the "
				 "copy, and name that",
				 folder);
}

/* The folder in place of the manifest's own. */
static struct brain_of *folder_brain(struct cli *c, const struct manifest *m,
				     const char *folder, struct err *err)
{
	CLEANUP(free_ptr) char *worker = cli_program(c, "helloword-worker");
	CLEANUP(free_ptr) char *plugins = cli_plugins(c);
	CLEANUP(mistakes_release) struct mistakes mistakes = { { 0 } };
	struct describer d = {
		.worker = worker,
		.plugins = m->plugins ? m->plugins : plugins,
		.packs = c->packs,
	};
	struct brain_of *b = brain_check(m, &d, &mistakes);
	size_t n = mistakes.list.len;

	for (size_t i = 0; i < n; i++)
		fprintf(stderr, "%s\n", mistakes.list.at[i]);
	if (!b)
		err_set(err, ERR_CONFIG,
			"the policy in %s has %zu mistake%s; mend it, then "
			"try it again",
			folder, n, n == 1 ? "" : "s");
	return b;
}

static int run(struct cli *c, struct db *db, const char *folder, int64_t since,
	       int64_t until, struct err *err)
{
	struct manifest *m = cli_manifest(c, err), tried;
	struct brain_of *b = NULL;
	struct trial trial = { .decisions = 0 };
	int rc = -1;

	if (m) {
		tried = *m;
		tried.policy = folder;
		b = folder_brain(c, &tried, folder, err);
	}
	if (b) {
		rc = simulate(db, brain_of(b), since, until, &trial, err);
		if (rc == 0)
			c->json ? simulate_put_json(c, &trial)
				: simulate_tell(c, &trial);
	}
	trial_release(&trial);
	brain_close(b);
	manifest_close(m);
	return rc;
}

int verb_simulate(struct cli *c, struct err *err)
{
	const char *folder = cli_word(c, 0);
	int64_t since, until;
	struct db *db;
	int rc;

	if (!*folder)
		return err_set(err, ERR_USAGE,
			       "name a policy folder: copy yours, change the "
			       "copy, and name that");
	if (moment_of(c, "since", 0, &since, err) ||
	    moment_of(c, "until", INT64_MAX, &until, err) ||
	    must_be_policy(folder, err) || cli_db(c, &db, err))
		return -1;
	rc = run(c, db, folder, since, until, err);
	db_close(db);
	return rc;
}
