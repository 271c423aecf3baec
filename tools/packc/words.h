/* words.h - the words of a language, from its locale.conf: what tells it, what
 * tells an issue, denies, and chooses.
 * SPDX-License-Identifier: MIT */
#ifndef HW_PACKC_WORDS_H
#define HW_PACKC_WORDS_H

#include "base/json.h"
#include "policy/conf/conf.h"

/* Members of the pack's object; mistakes are recorded at their lines. */
void words_put(struct jw *w, const struct conf_node *root);

#endif
