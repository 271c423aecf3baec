/* built_packs.h - the language packs that were built, and messages to try them
 * with.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_BUILT_PACKS_H
#define HW_TESTS_BUILT_PACKS_H

#include "policy/policy.h"

extern struct pack_list packs;

/* For cmocka, of a group: opens and frees them. */
int packs_load(void **state);
int packs_unload(void **state);

/* Of a file like tests/messages/measure: one a line, parted by tabs. */
struct message {
	const char *issue, *also, *text;
};
VEC(message_list, struct message);
void messages_read(const char *path, struct arena *arena,
		   struct message_list *out);

#endif
