/* keys_own.h - a subject's key, for sealing and opening (seal.c) only.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_KEYS_OWN_H
#define HW_DESK_KEYS_OWN_H

#include "desk/ledger/seal.h"

/* 1 and *key, 0 when there is none, -1. Wipe it after use. */
int key_find(struct keys *k, const char *subject, struct hash *key,
	     struct err *err) MUST_CHECK;
/* Makes one when there is none; durable from keys_sync on. */
int key_for(struct keys *k, const char *subject, struct hash *key,
	    struct err *err) MUST_CHECK;

#endif
