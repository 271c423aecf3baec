/* version.c - which program this is.
 * SPDX-License-Identifier: MIT */
#include <sqlite3.h>

#include "cli/verbs.h"

int verb_version(struct cli *c, struct err *err)
{
	(void)err;
	str_printf(&c->out, "helloword %s, SQLite %s\n", HW_VERSION,
		   sqlite3_libversion());
	return 0;
}
