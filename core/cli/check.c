/* check.c - every mistake of manifest and policy in one run.
 * SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "policy/policy.h"

int verb_check(struct cli *c, struct err *err)
{
	struct manifest *m = cli_manifest(c, err);
	struct brain_of *b = m ? cli_brain(c, m, err) : NULL;

	if (b)
		str_printf(&c->out, "%zu instances, policy %s: no mistakes\n",
			   m->count, brain_policy(b)->version);
	brain_close(b);
	manifest_close(m);
	return b ? 0 : -1;
}
