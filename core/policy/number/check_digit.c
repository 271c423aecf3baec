/* check_digit.c - see check_digit.h.
 * SPDX-License-Identifier: MIT */
#include "policy/number/check_digit.h"

#include <string.h>

const char *const check_rules[] = { "none", "mod7", "mod10",    "mod11_10",
				    "s10",  "luhn", "mod37_36", NULL };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Letters count as their ASCII code less 3, modulo 10 (UPS). */
static int value(char c)
{
	return is_digit(c) ? c - '0' : (c - 3) % 10;
}

static int weighted(const struct check *c, const char *serial, size_t len)
{
	size_t cycle = strlen(c->times);
	int sum = 0;

	for (size_t i = 0; i < len; i++) {
		char at = serial[c->reversed ? len - 1 - i : i];

		sum += value(at) * (cycle ? c->times[i % cycle] - '0' : 1);
	}
	return sum;
}

static int mod7(const char *serial, size_t len)
{
	int rest = 0;

	for (size_t i = 0; i < len; i++)
		rest = (rest * 10 + value(serial[i])) % 7;
	return rest;
}

static int s10(int sum)
{
	int rest = 11 - sum % 11;

	return rest == 10 ? 0 : rest == 11 ? 5 : rest;
}

static int luhn(const char *serial, size_t len)
{
	int sum = 0;

	for (size_t i = 0; i < len; i++) {
		int n = value(serial[len - 1 - i]) * (i % 2 ? 1 : 2);

		sum += n > 9 ? n - 9 : n;
	}
	return (10 - sum % 10) % 10;
}

static char mod37_36(const char *serial, size_t len)
{
	static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	int rest = 36;

	for (size_t i = 0; i < len; i++) {
		rest += is_digit(serial[i]) ? serial[i] - '0'
					    : serial[i] - 'A' + 10;
		rest = rest > 36 ? rest - 36 : rest;
		rest *= 2;
		rest = rest > 36 ? rest - 37 : rest;
	}
	return alphabet[(37 - rest) % 36];
}

bool check_holds(const struct check *c, const char *serial, size_t len,
		 char digit)
{
	switch (c->rule) {
	case CHECK_MOD7:
		return digit == '0' + mod7(serial, len);
	case CHECK_MOD10:
		return digit == '0' + (10 - weighted(c, serial, len) % 10) % 10;
	case CHECK_MOD11_10:
		return digit == '0' + weighted(c, serial, len) % 11 % 10;
	case CHECK_S10:
		return digit == '0' + s10(weighted(c, serial, len));
	case CHECK_LUHN:
		return digit == '0' + luhn(serial, len);
	case CHECK_MOD37_36:
		return digit == mod37_36(serial, len);
	case CHECK_NONE:
		break;
	}
	return true;
}
