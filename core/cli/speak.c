/* speak.c - see speak.h.
 * SPDX-License-Identifier: MIT */
#include "cli/speak.h"

#include "base/file.h"

int speaking_open(struct speaking *s, struct cli *c, struct err *err)
{
	CLEANUP(free_ptr) char *worker = cli_program(c, "helloword-worker");
	CLEANUP(free_ptr) char *plugins = cli_plugins(c);
	struct describer d = { .worker = worker, .plugins = plugins };

	return packs_load(&s->packs, &d, NULL, err);
}

void speaking_release(struct speaking *s)
{
	packs_release(&s->packs);
	arena_release(&s->arena);
}
