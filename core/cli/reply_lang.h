/* reply_lang.h - words in another language than their buyer's.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_REPLY_LANG_H
#define HW_CLI_REPLY_LANG_H

#include "policy/policy.h"

/* The sentence that says so, in the arena. NULL: it is the ticket's language,
 * or nobody can tell: no pack for that. */
const char *reply_lang_note(const struct pack_list *packs, const char *text,
			    const char *lang, struct arena *arena);

#endif
