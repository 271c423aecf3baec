/* ticket_file.c - see ticket_file.h.
 * SPDX-License-Identifier: MIT */
#include "cli/ticket_file.h"

#include <unistd.h>

#include "base/file.h"
#include "desk/evidence.h"
#include "desk/seal.h"

static int give(struct cli *c, struct db *db, struct keys *keys, int64_t id,
		struct err *err)
{
	int found = evidence_open(db, keys, c->state, id, &c->out, err);

	if (found == 0)
		return err_set(err, ERR_DATA,
			       "there is no file %lld, or its buyer was erased",
			       (long long)id);
	return found < 0 ? -1 : 0;
}

int ticket_file(struct cli *c, struct err *err)
{
	int64_t id = cli_number(c, 1, "a file", err);
	CLEANUP(free_ptr) char *path = NULL;
	struct keys *keys = NULL;
	struct db *db = NULL;
	int rc = -1;

	if (id < 0)
		return -1;
	if (isatty(STDOUT_FILENO))
		return err_set(err, ERR_USAGE,
			       "a photo is nothing for a terminal: helloword "
			       "ticket file %lld > FILE",
			       (long long)id);
	if (!cli_state(c, err))
		return -1;
	path = path_join(c->state, "keys.db");
	if (keys_read(&keys, path, err) == 0 && cli_db(c, &db, err) == 0)
		rc = give(c, db, keys, id, err);
	db_close(db);
	keys_close(keys);
	return rc;
}
