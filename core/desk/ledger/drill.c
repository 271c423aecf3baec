/* drill.c - see drill.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ledger/drill.h"

#include "base/file.h"
#include "desk/action/action.h"
#include "desk/action/action_commands.h"
#include "desk/desk.h"
#include "desk/ledger/journal.h"
#include "desk/ledger/replay.h"
#include "desk/ledger/restored.h"

#define JOBS_MAX 256

/* Entries whose key is not here, or no longer, apply what was recorded only,
 * and what was erased is missing: then there is nothing to compare with. */
static bool can_compare(const struct drill *d, struct desk *desk)
{
	return d->backup.keys && !d->backup.newer &&
	       !db_i64(desk_db(desk), 0, "SELECT count(*) FROM erased", "");
}

static int replay(struct drill *d, struct desk *desk, struct err *err)
{
	CLEANUP(free_ptr) char *path = path_join(d->scratch, "replay.db");
	struct hash restored, again;

	if (replay_into(desk, path, &again, &d->entries, err) ||
	    state_hash(desk_db(desk), &restored, err))
		return -1;
	d->compared = can_compare(d, desk);
	return d->compared && !hash_eq(&restored, &again)
		       ? err_set(err, ERR_FOUND,
				 "%s: the replay of its journal gives another "
				 "state; use another copy",
				 d->backup.dir)
		       : 0;
}

/* As after a disaster: nothing may leave before all was looked up. */
static int start(struct drill *d, struct desk *desk, struct err *err)
{
	struct action_job jobs[JOBS_MAX];
	int64_t held = 0;
	int n;

	if (desk_start(desk, err) || restored_held(desk_db(desk), &held, err) ||
	    restored_left(desk_db(desk), &d->left, err))
		return -1;
	n = action_jobs(desk_db(desk), desk_now(desk), jobs, JOBS_MAX);
	for (int i = 0; i < n; i++)
		if (!jobs[i].look)
			held = 0;
	return n >= 0 && held
		       ? 0
		       : err_set(err, ERR_FOUND,
				 "%s: a desk of it would not start on hold",
				 d->backup.dir);
}

static int look_at(struct drill *d, struct desk *desk, struct err *err)
{
	struct db *db = desk_db(desk);
	int64_t entries;

	d->last = db_i64(
		db, 0, "SELECT at FROM journal ORDER BY seq DESC LIMIT 1", "");
	if (journal_verify(db, &entries, err) || db_integrity(db, err))
		return -1;
	return replay(d, desk, err) || start(d, desk, err) ? -1 : 0;
}

int drill_run(struct drill *d, struct err *err)
{
	CLEANUP(free_ptr) char *state = path_join(d->scratch, "state");
	struct desk_options options = { .state = state, .brain = d->brain };
	struct desk *desk = NULL;
	int rc;

	d->backup.state = state;
	rc = backup_restore(&d->backup, err) || desk_open(&desk, &options, err);
	if (rc == 0)
		rc = look_at(d, desk, err);
	desk_close(desk);
	d->backup.state = NULL;
	return rc ? -1 : 0;
}
