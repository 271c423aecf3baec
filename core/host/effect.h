/* effect.h - a plugin cannot change what is paid.
 *
 * The marked request stops here. Order, amount, currency and key are read from
 * it at the places that the verb declares, compared exactly with the action,
 * and the request is hashed; only then may it leave.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_EFFECT_H
#define HW_HOST_EFFECT_H

#include "base/hash.h"
#include "host/worker.h"
#include "model/effects.h"

/* 0 when the request does what the action says and nothing else; else ERR_BUG
 * and what differs. */
int effect_check(const struct verb_info *verb, const struct action *action,
		 const struct http_ask *ask, struct err *err) MUST_CHECK;

/* Hex SHA-256 over method, URL, headers and body. */
void effect_hash(const struct http_ask *ask, char out[2 * HASH_LEN + 1]);

enum effect_answer {
	EFFECT_UNKNOWN,  /* anything else: never simply sent again */
	EFFECT_NOT_DONE, /* declared: may be sent again */
	EFFECT_REFUSED,  /* declared: refused for good */
	EFFECT_NEW_KEY   /* declared: not done, and the key is burnt */
};
/* What the verb declares about this reply of the platform. */
enum effect_answer effect_answer(const struct verb_info *verb, int64_t status,
				 const char *body, size_t body_len);

#endif
