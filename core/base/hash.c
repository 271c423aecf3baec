/* hash.c - see hash.h.
 *
 * SHA-256 is nettle's: it uses the processor's own instructions where there are
 * such and is then four times as fast as libsodium's, and hashing is most of
 * what reading a journal costs. Everything with a key is libsodium's.
 * SPDX-License-Identifier: MIT */
#include "base/hash.h"

#include <nettle/sha2.h>
#include <sodium.h>

#include "base/encode.h"

_Static_assert(sizeof(struct sha256_ctx) <=
		       sizeof(((struct hasher *)NULL)->state),
	       "hasher is too small");

int hash_start(struct err *err)
{
	return sodium_init() < 0
		       ? err_set(err, ERR_SYSTEM, "libsodium cannot start")
		       : 0;
}

struct hash sha256(const void *bytes, size_t len)
{
	struct sha256_ctx state;
	struct hash h;

	sha256_init(&state);
	sha256_update(&state, len, bytes);
	sha256_digest(&state, sizeof h.at, h.at);
	return h;
}

struct hash hmac_sha256(const void *key, size_t key_len, const void *bytes,
			size_t len)
{
	crypto_auth_hmacsha256_state st;
	struct hash h;

	crypto_auth_hmacsha256_init(&st, key, key_len);
	crypto_auth_hmacsha256_update(&st, bytes, len);
	crypto_auth_hmacsha256_final(&st, h.at);
	return h;
}

static struct sha256_ctx *state_of(struct hasher *h)
{
	return (struct sha256_ctx *)(void *)h->state;
}

void hasher_start(struct hasher *h)
{
	sha256_init(state_of(h));
}

void hasher_part(struct hasher *h, const void *bytes, size_t len)
{
	uint8_t prefix[8];

	for (int i = 0; i < 8; i++)
		prefix[i] = (uint8_t)(len >> (8 * i));
	sha256_update(state_of(h), sizeof prefix, prefix);
	sha256_update(state_of(h), len, bytes);
}

void hasher_raw(struct hasher *h, const void *bytes, size_t len)
{
	sha256_update(state_of(h), len, bytes);
}

void hasher_text(struct hasher *h, const char *text)
{
	hasher_part(h, text ? text : "", text ? strlen(text) : 0);
}

void hasher_i64(struct hasher *h, int64_t value)
{
	uint8_t bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (uint8_t)((uint64_t)value >> (8 * i));
	hasher_part(h, bytes, sizeof bytes);
}

struct hash hasher_end(struct hasher *h)
{
	struct hash out;

	sha256_digest(state_of(h), sizeof out.at, out.at);
	return out;
}

/* HKDF of RFC 5869: extract with the salt, then one block of expand whose info
 * is the purpose and the number. */
struct hash derive(const void *secret, size_t len, const struct hash *salt,
		   const char *purpose, uint64_t n)
{
	struct hash prk = hmac_sha256(salt->at, sizeof salt->at, secret, len);
	crypto_auth_hmacsha256_state st;
	uint8_t tail[9];
	struct hash h;

	for (int i = 0; i < 8; i++)
		tail[i] = (uint8_t)(n >> (8 * i));
	tail[8] = 1;
	crypto_auth_hmacsha256_init(&st, prk.at, sizeof prk.at);
	crypto_auth_hmacsha256_update(&st, (const uint8_t *)purpose,
				      strlen(purpose));
	crypto_auth_hmacsha256_update(&st, tail, sizeof tail);
	crypto_auth_hmacsha256_final(&st, h.at);
	sodium_memzero(&prk, sizeof prk);
	return h;
}

bool bytes_eq_const(const void *a, const void *b, size_t len)
{
	return sodium_memcmp(a, b, len) == 0;
}

uint64_t hash_short(const uint8_t key[HASH_SHORT_KEY], const void *bytes,
		    size_t len)
{
	uint8_t out[crypto_shorthash_BYTES];
	uint64_t n;

	_Static_assert(HASH_SHORT_KEY == crypto_shorthash_KEYBYTES &&
			       sizeof n == sizeof out,
		       "SipHash-2-4");
	crypto_shorthash(out, bytes, len, key);
	memcpy(&n, out, sizeof n);
	return n;
}

bool hash_eq(const struct hash *a, const struct hash *b)
{
	return bytes_eq_const(a->at, b->at, sizeof a->at);
}

void hash_hex(const struct hash *h, char out[2 * HASH_LEN + 1])
{
	sodium_bin2hex(out, 2 * HASH_LEN + 1, h->at, sizeof h->at);
}

bool hash_from_hex(struct hash *h, const char *hex)
{
	size_t got = 0;

	return strlen(hex) == 2 * sizeof h->at &&
	       sodium_hex2bin(h->at, sizeof h->at, hex, strlen(hex), NULL, &got,
			      NULL) == 0 &&
	       got == sizeof h->at;
}

/* One read of the kernel serves many nonces: a call each shows in profiles.
 * What was given out is wiped from the pool. */
void random_bytes(void *out, size_t len)
{
	static uint8_t pool[4096];
	static size_t left;

	if (len > sizeof pool) {
		randombytes_buf(out, len);
		return;
	}
	if (left < len) {
		randombytes_buf(pool, sizeof pool);
		left = sizeof pool;
	}
	left -= len;
	memcpy(out, pool + left, len);
	sodium_memzero(pool + left, len);
}
