/* money.c - see money.h.
 * SPDX-License-Identifier: MIT */
#include "base/money.h"

#include <ctype.h>

#include "base/json.h"

/* Active codes by exponent. Source: ISO 4217 list one as published by SIX,
 * read on 2026-11-22; funds and metals without a minor unit are left out. */
static const char *const codes_by_exponent[] = {
	[0] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV "
	      "XAF XOF XPF",
	[1] = "",
	[2] = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND "
	      "BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY "
	      "COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD "
	      "FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS "
	      "INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL "
	      "MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR "
	      "MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR "
	      "RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP "
	      "STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD "
	      "USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG",
	[3] = "BHD IQD JOD KWD LYD OMR TND",
	[4] = "CLF UYW",
};

int currency_exponent(const char *currency)
{
	if (strlen(currency) != 3)
		return -1;
	for (size_t e = 0; e < COUNT_OF(codes_by_exponent); e++) {
		const char *at = strstr(codes_by_exponent[e], currency);

		if (at && (at - codes_by_exponent[e]) % 4 == 0)
			return (int)e;
	}
	return -1;
}

/* -- reading -- */

struct decimal {
	int64_t whole; /* all digits read, the point left out */
	int digits;    /* as written */
	int decimals;
	bool negative;
};

static bool add_digit(int64_t *whole, int digit)
{
	return !__builtin_mul_overflow(*whole, 10, whole) &&
	       !__builtin_add_overflow(*whole, digit, whole);
}

/* Digits with at most one point. Zeros after it count once another digit
 * follows: the ones at the end say nothing, however many. */
static bool decimal(struct decimal *d, const char *text)
{
	int point = -1, zeros = 0, n = 0;

	*d = (struct decimal){ .negative = *text == '-' };
	text += d->negative;
	for (; *text; text++) {
		if (*text == '.' && point < 0 && n > 0) {
			point = n;
			continue;
		}
		if (*text < '0' || *text > '9')
			return false;
		n++;
		if (point >= 0 && *text == '0') {
			zeros++;
			continue;
		}
		for (; zeros > 0; zeros--)
			if (!add_digit(&d->whole, 0))
				return false;
		if (!add_digit(&d->whole, *text - '0'))
			return false;
	}
	if (n == 0 || point == n)
		return false;
	d->digits = n;
	d->decimals = point < 0 ? 0 : n - point - zeros;
	return true;
}

static bool scale(int64_t *value, int powers)
{
	for (; powers > 0; powers--)
		if (__builtin_mul_overflow(*value, 10, value))
			return false;
	return true;
}

static int no_currency(const char *currency, struct err *err)
{
	char upper[4] = "";

	for (size_t i = 0; strlen(currency) == 3 && i < 3; i++)
		upper[i] = (char)toupper((unsigned char)currency[i]);
	if (currency_exponent(upper) >= 0)
		return err_set(err, ERR_DATA,
			       "\"%.8s\" is no currency of ISO 4217; write it "
			       "in capitals, %s",
			       currency, upper);
	return err_set(err, ERR_DATA, "\"%.8s\" is no currency of ISO 4217",
		       currency);
}

int money_parse(struct money *out, const char *amount, const char *currency,
		struct err *err)
{
	struct money m = { 0 };
	struct decimal d;
	int exponent = currency_exponent(currency);

	if (exponent < 0)
		return no_currency(currency, err);
	if (!decimal(&d, amount))
		return err_set(err, ERR_DATA,
			       "\"%.40s\" is no amount; write 12.50", amount);
	if (d.decimals > exponent)
		return err_set(err, ERR_DATA,
			       "\"%.40s\" has more decimals than %s (%d)",
			       amount, currency, exponent);
	if (!scale(&d.whole, exponent - d.decimals) || d.whole >= JSON_INT_MAX)
		return err_set(err, ERR_DATA, "\"%.40s\" is too large", amount);
	m.minor = d.negative ? -d.whole : d.whole;
	memcpy(m.currency, currency, sizeof m.currency);
	*out = m;
	return 0;
}

int money_parse_pair(struct money *out, const char *text, struct err *err)
{
	const char *blank = strchr(text, ' ');
	char amount[32];

	if (!blank || blank - text >= (int)sizeof amount)
		return err_set(err, ERR_DATA,
			       "\"%.40s\" is no amount; write 20.00 USD", text);
	memcpy(amount, text, (size_t)(blank - text));
	amount[blank - text] = '\0';
	return money_parse(out, amount, blank + 1, err);
}

int decimal_parse(int64_t *num, int64_t *den, const char *text, struct err *err)
{
	struct decimal d;

	if (!decimal(&d, text) || d.digits > 18)
		return err_set(err, ERR_DATA, "\"%.40s\" is no decimal number",
			       text);
	*num = d.negative ? -d.whole : d.whole;
	*den = 1;
	return scale(den, d.decimals)
		       ? 0
		       : err_set(err, ERR_DATA, "\"%.40s\" is too long", text);
}

/* -- writing and reckoning -- */

/* Behind the point. Not printed: amounts are written for each fact. */
static void put_rest(struct str *s, int64_t rest, int digits)
{
	char text[COUNT_OF(codes_by_exponent)];

	for (int i = digits; i-- > 0; rest /= 10)
		text[i] = (char)('0' + rest % 10);
	str_putc(s, '.');
	str_add(s, text, (size_t)digits);
}

void money_put(struct str *s, struct money m)
{
	int exponent = currency_exponent(m.currency);
	int64_t unit = 1, size = m.minor < 0 ? -m.minor : m.minor;

	if (exponent < 0 || !scale(&unit, exponent))
		exponent = 0;
	str_puts(s, m.minor < 0 ? "-" : "");
	str_i64(s, size / unit);
	if (exponent > 0)
		put_rest(s, size % unit, exponent);
}

bool money_given(struct money m)
{
	return m.currency[0] != '\0';
}

bool money_same_currency(struct money a, struct money b)
{
	return strcmp(a.currency, b.currency) == 0;
}

static int combine(struct money *out, struct money a, struct money b, bool add,
		   struct err *err)
{
	struct money m = a;

	if (!money_same_currency(a, b))
		return err_set(err, ERR_DATA, "%s and %s cannot be added up",
			       a.currency, b.currency);
	if ((add ? __builtin_add_overflow(a.minor, b.minor, &m.minor)
		 : __builtin_sub_overflow(a.minor, b.minor, &m.minor)) ||
	    m.minor >= JSON_INT_MAX || m.minor <= -JSON_INT_MAX)
		return err_set(err, ERR_DATA, "an amount of %s is too large",
			       a.currency);
	*out = m;
	return 0;
}

int money_add(struct money *sum, struct money a, struct money b,
	      struct err *err)
{
	return combine(sum, a, b, true, err);
}

int money_sub(struct money *diff, struct money a, struct money b,
	      struct err *err)
{
	return combine(diff, a, b, false, err);
}

int money_cmp(struct money a, struct money b)
{
	if (!money_same_currency(a, b))
		abort();
	return (a.minor > b.minor) - (a.minor < b.minor);
}

/* Holds any product of two amounts; a power of ten more may be too much. */
__extension__ typedef __int128 wide;

/* n / d rounded half to even, or away from zero. */
static wide divide(wide n, wide d, bool up)
{
	wide q = n / d, r = n % d, twice;
	int sign = n < 0 ? -1 : 1;

	if (r < 0)
		r = -r;
	twice = 2 * r;
	if (up ? r > 0 : twice > d || (twice == d && q % 2 != 0))
		q += sign;
	return q;
}

/* NOLINTNEXTLINE(readability-function-size): see money.h. */
int money_convert(struct money *out, struct money m, const char *currency,
		  int64_t num, int64_t den, bool up, struct err *err)
{
	int from = currency_exponent(m.currency);
	int to = currency_exponent(currency);
	wide n = (wide)m.minor * num, d = den;
	bool over = false;

	if (from < 0 || to < 0 || num <= 0 || den <= 0)
		return err_set(err, ERR_DATA, "no rate from %s to %.8s",
			       m.currency, currency);
	for (; to > from && !over; to--)
		over = __builtin_mul_overflow(n, 10, &n);
	for (; from > to; from--)
		d *= 10;
	n = divide(n, d, up);
	if (over || n >= JSON_INT_MAX || n <= -JSON_INT_MAX)
		return err_set(err, ERR_DATA, "an amount in %.8s is too large",
			       currency);
	out->minor = (int64_t)n;
	snprintf(out->currency, sizeof out->currency, "%s", currency);
	return 0;
}
