/* quarantine.c - what intake could not read, and its way back.
 * SPDX-License-Identifier: MIT */
#include "cli/cli.h"

int verb_quarantine(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	struct db *db;
	cJSON *reply;

	bool show = text_eq(cli_word(c, 0), "show");

	if (show || text_eq(cli_word(c, 0), "retry")) {
		str_printf(&args, "{\"id\":%lld,\"show\":%s}",
			   strtoll(cli_word(c, 1), NULL, 10),
			   show ? "true" : "false");
		if (cli_do(c, "quarantine", &args, &reply, err))
			return -1;
		str_printf(&c->out, "%s\n",
			   show ? json_text(reply, "record") : "taken in");
		json_free(reply);
		return 0;
	}
	if (cli_db(c, &db, err))
		return -1;
	{
		CLEANUP(rows_release)
		struct rows r = rows_query(db,
					   "SELECT id, instance, kind, reason "
					   "FROM quarantine WHERE "
					   "state = 'open' ORDER BY id",
					   "");

		while (rows_next(&r))
			str_printf(&c->out, "%lld %s %s %s\n",
				   (long long)rows_i64(&r, 0), rows_text(&r, 1),
				   rows_text(&r, 2), rows_text(&r, 3));
	}
	db_close(db);
	return 0;
}
