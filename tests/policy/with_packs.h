/* with_packs.h - the shipped policy with the packs that were built, which know
 * its occasions. SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_WITH_PACKS_H
#define HW_TESTS_WITH_PACKS_H

#include "policy/built_packs.h"
#include "policy/shipped.h"

/* For cmocka, of a group. */
int with_packs_load(void **state);
int with_packs_unload(void **state);

#endif
