/* hooks.c - see hooks.h.
 * SPDX-License-Identifier: MIT */
#include "http/hooks.h"

#include "base/encode.h"
#include "base/hash.h"

static bool matches(const struct hook_rule *rule, const char *secret,
		    const char *signature, const void *body, size_t len)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	struct hash mac = hmac_sha256(secret, strlen(secret), body, len);

	if (rule->hex)
		put_hex(&text, mac.at, sizeof mac.at);
	else
		put_base64(&text, mac.at, sizeof mac.at);
	return strlen(signature) == text.len &&
	       bytes_eq_const(signature, str_c(&text), text.len);
}

bool hook_verify(const struct hook_rule *rule, const char *signature,
		 const void *body, size_t len)
{
	if (!rule->secret || !*rule->secret || !*signature)
		return false;
	return matches(rule, rule->secret, signature, body, len) ||
	       (rule->previous && *rule->previous &&
		matches(rule, rule->previous, signature, body, len));
}
