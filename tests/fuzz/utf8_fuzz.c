/* utf8_fuzz.c - UTF-8 against a decoder that only knows what code points are.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "fuzz/fuzz.h"

/* Bytes of the one code point at `at`, 0 when there is none: decoded first and
 * judged by its value, not by ranges of bytes. */
static size_t slow(const uint8_t *at, size_t left, uint32_t *point)
{
	size_t n = *at < 0x80             ? 1
		   : (*at & 0xe0) == 0xc0 ? 2
		   : (*at & 0xf0) == 0xe0 ? 3
		   : (*at & 0xf8) == 0xf0 ? 4
					  : 0;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };

	if (!n || n > left)
		return 0;
	*point = n == 1 ? *at : *at & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		*point = *point << 6 | (at[i] & 0x3f);
	}
	return *point < least[n] || *point > 0x10ffff ||
			       (*point >= 0xd800 && *point <= 0xdfff)
		       ? 0
		       : n;
}

static int64_t first_bad(const uint8_t *data, size_t size, size_t *count)
{
	uint32_t point;
	size_t n;

	*count = 0;
	for (size_t i = 0; i < size; i += n, (*count)++)
		if (!(n = slow(data + i, size - i, &point)))
			return (int64_t)i;
	return -1;
}

/* Each point that is read is the one the slow decoder reads, and writing them
 * all again gives the same bytes. */
static void read_and_write(const uint8_t *data, size_t size)
{
	CLEANUP(str_release) struct str again = STR_INIT;
	const char *at = (const char *)data, *end = at + size;
	uint32_t slowly = 0;

	while (at < end) {
		size_t n =
			slow((const uint8_t *)at, (size_t)(end - at), &slowly);
		const char *before = at;
		uint32_t point = utf8_next(&at, end);

		FUZZ_HOLDS(point == slowly && at == before + n,
			   "U+%X was read as U+%X", slowly, point);
		utf8_put(&again, point);
	}
	FUZZ_HOLDS(again.len == size &&
			   (!size || !memcmp(again.at, data, size)),
		   "written again it differs");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(str_release) struct str mended = STR_INIT;
	const char *text = (const char *)data;
	int64_t bad = utf8_check(text, size), slowly;
	size_t count;

	slowly = first_bad(data, size, &count);
	FUZZ_HOLDS(bad == slowly, "the first bad byte is %lld, not %lld",
		   (long long)slowly, (long long)bad);
	utf8_repair(&mended, text, size);
	FUZZ_HOLDS(utf8_check(str_c(&mended), mended.len) < 0 &&
			   strlen(str_c(&mended)) == mended.len,
		   "what was repaired is not text");
	if (bad >= 0)
		return 0;
	FUZZ_HOLDS(utf8_count(text, size) == count, "%zu code points, not %zu",
		   count, utf8_count(text, size));
	for (size_t max = 0; max <= size && max < 64; max++) {
		size_t n = utf8_prefix(text, size, max);

		FUZZ_HOLDS(n <= max && max - n < 4 && utf8_check(text, n) < 0,
			   "a prefix of %zu bytes is cut at %zu", max, n);
	}
	read_and_write(data, size);
	return 0;
}
