/* hash.h - digests and derived keys, on libsodium. (encode.h spells them.)
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_HASH_H
#define HW_BASE_HASH_H

#include "base/err.h"
#include "base/str.h"

#define HASH_LEN 32 /* bytes: SHA-256, HMAC-SHA-256, keys, entropy */

struct hash {
	uint8_t at[HASH_LEN];
};

/* Must run once before anything else here. -1 with ERR_SYSTEM. */
int hash_start(struct err *err) MUST_CHECK;

/* None of these can fail. */
struct hash sha256(const void *bytes, size_t len);
struct hash hmac_sha256(const void *key, size_t key_len, const void *bytes,
			size_t len);

/* SHA-256 over parts, each preceded by its 8-byte little-endian length, so
 * that no two lists of parts collide. */
struct hasher {
	_Alignas(64) uint8_t state[128];
};
void hasher_start(struct hasher *h);
void hasher_part(struct hasher *h, const void *bytes, size_t len);
void hasher_text(struct hasher *h, const char *text);
void hasher_i64(struct hasher *h, int64_t value);
/* Bytes without their length: the digest that others compute too. */
void hasher_raw(struct hasher *h, const void *bytes, size_t len);
struct hash hasher_end(struct hasher *h);

/* HKDF-SHA-256 (RFC 5869), one block: the n-th value derived for `purpose`. Who
 * derives a key wipes it (sodium_memzero) after use. */
struct hash derive(const void *secret, size_t len, const struct hash *salt,
		   const char *purpose, uint64_t n);

/* A number for tables in memory: who does not know the key cannot choose texts
 * that fall together. */
#define HASH_SHORT_KEY 16
uint64_t hash_short(const uint8_t key[HASH_SHORT_KEY], const void *bytes,
		    size_t len);

bool hash_eq(const struct hash *a, const struct hash *b); /* constant time */
bool bytes_eq_const(const void *a, const void *b, size_t len);
void hash_hex(const struct hash *h, char out[2 * HASH_LEN + 1]);
/* Exactly 64 digits; after false *h is in no known state. */
bool hash_from_hex(struct hash *h, const char *hex);

/* Bytes from the kernel's generator, buffered: intake and keys only. */
void random_bytes(void *out, size_t len);

#endif
