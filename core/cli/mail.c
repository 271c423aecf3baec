/* mail.c - mail parse: a mail as the desk would see it.
 *
 * The program that reads MIME is the plugin's own: this one links no library
 * for it and becomes that program.
 * SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "base/mem.h"
#include "cli/verbs.h"

int verb_mail(struct cli *c, struct err *err)
{
	CLEANUP(free_ptr) char *program = cli_program(c, "helloword-mail");
	char **argv;

	if (!text_eq(cli_word(c, 0), "parse") || c->words.len < 2)
		return err_set(err, ERR_USAGE,
			       "mail parse FILE..., where - is standard input");
	/* "parse" gives its place to the program's name. */
	argv = xmalloc((c->words.len + 1) * sizeof *argv);
	argv[0] = program;
	for (size_t i = 1; i < c->words.len; i++)
		argv[i] = xstrdup(c->words.at[i]);
	argv[c->words.len] = NULL;
	execv(program, argv);
	for (size_t i = 1; i < c->words.len; i++)
		free(argv[i]);
	free(argv);
	return err_errno(err, ERR_SYSTEM,
			 "%s cannot be run; install the plugin email", program);
}
