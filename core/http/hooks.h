/* hooks.h - is this webhook really from the platform?
 *
 * The signature is checked over the raw bytes, in constant time, before any of
 * them is parsed. What is stored afterwards is still only a hint: money
 * decisions read the object again.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HTTP_HOOKS_H
#define HW_HTTP_HOOKS_H

#include "base/json.h"
#include "http/server.h"

/* As the plugin declares it (docs/wire.md "webhook"). */
struct hook_rule {
	bool hex;                      /* else base64 */
	const char *secret, *previous; /* values; previous may be NULL */
};

/* HMAC-SHA-256 over body with either secret equals the text. */
bool hook_verify(const struct hook_rule *rule, const char *signature,
		 const void *body, size_t len);

#endif
