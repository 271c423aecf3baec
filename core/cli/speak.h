/* speak.h - the installed locale packs, for verbs that need no desk.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_SPEAK_H
#define HW_CLI_SPEAK_H

#include "cli/cli.h"
#include "policy/policy.h"

/* Zero it before speaking_open; the arena is of the line being answered. */
struct speaking {
	struct pack_list packs;
	struct arena arena;
	/* templates.conf of the desk, when its manifest was read, or that ships
	 * with the program; empty when there is none. */
	struct template_names names;
	struct conf *conf;
	/* dangers.conf, found in the same way. */
	struct dangers dangers;
	struct conf *dangers_conf;
	struct mistakes mistakes;
	struct arena kept;
};

/* -1 when a pack beside the plugins is damaged. */
int speaking_open(struct speaking *s, struct cli *c,
		  struct err *err) MUST_CHECK;
void speaking_release(struct speaking *s);

#endif
