/* encode.c - see encode.h. Base 64 and 16: RFC 4648.
 * SPDX-License-Identifier: MIT */
#include "base/encode.h"

static const char digits64[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void put_hex(struct str *s, const void *bytes, size_t len)
{
	const uint8_t *at = bytes;

	for (size_t i = 0; i < len; i++) {
		char pair[2] = { "0123456789abcdef"[at[i] >> 4],
				 "0123456789abcdef"[at[i] & 15] };

		str_add(s, pair, 2);
	}
}

void put_base64(struct str *s, const void *bytes, size_t len)
{
	const uint8_t *at = bytes;

	for (size_t i = 0; i < len; i += 3) {
		size_t n = len - i < 3 ? len - i : 3;
		uint32_t v = (uint32_t)at[i] << 16 |
			     (n > 1 ? (uint32_t)at[i + 1] << 8 : 0) |
			     (n > 2 ? at[i + 2] : 0);
		char out[4] = { digits64[v >> 18], digits64[v >> 12 & 63],
				digits64[v >> 6 & 63], digits64[v & 63] };

		str_add(s, out, n + 1);
		str_add(s, "==", 3 - n);
	}
}

static int value64(char c)
{
	const char *at = c ? strchr(digits64, c) : NULL;

	return at ? (int)(at - digits64) : -1;
}

#define BAD_DIGIT "base64 has a bad digit at byte %zu"

int get_base64(struct str *s, const char *text, size_t len, struct err *err)
{
	size_t pad = len && text[len - 1] == '=', before = s->len;

	pad += pad && len > 1 && text[len - 2] == '=';
	if (len % 4)
		return err_set(err, ERR_DATA, "base64 is not whole: %zu bytes",
			       len);
	for (size_t i = 0; i < len; i += 4) {
		size_t n = i + 4 == len ? 4 - pad : 4;
		uint32_t v = 0;
		char out[3];

		for (size_t k = 0; k < 4; k++) {
			int digit = k < n ? value64(text[i + k]) : 0;

			if (digit < 0) {
				str_cut(s, before);
				return err_set(err, ERR_DATA, BAD_DIGIT, i + k);
			}
			v = v << 6 | (uint32_t)digit;
		}
		/* Bits that the padding drops must be none: one text, one
		 * value. */
		if (n < 4 && v & (n == 3 ? 0xFFu : 0xFFFFu)) {
			str_cut(s, before);
			return err_set(err, ERR_DATA, BAD_DIGIT, i + n - 1);
		}
		out[0] = (char)(v >> 16);
		out[1] = (char)(v >> 8);
		out[2] = (char)v;
		str_add(s, out, n - 1);
	}
	return 0;
}

void put_base32(struct str *s, const void *bytes, size_t len)
{
	const uint8_t *at = bytes;
	uint32_t bits = 0;
	int have = 0;

	for (size_t i = 0; i < len || have > 0;) {
		if (have < 5 && i < len) {
			bits = bits << 8 | at[i++];
			have += 8;
		} else if (have < 5) {
			bits <<= 5 - have;
			have = 5;
		}
		have -= 5;
		str_putc(s,
			 "0123456789abcdefghjkmnpqrstvwxyz"[bits >> have & 31]);
	}
}
