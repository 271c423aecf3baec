/* media.c - see media.h.
 * SPDX-License-Identifier: MIT */
#include "base/media.h"

#include <stdint.h>
#include <string.h>

static uint32_t be32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
	       (uint32_t)at[2] << 8 | at[3];
}

/* A JPEG's first marker is followed by another. */
static const uint8_t jpeg_sign[] = { 0xFF, 0xD8 };
static const uint8_t png_sign[] = { 0x89, 'P', 'N', 'G', 13, 10, 26, 10 };

static bool begins(const uint8_t *b, size_t len, const uint8_t *with, size_t n)
{
	return len >= n && memcmp(b, with, n) == 0;
}

/* Segments from SOI up to the scan, then an end of image somewhere: phones add
 * data of their own behind it. */
static bool is_jpeg(const uint8_t *b, size_t len)
{
	static const uint8_t end[] = { 0xFF, 0xD9 };
	size_t at = 2;

	if (len < 4 || !begins(b, len, jpeg_sign, sizeof jpeg_sign))
		return false;
	while (at + 4 <= len && b[at] == 0xFF) {
		if (b[at + 1] == 0xDA) /* start of scan */
			return memmem(b + at, len - at, end, sizeof end) !=
			       NULL;
		at += 2 + ((size_t)b[at + 2] << 8 | b[at + 3]);
	}
	return false;
}

/* Chunks from IHDR to IEND, which is the end. */
static bool is_png(const uint8_t *b, size_t len)
{
	size_t at = sizeof png_sign;

	if (len < at + 25 || !begins(b, len, png_sign, sizeof png_sign) ||
	    memcmp(b + at + 4, "IHDR", 4) != 0)
		return false;
	while (len - at >= 12) {
		size_t size = be32(b + at);

		if (size > len - at - 12)
			return false;
		if (memcmp(b + at + 4, "IEND", 4) == 0)
			return at + 12 + size == len;
		at += 12 + size;
	}
	return false;
}

static bool has_brand(const uint8_t *b, size_t size, const char *const *brands)
{
	for (size_t at = 8; at + 4 <= size; at += at == 8 ? 8 : 4)
		for (size_t i = 0; brands[i]; i++)
			if (memcmp(b + at, brands[i], 4) == 0)
				return true;
	return false;
}

/* ISO 14496-12: boxes one behind the other, the last one up to the end. */
static bool is_boxes(const uint8_t *b, size_t len)
{
	size_t at = 0, n = 0;

	for (; len - at >= 8; n++) {
		uint64_t size = be32(b + at);

		if (size == 1 && len - at >= 16)
			size = (uint64_t)be32(b + at + 8) << 32 |
			       be32(b + at + 12);
		if (!size) /* up to the end */
			return n > 0;
		if (size < 8 || size > len - at)
			return false;
		at += (size_t)size;
	}
	return n > 1 && at == len;
}

/* By the brands of its first box, whatever follows. */
static const char *brand_of(const uint8_t *b, size_t len)
{
	static const char *const heic[] = { "heic", "heix", "hevc", "heim",
					    "heis", "mif1", "msf1", NULL };
	static const char *const mp4[] = { "isom", "iso2", "iso4", "iso5",
					   "iso6", "mp41", "mp42", "avc1",
					   "M4V ", "mmp4", "3gp4", "3gp5",
					   "dash", "MSNV", "qt  ", NULL };
	size_t size;

	if (len < 16 || memcmp(b + 4, "ftyp", 4) != 0)
		return NULL;
	size = be32(b);
	if (size < 16 || size > len || size > 4096)
		return NULL;
	if (has_brand(b, size, heic))
		return "image/heic";
	return has_brand(b, size, mp4) ? "video/mp4" : NULL;
}

const char *media_type(const void *bytes, size_t len)
{
	if (is_jpeg(bytes, len))
		return "image/jpeg";
	if (is_png(bytes, len))
		return "image/png";
	return is_boxes(bytes, len) ? brand_of(bytes, len) : NULL;
}

bool media_broken(const void *bytes, size_t len)
{
	const uint8_t *b = bytes;

	return !media_type(b, len) &&
	       ((len > 2 && b[2] == 0xFF &&
		 begins(b, len, jpeg_sign, sizeof jpeg_sign)) ||
		begins(b, len, png_sign, sizeof png_sign) || brand_of(b, len));
}
