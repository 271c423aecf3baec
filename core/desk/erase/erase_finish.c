/* erase_finish.c - what an erasure does after its commit.
 *
 * Keys and files go at once, all keys of one erasure together; the log is
 * written into the database, unless somebody reads an old view of it: then a
 * later step does. What remains is what SQLite kept of the rows: deleted words
 * in old segments of the search index (FTS5 of 3.40 overwrites nothing in
 * place), and cells that moved when a page was divided. Both take as long as
 * the database is large, so they are done in steps; a small one is through
 * before the command is answered, the others go on with the desk's ticks and
 * after a restart.
 * SPDX-License-Identifier: MIT */
#include "desk/erase/erase.h"

#include "base/log.h"
#include "desk/intake/evidence.h"

static int64_t pages_a_step = 8192; /* 32 MiB */
static int steps_at_once = 6;

#define PASSES_MAX 4
#define MERGE_PAGES "400" /* of the index a step, about 1.6 MB */

void erase_pace(int64_t pages, int steps)
{
	pages_a_step = pages;
	steps_at_once = steps;
}

/* -- keys and files -- */

static int finish_one(struct desk *d, const char *what, const char *name,
		      struct err *err)
{
	if (text_eq(what, "key"))
		return keys_destroy(d->keys, name, err) < 0 ? -1 : 0;
	return evidence_remove(d, name, err);
}

/* How many there were, or -1. */
static int finish_outside(struct desk *d, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT what, name FROM erasing WHERE "
				   "what IN ('file', 'key')",
				   "");
	int done = 0;

	for (; rows_next(&r); done++)
		if (finish_one(d, rows_text(&r, 0), rows_text(&r, 1), err))
			return -1;
	if (rows_end(&r, err) || (done && keys_wipe(d->keys, err)))
		return -1;
	return done;
}

/* -- what the database still holds -- */

/* From the beginning, also when an earlier erasure was under way. */
static int begin_steps(struct desk *d, struct err *err)
{
	if (db_begin(d->db, err))
		return -1;
	if (db_run(d->db, err, "DELETE FROM erasing", "") ||
	    db_run(d->db, err,
		   "INSERT INTO erasing VALUES('index', ''), ('pages', '1')",
		   "")) {
		desk_undo(d);
		return -1;
	}
	return desk_commit(d, err);
}

/* A negative number takes all segments together, as 'optimize' would at once;
 * nothing was left to merge when fewer than two rows changed. [source: FTS5
 * manual, 6.8 and 6.9] */
static int merge_some(struct desk *d, struct err *err)
{
	int64_t before, after;

	if (db_begin(d->db, err))
		return -1;
	if (db_ask(d->db, &before, 0, err, "SELECT total_changes()", "") ||
	    db_run(d->db, err,
		   "INSERT INTO messages_text(messages_text, rank) "
		   "VALUES('merge', -" MERGE_PAGES ")",
		   "") ||
	    db_ask(d->db, &after, 0, err, "SELECT total_changes()", "") ||
	    (after - before < 2 && db_run(d->db, err,
					  "DELETE FROM erasing WHERE "
					  "what = 'index'",
					  ""))) {
		desk_undo(d);
		return -1;
	}
	return desk_commit(d, err);
}

/* As it stands in `erasing`: "4097 2 1"; the first number alone is the state of
 * an older release. */
struct wiping {
	long long page, pass;
	bool wrote;
};

static int read_wiping(struct desk *d, struct wiping *w, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		d->db, "SELECT name FROM erasing WHERE what = 'pages'", "");
	CLEANUP(free_ptr) char *text = NULL;
	char *at;

	*w = (struct wiping){ 0 };
	if (!rows_next(&r))
		return rows_end(&r, err);
	text = xstrdup(rows_text(&r, 0));
	at = text;
	w->page = strtoll(at, &at, 10);
	w->pass = strtoll(at, &at, 10);
	w->wrote = strtoll(at, &at, 10) != 0;
	return rows_end(&r, err);
}

static int save_wiping(struct desk *d, const struct wiping *w, struct err *err)
{
	CLEANUP(free_ptr)
	char *name = xasprintf("%lld %lld %d", w->page, w->pass, w->wrote);

	return db_run(d->db, err,
		      w->page ? "UPDATE erasing SET name = ?1 WHERE "
				"what = 'pages'"
			      : "DELETE FROM erasing WHERE what = 'pages' AND "
				"?1 = ?1",
		      "s", name);
}

/* A page that was not looked at yet may get the number of one that was, when
 * SQLite divides pages between two steps. So a pass of more than one step is
 * followed by another until one has found nothing; a desk that writes much
 * always leaves something new, which is nobody's that was erased. */
static void end_pass(struct wiping *w, bool one_step)
{
	if (one_step || !w->wrote || w->pass + 1 >= PASSES_MAX)
		return;
	*w = (struct wiping){ .page = 1, .pass = w->pass + 1 };
}

static int wipe_some(struct desk *d, struct wiping *w, struct err *err)
{
	bool first = w->page == 1, wrote = false;
	int64_t page = w->page;
	int rc = db_wipe(d->db, &page, pages_a_step, &wrote, err);

	if (rc <= 0)
		return rc;
	w->page = page;
	w->wrote |= wrote;
	if (!page)
		end_pass(w, first);
	if (save_wiping(d, w, err))
		return -1;
	if (!w->page)
		db_checkpoint(d->db, 0);
	return 1;
}

int erase_step(struct desk *d, struct err *err)
{
	struct wiping w;
	int64_t index;

	if (db_ask(d->db, &index, 0, err,
		   "SELECT count(*) FROM erasing WHERE what = 'index'", "") ||
	    read_wiping(d, &w, err))
		return -1;
	if (index)
		return merge_some(d, err) ? -1 : 1;
	return w.page ? wipe_some(d, &w, err) : 0;
}

/* The erasure is done without them, so they fail nothing: they are tried
 * again. */
static void first_steps(struct desk *d)
{
	struct err err = { 0 };
	int rc = 1;

	for (int i = 0; rc > 0 && i < steps_at_once; i++)
		rc = erase_step(d, &err);
	if (rc < 0)
		log_warning("erase: %s", err.text);
}

int erase_finish(struct desk *d, struct err *err)
{
	int done = finish_outside(d, err);

	if (done < 0 || (done && begin_steps(d, err)))
		return -1;
	first_steps(d);
	/* Until then the file has the rows as they were, and only the log says
	 * that they are gone. */
	if (done)
		db_checkpoint(d->db, 0);
	return 0;
}
