/* schema.c - what a record looks like.
 * SPDX-License-Identifier: MIT */
#include "cli/verbs.h"
#include "model/codec.h"

static void put_sql(struct cli *c, const struct kind *kind)
{
	if (!kind->table)
		return;
	schema_put_sql(&c->out, kind);
	str_putc(&c->out, '\n');
}

int verb_schema(struct cli *c, struct err *err)
{
	const char *name = cli_word(c, 0);
	const struct kind *kind = kind_by_name(name);

	if (!*name && cli_flag(c, "sql")) {
		for (const struct kind *const *k = all_kinds; *k; k++)
			put_sql(c, *k);
		return 0;
	}
	if (!*name) {
		for (const struct kind *const *k = all_kinds; *k; k++)
			str_printf(&c->out, "%-10s %s\n", (*k)->name,
				   (*k)->doc);
		return 0;
	}
	if (!kind)
		return err_set(err, ERR_USAGE,
			       "\"%.40s\" is no kind; `helloword schema` lists "
			       "them",
			       name);
	if (!cli_flag(c, "sql")) {
		schema_put(&c->out, kind);
		str_putc(&c->out, '\n');
		return 0;
	}
	put_sql(c, kind);
	return c->out.len ? 0
			  : err_set(err, ERR_USAGE,
				    "%s has no table of its own", name);
}
