/* version.c - which program this is.
 * SPDX-License-Identifier: MIT */
#include <sqlite3.h>

#include "cli/verbs.h"

int verb_version(struct cli *c, struct err *err)
{
	struct jw w = JW_INIT(&c->out);

	(void)err;
	if (c->json) {
		jw_object(&w);
		jw_kv_text(&w, "helloword", HW_VERSION);
		jw_kv_text(&w, "sqlite", sqlite3_libversion());
		jw_end(&w);
		str_putc(&c->out, '\n');
		return 0;
	}
	str_printf(&c->out, "helloword %s, SQLite %s\n", HW_VERSION,
		   sqlite3_libversion());
	return 0;
}
