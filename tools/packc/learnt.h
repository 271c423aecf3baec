/* learnt.h - what a pack learns from examples: how its language sounds
 * (text/tongue.h), what its texts are about (text/model.h), what they tell
 * beside (aside_learner.h), and what the guard heeds (heed.h).
 * SPDX-License-Identifier: MIT */
#ifndef HW_PACKC_LEARNT_H
#define HW_PACKC_LEARNT_H

#include "meant.h"

/* Appends them to a pack's JSON, a NUL before them. `kin` names the languages
 * (a list, or NULL) whose examples are learnt from as well; `meant` as heed.h
 * has it. Nothing is learnt once there are mistakes. */
void put_learnt(const char *folder, const struct conf_node *kin,
		const struct meant *meant, struct str *blob,
		struct arena *arena, struct mistakes *m);

#endif
