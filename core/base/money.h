/* money.h - exact amounts: minor units and an ISO 4217 code, never a double.
 *
 * Source of codes and exponents: ISO 4217 list one of 2024-06-25 (table in
 * money.c). An unknown code is an error, never exponent 2 by guess.
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_MONEY_H
#define HW_BASE_MONEY_H

#include "base/err.h"
#include "base/str.h"

struct money {
	int64_t minor;    /* in units of 10^-exponent of the currency */
	char currency[4]; /* "" means: no amount given */
};

/* Digits after the point, 0..4, or -1 when the code is not in ISO 4217. */
int currency_exponent(const char *currency);

/* Parses "12", "12.5", "-0.01": digits, at most one point, no blanks, no
 * exponent, no thousands marks; more decimals than the currency has are
 * refused unless they are zeros. Limit: |minor| < 2^53, so every amount also
 * fits a JSON number. Returns 0, or -1 with ERR_DATA. */
int money_parse(struct money *out, const char *amount, const char *currency,
		struct err *err) MUST_CHECK;

/* Parses "20.00 USD" (one blank), the form of policy files. */
int money_parse_pair(struct money *out, const char *text,
		     struct err *err) MUST_CHECK;

/* Appends the decimal amount ("12.50", "-3", "0.005") without the code. */
void money_put(struct str *s, struct money m);

/* Sum; -1 with ERR_DATA on overflow or different currencies. */
int money_add(struct money *sum, struct money a, struct money b,
	      struct err *err) MUST_CHECK;
int money_sub(struct money *diff, struct money a, struct money b,
	      struct err *err) MUST_CHECK;

/* <0, 0, >0; both must be of one currency (a bug otherwise: aborts). */
int money_cmp(struct money a, struct money b);
bool money_same_currency(struct money a, struct money b);
bool money_given(struct money m);

/* Converts by the rate `num`/`den` units of `currency` per unit of m's
 * currency, rounding half to even; `up` rounds away from zero instead (against
 * the seller's limit). -1 with ERR_DATA on overflow. */
/* NOLINTNEXTLINE(readability-function-size): a rate is two of the seven. */
int money_convert(struct money *out, struct money m, const char *currency,
		  int64_t num, int64_t den, bool up,
		  struct err *err) MUST_CHECK;

/* Parses a decimal of at most 18 digits ("1.0834") into num/den, den a power
 * of ten. */
int decimal_parse(int64_t *num, int64_t *den, const char *text,
		  struct err *err) MUST_CHECK;

#endif
