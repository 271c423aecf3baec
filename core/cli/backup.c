/* backup.c - the database copied while it is in use.
 * SPDX-License-Identifier: MIT */
#include "cli/cli.h"

int verb_backup(struct cli *c, struct err *err)
{
	struct db *db;
	int rc;

	if (!*cli_word(c, 0))
		return err_set(err, ERR_USAGE, "backup needs a file");
	if (cli_db(c, &db, err))
		return -1;
	rc = db_backup(db, cli_word(c, 0), err);
	db_close(db);
	return rc;
}
