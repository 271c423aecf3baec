/* with_packs.h - the shipped policy with the packs that were built, which know
 * its occasions. SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_WITH_PACKS_H
#define HW_TESTS_WITH_PACKS_H

#include "policy/built_packs.h"
#include "policy/shipped.h"

#define TEXT_VALUE(n, t)                                     \
	{                                                    \
		.name = (n), .type = VALUE_TEXT, .text = (t) \
	}

/* What is known of an order on its way, for whoever renders its texts. */
#define KNOWN_VALUES 13
extern const struct value known_values[KNOWN_VALUES];

/* For cmocka, of a group. */
int with_packs_load(void **state);
int with_packs_unload(void **state);

#endif
