/* sdk.c - a new plugin that builds as it stands.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "cli/cli.h"
#include "cli/folder.h"

int verb_sdk(struct cli *c, struct err *err)
{
	const char *kind = cli_word(c, 1), *id = cli_word(c, 2);
	CLEANUP(free_ptr) char *templates = folder_of_data(c, "sdk/template");
	CLEANUP(free_ptr) char *from = path_join(templates, kind);
	CLEANUP(free_ptr)
	char *guide = folder_of_data(c, "docs/write-a-plugin.md");
	const char *into = cli_option(c, "into") ? cli_option(c, "into") : id;

	if (!text_eq(cli_word(c, 0), "new") || !*kind || !*id)
		return err_set(err, ERR_USAGE,
			       "sdk new KIND NAME, where KIND "
			       "is carrier, marketplace or "
			       "channel");
	if (strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(id) ||
	    (*id >= '0' && *id <= '9'))
		return err_set(err, ERR_USAGE,
			       "a plugin's name is small letters, digits and "
			       "_, a letter first");
	if (strchr(kind, '/') || !file_exists(from))
		return err_set(err, ERR_USAGE,
			       "there is no template \"%.40s\"; carrier, "
			       "marketplace and channel exist",
			       kind);
	if (file_exists(into))
		return err_set(err, ERR_DATA, "%s exists already", into);
	if (folder_copy(from, into, id, id, err))
		return -1;
	str_printf(&c->out, "wrote %s; see %s\n", into, guide);
	return 0;
}
