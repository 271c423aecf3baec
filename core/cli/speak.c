/* speak.c - see speak.h.
 * SPDX-License-Identifier: MIT */
#include "cli/speak.h"

#include "base/file.h"
#include "cli/folder.h"

/* NULL when the policy has no such file. */
static struct conf *open_file(struct speaking *s, const struct cli *c,
			      const char *name)
{
	CLEANUP(free_ptr) char *shipped = folder_of_data(c, "policy");
	CLEANUP(free_ptr)
	char *path = path_join(c->policy ? c->policy : shipped, name);

	return file_exists(path) ? conf_open(path, &s->mistakes) : NULL;
}

static void read_names(struct speaking *s, const struct cli *c)
{
	s->conf = open_file(s, c, "templates.conf");
	if (s->conf)
		template_names_read(&s->names, s->conf, &s->kept);
	s->dangers_conf = open_file(s, c, "dangers.conf");
	if (s->dangers_conf)
		dangers_read(&s->dangers, s->dangers_conf);
}

int speaking_open(struct speaking *s, struct cli *c, struct err *err)
{
	CLEANUP(free_ptr) char *worker = cli_program(c, "helloword-worker");
	CLEANUP(free_ptr) char *plugins = cli_plugins(c);
	struct describer d = { .worker = worker, .plugins = plugins };

	read_names(s, c);
	if (packs_load(&s->packs, &d, NULL, err))
		return -1;
	for (size_t i = 0; i < s->packs.len; i++)
		pack_vary(s->packs.at[i], &s->names.variants);
	return 0;
}

void speaking_release(struct speaking *s)
{
	packs_release(&s->packs);
	template_names_release(&s->names);
	conf_close(s->conf);
	dangers_release(&s->dangers);
	conf_close(s->dangers_conf);
	mistakes_release(&s->mistakes);
	arena_release(&s->kept);
	arena_release(&s->arena);
}
