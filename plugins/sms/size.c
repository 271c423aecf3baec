/* size.c - how many messages a text becomes, and whose number is one.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "sms.h"

/* [source: 3GPP TS 23.038, 6.2.1 and 6.2.1.1] */
static const char basic[] =
	"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
	"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
static const char extension[] = "^{}\\[~]|€\f";

static size_t letter(const char *at)
{
	unsigned char c = (unsigned char)*at;
	size_t len = c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;

	return strnlen(at, len);
}

static bool holds(const char *set, const char *at, size_t len)
{
	for (; *set; set += letter(set))
		if (letter(set) == len && memcmp(set, at, len) == 0)
			return true;
	return false;
}

/* 0: not in the alphabet. */
static int64_t septets(const char *at, size_t len)
{
	return holds(basic, at, len) ? 1 : holds(extension, at, len) ? 2 : 0;
}

static int64_t cost(int32_t coding, const char *at, size_t len)
{
	if (coding == SMS_UCS2)
		return len == 4 ? 2 : 1;
	return septets(at, len);
}

struct sms_size sms_measure(const char *text)
{
	struct sms_size size = { .coding = SMS_GSM7 };
	int64_t one, each, used = 0;
	size_t len;

	for (const char *at = text; *at; at += len)
		if (!septets(at, len = letter(at)))
			size.coding = SMS_UCS2;
	one = size.coding == SMS_GSM7 ? 160 : 70;
	/* The head of a part takes 6 bytes: a one-byte reference. */
	each = size.coding == SMS_GSM7 ? 153 : 67;
	size.parts = *text ? 1 : 0;
	for (const char *at = text; *at; at += len) {
		int64_t n = cost(size.coding, at, len = letter(at));

		size.units += n;
		/* What takes two is never cut through. */
		if (used + n > each) {
			size.parts++;
			used = 0;
		}
		used += n;
	}
	if (size.units && size.units <= one)
		size.parts = 1;
	return size;
}

bool sms_is_number(const char *text)
{
	size_t digits = *text == '+' ? strspn(text + 1, "0123456789") : 0;

	return digits >= 7 && digits <= 15 && text[1] != '0' &&
	       !text[1 + digits];
}
