/* seal.c - see seal.h: sealing and opening; keys.c keeps the keys.
 * SPDX-License-Identifier: MIT */
#include "desk/ledger/seal.h"

#include <sodium.h>

#include "desk/ledger/keys_own.h"

#define NONCE_LEN crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_LEN crypto_aead_xchacha20poly1305_ietf_ABYTES

int seal(struct keys *k, const char *subject, const char *about,
	 const void *text, size_t len, struct str *out, struct err *err)
{
	uint8_t nonce[NONCE_LEN];
	struct hash key;
	uint8_t *box;

	if (key_for(k, subject, &key, err))
		return -1;
	random_bytes(nonce, sizeof nonce);
	box = xmalloc(len + TAG_LEN);
	crypto_aead_xchacha20poly1305_ietf_encrypt(
		box, NULL, text, len, (const uint8_t *)about, strlen(about),
		NULL, nonce, key.at);
	str_reserve(out, out->len + sizeof nonce + len + TAG_LEN);
	str_add(out, nonce, sizeof nonce);
	str_add(out, box, len + TAG_LEN);
	free(box);
	sodium_memzero(&key, sizeof key);
	return out->bad ? err_set(err, ERR_DATA, "too long to be sealed") : 0;
}

int unseal(struct keys *k, const char *subject, const char *about,
	   const void *sealed, size_t len, struct str *out, struct err *err)
{
	const uint8_t *at = sealed;
	struct hash key;
	uint8_t *text;
	int rc = key_find(k, subject, &key, err);

	if (rc <= 0)
		return rc;
	if (len < NONCE_LEN + TAG_LEN)
		return err_set(err, ERR_DATA, "%s: sealed bytes are cut short",
			       about);
	text = xmalloc(len);
	rc = crypto_aead_xchacha20poly1305_ietf_decrypt(
		text, NULL, NULL, at + NONCE_LEN, len - NONCE_LEN,
		(const uint8_t *)about, strlen(about), at, key.at);
	if (rc == 0)
		str_add(out, text, len - NONCE_LEN - TAG_LEN);
	sodium_memzero(text, len);
	free(text);
	if (rc == 0)
		return 1;
	/* Sealed under the key that is gone; the subject has another one now.
	 */
	rc = keys_was_destroyed(k, subject, err);
	if (rc)
		return rc < 0 ? -1 : 0;
	return err_set(err, ERR_DATA, "%s: sealed bytes were changed", about);
}
