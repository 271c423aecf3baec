/* like.h - does what came look like what a fixture expects?
 * SPDX-License-Identifier: MIT */
#ifndef HW_PLAY_LIKE_H
#define HW_PLAY_LIKE_H

#include "base/json.h"

/* Equal; or, when expected starts with '~', the rest is an extended regular
 * expression that matches all of it. got NULL is like nothing. */
bool text_like(const char *expected, const char *got);

/* Equal as JSON, members in any order. An object that has a member named
 * "..." may have further ones; text may be a "~" expression. */
bool json_like(const cJSON *expected, const cJSON *got);

/* Both JSON: as json_like; else as text_like. */
bool body_like(const char *expected, const char *got, size_t len);

#endif
