/* encode.h - bytes as text and back: hexadecimal, base 64, base 32.
 *
 * Apart from hash.h because workers encode and must not carry libsodium.
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_ENCODE_H
#define HW_BASE_ENCODE_H

#include "base/err.h"
#include "base/str.h"

void put_hex(struct str *s, const void *bytes, size_t len);
void put_base64(struct str *s, const void *bytes, size_t len);
/* Base 64 of RFC 4648 with padding, nothing else. -1 with ERR_DATA. */
int get_base64(struct str *s, const char *text, size_t len,
	       struct err *err) MUST_CHECK;
/* Lower-case Crockford base 32 without padding: for ids that people read. */
void put_base32(struct str *s, const void *bytes, size_t len);

#endif
