/* guarded.h - the guard that is shipped, with what the built packs have learnt,
 * and messages to try it with.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_GUARDED_H
#define HW_TESTS_GUARDED_H

#include "base/json.h"
#include "policy/guard/guard.h"

extern struct guard_policy *guard;

/* For cmocka, of a group: fails when there is a mistake in its files. */
int guarded_load(void **state);
int guarded_unload(void **state);

/* A line of tests/messages/guard judged; hits are appended. */
void guarded_judge(const cJSON *line, struct guard_hits *out);
/* Is the rule among them? */
bool guarded_has(const struct guard_hits *h, const char *rule);

#endif
