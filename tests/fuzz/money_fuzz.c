/* money_fuzz.c - amounts against decimals reckoned by hand, digit by digit.
 *
 * An input is lines of words: "parse 12.50 USD", "decimal 1.0834",
 * "add 1.00 2.00 EUR", "convert 12.50 USD JPY 1500000 10000 up".
 * SPDX-License-Identifier: MIT */
#include "base/money.h"
#include "fuzz/fuzz.h"

/* -- whole numbers without a sign, lowest digit first -- */

#define DIGITS 96
struct big {
	uint8_t at[DIGITS];
};

static int big_cmp(const struct big *a, const struct big *b)
{
	for (int i = DIGITS; i-- > 0;)
		if (a->at[i] != b->at[i])
			return a->at[i] < b->at[i] ? -1 : 1;
	return 0;
}

/* Digits may be any number here. */
static struct big carried(const uint32_t raw[DIGITS])
{
	struct big out = { { 0 } };
	uint32_t carry = 0;

	for (int i = 0; i < DIGITS; i++) {
		carry += raw[i];
		out.at[i] = (uint8_t)(carry % 10);
		carry /= 10;
	}
	return out;
}

static struct big big_add(const struct big *a, const struct big *b)
{
	uint32_t raw[DIGITS];

	for (int i = 0; i < DIGITS; i++)
		raw[i] = (uint32_t)a->at[i] + b->at[i];
	return carried(raw);
}

static struct big big_sub(const struct big *a, const struct big *b)
{
	struct big out = *a;
	int borrow = 0;

	for (int i = 0; i < DIGITS; i++) {
		int d = a->at[i] - b->at[i] - borrow;

		borrow = d < 0;
		out.at[i] = (uint8_t)(d + borrow * 10);
	}
	return out;
}

static struct big big_mul(const struct big *a, const struct big *b)
{
	uint32_t raw[DIGITS] = { 0 };

	for (int i = 0; i < DIGITS; i++)
		for (int k = 0; i + k < DIGITS && a->at[i]; k++)
			raw[i + k] += (uint32_t)a->at[i] * b->at[k];
	return carried(raw);
}

static struct big big_shift(const struct big *a, int powers)
{
	struct big out = { { 0 } };

	for (int i = powers; i < DIGITS; i++)
		out.at[i] = a->at[i - powers];
	return out;
}

static struct big big_of(const char *digits, size_t n)
{
	struct big out = { { 0 } };

	for (size_t i = 0; i < n && i < DIGITS; i++)
		out.at[i] = (uint8_t)(digits[n - 1 - i] - '0');
	return out;
}

static struct big big_i64(int64_t v)
{
	char text[32];
	int n = snprintf(text, sizeof text, "%lld", (long long)v);

	return v < 0 ? big_of(text + 1, (size_t)n - 1)
		     : big_of(text, (size_t)n);
}

/* a / b by taking b away, place by place; *rest is what is left. */
static struct big big_div(const struct big *a, const struct big *b,
			  struct big *rest)
{
	struct big out = { { 0 } };

	*rest = *a;
	for (int i = DIGITS / 2; i-- > 0;) {
		struct big step = big_shift(b, i);

		while (big_cmp(rest, &step) >= 0) {
			*rest = big_sub(rest, &step);
			out.at[i]++;
		}
	}
	return out;
}

static bool fits(const struct big *b)
{
	struct big limit = big_i64(INT64_C(1) << 53);

	return big_cmp(b, &limit) < 0;
}

/* -- the oracles -- */

struct written {
	bool negative;
	struct big whole; /* the digits without point and zeros at the end */
	int decimals, digits;
};

static bool read_written(struct written *w, const char *text)
{
	size_t before, after = 0;
	CLEANUP(str_release) struct str digits = STR_INIT;

	*w = (struct written){ .negative = *text == '-' };
	text += w->negative;
	before = strspn(text, "0123456789");
	str_add(&digits, text, before);
	if (text[before] == '.') {
		after = strspn(text + before + 1, "0123456789");
		str_add(&digits, text + before + 1, after);
		if (!before || !after)
			return false;
		before++;
	}
	if (!digits.len || text[before + after])
		return false;
	w->digits = (int)digits.len;
	for (; after && digits.at[digits.len - 1] == '0'; after--)
		str_cut(&digits, digits.len - 1);
	w->decimals = (int)after;
	w->whole = big_of(str_c(&digits), digits.len);
	return digits.len < DIGITS / 2;
}

static bool same(int64_t minor, const struct big *size, bool negative)
{
	struct big ours = big_i64(minor), none = { { 0 } };

	return big_cmp(&ours, size) == 0 &&
	       (minor < 0) == (negative && big_cmp(size, &none) != 0);
}

static bool parse(struct money *m, const char *amount, const char *currency)
{
	CLEANUP(str_release) struct str again = STR_INIT;
	int exponent = currency_exponent(currency);
	struct written w;
	struct err err = { 0 };
	struct money twice;
	struct big minor = { { 0 } };
	bool right = exponent >= 0 && read_written(&w, amount) &&
		     w.decimals <= exponent;

	if (right) {
		minor = big_shift(&w.whole, exponent - w.decimals);
		right = fits(&minor);
	}
	FUZZ_HOLDS((money_parse(m, amount, currency, &err) == 0) == right,
		   "%s %s is %san amount: %s", amount, currency,
		   right ? "" : "no ", err.text);
	if (!right) {
		fuzz_sentence(&err);
		return false;
	}
	FUZZ_HOLDS(same(m->minor, &minor, w.negative), "%s %s is not %lld",
		   amount, currency, (long long)m->minor);
	money_put(&again, *m);
	FUZZ_HOLDS(money_parse(&twice, str_c(&again), currency, &err) == 0 &&
			   money_cmp(twice, *m) == 0,
		   "%s %s was written as %s", amount, currency, str_c(&again));
	return true;
}

static bool decimal(int64_t *num, int64_t *den, const char *text)
{
	struct written w;
	struct err err = { 0 };
	struct big power = big_i64(1);
	bool right = read_written(&w, text) && w.digits <= 18;

	FUZZ_HOLDS((decimal_parse(num, den, text, &err) == 0) == right,
		   "%s is %sa decimal: %s", text, right ? "" : "no ", err.text);
	if (!right)
		return false;
	power = big_shift(&power, w.decimals);
	FUZZ_HOLDS(same(*num, &w.whole, w.negative) &&
			   same(*den, &power, false),
		   "%s is not %lld / %lld", text, (long long)*num,
		   (long long)*den);
	return true;
}

static void add(const char *a, const char *b, const char *currency)
{
	struct money x, y, sum = { 0 }, back;
	struct err err = { 0 };
	struct big bx, by, right;
	bool taken;

	if (!parse(&x, a, currency) || !parse(&y, b, currency))
		return;
	bx = big_i64(x.minor);
	by = big_i64(y.minor);
	if ((x.minor < 0) == (y.minor < 0))
		right = big_add(&bx, &by);
	else
		right = big_cmp(&bx, &by) < 0 ? big_sub(&by, &bx)
					      : big_sub(&bx, &by);
	taken = money_add(&sum, x, y, &err) == 0;
	FUZZ_HOLDS(taken == fits(&right), "%s + %s: %s", a, b, err.text);
	if (!taken)
		return;
	FUZZ_HOLDS(same(sum.minor, &right,
			big_cmp(&bx, &by) < 0 ? y.minor < 0 : x.minor < 0),
		   "%s + %s is not %lld", a, b, (long long)sum.minor);
	FUZZ_HOLDS(money_sub(&back, sum, y, &err) == 0 &&
			   money_cmp(back, x) == 0,
		   "%s + %s - %s is another amount", a, b, b);
}

struct rate {
	int64_t num, den;
	bool up;
};

static void convert(struct money m, const char *currency, struct rate r)
{
	int from = currency_exponent(m.currency);
	int to = currency_exponent(currency);
	struct big n = big_i64(m.minor), d = big_i64(r.den), q, rest, twice;
	struct big num = big_i64(r.num), one = big_i64(1);
	struct money out = { 0 };
	struct err err = { 0 };
	bool taken =
		money_convert(&out, m, currency, r.num, r.den, r.up, &err) == 0;

	if (to < 0 || r.num <= 0 || r.den <= 0) {
		FUZZ_HOLDS(!taken, "there is no such rate");
		fuzz_sentence(&err);
		return;
	}
	n = big_mul(&n, &num);
	n = big_shift(&n, to);
	d = big_shift(&d, from);
	q = big_div(&n, &d, &rest);
	twice = big_add(&rest, &rest);
	if (r.up ? big_cmp(&rest, &one) >= 0
		 : big_cmp(&twice, &d) > 0 ||
			    (big_cmp(&twice, &d) == 0 && q.at[0] % 2))
		q = big_add(&q, &one);
	FUZZ_HOLDS(taken == fits(&q), "%lld * %lld / %lld: %s",
		   (long long)m.minor, (long long)r.num, (long long)r.den,
		   err.text);
	FUZZ_HOLDS(!taken || same(out.minor, &q, m.minor < 0),
		   "%lld * %lld / %lld is not %lld", (long long)m.minor,
		   (long long)r.num, (long long)r.den, (long long)out.minor);
}

/* -- lines -- */

static void line(char *text)
{
	char *save = NULL, *w[7] = { NULL };
	struct money m;
	struct rate r;

	for (size_t n = 0; n < COUNT_OF(w); n++)
		w[n] = strtok_r(n ? NULL : text, " ", &save);
	if (!w[2]) {
		if (text_eq(w[0], "decimal") && w[1])
			decimal(&r.num, &r.den, w[1]);
	} else if (text_eq(w[0], "parse")) {
		parse(&m, w[1], w[2]);
	} else if (text_eq(w[0], "add") && w[3]) {
		add(w[1], w[2], w[3]);
	} else if (text_eq(w[0], "convert") && w[5]) {
		r.num = strtoll(w[4], NULL, 10);
		r.den = strtoll(w[5], NULL, 10);
		r.up = w[6] != NULL;
		if (parse(&m, w[1], w[2]))
			convert(m, w[3], r);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_text t = { (const char *)data, (const char *)data + size };
	char *text;

	while ((text = fuzz_line(&t))) {
		line(text);
		free(text);
	}
	return 0;
}
