/* known_agent.c - see known_agent.h.
 * SPDX-License-Identifier: MIT */
#include "cli/known_agent.h"

static bool in_manifest(struct cli *c, const char *name)
{
	struct err none = { 0 };
	struct manifest *m = cli_manifest(c, &none);
	bool found = false;

	for (size_t i = 0; m && i < m->agents.len; i++)
		found |= text_eq(m->agents.at[i].name, name);
	manifest_close(m);
	return found;
}

int known_agent_check(struct cli *c, struct db *db, const char *name,
		      struct err *err)
{
	int64_t known = 0;

	if (!name)
		return 0;
	if (db_ask(db, &known, 0, err,
		   "SELECT 1 WHERE EXISTS (SELECT 1 FROM agents WHERE name = "
		   "?1) OR EXISTS (SELECT 1 FROM tickets WHERE owner = ?1) OR "
		   "EXISTS (SELECT 1 FROM actions WHERE approved_by = ?1)",
		   "s", name))
		return -1;
	if (known || in_manifest(c, name))
		return 0;
	return err_set(err, ERR_DATA,
		       "neither the desk nor its manifest knows an agent "
		       "\"%.40s\"; `helloword agent list` has those of the "
		       "desk",
		       name);
}
