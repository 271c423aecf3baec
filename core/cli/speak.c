/* speak.c - see speak.h.
 * SPDX-License-Identifier: MIT */
#include "cli/speak.h"

#include "base/file.h"

int speaking_open(struct speaking *s, struct cli *c, struct err *err)
{
	static const char *const names[] = { "locale-en", "locale-de",
					     "locale-zh-cn", NULL };
	CLEANUP(free_ptr) char *worker = cli_program(c, "helloword-worker");
	CLEANUP(free_ptr) char *plugins = cli_plugins(c);
	struct describer d = { worker, plugins };

	for (const char *const *n = names; *n; n++) {
		CLEANUP(str_release) struct str blob = STR_INIT;
		struct pack *p;

		if (plugin_blob(&d, *n, &blob, err) ||
		    !(p = pack_open(str_c(&blob), blob.len, err)))
			return -1;
		pack_list_push(&s->packs, p);
	}
	return 0;
}

void speaking_release(struct speaking *s)
{
	for (size_t i = 0; i < s->packs.len; i++)
		pack_free(s->packs.at[i]);
	pack_list_release(&s->packs);
	arena_release(&s->arena);
}
