/* backup.c - backup and restore.
 * SPDX-License-Identifier: MIT */
#include "desk/ledger/backup.h"

#include <sys/stat.h>

#include "base/file.h"
#include "cli/lately.h"
#include "cli/show.h"
#include "cli/told.h"
#include "cli/verbs.h"
#include "desk/ledger/restored.h"

static int write_folder(struct cli *c, struct backup *b, struct db *db,
			struct err *err)
{
	if (backup_write(b, db, err))
		return -1;
	str_printf(&c->out,
		   "%s: the database up to journal entry %lld, %lld evidence "
		   "file%s\n",
		   b->dir, (long long)b->seq, (long long)b->evidence,
		   b->evidence == 1 ? "" : "s");
	if (b->keys)
		fprintf(stderr,
			"%s holds the keys of all personal data: keep it apart "
			"from the backup. Whoever restores it undoes every "
			"erasure since.\n",
			b->keys);
	if (b->missing)
		return err_set(err, ERR_FOUND,
			       "%lld evidence file%s that the database names "
			       "%s not there",
			       (long long)b->missing,
			       b->missing == 1 ? "" : "s",
			       b->missing == 1 ? "is" : "are");
	return 0;
}

static void tell_size(const char *path)
{
	struct stat st = { 0 };

	if (stat(path, &st) == 0)
		fprintf(stderr, "copied to %s, %.1f MB\n", path,
			(double)st.st_size / 1e6);
}

/* NAME.db is the database alone; anything else is a folder. */
int verb_backup(struct cli *c, struct err *err)
{
	CLEANUP(free_ptr) char *keys = NULL;
	struct backup b = { .dir = cli_word(c, 0) };
	struct db *db;
	int rc;

	if (!*b.dir)
		return err_set(err, ERR_USAGE,
			       "a backup goes into a new folder, and \"\" is "
			       "none; write such as /backup/monday");
	if (text_ends(b.dir, ".db") && cli_flag(c, "with-keys"))
		return err_set(err, ERR_USAGE,
			       "--with-keys goes with a folder, not with a "
			       "single database");
	if (cli_db(c, &db, err))
		return -1;
	if (text_ends(b.dir, ".db")) {
		rc = db_backup(db, b.dir, err);
		db_close(db);
		if (rc == 0)
			tell_size(b.dir);
		return rc;
	}
	keys = xasprintf("%s-keys.db", b.dir);
	if (cli_flag(c, "with-keys"))
		b.keys = keys;
	b.state = c->state;
	rc = write_folder(c, &b, db, err);
	if (rc == 0)
		lately_done(b.state, "backup", b.dir, b.seq);
	db_close(db);
	return rc;
}

/* The hold of a copy begins with the desk's start: before it there is nothing
 * to lift, and `doctor` says what will be. */
static int not_started(struct cli *c, struct err *err)
{
	struct db *db;
	int64_t since;
	bool copy;
	int rc;

	if (cli_db(c, &db, err))
		return -1;
	rc = db_is_copy(db, &copy, err) || restored_held(db, &since, err);
	db_close(db);
	if (rc)
		return -1;
	return copy && !since
		       ? err_set(err, ERR_DATA,
				 "this copy is held from the desk's next start "
				 "on: start it with `helloword serve`, then "
				 "lift the hold")
		       : 0;
}

static int lift(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	struct jw w = JW_INIT(&args);
	cJSON *reply;

	if (not_started(c, err))
		return -1;
	jw_object(&w);
	show_option(&w, c, "force", "force");
	jw_end(&w);
	return cli_do(c, "lift", &args, &reply, err)
		       ? -1
		       : told(c, reply, "the hold is lifted", err);
}

int verb_restore(struct cli *c, struct err *err)
{
	struct backup b = { .dir = cli_word(c, 0),
			    .state = cli_option(c, "into"),
			    .keys = cli_option(c, "keys") };

	if (text_eq(b.dir, "lift") && !b.state)
		return lift(c, err);
	if (!*b.dir || !b.state)
		return err_set(err, ERR_USAGE,
			       "restore needs a backup's folder and --into "
			       "STATE, or the word lift; `helloword drill` "
			       "only tries it");
	if (hash_start(err) || backup_restore(&b, err))
		return -1;
	str_printf(
		&c->out,
		"restored up to journal entry %lld with %lld evidence file%s "
		"into %s\nThe desk sends nothing until it has looked up "
		"every open action; `helloword doctor` tells.\n",
		(long long)b.seq, (long long)b.evidence,
		b.evidence == 1 ? "" : "s", b.state);
	if (!b.keys)
		fprintf(stderr, "without keys, what is sealed in the journal "
				"and the evidence stays closed\n");
	if (b.newer)
		fprintf(stderr, "these keys are later than the copy: what was "
				"erased since is erased again when the desk "
				"starts\n");
	return 0;
}
