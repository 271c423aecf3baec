/* seal.h - personal data under a key that can be destroyed.
 *
 * The sealing subject is one order, one thread without an order, one mail that
 * is nobody's matter, one parcel of which no order is known, one record of the
 * quarantine, the reason for dropping one or for lifting one hold, one notice,
 * or the waiting webhooks of one instance. Its key lives in keys.db beside the
 * database: a file of its own, not in the ordinary backup, written durably
 * before the command that uses it commits. Destroying the key is what erasure
 * means for the journal, the inbox, the quarantine and the evidence store.
 * keys.db also holds the install secret that everything unguessable is derived
 * from.
 *
 * Sealed bytes are: 24 bytes of nonce (random, never a counter: a restored
 * database would repeat it), then XChaCha20-Poly1305 of the text. `about` is
 * authenticated with it, so a cell moved to another row does not open.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_SEAL_H
#define HW_DESK_SEAL_H

#include "base/hash.h"
#include "base/str.h"
#include "base/vec.h"

struct keys;

/* path NULL: keys in memory only, for replays and tests. */
int keys_open(struct keys **out, const char *path, struct err *err) MUST_CHECK;
/* To look only, beside a desk that runs: sealing fails. ERR_SYSTEM when there
 * is no such file. */
int keys_read(struct keys **out, const char *path, struct err *err) MUST_CHECK;
void keys_close(struct keys *keys);

/* The install secret, borrowed: what is derived from it is this desk's own. */
const struct hash *keys_secret(const struct keys *keys);

/* Makes the keys of this batch durable; before the database commits. After -1,
 * of this or of seal, the keys made since the last sync are gone: whatever was
 * sealed under them must be thrown away. */
int keys_sync(struct keys *keys, struct err *err) MUST_CHECK;

/* Appends the sealed bytes. Makes the subject's key when there is none. */
int seal(struct keys *keys, const char *subject, const char *about,
	 const void *text, size_t len, struct str *out,
	 struct err *err) MUST_CHECK;

/* Appends the text. 1 when opened, 0 when the subject was erased (no key),
 * -1 with ERR_DATA when the bytes were changed. */
int unseal(struct keys *keys, const char *subject, const char *about,
	   const void *sealed, size_t len, struct str *out,
	   struct err *err) MUST_CHECK;

/* Destroys a key, durably from keys_wipe on. 1 when there was one. The subject
 * may get another; what the old one sealed stays erased. */
int keys_destroy(struct keys *keys, const char *subject,
		 struct err *err) MUST_CHECK;
/* Makes what was destroyed durable and writes the file anew without it: once,
 * after the last. */
int keys_wipe(struct keys *keys, struct err *err) MUST_CHECK;

/* Was a key of it ever destroyed? 1, 0 or -1. */
int keys_was_destroyed(struct keys *keys, const char *subject,
		       struct err *err) MUST_CHECK;

/* Is there a key of it? 1, 0 or -1. */
int keys_has(struct keys *keys, const char *subject,
	     struct err *err) MUST_CHECK;

/* Calls each() for every subject whose key was destroyed. */
int keys_destroyed(struct keys *keys,
		   int (*each)(void *arg, const char *subject, struct err *err),
		   void *arg, struct err *err) MUST_CHECK;

#endif
